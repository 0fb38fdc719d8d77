// HEICs and AVIFs under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();

std::string freed(const std::string& box) {
  return box.substr(0, 4) + "free" + std::string(box.size() - 8, '\0');
}

TEST(LocationHeif, ItemsAreClearedInPlace) {
  for (const bool in_idat : {false, true}) {
    const auto file = [&](const std::string& exif, const std::string& xmp) {
      auto heif = plain_heif();
      heif.items.push_back({2, "Exif", be32(6) + lit("Exif\0\0") + exif, {}, "", "", in_idat});
      heif.items.push_back({3, "mime", xmp, {}, "", "application/rdf+xml", in_idat});
      heif.references = reference("cdsc", 2, {1}) + reference("cdsc", 3, {1});
      return heif.file();
    };
    const auto result = expect_located(file(located_exif, located_xmp), file(cleared_exif, cleared_xmp));
    EXPECT_EQ(result.report.format, Format::heic);
    expect_located(file(located_exif, "<open>"), file(cleared_exif, std::string(6, '\0')));
  }
}

TEST(LocationHeif, BoxesThatMayHoldAPlaceBecomeFree) {
  auto heif = plain_avif();
  const auto film = box("mpvd", "ftyp, moov and so on");
  heif.after = film + box("free", "x");
  auto cleared = heif;
  cleared.after = freed(film) + box("free", "x");
  const auto result = expect_located(heif.file(), cleared.file());
  expect_removed(result, Kind::box, film.size() - 8);
  EXPECT_EQ(result.report.format, Format::avif);
  expect_untouched(plain_avif().file());
}

TEST(LocationHeif, AVideoThatGoesIsReported) {
  auto heif = plain_heif();
  heif.after = box("mpvd", "ftypmp42 and so on");
  EXPECT_TRUE(strip(heif.file(), location).report.removed_holds().contains(Holds::video));
}

TEST(LocationHeif, UnknownItemsAndUserPropertiesAreSearched) {
  const auto file = [](const std::string& text, const std::string& property) {
    auto heif = plain_heif();
    heif.items.push_back({2, "what", text, {}});
    heif.property_boxes.push_back(property);
    return heif.file();
  };
  const auto note = box("udes", "GPSLatitude");
  expect_located(file("GPSLatitude", note), file(std::string(11, '\0'), freed(note)));
  expect_untouched(file("of no place", box("udes", "of no place")));
}

TEST(LocationHeif, JpegsAreClearedInAnyExtents) {
  const auto file = [](const std::string& exif) {
    auto heif = plain_heif();
    heif.items.push_back({2, "jpeg", soi + exif_segment(exif) + picture, {1}});
    return heif.file();
  };
  expect_located(file(located_exif), file(cleared_exif));
}

TEST(LocationHeif, ExifMayHaveASignatureThatTheOffsetOmits) {
  const auto file = [](const std::string& exif) {
    auto heif = plain_heif();
    heif.items.push_back({2, "Exif", be32(0) + lit("Exif\0\0") + exif, {}});
    return heif.file();
  };
  expect_located(file(located_exif), file(cleared_exif));
}

TEST(LocationHeif, ExifAndXmpInUuidBoxesAreClearedInPlace) {
  const auto file = [](const std::string& exif, const std::string& xmp) {
    auto heif = plain_avif();
    heif.more_meta = box("uuid", exif_uuid + exif);
    heif.after = box("uuid", exif_uuid + exif) + box("uuid", xmp_uuid + xmp);
    return heif.file();
  };
  expect_located(file(located_exif, located_xmp), file(cleared_exif, cleared_xmp));
}

TEST(LocationHeif, C2paBecomesFreeIfAnythingChanges) {
  const auto manifest = box("uuid", c2pa_uuid + "manifest");
  auto heif = plain_heif();
  heif.before_media = manifest;
  expect_untouched(heif.file());
  const auto film = box("mpvd", "moov");
  heif.after = film;
  auto cleared = heif;
  cleared.before_media = freed(manifest);
  cleared.after = freed(film);
  expect_located(heif.file(), cleared.file());
}

TEST(LocationHeif, ASequencesPositionsBecomeFree) {
  const auto user = box("udta", box("\xA9xyz", "+51-000/"));
  HeifTrack track;
  track.more_track = user;
  HeifTrack cleared;
  cleared.more_track = freed(user);
  expect_located(sequence({track}, user), sequence({cleared}, freed(user)));
  expect_untouched(sequence({HeifTrack{}}, box("udta", box("name", "x"))));
}

TEST(LocationHeif, SamplesOfMetadataTracksBecomeZeros) {
  HeifTrack track;
  track.id = 2;
  track.handler_type = "meta";
  auto cleared = track;
  for (auto& sample : cleared.samples) sample.assign(sample.size(), '\0');
  expect_removed(expect_located(sequence({HeifTrack{}, track}), sequence({HeifTrack{}, cleared})), Kind::track,
                 track.data().size(), 2);
}

}  // namespace
}  // namespace stripmeta::test
