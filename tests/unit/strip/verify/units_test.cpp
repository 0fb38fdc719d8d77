// What the second reader says of coded data. That it accepts what the stripper writes is tested with the stripper.
#include "strip/verify/units.hpp"

#include <gtest/gtest.h>

#include "support/cpp/sei_bytes.hpp"

namespace stripmeta::verify {
namespace {

using namespace test;

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

constexpr UnitRules hevc{Coding::hevc, 4, false};
constexpr UnitRules av1{Coding::av1, 4, false};

// The offset of the verdict; nullopt: accepted.
std::optional<std::uint64_t> judge(const std::string& data, const UnitRules& rules = hevc) {
  const auto verdict = verify_units(File{view(data)}, {{0, data.size()}}, rules);
  return verdict ? std::optional{verdict->offset} : std::nullopt;
}

std::optional<std::uint64_t> judge(std::string_view name, const std::string& payload) {
  const auto verdict = verify_configuration(name, File{view(payload)}, {0, payload.size()});
  return verdict ? std::optional{verdict->offset} : std::nullopt;
}

const std::string slice = sized(nal(19, "a slice"));
const std::string light = sized(sei(sei_message(144, "1234")));

TEST(VerifyUnits, AcceptsWhatThePictureNeeds) {
  EXPECT_EQ(judge(sized(nal(33, "parameters")) + light + slice + sized(nal(36, ""))), std::nullopt);
  EXPECT_EQ(judge(std::string{}), std::nullopt);
  EXPECT_EQ(judge(obu(2, "") + obu(1, "header") + obu(6, "\x10 frame"), av1), std::nullopt);
}

TEST(VerifyUnits, NamesUnitsThatNoPictureNeeds) {
  for (const int type : {10, 22, 31, 35, 38, 41, 48, 63}) {
    EXPECT_EQ(judge(slice + sized(nal(type, "x"))), slice.size() + 4) << type;
  }
  EXPECT_EQ(judge(slice + sized(nal(36, "x"))), slice.size() + 6);
  EXPECT_EQ(judge(slice + sized(bytes({19 << 1, 9}) + "layer")), slice.size() + 4);
}

TEST(VerifyUnits, NamesLengthsThatDoNotFit) {
  EXPECT_EQ(judge(slice + "tail"), slice.size());
  EXPECT_EQ(judge(slice + lit("\0\0")), slice.size());
  EXPECT_EQ(judge(slice + be32(0)), slice.size());
}

TEST(VerifyUnits, NamesMessagesWithMoreThanTheirFields) {
  const auto one = sei_message(144, "1234");
  EXPECT_EQ(judge(sized(sei(sei_message(5, "note")))), 6U);
  EXPECT_EQ(judge(sized(sei(one + sei_message(144, "12345")))), 6U + one.size());
  EXPECT_EQ(judge(sized(sei(one) + "x")), 6U + one.size());
  EXPECT_EQ(judge(sized(nal(39, one))), 6U);
  EXPECT_EQ(judge(sized(nal(40, one + "\x80"))), 6U);  // not in a suffix
  for (const auto& [type, payload] : kept_messages(SeiOf::hevc)) {
    EXPECT_TRUE(judge(sized(sei_unit(SeiOf::hevc, {{type, payload + "x"}})))) << type;
    EXPECT_TRUE(judge(sized(sei_unit(SeiOf::hevc, {{type, payload.substr(1)}})))) << type;
  }
}

TEST(VerifyUnits, NamesReservedBits) {
  auto volume = colour_volume();
  volume[0] = static_cast<char>(volume[0] | 1);
  EXPECT_EQ(judge(sized(sei_unit(SeiOf::hevc, {{149, volume}}))), 6U);
  auto plus = hdr10_plus();
  plus.back() = static_cast<char>(plus.back() | 1);
  EXPECT_EQ(judge(sized(sei_unit(SeiOf::hevc, {{4, plus}}))), 6U);
}

TEST(VerifyUnits, NamesEscapingThatIsMissingOrNotNeeded) {
  const auto zeros = sei_message(137, std::string(24, '\0'));
  EXPECT_TRUE(judge(sized(sei(zeros))));
  EXPECT_EQ(judge(sized(sei_unit(SeiOf::hevc, {{137, std::string(24, '\0')}}))), std::nullopt);
  const auto needless = bytes({39 << 1, 1, 144, 4, 0, 0, 3, 9, 9, 0x80});
  EXPECT_EQ(judge(sized(needless)), 4U + 6U);
}

TEST(VerifyUnits, NamesObusThatNoPictureNeeds) {
  const auto frame = obu(6, "\x10 frame");
  for (const int type : {0, 1, 2, 3, 4, 6, 7, 8, 9, 15}) {
    EXPECT_EQ(judge(frame + obu(type, "\x10"), av1), frame.size()) << type;
  }
  EXPECT_EQ(judge(obu(2, "x") + frame, av1), 0U);
  const auto light_level = obu(5, std::string{"\1"} + "1234\x80");
  EXPECT_EQ(judge(light_level + frame, av1), std::nullopt);
  EXPECT_EQ(judge(frame + light_level, av1), frame.size());
  EXPECT_EQ(judge(obu(3, "\x10 header") + frame, av1), 0U);
  EXPECT_EQ(judge(obu(3, "\x10 header"), av1), 0U);
  EXPECT_EQ(judge(obu(4, "tiles") + frame, av1), 0U);
  EXPECT_EQ(judge(obu(3, "\x98") + light_level, av1), 3U);
  EXPECT_EQ(judge(frame + obu(5,
                              "\1"
                              "12345\x80"),
                  av1),
            frame.size());
  EXPECT_EQ(judge(frame + obu(5,
                              "\1"
                              "1234\x81"),
                  av1),
            frame.size());
  EXPECT_EQ(judge(frame + obu(5,
                              "\5"
                              "1234\x80"),
                  av1),
            frame.size());
  EXPECT_EQ(judge(frame + "\x22", av1), frame.size());
}

TEST(VerifyUnits, NamesHeadsThatAreNotShortest) {
  EXPECT_EQ(judge(bytes({0x33, 1, 0x10}), av1), 0U);
  EXPECT_EQ(judge(bytes({0xB2, 1, 0x10}), av1), 0U);
  EXPECT_EQ(judge(bytes({0x32, 0x81, 0, 0x10}), av1), 0U);
  EXPECT_EQ(judge(bytes({0x36, 1, 1, 0x10}), av1), 0U);
  EXPECT_EQ(judge(bytes({0x32, 2, 0x10}), av1), 0U);
}

TEST(VerifyUnits, FollowsExtents) {
  const auto data = light + slice;
  for (std::size_t cut = 1; cut < data.size(); ++cut) {
    const auto file = data.substr(cut) + "gap" + data.substr(0, cut);
    const File pieces{view(file)};
    const std::uint64_t second = data.size() - cut + 3;
    EXPECT_FALSE(verify_units(pieces, {{second, cut}, {0, data.size() - cut}}, hevc)) << cut;
  }
  const auto file = slice.substr(10) + "gap" + slice.substr(0, 10);
  const auto verdict = verify_units(File{view(file)}, {{slice.size() - 7, 10}, {0, slice.size() - 10 + 3}}, hevc);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->offset, slice.size() - 10);  // the gap
}

TEST(VerifyConfiguration, NamesEachByteThatIsNotItsField) {
  const auto payload = hvcc(nal_array(32, nal(32, "video")), 1).substr(8);
  ASSERT_EQ(judge("hvcC", payload), std::nullopt);
  for (std::size_t at = 0; at < 22; ++at) {
    if (at == 1 || at == 12) continue;  // profile and level
    auto other = payload;
    other[at] = static_cast<char>(other[at] ^ (at == 14 ? 0 : 0x40));  // 14: a whole field
    EXPECT_EQ(judge("hvcC", other).has_value(), at != 14) << at;
  }
  EXPECT_EQ(judge("hvcC", payload + "x"), payload.size());
  EXPECT_EQ(judge("hvcC", hvcc(nal_array(32, nal(39, "x")), 1).substr(8)), 23U + 5U);
  EXPECT_EQ(judge("hvcC", hvcc(nal_array(48, nal(48, "x")), 1).substr(8)), 23U + 5U);
  EXPECT_EQ(judge("hvcC", hvcc(bytes({32, 0, 0}), 1).substr(8)), 23U);
}

TEST(VerifyConfiguration, NamesWhatAv1cCannotHave) {
  const auto head = bytes({0x81, 0, 12, 0});
  EXPECT_EQ(judge("av1C", head + obu(1, "header")), std::nullopt);
  EXPECT_EQ(judge("av1C", head + obu(6, "frame")), 4U);
  EXPECT_EQ(judge("av1C", bytes({0x81, 0, 12, 0x20})), 3U);
  EXPECT_EQ(judge("av1C", bytes({1, 0, 12, 0})), 0U);
  EXPECT_EQ(judge("what", head), 0U);
}

TEST(VerifyUnits, KnowsHowTypesAreCoded) {
  EXPECT_EQ(rules_of("hev1")->coding, Coding::hevc);
  EXPECT_EQ(rules_of("avc3")->coding, Coding::avc);
  EXPECT_EQ(rules_of("vvi1")->coding, Coding::vvc);
  EXPECT_EQ(rules_of("av01")->coding, Coding::av1);
  EXPECT_FALSE(rules_of("jpeg"));
  const auto payload = hvcc().substr(8);
  EXPECT_EQ(length_size_of("hvcC", File{view(payload)}, {0, payload.size()}), 4U);
  const auto avcc = bytes({1, 66, 0, 10, 0xFD, 0xE0, 0});
  EXPECT_EQ(length_size_of("avcC", File{view(avcc)}, {0, avcc.size()}), 2U);
}

}  // namespace
}  // namespace stripmeta::verify
