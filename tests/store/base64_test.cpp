#include "store/base64.hpp"

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

}  // namespace
}  // namespace stripmeta
