// The frames of an APNG, and the number of them that comes first.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

TEST(PngAnimation, FramesPastTheAnnouncedNumberGo) {
  const std::string said = front + actl(1) + fctl(0) + idat;
  expect_output(said + fctl(1) + fdat(2) + iend, said + iend);
  const auto result = strip(said + fctl(1) + fdat(2) + iend);
  EXPECT_TRUE(find_row(result.report, Kind::chunk, Fate::removed)->holds.contains(Holds::picture));
}

TEST(PngAnimation, FramesNeedTheAnimationsControlChunk) {
  expect_output(front + fctl(0) + idat + fctl(1) + fdat(2) + iend, plain);
  expect_output(front + actl(0) + idat + fctl(0) + fdat(1) + iend, plain);
}

TEST(PngAnimation, APictureOutsideTheAnimationStays) {
  const std::string file = front + actl(1) + idat + fctl(0) + fdat(1) + iend;
  expect_output(file, file);
}

TEST(PngAnimation, AControlWithoutFramesGoes) {
  const auto result = expect_output(with(actl(2) + gamma, text("a", "b")), with(gamma));
  EXPECT_EQ(find_row(result.report, Kind::chunk, Fate::removed)->bytes, actl(2).size());
}

TEST(PngAnimation, TheNumberOfFramesIsThatOfTheFrames) {
  const std::string frames = fctl(0) + idat + fctl(1) + fdat(2) + iend;
  const auto result = expect_output(front + actl(0x54455854) + frames, front + actl(2) + frames);
  expect_removed(result, Kind::slack, 4);
}

TEST(PngAnimation, MoreRunsThanAnybodySeesAreForever) {
  const auto file = [](std::uint32_t runs) {
    return front + chunk("acTL", be32(1) + be32(runs)) + fctl(0) + idat + iend;
  };
  expect_removed(expect_output(file(0x54455854), file(0)), Kind::slack, 4);
  expect_output(file(1000), file(1000));
}

TEST(PngAnimation, ALongOneIsNotHeldAndMustSayTheTruth) {
  const std::string large = chunk("IDAT", std::string(std::size_t{17} << 20U, 'x'));
  const std::string right = front + actl(1) + fctl(0) + large + iend;
  expect_output(right, right);
  for (const auto& wrong : {front + actl(1) + large, front + actl(2) + fctl(0) + large}) {
    const auto result = strip(wrong + iend, {}, 1U << 20U);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, wrong.size());
  }
}

TEST(PngAnimation, WhatIsHeldKeepsItsPlace) {
  const std::string late = front + actl(1) + idat + text("a", "b") + fctl(0) + oriented(6) + fdat(1);
  const std::string clean = front + actl(1) + idat + fctl(0) + oriented(6) + fdat(1);
  expect_output(late + iend + "more", clean + iend);
  expect_output(late + iend.substr(0, 5), clean + iend);
  for (const std::size_t step : {1U, 7U, 40U}) EXPECT_EQ(strip(late + iend, {}, step).output, clean + iend);
}

std::string frame_with(std::size_t at, const std::string& value) {
  std::string payload = be32(0) + be32(1) + be32(1) + std::string(8, '\0') + be16(1) + be16(10) + bytes({0, 0});
  payload.replace(at, value.size(), value);
  return chunk("fcTL", payload);
}

TEST(PngAnimation, AFrameThatIsNotWholeAndInThePictureEndsIt) {
  const std::string start = front + actl(2);
  for (const std::size_t at : {4U, 8U, 12U, 16U}) expect_repaired(start + frame_with(at, be32(2)) + idat + iend, plain);
  expect_repaired(start + frame_with(4, be32(0)) + idat + iend, plain);
  expect_repaired(start + frame_with(24, bytes({3})) + idat + iend, plain);
  expect_repaired(start + frame_with(25, bytes({2})) + idat + iend, plain);
  expect_repaired(start + idat + fctl(0) + fctl(1) + fdat(2) + iend, plain);
  expect_repaired(start + fctl(0) + idat + fctl(1) + iend, front + actl(1) + fctl(0) + idat + iend);
}

}  // namespace
}  // namespace stripmeta::test
