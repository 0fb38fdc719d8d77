// What stays inside of a HEIF's coded data, and how sequences are written when their samples change.
#include <gtest/gtest.h>

#include "support/cpp/sei_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

// Strips, and checks what is true of any output.
Stripped clean(const std::string& file) {
  auto result = strip(file);
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_FALSE(has(result, "planted"));
  const auto again = strip(result.output);
  EXPECT_EQ(again.output, result.output);
  EXPECT_FALSE(again.report.changed());
  return result;
}

struct ItemOf {
  SeiOf sei;
  std::string type;
  std::string configuration;
  int slice;
  int reserved;
};

std::vector<ItemOf> nal_items() {
  const auto parameters = unit_of(SeiOf::avc, 7, bytes({66, 0, 10}) + "sequence");
  const auto avcc =
      bytes({1, 66, 0, 10, 0xFF, 0xE1}) + be16(static_cast<unsigned>(parameters.size())) + parameters + bytes({0});
  return {{SeiOf::hevc, "hvc1", hvcc(), 19, 48},
          {SeiOf::avc, "avc1", box("avcC", avcc), 5, 24},
          {SeiOf::vvc, "vvc1", box("vvcC", be32(0) + bytes({0xFE, 0})), 7, 28}};
}

TEST(HeifUnits, ItemsOfNalUnitsKeepOnlyThePicture) {
  for (const auto& of : nal_items()) {
    auto heif = plain_heif();
    heif.property_boxes[1] = of.configuration;
    const auto slice = sized(unit_of(of.sei, of.slice, "a slice"));
    const auto light = sized(sei_unit(of.sei, {{144, "1234"}}));
    const auto note = sized(sei_unit(of.sei, {{5, "planted"}, {144, "1234planted"}, {200, "planted"}}));
    heif.items.front() = {
        1, of.type, note + slice + sized(unit_of(of.sei, of.reserved, "planted")) + "planted", {1, 0x82}};
    const auto result = clean(heif.file());
    EXPECT_TRUE(has(result, box("mdat", light + slice))) << of.type;
    EXPECT_FALSE(result.report.clean());
  }
}

TEST(HeifUnits, AnAv1ItemKeepsOnlyThePicture) {
  auto heif = plain_avif();
  heif.items.front().data = obu(5, "\4planted") + picture_data + obu(15, "planted") + "planted";
  EXPECT_TRUE(has(clean(heif.file()), box("mdat", picture_data)));
}

TEST(HeifUnits, ReservedBitsOfArraysAreLayout) {
  auto heif = plain_heif();
  heif.property_boxes[1] = hvcc(nal_array(0x60, nal(32, "parameter set")), 1);
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, hvcc(nal_array(0x20, nal(32, "parameter set")), 1)));
  EXPECT_TRUE(result.report.clean());
  EXPECT_TRUE(result.report.changed());
}

TEST(HeifUnits, AnItemOfNothingButNotesIsRefused) {
  auto heif = plain_heif();
  heif.items.front().data = sized(sei(sei_message(5, "planted")));
  ASSERT_TRUE(strip(heif.file()).error);
}

HeifTrack noted_track() {
  HeifTrack track;
  track.samples = {obu(15, "planted") + av1_picture("\x10 one"), av1_picture("\x10 two") + "planted",
                   av1_picture("\x10 three")};
  return track;
}

TEST(HeifUnits, SamplesLoseTheirNotesAndTablesFollow) {
  const auto result = clean(sequence({noted_track()}));
  auto want = HeifTrack{};
  want.samples = {av1_picture("\x10 one"), av1_picture("\x10 two"), av1_picture("\x10 three")};
  EXPECT_EQ(result.output, strip(sequence({want})).output);
}

std::string replaced(std::string file, const std::string& from, const std::string& to) {
  const auto at = file.find(from);
  EXPECT_NE(at, std::string::npos);
  return file.replace(at, from.size(), to);
}

std::uint32_t size_of(const std::string& text) {
  return static_cast<std::uint32_t>(text.size());
}

TEST(HeifUnits, SizesInOneNumberBecomeATableIfTheyHaveTo) {
  auto track = noted_track();
  const auto big = size_of(track.samples[0]);
  track.samples = {track.samples[0], av1_picture("\x10" + std::string(big - 3, 'x'))};
  const auto table = full_box("stsz", be32(0) + be32(2) + be32(big) + be32(big));
  const auto file = replaced(sequence({track}), table, full_box("stsz", be32(big) + be32(2)) + box("free", ""));
  const auto result = clean(file);
  EXPECT_TRUE(has(result, full_box("stsz", be32(0) + be32(2) + be32(big - size_of(obu(15, "planted"))) + be32(big))));
}

TEST(HeifUnits, CompactSizesStayCompact) {
  const auto track = noted_track();
  const auto sizes = be32(0) + be32(3) + be32(size_of(track.samples[0])) + be32(size_of(track.samples[1])) +
                     be32(size_of(track.samples[2]));
  std::string compact = be32(8) + be32(3);
  std::string want = be32(8) + be32(3);
  for (const auto& sample : track.samples) compact += static_cast<char>(sample.size());
  for (const auto* words : {"\x10 one", "\x10 two", "\x10 three"}) {
    want += static_cast<char>(av1_picture(words).size());
  }
  const auto file = replaced(sequence({track}), full_box("stsz", sizes),
                             full_box("stz2", compact) + box("free", std::string(1, '\0')));
  EXPECT_TRUE(has(clean(file), full_box("stz2", want)));
}

TEST(HeifUnits, APictureThatIsShownAgainIsCleanedOnce) {
  auto track = noted_track();
  track.samples = {track.samples[0], track.samples[0]};
  auto file = sequence({track});
  const auto first = size_of(file) - 2 * size_of(track.samples[0]);
  file = replaced(file, be32(2) + be32(first) + be32(first + size_of(track.samples[0])),
                  be32(2) + be32(first) + be32(first));
  EXPECT_TRUE(has(clean(file), box("mdat", av1_picture("\x10 one"))));
}

TEST(HeifUnits, AnItemMayBeASample) {
  auto heif = plain_avif();
  heif.brands += "avis";
  heif.major = "avif";
  const auto picture = obu(15, "planted") + av1_picture("\x10 one");
  heif.items.front().data = picture;
  HeifTrack track;
  track.samples = {picture};
  heif.moov = movie(track.trak(0));
  const auto at = heif.file().find(box("mdat", picture)) + 8;
  heif.moov = movie(track.trak(at));
  EXPECT_TRUE(has(clean(heif.file()), box("mdat", av1_picture("\x10 one"))));
}

TEST(HeifUnits, TablesEndWithTheSamples) {
  const auto file = sequence({HeifTrack{}});
  const auto grown = [&](const std::string& name, const std::string& from, const std::string& to) {
    // The free box in the track keeps offsets and sizes as they are.
    const auto old_box = full_box(name, from);
    const auto new_box = full_box(name, to);
    HeifTrack track;
    track.more_track = box("free", std::string(100, '\0'));
    const auto larger = sequence({track});
    const auto rest = 100 - (new_box.size() - old_box.size());
    auto changed = replaced(larger, box("free", std::string(100, '\0')), box("free", std::string(rest, '\0')));
    changed = replaced(changed, old_box, new_box);
    for (const auto* parent : {"stbl", "minf", "mdia"}) {
      const auto at = changed.find(parent) - 4;
      const auto size = static_cast<std::uint32_t>(static_cast<unsigned char>(changed[at + 2]) << 8 |
                                                   static_cast<unsigned char>(changed[at + 3]));
      changed.replace(at, 4, be32(size + static_cast<std::uint32_t>(new_box.size() - old_box.size())));
    }
    return changed;
  };
  const auto samples = HeifTrack{}.samples;
  const auto sizes = be32(size_of(samples[0])) + be32(size_of(samples[1]));
  const auto plain = clean(file).output;
  for (const auto& changed :
       {grown("stts", be32(1) + be32(2) + be32(1), be32(2) + be32(9) + be32(1) + be32(1) + "plan" + "ted"),
        grown("stsz", be32(0) + be32(2) + sizes, be32(0) + be32(3) + sizes + "plan" + "ted"),
        grown("stsc", be32(1) + be32(1) + be32(1) + be32(1),
              be32(2) + be32(1) + be32(1) + be32(1) + "plan" + be32(1) + be32(1))}) {
    const auto result = clean(changed);
    EXPECT_EQ(result.output, plain);
    EXPECT_FALSE(result.report.clean());
  }
}

TEST(HeifUnits, MovieHeadersHoldNoText) {
  const auto file = sequence({HeifTrack{}});
  struct Place {
    std::string box;
    std::size_t at;  // in the payload
    std::size_t size;
  };
  for (const auto& place :
       std::vector<Place>{{"mvhd", 24, 12}, {"mvhd", 72, 28}, {"mvhd", 1, 3}, {"tkhd", 16, 4}, {"tkhd", 24, 8},
                          {"tkhd", 36, 4},  {"mdhd", 20, 4},  {"mdhd", 1, 3}, {"hdlr", 4, 4},  {"hdlr", 12, 12},
                          {"vmhd", 4, 8},   {"dref", 17, 3},  {"av01", 0, 6}, {"av01", 8, 16}, {"av01", 28, 12},
                          {"av01", 42, 32}, {"stts", 1, 3},   {"stsz", 1, 3}, {"stco", 1, 3},  {"stsc", 1, 3}}) {
    auto planted_in = file;
    const auto at = planted_in.find(place.box, 24) + 4 + place.at;
    const std::string text = "plantedplantedplantedplantedplanted";
    planted_in.replace(at, place.size, text.substr(0, place.size));
    const auto result = strip(planted_in);
    ASSERT_FALSE(result.error) << place.box << place.at << result.error->message;
    EXPECT_EQ(result.output, strip(file).output) << place.box << place.at;
    EXPECT_FALSE(result.report.clean()) << place.box << place.at;
  }
}

TEST(HeifUnits, Jpeg2000SamplesLoseTheirComments) {
  HeifTrack track;
  const auto header = marker(0x4F) +
                      segment(0x51, be16(0) + be32(8) + be32(6) + be32(0) + be32(0) + be32(8) + be32(6) + be32(0) +
                                        be32(0) + be16(1) + bytes({7, 1, 1})) +
                      segment(0x52, bytes({0, 0, 0, 1, 0, 1, 4, 4, 0, 1})) + segment(0x5C, bytes({0x40, 0, 0, 0, 0}));
  const auto tile = segment(0x90, be16(0) + be32(12 + 2 + 3) + bytes({0, 0})) + marker(0x93) + "abc" + marker(0xD9);
  track.samples = {header + segment(0x64, be16(1) + "planted") + tile + "planted"};
  const auto file = replaced(sequence({track}), "av01" + std::string(6, '\0'), "j2ki" + std::string(6, '\0'));
  const auto result = clean(replaced(file, av1c, box("free", std::string(4, '\0'))));
  EXPECT_TRUE(has(result, tile));
}

TEST(HeifUnits, FurtherLayersStayWithTheirConfiguration) {
  const auto base = sized(nal(19, "base"));
  const auto layer = sized(bytes({19 << 1, 9}) + "alpha layer");
  for (const bool layered : {false, true}) {
    HeifTrack track;
    track.samples = {sized(sei(sei_message(5, "planted"))) + base + layer};
    if (layered) track.more_entry = box("lhvC", bytes({1, 0xF0, 0, 0xFC, 0xCF, 0}));
    auto file = replaced(sequence({track}), "av01" + std::string(6, '\0'), "hvc1" + std::string(6, '\0'));
    file = replaced(file, av1c, box("free", std::string(4, '\0')));
    EXPECT_TRUE(has(clean(file), box("mdat", layered ? base + layer : base)));
  }
}

TEST(HeifUnits, OverlappingChunksAreNotReadWithoutEnd) {
  HeifTrack track;
  track.samples.assign(40, av1_picture("\x10" + std::string(100, 'x')));
  auto file = sequence({track});
  // All chunks begin with the first one's data, and each has another size.
  const auto size = size_of(track.samples[0]);
  const auto first = size_of(file) - 40 * size;
  for (unsigned i = 1; i < 40; ++i) {
    const auto at = file.find(be32(first + i * size));
    ASSERT_NE(at, std::string::npos);
    file.replace(at, 4, be32(first));
  }
  EXPECT_FALSE(strip(file).error);
}

}  // namespace
}  // namespace stripmeta::test
