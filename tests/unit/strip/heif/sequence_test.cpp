// What stays and what goes of a HEIF's image sequence.
#include <gtest/gtest.h>

#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

Stripped clean(const std::string& file) {
  auto result = strip(file);
  EXPECT_FALSE(result.error) << result.error->message;
  const auto again = strip(result.output);
  EXPECT_EQ(again.output, result.output);
  EXPECT_TRUE(again.report.clean());
  return result;
}

TEST(HeifSequence, StaysAsItIs) {
  const auto file = sequence({HeifTrack{}});
  const auto result = clean(file);
  EXPECT_TRUE(result.report.clean());
  EXPECT_TRUE(has(result, HeifTrack{}.data()));
}

TEST(HeifSequence, LosesSoundAndItsTables) {
  HeifTrack sound;
  sound.id = 2;
  sound.handler_type = "soun";
  sound.samples = {"noise", "more noise"};
  HeifTrack last;
  last.id = 3;
  last.samples = {av1_picture("third"), av1_picture("fourth")};
  const auto result = clean(sequence({HeifTrack{}, sound, last}));
  EXPECT_EQ(find_row(result.report, Kind::sound, Fate::removed)->count, 1U);
  EXPECT_EQ(find_row(result.report, Kind::padding, Fate::removed), nullptr);
  const auto media = box("mdat", HeifTrack{}.data() + last.data());
  ASSERT_TRUE(has(result, media));
  // Each chunk's offset points at its sample.
  const auto at = result.output.find(media) + 8;
  EXPECT_TRUE(has(result, full_box("stco", be32(2) + be32(static_cast<std::uint32_t>(at)) +
                                               be32(static_cast<std::uint32_t>(at + 12)))));
  EXPECT_TRUE(has(result, full_box("stco", be32(2) + be32(static_cast<std::uint32_t>(at + 31)) +
                                               be32(static_cast<std::uint32_t>(at + 38)))));
}

TEST(HeifSequence, LosesTimesNamesAndUserData) {
  HeifTrack track;
  track.time = 3900000000U;
  track.name = "name of a handler";
  track.coder = "name of a coder";
  track.more_track = box("udta", "about the track") + full_box("meta", "more about it");
  const auto result = clean(sequence({track}, box("udta", "about it all"), 3900000000U));
  for (const auto* words : {"name of", "about"}) EXPECT_FALSE(has(result, words));
  EXPECT_FALSE(has(result, be32(3900000000U)));
  EXPECT_EQ(find_row(result.report, Kind::time, Fate::removed)->count, 3U);
  EXPECT_EQ(find_row(result.report, Kind::name, Fate::removed)->count, 2U);
  EXPECT_EQ(find_row(result.report, Kind::user_data, Fate::removed)->count, 2U);
}

TEST(HeifSequence, KeepsAlphaAndDropsDepth) {
  HeifTrack alpha;
  alpha.id = 2;
  alpha.handler_type = "auxv";
  alpha.samples = {av1_picture("alpha plane")};
  alpha.more_entry = full_box("auxi", alpha_purpose + lit("\0"));
  alpha.more_track = box("tref", box("auxl", be32(1)));
  HeifTrack depth = alpha;
  depth.id = 3;
  depth.samples = {"far away"};
  depth.more_entry = full_box("auxi", "urn:mpeg:mpegB:cicp:systems:auxiliary:depth" + lit("\0"));
  const auto result = clean(sequence({HeifTrack{}, alpha, depth}));
  EXPECT_TRUE(has(result, "alpha plane"));
  EXPECT_TRUE(has(result, box("tref", box("auxl", be32(1)))));
  EXPECT_FALSE(has(result, "far away"));
  EXPECT_EQ(find_row(result.report, Kind::depth_map, Fate::removed)->count, 1U);
}

TEST(HeifSequence, LosesAlphaWithItsPicture) {
  HeifTrack video;
  video.handler_type = "vide";
  HeifTrack alpha;
  alpha.id = 2;
  alpha.handler_type = "auxv";
  alpha.samples = {av1_picture("alpha plane")};
  alpha.more_track = box("tref", box("auxl", be32(1)));
  HeifTrack other;
  other.id = 3;
  EXPECT_FALSE(has(clean(sequence({video, alpha, other})), "alpha plane"));
  alpha.more_track.clear();
  EXPECT_TRUE(has(clean(sequence({video, alpha, other})), "alpha plane"));
}

TEST(HeifSequence, IsRefusedIfPicturesAreNotCalledPictures) {
  HeifTrack track;
  track.handler_type = "pikt";
  const auto error = strip(sequence({track})).error;
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::malformed);
}

TEST(HeifSequence, HasOnePartAtItsOwnPace) {
  const auto edits = [](const std::string& rows, unsigned count) {
    HeifTrack track;
    track.more_track = box("edts", full_box("elst", be32(count) + rows, 0, 1));
    return strip(sequence({track}));
  };
  const auto row = [](std::uint32_t begin, std::uint32_t pace = 0x10000) { return be32(2) + be32(begin) + be32(pace); };
  EXPECT_TRUE(edits(row(0), 1).report.clean());
  EXPECT_TRUE(edits(row(0xFFFFFFFF) + row(0), 2).report.clean());
  EXPECT_EQ(edits(row(0) + row(0), 2).error->kind, ErrorKind::unsupported);
  EXPECT_EQ(edits(row(0xFFFFFFFF) + row(0) + row(0), 3).error->kind, ErrorKind::unsupported);
  EXPECT_EQ(edits(row(0, 0x4A4F4521), 1).error->kind, ErrorKind::unsupported);
}

TEST(HeifSequence, IsRefusedIfASampleHasNoFrame) {
  HeifTrack track;
  track.samples = {av1_picture("\x10 one") + obu(3, "\x10 two"), obu(4, "tiles of two")};
  const auto error = strip(sequence({track})).error;
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::malformed);
}

// What libavif, libheif and ffmpeg write into every file is no finding.
TEST(HeifSequence, CallsWordsOfEncodersLayout) {
  HeifTrack track;
  track.name = "PictureHandler";
  track.coder =
      "\x0A"
      "AOM Coding";
  track.more_entry = box("fiel", bytes({1, 0}));
  auto result = clean(sequence({track}));
  EXPECT_TRUE(result.report.clean());
  EXPECT_TRUE(result.report.changed());
  track.coder += ", by Jo";
  EXPECT_FALSE(clean(sequence({track})).report.clean());
  for (const std::string name : {"Color", "Alpha", "HEVC Image", "GPAC pict Handler"}) {
    auto heif = plain_avif();
    heif.handler_name = name;
    heif.items.front().name = name;
    EXPECT_TRUE(clean(heif.file()).report.clean()) << name;
    heif.items.front().name = name + " of Jo";
    EXPECT_FALSE(clean(heif.file()).report.clean()) << name;
  }
}

TEST(HeifSequence, LosesAMovieWithoutAPictureTrack) {
  auto heif = plain_heif();
  HeifTrack video;
  video.handler_type = "vide";
  heif.moov = movie(video.trak(heif.ftyp().size()));
  const auto result = clean(heif.file());
  EXPECT_FALSE(has(result, "moov"));
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::video));
  EXPECT_EQ(strip(sequence({video})).error->kind, ErrorKind::unsupported);
}

}  // namespace
}  // namespace stripmeta::test
