// Text in every field of a HEIF that can hold any: none of it stays.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "support/cpp/av1_bytes.hpp"
#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

const std::string plant = "JOE!";  // as long as the smallest field that is tried

struct Planted {
  std::string what;
  std::string file;
};

// Strips, and expects that nothing of the plant stays, that the report says so, and that a second time finds nothing.
// Returns whether the plant survived.
bool expect_gone(const Planted& planted, const Policy& policy = {}) {
  EXPECT_NE(planted.file.find(plant), std::string::npos) << planted.what;
  Stripper stripper{policy};
  stripper.verify(true);
  const auto result = strip_with(stripper, planted.file);
  EXPECT_FALSE(result.error) << planted.what << ": " << result.error->message;
  const bool survives = result.output.find(plant) != std::string::npos;
  EXPECT_FALSE(survives) << planted.what;
  EXPECT_FALSE(result.report.clean()) << planted.what;
  stripper.reset();
  const auto again = strip_with(stripper, result.output);
  EXPECT_EQ(again.output, result.output) << planted.what;
  EXPECT_FALSE(again.report.changed()) << planted.what;
  return survives;
}

void expect_all_gone(std::string_view where, const std::vector<Planted>& all) {
  const auto survivors = std::ranges::count_if(all, [](const Planted& planted) { return expect_gone(planted); });
  std::cout << all.size() << " texts planted " << where << ", " << survivors << " survive\n";
}

// The number of four bytes there, as the size of a box.
std::size_t box_size(const std::string& file, std::size_t at) {
  return u32(std::as_bytes(std::span{file}), at);
}

std::string with_property(const std::string& property, int flags = 0) {
  auto heif = plain_avif();
  heif.property_boxes.push_back(property);
  heif.items.front().properties.push_back(flags + 3);
  return heif.file();
}

std::string with_properties(const std::vector<std::string>& properties) {
  auto heif = plain_avif();
  for (const auto& property : properties) {
    heif.property_boxes.push_back(property);
    heif.items.front().properties.push_back(static_cast<int>(heif.property_boxes.size()));
  }
  return heif.file();
}

// All of a picture of 8 x 8, each number times `factor`.
std::string aperture(std::uint32_t factor) {
  const auto whole = be32(8 * factor) + be32(factor);
  return box("clap", whole + whole + be32(0) + be32(factor) + be32(0) + be32(factor));
}

std::string replaced(std::string file, const std::string& from, const std::string& to) {
  const auto at = file.find(from);
  EXPECT_NE(at, std::string::npos);
  return at == std::string::npos ? file : file.replace(at, from.size(), to);
}

TEST(HeifPlanted, BehindTheFieldsOfEveryProperty) {
  const std::string numbers(32, '\1');
  const std::vector<std::pair<std::string, std::string>> properties{
      {"ispe", be32(0) + be32(8) + be32(8)},
      {"pixi", be32(0) + bytes({3, 8, 8, 8})},
      {"pixi", be32(1) + bytes({1, 8, 0x02, 0x20})},
      {"colr", "nclx" + be16(1) + be16(13) + be16(6) + bytes({0x80})},
      {"colr", "nclc" + be16(1) + be16(13) + be16(6)},
      {"pasp", be32(1) + be32(1)},
      {"clap", numbers},
      {"irot", bytes({1})},
      {"imir", bytes({1})},
      {"a1op", bytes({0})},
      {"lsel", be16(0)},
      {"rloc", be32(0) + be32(1) + be32(2)},
      {"clli", be16(1000) + be16(400)},
      {"mdcv", numbers.substr(0, 24)},
      {"cclv", bytes({0x3C}) + numbers.substr(0, 24) + numbers.substr(0, 12)},
      {"cclv", bytes({0})},
      {"amve", numbers.substr(0, 8)},
      {"ndwt", be32(0) + be32(203)},
      {"auxC", be32(0) + alpha_purpose + lit("\0")},
  };
  std::vector<Planted> all;
  for (const auto& [name, payload] : properties) all.push_back({name, with_property(box(name, payload + plant))});
  expect_all_gone("behind the fields of properties", all);
}

TEST(HeifPlanted, InsideOfProperties) {
  const std::vector<Planted> all{
      {"unknown property", with_property(box("what", plant))},
      {"name of an unknown property", with_property(box(plant, ""))},
      {"name of a colour", with_property(box("colr", plant))},
      {"channels", with_property(full_box("pixi", bytes({17}) + std::string(13, '\10') + plant))},
      {"depths", with_property(full_box("pixi", bytes({4}) + plant))},
      {"code points", with_property(box("colr", "nclx" + plant + be16(1) + bytes({0})))},
      {"label of a channel", with_property(full_box("pixi", bytes({1, 8, 1}) + plant + lit("\0"), 0, 1))},
      {"name of an auxiliary picture", with_property(auxc(plant))},
      {"what follows the name", with_property(full_box("auxC", "urn:mpeg:hevc:2015:auxid:1" + lit("\0") + plant))},
      {"configuration of another coding", with_property(box("avcC", bytes({1, 1, 1, 1, 1, 1, 0}) + plant))},
      {"layout of another coding", with_property(full_box("uncC", plant, 1))},
      {"cut property", with_property(box("clap", plant))},
      {"unknown version", with_property(full_box("ispe", plant + be32(1), 7))},
      {"second property of a kind", with_properties({box("pasp", be32(1) + be32(1)), box("pasp", plant + be32(1))})},
      {"the same property twice, with a text behind the fields",
       with_property(full_box("ispe", be32(8) + be32(8) + plant))},
      {"steps that do nothing", with_properties({box("irot", bytes({0})), box("irot", bytes({0}) + plant)})},
      {"apertures that do nothing",
       with_properties({aperture(1), aperture(1), box("clap", aperture(1).substr(8) + plant)})},
      {"fractions that are not reduced",
       with_property(box("clap", be32(8) + be32(1) + be32(8) + be32(1) + be32(0) + plant + be32(0) + be32(1)))},
      {"fraction without a value",
       with_property(box("clap", plant + be32(0) + be32(8) + be32(1) + be32(0) + be32(1) + be32(0) + be32(1)))},
      {"ratio", with_property(box("pasp", plant + plant))},
      {"light", with_property(box("clli", plant))},
      {"colours of a display", with_property(box("mdcv", plant + plant + plant + plant + be32(2) + be32(1)))},
      {"light of a display", with_property(box("mdcv", std::string(16, '\0') + plant + plant))},
      {"light of a room", with_property(box("amve", be32(1) + plant))},
      {"colours of the content", with_property(box("cclv", bytes({0x20}) + plant + std::string(20, '\0')))},
      {"light of white", with_property(full_box("ndwt", plant))},
  };
  expect_all_gone("inside of properties", all);
}

TEST(HeifPlanted, InColoursThatNoDecoderTakes) {
  auto heif = plain_avif();
  heif.property_boxes.push_back(box("colr", "nclx" + plant + be16(6) + bytes({0x80})));
  heif.property_boxes.push_back(box("colr", "nclx" + be16(1) + be16(13) + be16(6) + bytes({0x80})));
  heif.items.front().properties.insert(heif.items.front().properties.end(), {3, 4});
  expect_gone({"colour before another", heif.file()});
}

TEST(HeifPlanted, InTables) {
  const auto plain = plain_heif().file();
  auto with = [](auto change) {
    auto heif = plain_heif();
    change(heif);
    return heif.file();
  };
  const std::vector<Planted> all{
      {"brand", with([](Heif& h) { h.brands += plant; })},
      {"end of ftyp", with([](Heif& h) { h.brands += plant.substr(0, 3) + "!" + "x"; })},
      {"minor version", replaced(plain, "heic" + be32(0), "heic" + plant)},
      {"handler", replaced(plain, be32(0) + "pict", plant + "pict")},
      {"handler's name", with([](Heif& h) { h.handler_name = plant; })},
      {"item's name", with([](Heif& h) { h.items.front().name = plant; })},
      {"behind an item's name", with([](Heif& h) { h.items.front().name = lit("\0") + plant; })},
      {"box in meta", with([](Heif& h) { h.more_meta = box("what", plant); })},
      {"data reference",
       with([](Heif& h) { h.more_meta = box("dinf", full_box("dref", be32(1) + full_box("url ", plant))); })},
      {"reference", with([](Heif& h) { h.references = box(plant, be16(1) + be16(1) + be16(1)); })},
      {"behind a reference", with([](Heif& h) { h.references = box("cdsc", be16(1) + be16(1) + be16(1) + plant); })},
      {"group", with([](Heif& h) { h.groups = full_box(plant, be32(9) + be32(1) + be32(1)); })},
      {"number of a group", with([](Heif& h) {
         h.items.push_back({2, "hvc1", hevc_picture("b"), {1, 2}});
         h.groups = full_box("altr", plant + be32(2) + be32(1) + be32(2) + "tail");
       })},
      {"gap", with([](Heif& h) { h.gap = plant; })},
      {"behind the file", with([](Heif& h) { h.after = plant; })},
  };
  expect_all_gone("in tables", all);
}

TEST(HeifPlanted, BehindTheFieldsOfDerivedPictures) {
  const auto derived = [](const std::string& type, const std::string& data) {
    auto heif = plain_avif();
    heif.items.push_back({2, type, data, {1}, "", "", true});
    heif.primary = 2;
    heif.references = reference("dimg", 2, {1});
    return heif.file();
  };
  const auto overlay = bytes({0, 0}) + std::string(8, '\0') + be16(8) + be16(8) + be16(0) + be16(0);
  expect_gone({"grid", derived("grid", grid_data(1, 1) + plant)});
  expect_gone({"overlay", derived("iovl", overlay + plant)});
  expect_gone({"identity", derived("iden", plant)});
  expect_gone({"formula", derived("sato", bytes({2, 1, 1}) + plant)});
}

TEST(HeifPlanted, InReservedBitsOfDerivedPictures) {
  auto heif = plain_avif();
  auto data = grid_data(1, 1);
  data[1] = '\x54';
  heif.items.push_back({2, "grid", data, {1}, "", "", true});
  heif.primary = 2;
  heif.references = reference("dimg", 2, {1});
  const auto result = strip(heif.file());
  ASSERT_FALSE(result.error);
  EXPECT_NE(result.output.find(grid_data(1, 1)), std::string::npos);
  EXPECT_FALSE(result.report.clean());
}

TEST(HeifPlanted, BehindToneMaps) {
  auto heif = plain_avif();
  heif.brands += "tmap";
  heif.items.push_back({2, "tmap", lit("\0") + gain_map_metadata(3) + plant, {1}});
  heif.items.push_back({3, "av01", av1_picture("gain"), {1, 2}});
  heif.references = reference("dimg", 2, {1, 3});
  heif.groups = group("altr", 9, {2, 1});
  expect_gone({"tone map", heif.file()}, *make_policy({.keep = "gainmap"}));
}

std::string uncompressed(const std::string& data,
                         const std::string& components = be32(3) + be16(4) + be16(5) + be16(6)) {
  auto heif = plain_avif();
  heif.major = "mif1";
  heif.brands = "mif1unif";
  const auto component = [](unsigned index) { return be16(index) + bytes({7, 0, 0}); };
  heif.property_boxes = {ispe(4, 4), box("cmpd", components),
                         full_box("uncC", be32(0) + be32(3) + component(0) + component(1) + component(2) +
                                              bytes({0, 1, 0, 0}) + std::string(20, '\0'))};
  heif.items = {{1, "unci", data, {1, 0x82, 0x83}}};
  return heif.file();
}

TEST(HeifPlanted, BehindUncompressedSamples) {
  expect_gone({"samples", uncompressed(std::string(48, '\x55') + plant)});
  expect_gone(
      {"surplus component", uncompressed(std::string(48, '\x55'), be32(5) + be16(4) + be16(5) + be16(6) + plant)});
  expect_gone({"name of a component",
               uncompressed(std::string(48, '\x55'), be32(3) + be16(4) + be16(5) + be16(0x8001) + plant + lit("\0"))});
}

// A parameter set with these numbers, and more.
std::string parameter_set(int type, const BitString& numbers, const std::string& more = "") {
  auto all = numbers;
  return nal(type, all.put(1, 1).bytes(true) + more);
}

TEST(HeifPlanted, InParameterSetsThatNoPictureUses) {
  BitString sps;
  sps.put(0, 4).put(0, 3).put(1, 1).put(1, 32).put(0x60000000, 32).put(90, 32).ue(0);
  const auto picture_set = [](unsigned number) { return BitString{}.ue(number).ue(0); };
  const auto sets = nal_array(32, parameter_set(32, BitString{}.put(0, 4))) + nal_array(33, parameter_set(33, sps)) +
                    nal_array(34, parameter_set(34, picture_set(0)));
  const auto surplus = nal_array(34, parameter_set(34, picture_set(7), plant)) +
                       nal_array(32, parameter_set(32, BitString{}.put(5, 4), plant));
  auto heif = plain_heif();
  heif.items.front().data = hevc_picture("\xA0 a slice");
  heif.property_boxes.back() = hvcc(sets, 3);
  const auto want = strip(heif.file()).output;
  EXPECT_NE(want.find(sets), std::string::npos);
  const auto slice = heif.items.front().data;
  for (const auto& behind : {sized(parameter_set(34, picture_set(0), plant)), hevc_picture("\x53" + plant),
                             sized(parameter_set(33, sps, plant))}) {
    heif.items.front().data = slice + behind;
    expect_gone({"units behind the picture", heif.file()});
    EXPECT_EQ(strip(heif.file()).output, want);
  }
  heif.items.front().data = sized(parameter_set(34, picture_set(3), plant)) + slice;
  expect_gone({"parameter set before the picture", heif.file()});
  heif.items.front().data = slice;
  heif.property_boxes.back() = hvcc(sets + surplus, 5);
  expect_gone({"parameter sets", heif.file()});
  EXPECT_EQ(strip(heif.file()).output, want);
}

TEST(HeifPlanted, InUnitsThatNoTileHas) {
  const auto file = [](int unit, const std::string& rows, int count, const std::string& more = "") {
    auto heif = plain_avif();
    heif.major = "mif1";
    heif.brands = "mif1unif";
    heif.property_boxes = {ispe(4, 4), box("cmpd", be32(1) + be16(0)),
                           full_box("uncC", be32(0) + be32(1) + be16(0) + bytes({7, 0, 0}) + bytes({0, 1, 0, 0}) +
                                                std::string(12, '\0') + be32(1) + be32(0)),
                           full_box("cmpC", "defl" + bytes({unit})),
                           full_box("icef", bytes({3 << 5 | 3 << 2}) + be32(static_cast<std::uint32_t>(count)) + rows)};
    heif.items = {{1, "unci", "some data" + more, {1, 0x82, 0x83, 0x84, 0x85}}};
    return heif.file();
  };
  const auto one = be32(0) + be32(4);
  const auto two = be32(4) + be32(5);
  EXPECT_TRUE(strip(file(2, one + two, 2)).report.clean());
  expect_gone({"third unit of two tiles", file(2, one + two + be32(9) + be32(4), 3, plant)});
  expect_gone({"number of a third unit", file(2, one + two + plant + be32(0), 3)});
  expect_gone({"second unit of a whole", file(0, be32(0) + be32(9) + plant + be32(0), 2)});
}

TEST(HeifPlanted, InItemsThatNothingShownRefersTo) {
  auto heif = plain_heif();
  heif.items.push_back({2, "hvc1", hevc_picture(plant), {1, 2}});
  heif.references = reference("dimg", 1, {2});  // a coded picture is not made from others
  expect_gone({"coded picture", heif.file()});
  auto grid = plain_avif();
  grid.items = {{1, "grid", grid_data(1, 1), {1}, "", "", true},
                {2, "av01", av1_picture("tile"), {1, 2}},
                {3, "av01", av1_picture(plant), {1, 2}}};
  grid.references = reference("dimg", 1, {2, 3});  // one tile too many
  expect_gone({"surplus tile", grid.file()});
}

// Changes `size` bytes of a sequence that begin `distance` bytes behind a text.
std::string patched(std::string file, const std::string& behind, std::size_t distance, const std::string& by) {
  const auto at = file.find(behind);
  EXPECT_NE(at, std::string::npos);
  return file.replace(at + behind.size() + distance, by.size(), by);
}

TEST(HeifPlanted, InHeadersOfTracks) {
  const auto plain = sequence({HeifTrack{}});
  expect_all_gone("in headers of tracks",
                  {{"layer and group", patched(plain, "tkhd", 32, plant)},
                   {"volume", patched(plain, "tkhd", 36, plant)},
                   {"depth of an entry", patched(plain, "av01" + std::string(6, '\0'), 68, plant)},
                   {"resolution", patched(plain, "av01" + std::string(6, '\0'), 22, plant)},
                   {"volume of a movie", patched(plain, "mvhd", 24, plant)}});
}

TEST(HeifPlanted, InSizeOfAnEntry) {
  const Av1Sequence header;
  HeifTrack track;
  track.samples = {obu(1, header.payload()) + av1_picture("\x10 one"), av1_picture("\x10 two")};
  const auto file = sequence({track});
  expect_gone({"size", patched(file, "av01" + std::string(6, '\0'), 18, plant)});
}

TEST(HeifPlanted, InAnEntryThatNoSampleHas) {
  HeifTrack track;
  const auto plain = track.trak(0);
  const auto entries = plain.substr(plain.find("stsd") - 4);
  const auto size = plain.find("stts") - plain.find("stsd");
  const auto one = entries.substr(0, size);
  const auto entry = one.substr(16);
  auto second = entry;
  second.replace(50, 4, plant);
  const auto grow = [&](std::string file) {
    const auto grown = static_cast<std::uint32_t>(second.size());
    for (const auto* name : {"moov", "trak", "mdia", "minf", "stbl", "stsd"}) {
      const auto at = file.find(name) - 4;
      file.replace(at, 4, be32(static_cast<std::uint32_t>(box_size(file, at) + grown)));
    }
    const auto at = file.find("stsd") + 4;
    file.replace(at + 4, 4, be32(2));
    file.insert(at + 8 + entry.size(), second);
    const auto offsets = file.find("stco") + 12;
    for (const std::size_t row : {0U, 4U}) {
      file.replace(offsets + row, 4, be32(static_cast<std::uint32_t>(box_size(file, offsets + row) + grown)));
    }
    return file;
  };
  expect_gone({"second entry", grow(sequence({track}))});
}

TEST(HeifPlanted, InSampleEntries) {
  HeifTrack track;
  track.more_entry = box("colr", "nclx" + be16(1) + be16(13) + be16(6) + bytes({0x80}) + plant);
  expect_gone({"colour", sequence({track})});
  track.more_entry = full_box("ccst", be32(0) + plant);
  expect_gone({"constraints", sequence({track})});
  track.more_entry = box("hvcC", plant);
  expect_gone({"configuration of another coding", sequence({track})});
  track.more_entry = box("pasp", be32(1) + be32(1)) + box("pasp", plant + be32(1));
  expect_gone({"second box of a kind", sequence({track})});
}

}  // namespace
}  // namespace stripmeta::test
