#include "strip/base/base64.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string_view>

namespace stripmeta {
namespace {

std::string of(std::string_view text) {
  return base64(std::as_bytes(std::span{text}));
}

// RFC 4648 section 10.
TEST(Base64, EncodesTheStandardsVectors) {
  EXPECT_EQ(of(""), "");
  EXPECT_EQ(of("f"), "Zg==");
  EXPECT_EQ(of("fo"), "Zm8=");
  EXPECT_EQ(of("foo"), "Zm9v");
  EXPECT_EQ(of("foob"), "Zm9vYg==");
  EXPECT_EQ(of("fooba"), "Zm9vYmE=");
  EXPECT_EQ(of("foobar"), "Zm9vYmFy");
}

TEST(Base64, UsesAllDigits) {
  EXPECT_EQ(of("\xfb\xff\xfe"), "+//+");
}

std::optional<std::string> from(std::string_view text) {
  const auto bytes = base64_decoded(text);
  if (!bytes) return std::nullopt;
  return std::string{as_text(*bytes)};
}

TEST(Base64, DecodesWithAndWithoutPaddingAndBlanks) {
  EXPECT_EQ(from(""), "");
  EXPECT_EQ(from("Zm9vYg=="), "foob");
  EXPECT_EQ(from("Zm9vYg"), "foob");
  EXPECT_EQ(from(" Zm9v\n\tYmE=\r\f"), "fooba");
  EXPECT_EQ(from("+//+"), "\xfb\xff\xfe");
}

TEST(Base64, RefusesOtherText) {
  for (const auto* text : {"Z", "Zm9vY", "Zg=", "Zg===", "Zm=9", "Zm9-", "Zm9v=", "Z\xff=="})
    EXPECT_EQ(from(text), std::nullopt) << text;
}

}  // namespace
}  // namespace stripmeta
