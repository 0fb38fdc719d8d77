// The Stripper's own promises: sticky errors, misuse, reuse, observation.
#include <gtest/gtest.h>

#include <utility>

#include "support/cpp/expectations.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string dirty = soi + orientation_exif(6) + segment(0xFE, "comment") + picture;

TEST(Stripper, KnowsItsFormatOnceTheFirstBytesAreThere) {
  Stripper stripper;
  Stripped result;
  EXPECT_EQ(stripper.need(), Need::undecided);
  feed_copy(stripper, "", result);
  feed_copy(stripper, minimal.substr(0, 1), result);
  EXPECT_EQ(stripper.need(), Need::undecided);
  EXPECT_EQ(stripper.format(), Format::unknown);
  feed_copy(stripper, minimal.substr(1, 1), result);
  EXPECT_EQ(stripper.need(), Need::stream);
  EXPECT_EQ(stripper.format(), Format::jpeg);
}

TEST(Stripper, ErrorsAreSticky) {
  Stripper stripper;
  Stripped result;
  EXPECT_FALSE(feed_copy(stripper, soi + marker(0x02), result));
  const auto first = *result.error;
  EXPECT_FALSE(feed_copy(stripper, picture, result));
  EXPECT_EQ(result.error->message, first.message);
  EXPECT_EQ(result.error->offset, first.offset);
  finish(stripper, result);
  EXPECT_EQ(result.error->message, first.message);
}

TEST(Stripper, AnEmitThatFailsIsASinkError) {
  Stripper stripper;
  const auto refuse = [](void*, Slice) noexcept { return false; };
  const auto status = stripper.feed(std::as_bytes(std::span{minimal}), refuse, nullptr);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::sink);
  EXPECT_EQ(stripper.finish(refuse, nullptr).error().kind, ErrorKind::sink);
}

TEST(Stripper, MisuseIsNamed) {
  Stripper stripper;
  Stripped result = strip_with(stripper, minimal);
  ASSERT_FALSE(result.error);
  finish(stripper, result);
  EXPECT_EQ(result.error->kind, ErrorKind::misuse);
  EXPECT_FALSE(feed_copy(stripper, minimal, result));
  EXPECT_EQ(result.error->kind, ErrorKind::misuse);
}

TEST(Stripper, NoInputIsUnsupported) {
  EXPECT_EQ(strip("").error->kind, ErrorKind::unsupported);
}

TEST(Stripper, ServesOneFileAfterAnother) {
  Stripper stripper;
  const auto expected = strip(dirty);
  for (const auto& before : {dirty, minimal.substr(0, 40), soi + marker(0x02), std::string{"text"}, minimal + "trailer",
                             soi + icc_segment(1, 2, "half") + jfif + adobe + mpf_segment({2}) + picture}) {
    strip_with(stripper, before);
    stripper.reset();
    EXPECT_EQ(stripper.format(), Format::unknown);
    const auto result = strip_with(stripper, dirty, 3);
    EXPECT_EQ(result.output, expected.output);
    EXPECT_EQ(result.report.rows.size(), expected.report.rows.size());
    EXPECT_EQ(result.report.bytes_in, dirty.size());
    stripper.reset();
  }
}

TEST(Stripper, CanBeMovedBetweenPieces) {
  Stripper first;
  Stripped result;
  feed_copy(first, dirty.substr(0, 30), result);
  Stripper second{std::move(first)};
  feed_copy(second, dirty.substr(30), result);
  finish(second, result);
  EXPECT_EQ(result.output, strip(dirty).output);
}

TEST(Stripper, ShowsItsFindings) {
  const std::string input =
      soi + jfif + orientation_exif(6) + segment(0xFE, "first") + tables + sos() + scan + segment(0xFE, "second") + eoi;
  for (const std::size_t step : {1U, 4U, 100000U}) {
    const auto seen = findings(input, step);
    EXPECT_EQ(seen.kinds, (std::vector{Kind::jfif, Kind::exif, Kind::comment, Kind::comment}));
    EXPECT_EQ(seen.payloads.at(2), "first");
    EXPECT_EQ(seen.payloads.at(3), "second");
    EXPECT_EQ(seen.offsets.at(0), 2U);
    EXPECT_EQ(seen.offsets.at(3), input.find("second") - 4);
  }
}

}  // namespace
}  // namespace stripmeta::test
