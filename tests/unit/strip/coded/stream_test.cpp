// What stays of NAL units and OBUs.
#include "strip/coded/stream.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "strip/verify/units.hpp"
#include "support/cpp/sei_bytes.hpp"

namespace stripmeta::coded {
namespace {

using namespace test;

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

struct Codings {
  SeiOf sei;
  Codec codec;
  verify::Coding coding;
  int slice;
  int parameters;
  int end;
  std::vector<int> gone;
};

const std::vector<Codings>& codings() {
  static const std::vector<Codings> all{
      {SeiOf::hevc, Codec::hevc, verify::Coding::hevc, 19, 33, 36, {10, 15, 22, 31, 35, 38, 40, 41, 47, 48, 63}},
      {SeiOf::avc, Codec::avc, verify::Coding::avc, 5, 7, 10, {0, 9, 12, 13, 14, 15, 16, 18, 19, 20, 21, 24, 31}},
      {SeiOf::vvc, Codec::vvc, verify::Coding::vvc, 7, 15, 21, {4, 6, 11, 20, 24, 25, 26, 27, 28, 31}}};
  return all;
}

std::string apply(const std::string& data, const Stream& stream) {
  std::string clean = data;
  auto changes = clean_stream(view(data), stream);
  std::ranges::reverse(changes);
  for (const auto& change : changes) {
    clean.replace(change.range.begin, change.range.size(), as_text(change.bytes));
  }
  return clean;
}

verify::Verdict judge(const std::string& data, const verify::UnitRules& rules) {
  const verify::File file{view(data)};
  return verify::verify_units(file, {{0, data.size()}}, rules);
}

// Cleans, and checks what is true of any result.
std::string clean(const std::string& data, const Codings& of) {
  const auto once = apply(data, {.codec = of.codec});
  EXPECT_TRUE(clean_stream(view(once), {.codec = of.codec}).empty());
  const auto verdict = judge(once, {of.coding, 4, false});
  EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset;
  const bool is_long = data.size() > 1U << 20U;  // only the stripper has a limit
  EXPECT_EQ(judge(data, {of.coding, 4, false}).has_value() || is_long, once != data);
  return once;
}

TEST(CodedNal, KeepsSlicesParametersAndTheMessagesThatShow) {
  for (const auto& of : codings()) {
    const auto front = sized(unit_of(of.sei, of.parameters, "parameters"));
    const auto rest = sized(unit_of(of.sei, of.slice, "a slice")) + sized(unit_of(of.sei, of.end, ""));
    std::map<int, std::string> together;  // the last of each type
    for (const auto& message : kept_messages(of.sei)) {
      const auto data = front + sized(sei_unit(of.sei, {message})) + rest;
      EXPECT_EQ(clean(data, of), data);
      together[message.first] = message.second;
    }
    const auto all = front + sized(sei_unit(of.sei, {together.begin(), together.end()})) + rest;
    EXPECT_EQ(clean(all, of), all);
  }
}

TEST(CodedNal, KeepsTheLastMessageOfEachType) {
  for (const auto& of : codings()) {
    const auto slice = sized(unit_of(of.sei, of.slice, "a slice"));
    const std::pair<int, std::string> hidden{144, "JOE!"};
    const std::pair<int, std::string> light{144, "1234"};
    const std::pair<int, std::string> ambient{148, "12345678"};
    EXPECT_EQ(clean(sized(sei_unit(of.sei, {hidden, ambient, hidden})) + sized(sei_unit(of.sei, {hidden})) + slice +
                        sized(sei_unit(of.sei, {light})),
                    of),
              sized(sei_unit(of.sei, {ambient})) + slice + sized(sei_unit(of.sei, {light})));
  }
}

TEST(CodedNal, CutsBytesBehindTheFieldsOfAMessage) {
  for (const auto& of : codings()) {
    const auto slice = sized(unit_of(of.sei, of.slice, "a slice"));
    for (const auto& [type, payload] : kept_messages(of.sei)) {
      const auto want = sized(sei_unit(of.sei, {{type, payload}})) + slice;
      EXPECT_EQ(clean(sized(sei_unit(of.sei, {{type, payload + "planted"}})) + slice, of), want) << type;
      // Cut off, the message does not parse and goes.
      const auto cut = payload.substr(0, payload.size() - 1);
      EXPECT_EQ(clean(sized(sei_unit(of.sei, {{type, cut}})) + slice, of), slice) << type;
    }
  }
}

TEST(CodedNal, DropsAllOtherMessages) {
  for (const auto& of : codings()) {
    const auto slice = sized(unit_of(of.sei, of.slice, "a slice"));
    const std::pair<int, std::string> light{144, "1234"};
    for (int type = 0; type < 300; ++type) {
      bool known = false;
      for (const auto& message : kept_messages(of.sei)) known = known || (message.first == type && type != 4);
      if (known) continue;
      const std::pair<int, std::string> other{type, "planted"};
      const auto want = sized(sei_unit(of.sei, {light})) + slice;
      EXPECT_EQ(clean(sized(sei_unit(of.sei, {other, light, other})) + slice, of), want) << type;
      EXPECT_EQ(clean(sized(sei_unit(of.sei, {other})) + slice, of), slice) << type;
    }
  }
}

TEST(CodedNal, DropsWhatFollowsTheStopBitOfMessages) {
  for (const auto& of : codings()) {
    const auto unit = sei_unit(of.sei, {{144, "1234"}});
    for (const std::string tail : {"planted", "\0\0\0"}) EXPECT_EQ(clean(sized(unit + tail), of), sized(unit));
    EXPECT_EQ(clean(sized(unit + std::string(9, '\0')), of), sized(unit));
  }
}

TEST(CodedNal, DropsUnitsThatNoPictureNeeds) {
  for (const auto& of : codings()) {
    const auto slice = sized(unit_of(of.sei, of.slice, "a slice"));
    for (const int type : of.gone) {
      EXPECT_EQ(clean(slice + sized(unit_of(of.sei, type, "planted")) + slice, of), slice + slice) << type;
    }
    EXPECT_EQ(clean(slice + sized(unit_of(of.sei, of.end, "planted")), of), slice + sized(unit_of(of.sei, of.end, "")));
    EXPECT_EQ(clean(slice + sized("") + be32(0), of), slice);
    EXPECT_EQ(clean(slice + "planted tail of the item", of), slice);
    EXPECT_EQ(clean(slice + lit("\0\0\0"), of), slice);
  }
}

TEST(CodedNal, DropsMessagesOfMoreThanAMegabyte) {
  const std::vector<std::pair<int, std::string>> many(200'000, {144, "1234"});
  const auto slice = sized(nal(19, "a slice"));
  EXPECT_EQ(clean(sized(sei_unit(SeiOf::hevc, many)) + slice, codings().front()), slice);
}

TEST(CodedNal, DropsFurtherLayersUnlessTheyBelongToTheTrack) {
  const auto base = sized(nal(19, "a slice"));
  const auto layer = sized(bytes({19 << 1, 9}) + "another layer");
  EXPECT_EQ(clean(base + layer, codings().front()), base);
  EXPECT_EQ(apply(base + layer, {.codec = Codec::hevc, .layers = true}), base + layer);
  EXPECT_FALSE(judge(base + layer, {verify::Coding::hevc, 4, true}));
}

TEST(CodedNal, ReadsLengthsOfAnySize) {
  const auto slice = nal(19, "a slice");
  const auto note = sei(sei_message(5, "planted") + sei_message(144, "1234"));
  const auto light = sei(sei_message(144, "1234"));
  for (const std::size_t size : {1U, 2U, 3U, 4U}) {
    const auto lengthy = [&](const std::string& unit) { return sized(unit).substr(4 - size); };
    const auto want = lengthy(light) + lengthy(slice);
    EXPECT_EQ(apply(lengthy(note) + lengthy(slice), {.codec = Codec::hevc, .length_size = size}), want);
    EXPECT_FALSE(judge(want, {verify::Coding::hevc, static_cast<unsigned>(size), false}));
  }
}

TEST(CodedNal, ZeroesReservedBits) {
  auto volume = colour_volume();
  volume[0] = static_cast<char>(volume[0] | 3);
  const auto& hevc = codings().front();
  EXPECT_EQ(clean(sized(sei_unit(SeiOf::hevc, {{149, volume}})), hevc),
            sized(sei_unit(SeiOf::hevc, {{149, colour_volume()}})));
}

const Codings av1{SeiOf::hevc, Codec::av1, verify::Coding::av1, 0, 0, 0, {}};
const std::string header = obu(1, bytes({0, 1, 2, 3}));
const std::string shown = obu(6, "\x10 a frame that is shown");

TEST(CodedObu, KeepsThePictureAndTheMetadataThatShow) {
  const auto metadata = obu(5,
                            "\1"
                            "1234\x80") +
                        obu(5, "\2" + std::string(24, 'm') + "\x80") + obu(5, "\4" + hdr10_plus() + "\x80");
  const auto data = obu(2, "") + header + metadata + obu(3, "\x10 a header") + obu(4, "tiles");
  EXPECT_EQ(clean(data, av1), data);
  EXPECT_EQ(clean(header + shown, av1), header + shown);
}

TEST(CodedObu, CutsMetadataToTheirFields) {
  EXPECT_EQ(clean(obu(5,
                      "\1"
                      "1234planted") +
                      shown,
                  av1),
            obu(5,
                "\1"
                "1234\x80") +
                shown);
  EXPECT_EQ(clean(obu(5, "\4" + hdr10_plus() + "planted") + shown, av1), obu(5, "\4" + hdr10_plus() + "\x80") + shown);
  EXPECT_EQ(clean(obu(5,
                      "\1"
                      "123") +
                      shown,
                  av1),
            shown);
}

TEST(CodedObu, KeepsTheLastMetadataOfEachType) {
  const auto light = [](const std::string& numbers) { return obu(5, "\1" + numbers + "\x80"); };
  const auto display = obu(5, "\2" + std::string(24, 'm') + "\x80");
  EXPECT_EQ(clean(header + light("JOE!") + display + light("more") + light("1234") + shown, av1),
            header + display + light("1234") + shown);
  EXPECT_EQ(clean(header + obu(5, "\1JOE!planted") + light("1234") + shown, av1), header + light("1234") + shown);
  EXPECT_EQ(clean(header + light("1234") + shown + light("JOE!"), av1), header + light("1234") + shown);
}

TEST(CodedObu, DropsWhatNoPictureNeeds) {
  for (const int type : {0, 7, 8, 9, 10, 11, 12, 13, 14, 15}) {
    EXPECT_EQ(clean(header + obu(type, "planted") + shown + obu(type, "planted"), av1), header + shown) << type;
  }
  for (int type = 0; type < 40; ++type) {
    if (type == 1 || type == 2) continue;
    EXPECT_EQ(clean(obu(5, bytes({type}) + "planted") + shown, av1), shown) << type;
  }
  EXPECT_EQ(clean(obu(2, "planted") + shown, av1), obu(2, "") + shown);
}

TEST(CodedObu, DropsWhatFollowsTheFrame) {
  for (const std::string tail : {"planted tail", "2026-01-01 planted", "0planted", " planted", "\nplanted", "2", "\x12",
                                 "\x0A\x01p\x32\x03pla"}) {
    EXPECT_EQ(clean(header + shown + tail, av1), header + shown) << tail;
  }
  EXPECT_EQ(clean(header + shown + std::string(5, '\0'), av1), header + shown);
  EXPECT_EQ(clean(header + shown + obu(2, "") + header + shown, av1), header + shown);
  EXPECT_EQ(clean(header + shown + header + shown, av1), header + shown);
  EXPECT_EQ(clean(header + shown + "\x18\x10 planted", av1), header + shown);
}

TEST(CodedObu, DropsFramesAndTilesBehindTheFrame) {
  for (const int type : {3, 4, 5, 6}) {
    for (const std::string text : {"planted", "Planted", "\x90planted", "\xFFplanted", ""}) {
      EXPECT_EQ(clean(header + shown + obu(type, text), av1), header + shown) << type << text;
      EXPECT_EQ(clean(header + shown + obu(type, text) + obu(4, "planted"), av1), header + shown) << type << text;
    }
  }
}

TEST(CodedObu, DropsHeadersWithoutTilesAndTilesWithoutHeader) {
  EXPECT_EQ(clean(header + obu(3, "\x10 planted") + shown, av1), header + shown);
  EXPECT_EQ(clean(header + obu(3, "a planted") + shown, av1), header + shown);
  EXPECT_EQ(clean(header + obu(3, "\x90 planted text") + shown, av1), header + shown);
  EXPECT_EQ(clean(header + obu(4, "planted") + shown, av1), header + shown);
  const auto picture = header + obu(3, "\x10 header") + obu(4, "tiles");
  EXPECT_EQ(clean(header + obu(3, "\x10 planted") + obu(3, "\x10 header") + obu(4, "tiles"), av1), picture);
  EXPECT_EQ(clean(header + obu(3, "\x10 header") + obu(4, "") + obu(4, "tiles"), av1), picture);
  for (const int type : {3, 4, 6}) EXPECT_EQ(clean(picture + obu(type, "planted"), av1), picture) << type;
}

// Four tiles: the flag, two bits for the first tile of the group, two for the last.
TEST(CodedObu, KeepsTheTileGroupsOfAFrame) {
  const auto group = [](unsigned first, unsigned last) {
    return obu(4, bytes({static_cast<int>(0x80U | first << 5U | last << 3U)}) + "tiles");
  };
  const auto data = header + obu(3, "\x10 header") + group(0, 0) + group(1, 2) + group(3, 3);
  EXPECT_EQ(clean(data, av1), data);
  EXPECT_EQ(clean(data + obu(4, "planted"), av1), data);
  EXPECT_EQ(clean(data + group(1, 2), av1), data);
  EXPECT_EQ(clean(header + obu(3, "\x10 header") + group(0, 0) + obu(4, "planted"), av1),
            header + obu(3, "\x10 header") + group(0, 0));
}

TEST(CodedObu, KeepsHiddenFramesBeforeTheOneThatIsShown) {
  const auto hidden = header + obu(6, bytes({0}) + "hidden") + obu(3, bytes({0}) + "hidden") + obu(4, "tiles");
  EXPECT_EQ(clean(hidden + shown, av1), hidden + shown);
  const auto again = hidden + obu(3, "\x98");
  EXPECT_EQ(clean(again, av1), again);
  EXPECT_EQ(clean(again + shown, av1), again);
}

TEST(CodedObu, KeepsOneFrameOfEachLayer) {
  const auto layer = [](int number, const std::string& words) {
    return bytes({6 << 3 | 6, number << 3, static_cast<int>(words.size())}) + words;
  };
  const auto data = header + layer(0, "\x10 base") + layer(1, "\x10 better");
  EXPECT_EQ(clean(data, av1), data);
  EXPECT_EQ(clean(data + layer(1, "\x10 planted"), av1), data);
}

TEST(CodedObu, WritesHeadsInTheirShortestForm) {
  EXPECT_EQ(clean(bytes({0x0B, 0x84, 0x80, 0}) + bytes({0, 1, 2, 3}) + shown, av1), header + shown);
  const auto layered = bytes({0x36, 0x0F, 3}) + "\x10 f";
  EXPECT_EQ(clean(header + layered, av1), header + bytes({0x36, 0x08, 3}) + "\x10 f");
  const auto open = header + "\x30\x10 a frame up to the end";
  EXPECT_EQ(clean(open, av1), open);
}

TEST(CodedPlanted, NothingSurvivesInAnyUnitMessageOrObu) {
  unsigned places = 0;
  unsigned survive = 0;
  const auto count = [&](const std::string& data, const Codings& of) {
    ++places;
    if (clean(data, of).find("planted") != std::string::npos) ++survive;
  };
  for (const auto& of : codings()) {
    const auto slice = sized(unit_of(of.sei, of.slice, "a slice"));
    const unsigned types = of.sei == SeiOf::hevc ? 64 : 32;
    for (unsigned type = 0; type < types; ++type) {
      const auto unit = unit_of(of.sei, static_cast<int>(type), "planted");
      const bool is_coded = apply(sized(unit), {.codec = of.codec}) == sized(unit);  // a slice or a parameter set
      if (!is_coded) count(slice + sized(unit), of);
    }
    // The numbers of a message that stays are its own, whatever they look like.
    for (int type = 0; type < 512; ++type) {
      const auto is_kept = [type](const auto& message) { return message.first == type && type != 4; };
      if (std::ranges::any_of(kept_messages(of.sei), is_kept)) continue;
      count(sized(sei_unit(of.sei, {{type, "planted" + std::string(99, 'x')}})), of);
    }
    for (const auto& [type, payload] : kept_messages(of.sei))
      count(sized(sei_unit(of.sei, {{type, payload + "planted"}})), of);
    count(slice + "planted", of);
  }
  for (int type = 0; type < 16; ++type) {
    if (type != 1 && type != 3 && type != 4 && type != 6) count(obu(type, "planted") + shown, av1);
    count(header + shown + bytes({type << 3}) + "planted", av1);
  }
  for (int type = 0; type < 128; ++type) count(obu(5, bytes({type}) + std::string(24, 'x') + "planted") + shown, av1);
  std::cout << places << " units and messages with text, " << survive << " survive\n";
  EXPECT_EQ(survive, 0U);
}

TEST(CodedStream, JoinsWhatGoes) {
  const auto note = sized(sei(sei_message(5, "planted")));
  const auto changes = clean_stream(view(note + note + note), {});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes.front().range, (Range{0, 3 * note.size()}));
}

}  // namespace
}  // namespace stripmeta::coded
