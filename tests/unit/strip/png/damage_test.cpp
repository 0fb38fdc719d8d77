// Damage behind a PNG's picture data, which decoders show all the same.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

const std::string first_frame = front + actl(2) + fctl(0) + idat;
const std::string only_frame = front + actl(1) + fctl(0) + idat + iend;
const std::string three_frames = front + actl(3) + fctl(0) + idat + fctl(1) + fdat(2);

// What follows goes with it, and is counted.
TEST(PngDamage, AChunkThatIsNoneEndsThePicture) {
  for (const std::string& bad : {be32(0x80000000) + "tEXt", chunk("tE\1t", "secret"),
                                 be32(7) + std::string(9, 'x') + "1234", chunk("JDAT", "secret"), ihdr()}) {
    const std::string rest = bad + text("Comment", "secret") + oriented(6) + iend;
    expect_repaired(front + idat + rest, plain);
    const auto result = strip(front + idat + rest);
    EXPECT_TRUE(result.report.truncated);
    if (bad.size() > 8 && bad[4] != 'x') expect_removed(result, Kind::trailer, rest.size());
  }
}

TEST(PngDamage, AChunkThatIsNoneEndsTheAnimation) {
  const std::string bad = chunk("fc\1L", "x");
  expect_repaired(first_frame + bad + fctl(1) + fdat(2) + iend, only_frame);
  expect_repaired(first_frame + fctl(1) + bad + fdat(2) + iend, only_frame);
  const std::string two = front + actl(2) + fctl(0) + idat + fctl(1) + fdat(2) + iend;
  expect_repaired(three_frames + bad + fctl(3) + fdat(4) + iend, two);
}

TEST(PngDamage, ADamagedFrameEndsTheAnimation) {
  const std::string data = be32(2) + pixels;
  for (const auto& rest :
       {fctl(2) + fdat(3), fctl(1) + fdat(3), fctl(1) + spoilt("fdAT", data), fctl(1) + chunk("fdAT", "xxx"), fdat(1),
        chunk("fcTL", "x"), spoilt("fcTL", fctl(1).substr(8, 26)) + fdat(2), fctl(1)}) {
    expect_repaired(first_frame + rest + iend, only_frame);
    expect_repaired(first_frame + rest + fctl(3) + fdat(4) + iend, only_frame);
  }
  const std::string two = front + actl(2) + fctl(0) + idat + fctl(1) + fdat(2);
  expect_repaired(three_frames + fctl(3) + fdat(5) + oriented(6) + iend, two + oriented(6) + iend);
}

TEST(PngDamage, ADamagedFirstFrameLeavesThePicture) {
  expect_repaired(front + actl(2) + fctl(1) + idat + fctl(2) + fdat(3) + iend, plain);
  expect_repaired(front + actl(1) + spoilt("fcTL", fctl(0).substr(8, 26)) + idat + iend, plain);
  expect_repaired(front + spoilt("acTL", be32(1) + be32(0)) + fctl(0) + idat + iend, plain);
  expect_repaired(front + actl(2) + fctl(0) + fctl(1) + idat + iend, only_frame);
}

// What goes is what was a frame; a text or an Exif in it would go unseen.
TEST(PngDamage, AFrameAroundWhatStaysIsRefused) {
  const std::string before = first_frame + fctl(1) + oriented(6);
  expect_refused({before + fdat(3) + iend, ErrorKind::malformed, before.size()});
}

TEST(PngDamage, APictureWhoseDataAreWholeIsCompleted) {
  const std::string rest = text("Comment", "a") + oriented(6).substr(0, 20);
  for (std::size_t size = 1; size < text("Comment", "a").size(); ++size) {
    const auto result = strip(front + idat + rest.substr(0, size));
    ASSERT_FALSE(result.error);
    EXPECT_EQ(result.output, plain);
    expect_removed(result, Kind::junk, size);
    EXPECT_TRUE(result.report.truncated);
  }
  for (std::size_t missing = 1; missing <= 4; ++missing) {
    expect_repaired(front + idat.substr(0, idat.size() - missing), plain);
    expect_repaired(first_frame.substr(0, first_frame.size() - missing), only_frame);
  }
}

TEST(PngDamage, AnAnimationEndsBeforeTheFrameThatIsCut) {
  const std::string more = fctl(1) + fdat(2) + fctl(3);
  const auto whole = fctl(1).size() + fdat(2).size();
  const std::string two = front + actl(2) + fctl(0) + idat + fctl(1) + fdat(2) + iend;
  const std::string start = front + actl(3) + fctl(0) + idat;
  for (std::size_t size = 0; size <= more.size(); ++size) {
    expect_repaired(start + more.substr(0, size), size < whole ? only_frame : two);
  }
}

}  // namespace
}  // namespace stripmeta::test
