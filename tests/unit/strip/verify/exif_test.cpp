// The second reader of Exif accepts what the stripper writes, and no other fraction of a density.
#include "strip/verify/exif.hpp"

#include <gtest/gtest.h>

#include "strip/metadata/exif.hpp"

namespace stripmeta::test {
namespace {

verify::Verdict judge(const KeptExif& kept, ByteOrder order = ByteOrder::big) {
  return verify::verify_exif(make_exif(kept, order), Policy{});
}
verify::Verdict judge(Rational x, std::uint32_t width) {
  return judge({.density = ExifDensity{x, {144, 1}, width, 50}});
}

TEST(VerifyExif, AcceptsWhatIsMade) {
  for (const auto order : {ByteOrder::big, ByteOrder::little}) {
    EXPECT_FALSE(judge({.orientation = 6}, order));
    EXPECT_FALSE(
        judge({.orientation = 8, .adobe_rgb = true, .density = ExifDensity{{300, 1}, {301, 2}, 10, 20}}, order));
  }
}

TEST(VerifyExif, NamesAFractionWithRoom) {
  constexpr std::uint64_t first_value = 8 + 2 + 4 * 12 + 4;
  EXPECT_FALSE(judge({577, 4}, 100));
  EXPECT_FALSE(judge({72 * 1001, 97}, 97)) << "the size of 1001 pixels";
  const auto expect_at = [](const verify::Verdict& verdict, std::uint64_t offset) {
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->offset, offset) << verdict->rule;
  };
  expect_at(judge({288, 2}, 100), first_value);
  expect_at(judge({0, 1}, 100), first_value);
  expect_at(judge({1, 0}, 100), first_value);
  const auto exif_ifd = first_value + 2 * 8 + 2;
  expect_at(judge({0x2ED65247, 0x534543}, 100), exif_ifd);
  expect_at(judge({144, 1}, 0), exif_ifd);
  expect_at(judge({0x53454352, 1}, 100), exif_ifd);
}

}  // namespace
}  // namespace stripmeta::test
