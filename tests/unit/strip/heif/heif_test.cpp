// What stays and what goes of a HEIF still, and how the report names it.
#include <gtest/gtest.h>

#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

// Strips, and checks what is true of any output.
Stripped clean(const std::string& file, const Policy& policy = {}) {
  auto result = strip(file, policy);
  EXPECT_FALSE(result.error) << result.error->message;
  const auto again = strip(result.output, policy);
  EXPECT_EQ(again.output, result.output);
  EXPECT_TRUE(again.report.clean());
  return result;
}

std::uint64_t removed(const Stripped& result, Kind kind) {
  const auto* row = find_row(result.report, kind, Fate::removed);
  return row == nullptr ? 0 : row->count;
}

TEST(Heif, KnowsItsFormatByItsBrands) {
  Stripper stripper;
  EXPECT_EQ(strip_with(stripper, plain_avif().file()).report.format, Format::avif);
  stripper.reset();
  EXPECT_EQ(strip_with(stripper, plain_heif().file()).report.format, Format::heic);
  stripper.reset();
  EXPECT_EQ(strip_with(stripper, sequence({HeifTrack{}})).report.format, Format::avif);
}

TEST(Heif, KeepsThePictureAsItIs) {
  const auto result = clean(plain_avif().file());
  EXPECT_TRUE(has(result, picture_data));
  EXPECT_TRUE(result.report.clean());
  EXPECT_TRUE(clean(plain_heif().file()).report.clean());
}

TEST(Heif, DropsExifAndXmpAndSaysWhatTheyHold) {
  auto heif = plain_heif();
  heif.items.push_back({2, "Exif", be32(6) + lit("Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")});
  heif.items.push_back({3, "mime", "<x exif:GPSLatitude='1'/>", {}, "", "application/rdf+xml"});
  heif.references = reference("cdsc", 2, {1}) + reference("cdsc", 3, {1});
  const auto result = clean(heif.file());
  EXPECT_EQ(removed(result, Kind::exif), 1U);
  EXPECT_EQ(removed(result, Kind::xmp), 1U);
  EXPECT_TRUE(find_row(result.report, Kind::xmp, Fate::removed)->holds.contains(Holds::gps));
  EXPECT_FALSE(has(result, "cdsc"));
  EXPECT_EQ(removed(result, Kind::padding), 0U);  // items had all bytes of mdat
}

TEST(Heif, ObservesTheTiffStructureOfAnExifItem) {
  auto heif = plain_heif();
  heif.items.push_back({2, "Exif", be32(6) + lit("Exif\0\0MM\0*")});
  Stripper stripper;
  std::string seen;
  stripper.observe(
      [](void* caller, const Finding& finding) noexcept {
        if (finding.kind != Kind::exif) return;
        static_cast<std::string*>(caller)->assign(reinterpret_cast<const char*>(finding.payload.data()),
                                                  finding.payload.size());
      },
      &seen);
  strip_with(stripper, heif.file());
  EXPECT_EQ(seen, lit("MM\0*"));
}

TEST(Heif, NamesFurtherPicturesByWhatTheyAre) {
  auto heif = plain_heif();
  heif.property_boxes = {ispe(), hvcc(), auxc("urn:mpeg:hevc:2015:auxid:2"),
                         auxc("urn:com:apple:photo:2018:aux:portraiteffectsmatte"),
                         auxc("urn:com:apple:photo:2020:aux:hdrgainmap")};
  heif.items.push_back({2, "hvc1", "depth", {2, 3}});
  heif.items.push_back({3, "hvc1", "matte", {2, 4}});
  heif.items.push_back({4, "hvc1", "gainmap", {2, 5}});
  heif.items.push_back({5, "hvc1", "thumb", {2}});
  heif.items.push_back({6, "grid", "burst", {1}});
  heif.items.push_back({7, "hvc1", "tile", {2}});
  heif.references = reference("auxl", 2, {1}) + reference("auxl", 3, {1}) + reference("auxl", 4, {1}) +
                    reference("thmb", 5, {1}) + reference("dimg", 6, {7, 7});
  const auto result = clean(heif.file());
  EXPECT_EQ(removed(result, Kind::depth_map), 1U);
  EXPECT_EQ(removed(result, Kind::matte), 1U);
  EXPECT_EQ(removed(result, Kind::gain_map), 1U);
  EXPECT_EQ(removed(result, Kind::thumbnail), 1U);
  EXPECT_EQ(removed(result, Kind::picture), 2U);
  for (const auto* data : {"depth", "matte", "gainmap", "thumb", "burst", "tile"}) EXPECT_FALSE(has(result, data));
}

TEST(Heif, KeepsAlphaWithItsReferences) {
  auto heif = plain_avif();
  heif.property_boxes.push_back(auxc(alpha_purpose));
  heif.items.push_back({2, "av01", av1_picture("alpha plane"), {1, 0x82, 3}});
  heif.references = reference("auxl", 2, {1}) + reference("prem", 1, {2});
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, "alpha plane"));
  EXPECT_TRUE(has(result, reference("auxl", 2, {1}) + reference("prem", 1, {2})));
  EXPECT_TRUE(result.report.clean());
}

TEST(Heif, KeepsAllThatAGridIsMadeOf) {
  auto heif = plain_avif();
  heif.items = {{1, "grid", grid_data(1, 3), {1}, "", "", true},
                {2, "av01", av1_picture("left"), {1, 2}},
                {3, "av01", av1_picture("right"), {1, 2}}};
  heif.references = reference("dimg", 1, {3, 2, 3});
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, box("idat", grid_data(1, 3))));
  EXPECT_TRUE(has(result, box("mdat", av1_picture("left") + av1_picture("right"))));
  EXPECT_TRUE(has(result, reference("dimg", 1, {3, 2, 3})));
}

TEST(Heif, DropsAToneMapWithItsGroupAndBrand) {
  auto heif = plain_avif();
  heif.brands += "tmap";
  heif.items.push_back({2, "tmap", "tone", {1}});
  heif.items.push_back({3, "av01", av1_picture("gain"), {1, 2}});
  heif.references = reference("dimg", 2, {1, 3});
  heif.groups = group("altr", 9, {2, 1});
  const auto result = clean(heif.file());
  EXPECT_FALSE(has(result, "tmap"));
  EXPECT_FALSE(has(result, "grpl"));
  EXPECT_EQ(removed(result, Kind::gain_map_info), 1U);
  EXPECT_EQ(removed(result, Kind::gain_map), 1U);
}

Heif tone_mapped(const std::string& data) {
  auto heif = plain_avif();
  heif.brands += "tmap";
  heif.items.push_back({2, "tmap", data, {1}});
  heif.items.push_back({3, "av01", av1_picture("gain"), {1, 2}});
  heif.references = reference("dimg", 2, {1, 3});
  heif.groups = group("altr", 9, {2, 1});
  return heif;
}

TEST(Heif, KeepsAToneMapWithItsGroupAndBrandIfAskedFor) {
  const auto policy = *make_policy({.keep = "gainmap"});
  const auto data = lit("\0") + gain_map_metadata(3);
  const auto result = clean(tone_mapped(data).file(), policy);
  for (const auto& stays :
       {std::string("tmap"), data, std::string("gain"), reference("dimg", 2, {1, 3}), group("altr", 4, {2, 1})}) {
    EXPECT_TRUE(has(result, stays));
  }
  EXPECT_NE(find_row(result.report, Kind::gain_map, Fate::kept), nullptr);
  EXPECT_EQ(removed(result, Kind::gain_map), 0U);
}

TEST(Heif, BytesAfterAToneMapsMetadataGo) {
  const auto data = lit("\0") + gain_map_metadata(3);
  const auto result = clean(tone_mapped(data + "later text").file(), *make_policy({.keep = "gainmap"}));
  EXPECT_TRUE(has(result, data));
  EXPECT_FALSE(has(result, "later text"));
}

TEST(Heif, ADamagedToneMapGoesAndStrictRefusesIt) {
  const auto data = lit("\0") + gain_map_metadata(3);
  std::vector<Heif> damaged;
  for (const auto& other : {data.substr(0, data.size() - 1), lit("\1") + gain_map_metadata(3), std::string(300, 'x')})
    damaged.push_back(tone_mapped(other));
  damaged.insert(damaged.end(), 7, tone_mapped(data));
  damaged[3].references = reference("dimg", 2, {1, 3, 1});
  damaged[4].references = reference("dimg", 2, {3, 1});
  damaged[5].references = reference("dimg", 2, {1});
  damaged[6].references = reference("dimg", 2, {1, 3}) + reference("dimg", 2, {1, 3});
  damaged[7].references = "";
  damaged[8].references = reference("dimg", 2, {1, 77});
  damaged[9].items[2].type = "what";
  for (std::size_t i = 0; i < damaged.size(); ++i) {
    const auto file = damaged[i].file();
    const auto gone = clean(file, *make_policy({.keep = "gainmap"}));
    EXPECT_FALSE(has(gone, "tmap")) << i;
    EXPECT_FALSE(has(gone, "gain")) << i;
    const auto* lost = find_row(gone.report, Kind::gain_map, Fate::removed);
    ASSERT_NE(lost, nullptr) << i;
    EXPECT_TRUE(lost->holds.contains(Holds::picture)) << i;
    const auto strict = strip(file, *make_policy({.keep = "gainmap", .strict = true}));
    ASSERT_TRUE(strict.error) << i;
    EXPECT_EQ(strict.error->kind, ErrorKind::malformed) << i;
    EXPECT_EQ(strict.error->message, "the gain map is damaged") << i;
  }
}

TEST(Heif, AToneMapWithAnUnreadableGainMapGoesAndStrictRefusesIt) {
  auto heif = tone_mapped(lit("\0") + gain_map_metadata(3));
  heif.items[2].data = "";
  const auto gone = clean(heif.file(), *make_policy({.keep = "gainmap"}));
  EXPECT_FALSE(has(gone, "tmap"));
  EXPECT_NE(find_row(gone.report, Kind::gain_map, Fate::removed), nullptr);
  const auto strict = strip(heif.file(), *make_policy({.keep = "gainmap", .strict = true}));
  ASSERT_TRUE(strict.error);
  EXPECT_EQ(strict.error->message, "an item of the picture has no data");
}

TEST(Heif, AToneMapWithAnUnknownEssentialPropertyGoes) {
  auto heif = tone_mapped(lit("\0") + gain_map_metadata(3));
  heif.property_boxes.push_back(full_box("what", "ever"));
  heif.items[1].properties.push_back(0x80 + static_cast<int>(heif.property_boxes.size()));
  const auto gone = clean(heif.file(), *make_policy({.keep = "gainmap"}));
  EXPECT_FALSE(has(gone, "tmap"));
  EXPECT_NE(find_row(gone.report, Kind::gain_map, Fate::removed), nullptr);
  const auto strict = strip(heif.file(), *make_policy({.keep = "gainmap", .strict = true}));
  ASSERT_TRUE(strict.error);
  EXPECT_EQ(strict.error->kind, ErrorKind::unsupported);
}

TEST(Heif, AToneMapIsJudgedOnlyOnce) {
  auto heif = tone_mapped(lit("\0") + gain_map_metadata(3));
  std::vector<std::uint32_t> ids(200'000, 2);
  ids.push_back(1);
  heif.groups = group("altr", 9, ids);
  EXPECT_TRUE(has(clean(heif.file(), *make_policy({.keep = "gainmap"})), "tmap"));
}

TEST(Heif, KeepsAlternatesOfThePicture) {
  auto heif = plain_avif();
  heif.items.push_back({2, "sato", sum_of_two, {1}});
  heif.items.push_back({3, "av01", av1_picture("low bits"), {1, 2}});
  heif.references = reference("dimg", 2, {1, 3});
  heif.groups = group("altr", 9, {2, 1}) + group("ster", 10, {1, 3});
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, box("grpl", group("altr", 4, {2, 1}))));
  EXPECT_TRUE(has(result, sum_of_two));
  EXPECT_TRUE(has(result, "low bits"));
}

TEST(Heif, LeavesOutPropertiesAndNumbersTheOthersAnew) {
  auto heif = plain_heif();
  heif.property_boxes = {full_box("udes", "words"), ispe(), hvcc(), box("zzzz", "unknown"), ispe(1, 2)};
  heif.items.front().properties = {1, 2, 0x83, 4};
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, box("ipco", ispe() + hvcc())));
  EXPECT_TRUE(has(result, full_box("ipma", be32(1) + be16(1) + bytes({2, 1, 0x82}))));
  EXPECT_EQ(removed(result, Kind::property), 3U);
}

TEST(Heif, CutsPropertiesToTheirLength) {
  auto heif = plain_heif();
  heif.property_boxes = {full_box("ispe", be32(8) + be32(8) + "more"), hvcc(),
                         full_box("pixi", bytes({3, 8, 8, 8}) + "more")};
  heif.items.front().properties = {1, 0x82, 3};
  const auto result = clean(heif.file());
  EXPECT_FALSE(has(result, "more"));
  EXPECT_EQ(removed(result, Kind::slack), 2U);
}

TEST(Heif, KeepsColourByPolicy) {
  auto heif = plain_heif();
  heif.property_boxes.push_back(box("colr", "prof" + icc_profile({})));
  heif.property_boxes.push_back(box("colr", "nclx" + std::string(7, '\1')));
  heif.items.front().properties = {1, 0x82, 3, 4};
  const auto kept = clean(heif.file());
  EXPECT_TRUE(has(kept, "prof"));
  EXPECT_NE(find_row(kept.report, Kind::icc, Fate::kept), nullptr);
  Policy without;
  without.keep = without.keep.without(Keep::icc);
  const auto dropped = clean(heif.file(), without);
  EXPECT_FALSE(has(dropped, "prof"));
  EXPECT_TRUE(has(dropped, "nclx"));
  EXPECT_EQ(removed(dropped, Kind::icc), 1U);
  heif.property_boxes[2] = box("colr", "profdamaged");
  EXPECT_FALSE(has(clean(heif.file()), "damaged"));
  EXPECT_EQ(strip(heif.file(), {.strict = true}).error->kind, ErrorKind::malformed);
}

TEST(Heif, RemovesEncoderNotesFromHevc) {
  auto heif = plain_heif();
  const auto light = sei_message(144, bytes({1, 2, 3, 4}));
  const auto alone = sized(sei(sei_message(5, "x265 options")));
  const auto mixed = sized(sei(light + sei_message(5, "x265 again")));
  heif.items.front().data = alone + hevc_picture(picture_words) + mixed;
  heif.property_boxes[1] =
      hvcc(nal_array(32, nal(32, "parameter set")) + nal_array(39, sei(sei_message(5, "x265 too"))), 2);
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, box("mdat", hevc_picture(picture_words) + sized(sei(light)))));
  EXPECT_TRUE(has(result, hvcc(nal_array(32, nal(32, "parameter set")), 1)));
  EXPECT_EQ(removed(result, Kind::encoder_note), 3U);
}

// A second item, whose data are a part of the first one's.
std::string sharing(const std::string& data, std::uint32_t from, std::uint32_t size) {
  auto heif = plain_heif();
  heif.items.front().data = data;
  heif.items.push_back({2, "hvc1", "XX", {1, 0x82}});
  heif.groups = group("altr", 9, {1, 2});
  auto file = heif.file();
  const auto row = file.find(be16(2) + be16(0) + be16(0) + be16(1));
  EXPECT_NE(row, std::string::npos);
  const auto first = static_cast<std::uint32_t>(file.find(data));
  return file.replace(row + 8, 8, be32(first + from) + be32(size));
}

TEST(Heif, CleansDataThatItemsShare) {
  const auto data = sized(sei(sei_message(5, "x265 options"))) + hevc_picture(picture_words);
  const auto size = static_cast<std::uint32_t>(data.size());
  const auto same = clean(sharing(data, 0, size));
  EXPECT_TRUE(has(same, box("mdat", hevc_picture(picture_words))));
  const auto picture_size = static_cast<std::uint32_t>(hevc_picture(picture_words).size());
  EXPECT_TRUE(has(clean(sharing(data, size - picture_size, picture_size)), box("mdat", hevc_picture(picture_words))));
}

TEST(Heif, RefusesDataThatItemsShareInDifferentWays) {
  const auto inner = hevc_picture("inside of a note");
  const auto data = sized(sei(sei_message(5, inner))) + hevc_picture(picture_words);
  const auto at = static_cast<std::uint32_t>(data.find(inner));
  const auto result = strip(sharing(data, at, static_cast<std::uint32_t>(inner.size())));
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::unsupported);
}

TEST(Heif, StripsAJpegItem) {
  auto heif = plain_heif();
  heif.property_boxes = {ispe()};
  heif.items = {{1, "jpeg", soi + segment(0xE1, "Exif" + lit("\0\0") + "secret") + picture, {1}}};
  const auto result = clean(heif.file());
  EXPECT_TRUE(has(result, box("mdat", minimal)));
  EXPECT_EQ(removed(result, Kind::exif), 1U);
}

TEST(Heif, KeepsNoRightsUnderAnyPolicy) {
  auto heif = plain_heif();
  heif.property_boxes = {ispe()};
  heif.items = {{1, "jpeg", soi + exif_segment(made_tiff) + xmp_segment(sphere_packet) + picture, {1}}};
  const auto result = strip(heif.file(), *make_policy({.preset = "archive", .keep = "panorama"}));
  ASSERT_FALSE(result.error);
  EXPECT_TRUE(has(result, box("mdat", minimal)));
  EXPECT_EQ(find_row(result.report, Kind::copyright, Fate::kept), nullptr);
}

TEST(Heif, EmptiesNames) {
  auto heif = plain_heif();
  heif.handler_name = "some encoder 1.0";
  heif.items.front().name = "IMG_1234";
  const auto result = clean(heif.file());
  EXPECT_EQ(removed(result, Kind::name), 2U);
}

TEST(Heif, WritesSharedBytesOnce) {
  auto heif = plain_avif();
  heif.items.push_back({2, "av01", "XX", {1, 2}});
  heif.groups = group("altr", 9, {1, 2});
  auto file = heif.file();
  const auto row = file.find(be16(2) + be16(0) + be16(0) + be16(1));
  ASSERT_NE(row, std::string::npos);
  file.replace(row + 8, 8,
               be32(static_cast<std::uint32_t>(file.find(picture_data))) +
                   be32(static_cast<std::uint32_t>(picture_data.size())));
  EXPECT_TRUE(has(clean(file), box("mdat", picture_data)));
}

TEST(Heif, ReadsLargeAndOpenEndedBoxes) {
  auto heif = plain_avif();
  const auto file = heif.file();
  const auto media = box("mdat", picture_data);
  auto open = file;
  open.replace(open.find(media), 4, be32(0));
  EXPECT_EQ(clean(open).output, clean(file).output);
  auto large = heif.ftyp() + heif.meta(file.size() - picture_data.size() + 8) + large_box("mdat", picture_data);
  EXPECT_EQ(clean(large).output, clean(file).output);
}

TEST(Heif, FollowsDataThroughOneReference) {
  auto heif = plain_avif();
  heif.items = {{1, "av01", "0123", {1, 2}}, {2, "mime", "abc" + av1_picture("de") + "hij"}};
  heif.references = reference("iloc", 1, {2});
  auto file = heif.file();
  const auto row = file.find(be16(1) + be16(0) + be16(0) + be16(1));
  file.replace(row, 4, be16(1) + be16(2));
  file.replace(row + 8, 8, be32(3) + be32(4));
  EXPECT_TRUE(has(clean(file), box("mdat", av1_picture("de"))));
}

TEST(Heif, NamesWhatSurroundsThePicture) {
  auto heif = plain_heif();
  heif.before_media = box("free", "pad") + box("uuid", std::string(16, 'u'));
  heif.gap = "gap";
  heif.after = box("mpvd", "film") + "trailing";
  const auto result = clean(heif.file());
  EXPECT_EQ(removed(result, Kind::padding), 2U);
  EXPECT_EQ(removed(result, Kind::uuid), 1U);
  EXPECT_EQ(removed(result, Kind::box), 1U);
  EXPECT_EQ(removed(result, Kind::trailer), 1U);
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::video));
}

TEST(Heif, NamesBoxesByTheirIdsWhereverTheyStand) {
  const auto xmp = box("uuid", xmp_uuid + "<x exif:GPSLatitude='1'/>");
  const Tiff t;
  const auto exif = box("uuid", exif_uuid + t.header() + t.ifd({t.entry(0x9003, 2, 4, "2026")}));
  for (const bool inside : {true, false}) {
    auto heif = plain_heif();
    (inside ? heif.more_meta : heif.after) = xmp + exif + box("uuid", c2pa_uuid) + box("what", "Negative prompt: hat");
    const auto result = clean(heif.file());
    EXPECT_EQ(find_row(result.report, Kind::xmp, Fate::removed)->holds, HoldSet{}.add(Holds::gps));
    EXPECT_EQ(find_row(result.report, Kind::exif, Fate::removed)->holds, HoldSet{}.add(Holds::date));
    EXPECT_EQ(find_row(result.report, Kind::c2pa, Fate::removed)->holds, HoldSet{}.add(Holds::edit_history));
    EXPECT_EQ(find_row(result.report, Kind::box, Fate::removed)->holds, HoldSet{}.add(Holds::ai_prompt));
    EXPECT_EQ(removed(result, Kind::uuid), 0U);
  }
}

// 14496-12 4.2.2: the large size belongs to the head.
TEST(Heif, TheHeadOfALargeCutBoxIsNotMediaData) {
  const auto heif = plain_avif();
  const auto front = heif.ftyp();
  const auto size = heif.meta(0).size();
  auto file = front + heif.meta(front.size() + size + 16) + be32(1) + "mdat" + be64(1000) + picture_data;
  EXPECT_EQ(removed(clean(file), Kind::padding), 0U);
}

}  // namespace
}  // namespace stripmeta::test
