#include "store/ascii.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace stripmeta {
namespace {

TEST(ParseNumber, AllOfTheText) {
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<std::uint16_t>("65535"), 65'535);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  for (const auto* text : {"", " 1", "1 ", "+1", "1x", "x", "-", "65536", "-1"}) {
    EXPECT_FALSE(parse_number<std::uint16_t>(text)) << text;
  }
}

TEST(LowerCase, AsciiAlone) {
  EXPECT_EQ(lower_case("AbZ-\xC3\x84"), "abz-\xC3\x84");
  EXPECT_EQ(trimmed(" \t a b \r\n"), "a b");
}

}  // namespace
}  // namespace stripmeta
