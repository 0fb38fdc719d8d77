// What stays of decoder configurations.
#include "strip/coded/configuration.hpp"

#include <gtest/gtest.h>

#include "strip/verify/units.hpp"
#include "support/cpp/sei_bytes.hpp"

namespace stripmeta::coded {
namespace {

using namespace test;

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

verify::Verdict judge(const std::string& name, const std::string& payload) {
  return verify::verify_configuration(name, verify::File{view(payload)}, {0, payload.size()});
}

// Rewrites, and checks what is true of any result.
std::string rewrite(const std::string& name, const std::string& payload) {
  const auto once = rewrite_configuration(name, view(payload));
  if (!once) return "cut off";
  const std::string bytes{as_text(once->bytes)};
  const auto twice = rewrite_configuration(name, view(bytes));
  EXPECT_TRUE(twice && as_text(twice->bytes) == bytes);
  const auto verdict = judge(name, bytes);
  EXPECT_FALSE(verdict) << name << ": " << verdict->rule << " at " << verdict->offset;
  EXPECT_EQ(judge(name, payload).has_value(), bytes != payload);
  return bytes;
}

std::string unit(const std::string& bytes) {
  return be16(static_cast<unsigned>(bytes.size())) + bytes;
}

const std::string profile = bytes({1, 0x60, 0, 0, 0, 0x90, 0, 3, 1, 2, 3, 4});
const std::string hevc_parameters = nal(33, "\1" + profile + "more");
const std::string front = bytes({0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F});
const std::string light = sei_unit(SeiOf::hevc, {{144, "1234"}});

std::string hvcc_of(const std::string& profile_bytes, const std::string& arrays, int count) {
  return "\1" + profile_bytes + front + bytes({count}) + arrays;
}

TEST(CodedConfiguration, HvccKeepsParameterSetsAndSeiThatShows) {
  const auto arrays = nal_array(0xA0, nal(32, "video")) + nal_array(0x21, hevc_parameters) +
                      nal_array(0x22, nal(34, "picture")) + nal_array(39, light);
  EXPECT_EQ(rewrite("hvcC", hvcc_of(profile, arrays, 4)), hvcc_of(profile, arrays, 4));
}

TEST(CodedConfiguration, HvccLosesUnitsThatNoPictureNeeds) {
  const auto kept = nal_array(33, hevc_parameters);
  for (const int type : {0, 19, 35, 36, 38, 40, 41, 48, 63}) {
    EXPECT_EQ(rewrite("hvcC", hvcc_of(profile, nal_array(type, nal(type, "planted")) + kept, 2)),
              hvcc_of(profile, kept, 1));
  }
  const auto note = sei(sei_message(200, "planted") + sei_message(144, "1234"));
  EXPECT_EQ(rewrite("hvcC", hvcc_of(profile, kept + nal_array(39, note), 2)),
            hvcc_of(profile, kept + nal_array(39, light), 2));
  EXPECT_EQ(rewrite("hvcC", hvcc_of(profile, kept + bytes({0x7F, 0, 0}), 2) + "planted"), hvcc_of(profile, kept, 1));
}

TEST(CodedConfiguration, HvccSortsUnitsIntoArraysOfTheirType) {
  const auto mixed = bytes({0x72, 0, 2}) + unit(hevc_parameters) + unit(nal(34, "picture"));
  EXPECT_EQ(rewrite("hvcC", hvcc_of(profile, mixed, 1)),
            hvcc_of(profile, nal_array(33, hevc_parameters) + nal_array(34, nal(34, "picture")), 2));
}

TEST(CodedConfiguration, HvccTakesItsProfileFromTheParameterSet) {
  const auto kept = nal_array(33, hevc_parameters);
  EXPECT_EQ(rewrite("hvcC", hvcc_of("planted text", kept, 1)), hvcc_of(profile, kept, 1));
  const auto without_constraints = profile.substr(0, 5) + std::string(6, '\0') + profile.substr(11);
  EXPECT_EQ(rewrite("hvcC", hvcc_of(without_constraints, kept, 1)), hvcc_of(without_constraints, kept, 1));
  const auto bare = bytes({1, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x5A});
  EXPECT_EQ(rewrite("hvcC", hvcc_of(bytes({1}) + "plantedxyz" + bytes({0x5A}), "", 0)), hvcc_of(bare, "", 0));
}

TEST(CodedConfiguration, HvccHasFixedBitsAndNoFrameRate) {
  const auto kept = nal_array(33, hevc_parameters);
  const auto other = "\1" + profile + bytes({0, 0, 0, 1, 0, 0, 'A', 'B', 0xCF, 1}) + kept;
  EXPECT_EQ(rewrite("hvcC", other), hvcc_of(profile, kept, 1));
}

TEST(CodedConfiguration, LhvcKeepsFurtherLayers) {
  const auto layer = bytes({33 << 1, 9}) + "parameters";
  const auto head = bytes({1, 0xF0, 0, 0xFC, 0xCF, 1});
  EXPECT_EQ(rewrite("lhvC", head + nal_array(33, layer)), head + nal_array(33, layer));
  EXPECT_EQ(rewrite("lhvC", bytes({1, 0, 0, 0, 0x0F, 2}) + nal_array(33, layer) + nal_array(48, "planted") + "planted"),
            head + nal_array(33, layer));
}

const std::string avc_parameters = bytes({0x67, 100, 0, 40}) + "sequence";
const std::string avc_picture = bytes({0x68}) + "picture";
const std::string avc_head = bytes({1, 100, 0, 40, 0xFF});

TEST(CodedConfiguration, AvccKeepsParameterSets) {
  const auto sets = bytes({0xE1}) + unit(avc_parameters) + bytes({1}) + unit(avc_picture);
  const auto high = bytes({0xFD, 0xF8, 0xF8, 0});
  EXPECT_EQ(rewrite("avcC", avc_head + sets), avc_head + sets);
  EXPECT_EQ(rewrite("avcC", avc_head + sets + high), avc_head + sets + high);
  EXPECT_EQ(rewrite("avcC", avc_head + sets + bytes({1, 0, 0, 1}) + unit("planted")), avc_head + sets + high);
  const auto note = unit_of(SeiOf::avc, 6, sei_message(5, "planted") + "\x80");
  const auto more = bytes({2}) + unit(avc_parameters) + unit(note) + bytes({2}) + unit(avc_picture) + unit("planted");
  EXPECT_EQ(rewrite("avcC", bytes({9}) + "pla" + bytes({3}) + more), avc_head + sets);
}

TEST(CodedConfiguration, VvccKeepsParameterSetsAndNoClaims) {
  const auto set = [](int type) { return unit_of(SeiOf::vvc, type, "parameters"); };
  const auto arrays = bytes({13}) + unit(set(13)) + bytes({0x8F, 0, 1}) + unit(set(15)) + bytes({16, 0, 2}) +
                      unit(set(16)) + unit(set(16));
  EXPECT_EQ(rewrite("vvcC", be32(0) + bytes({0xFE, 3}) + arrays), be32(0) + bytes({0xFE, 3}) + arrays);
  const auto size = be16(640) + be16(480);
  for (const int layers : {1, 3}) {
    const auto word = be16(static_cast<unsigned>(layers << 4 | 1));
    const auto sub = layers == 1 ? std::string{} : bytes({0xC0, 51, 52});
    const auto want = be32(0) + bytes({0xFF}) + word + bytes({0x5F, 1, 2, 83, 0x80}) + sub + bytes({0}) + size +
                      be16(0) + bytes({3}) + arrays;
    EXPECT_EQ(rewrite("vvcC", want), want);
    const auto rate = be16(static_cast<unsigned>(layers << 4 | 0xD));
    const auto planted = layers == 1 ? std::string{} : bytes({0xFF, 51, 52});
    EXPECT_EQ(
        rewrite("vvcC", be32(0) + bytes({7}) + rate + bytes({0x40, 8, 2, 83, 0xBF}) + "planted" + planted + bytes({2}) +
                            "planted!" + size + "AB" + bytes({4}) + arrays + bytes({0xF8, 0, 1}) + unit("planted")),
        want);
  }
}

TEST(CodedConfiguration, Av1cKeepsTheSequenceHeaderAndMetadataThatShow) {
  const auto head = bytes({0x81, 0, 12, 0});
  const auto sequence = obu(1, "header");
  const auto metadata = obu(5,
                            "\1"
                            "1234\x80");
  EXPECT_EQ(rewrite("av1C", head + sequence + metadata), head + sequence + metadata);
  EXPECT_EQ(rewrite("av1C", bytes({0x81, 0, 12, 0x13})), bytes({0x81, 0, 12, 0x13}));
  EXPECT_EQ(rewrite("av1C", bytes({0x7F, 0, 12, 0xEF}) + obu(2, "") + sequence + obu(15, "planted") +
                                obu(5,
                                    "\1"
                                    "1234planted") +
                                obu(6, "planted") + "planted"),
            head + sequence + metadata);
}

TEST(CodedConfiguration, SaysThatItIsCutOff) {
  for (const auto* name : {"hvcC", "lhvC", "avcC", "vvcC", "av1C"}) EXPECT_EQ(rewrite(name, "\1"), "cut off");
  EXPECT_EQ(rewrite("hvcC", hvcc_of(profile, nal_array(33, hevc_parameters), 2)), "cut off");
}

TEST(CodedConfiguration, SaysTheSizeOfLengths) {
  EXPECT_EQ(rewrite_configuration("hvcC", view(hvcc_of(profile, "", 0)))->length_size, 4U);
  const auto avcc = bytes({1, 66, 0, 10, 0xFD, 0xE0, 0});
  EXPECT_EQ(rewrite_configuration("avcC", view(avcc))->length_size, 2U);
  EXPECT_EQ(rewrite_configuration("vvcC", view(be32(0) + bytes({0xFA, 0})))->length_size, 2U);
}

}  // namespace
}  // namespace stripmeta::coded
