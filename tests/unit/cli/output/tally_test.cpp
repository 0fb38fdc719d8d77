// The summary of a run.
#include "cli/output/tally.hpp"

#include <gtest/gtest.h>

namespace stripmeta::cli {
namespace {

FoundFile walked(const std::string& path) {
  return {.path = path, .below = path, .is_named = false, .error = {}};
}

Record record(std::string_view outcome) {
  return {.path = "a", .outcome = outcome, .report = {}, .error = {}, .output = {}, .values = {}};
}

TEST(Tally, CountsResults) {
  Tally tally;
  auto cleaned = record("cleaned");
  cleaned.report.bytes_in = 5000;
  cleaned.report.bytes_out = 3900;
  cleaned.report.add(Kind::exif, Fate::removed, 1000);
  cleaned.report.add(Kind::icc, Fate::kept, 9);
  tally.add(cleaned, walked("a"));
  cleaned.report.add(Kind::xmp, Fate::removed, 234);
  tally.add(cleaned, walked("b"));
  tally.add(record("clean"), walked("c"));
  tally.add(record("left_out"), walked("d"));
  auto failed = record("failed");
  failed.error = Error{ErrorKind::malformed, "", std::nullopt};
  tally.add(failed, walked("e"));
  EXPECT_TRUE(tally.has_failed());
  EXPECT_EQ(tally.summary(false),
            "4 images: 2 cleaned, 1 already clean, 1 failed; 1 other file left out\nremoved exif from 2, xmp from 1; "
            "saved 2,200 "
            "bytes\n");
}

TEST(Tally, CountsCleanCopiesAndFoldersThatCannotBeRead) {
  Tally tally;
  tally.add(record("cleaned"), walked("a"));
  auto closed = walked("b");
  closed.error = Error{ErrorKind::access_denied, "", std::nullopt};
  tally.add(record("failed"), closed);
  EXPECT_TRUE(tally.has_failed());
  EXPECT_EQ(tally.summary(false), "1 image: 1 already clean; 1 folder could not be read\n");
}

TEST(Tally, CountsWhatInspectedFilesHold) {
  Tally tally;
  auto inspected = record("inspected");
  tally.add(inspected, walked("a"));
  inspected.report.add(Kind::comment, Fate::removed, 10);
  tally.add(inspected, walked("b"));
  inspected.report.add(Kind::exif, Fate::removed, 1000, HoldSet{}.add(Holds::gps));
  inspected.report.add(Kind::xmp, Fate::removed, 1000, HoldSet{}.add(Holds::gps));
  tally.add(inspected, walked("c"));
  inspected.report.add(Kind::trailer, Fate::removed, 1000, HoldSet{}.add(Holds::ai_prompt));
  tally.add(inspected, walked("d"));
  auto failed = record("failed");
  failed.error = Error{ErrorKind::malformed, "", std::nullopt};
  tally.add(failed, walked("e"));
  EXPECT_EQ(tally.summary(false),
            "5 images: 4 inspected, 1 failed\n"
            "found gps in 2, ai prompt in 1, other metadata in 1, nothing personal in 1\n");
}

TEST(Tally, CountsNoImages) {
  EXPECT_EQ(Tally{}.summary(false), "0 images\n");
  EXPECT_FALSE(Tally{}.has_walked());
}

TEST(Tally, OtherFilesOfADirectoryAreLeftOut) {
  const Error no_image{ErrorKind::unsupported, "", std::nullopt};
  EXPECT_TRUE(is_left_out(walked("notes.txt"), Format::unknown, no_image));
  EXPECT_FALSE(is_left_out(walked("photo.JPG"), Format::unknown, no_image)) << "its name says that it is an image";
  EXPECT_FALSE(is_left_out(walked("notes.txt"), Format::jpeg, no_image));
  EXPECT_FALSE(is_left_out(walked("notes.txt"), Format::unknown, {ErrorKind::access_denied, "", std::nullopt}));
  auto named = walked("notes.txt");
  named.is_named = true;
  EXPECT_FALSE(is_left_out(named, Format::unknown, no_image));
}

}  // namespace
}  // namespace stripmeta::cli
