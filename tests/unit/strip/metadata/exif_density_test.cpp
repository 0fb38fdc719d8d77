#include "strip/metadata/exif_density.hpp"

#include <gtest/gtest.h>

namespace stripmeta {
namespace {

std::optional<Rational> plain(Rational dots, std::uint32_t pixels, std::uint32_t size) {
  const auto density = plain_density({dots, dots, size, size}, pixels, pixels);
  return density ? std::optional{density->x} : std::nullopt;
}

TEST(ExifDensity, AFractionOfTwoDecimalsIsReduced) {
  EXPECT_EQ(plain({144, 1}, 200, 100), (Rational{144, 1}));
  EXPECT_EQ(plain({1440, 10}, 200, 100), (Rational{144, 1}));
  EXPECT_EQ(plain({14425, 100}, 200, 100), (Rational{577, 4}));
  EXPECT_EQ(plain({0x5345 * 144, 0x5345}, 200, 100), (Rational{144, 1}));
}

TEST(ExifDensity, AFinerOneGivesTheSizeExactly) {
  EXPECT_EQ(plain({144001, 1000}, 200, 100), (Rational{144, 1}));
  EXPECT_EQ(plain({100, 3}, 100, 216), (Rational{100, 3}));
  EXPECT_EQ(plain({3000001, 10000}, 101, 24), (Rational{303, 1}));
  EXPECT_EQ(plain({4294967295, 1}, 65535, 0), std::nullopt);
  EXPECT_EQ(plain({4294967295, 29826162}, 4294967295, 2147483648), std::nullopt) << "neither has 32 bits";
}

TEST(ExifDensity, WhatIsPlainStaysAndShowsTheSameSize) {
  for (std::uint32_t numerator = 1; numerator < 3000; numerator += 7) {
    for (std::uint32_t denominator = 1; denominator < 130; denominator += 3) {
      for (const std::uint32_t pixels : {1U, 99U, 65535U}) {
        const Rational dots{numerator, denominator};
        const auto size = static_cast<std::uint32_t>((pixels * 72ULL * denominator + numerator / 2) / numerator);
        const ExifDensity density{dots, dots, size, size};
        if (!is_density_effective(density, pixels, pixels)) continue;
        const auto made = plain_density(density, pixels, pixels);
        ASSERT_TRUE(made);
        EXPECT_TRUE(is_density_effective(*made, pixels, pixels));
        EXPECT_EQ(plain_density(*made, pixels, pixels), made);
      }
    }
  }
}

TEST(ExifDensity, ZerosBehindBothNumbersAreNoText) {
  const auto has_zeros = [](Rational found) {
    const ExifDensity plain{{144, 1}, {144, 1}, 10, 10};
    return is_density_with_zeros({found, {144, 1}, 10, 10}, plain);
  };
  EXPECT_TRUE(has_zeros({144, 1}));
  EXPECT_TRUE(has_zeros({1440000, 10000}));
  EXPECT_TRUE(has_zeros({1440000000, 10000000}));
  EXPECT_FALSE(has_zeros({288, 2}));
  EXPECT_FALSE(has_zeros({1440, 1}));
  EXPECT_FALSE(has_zeros({1440001, 10000}));
}

}  // namespace
}  // namespace stripmeta
