#include "cli/output/text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace stripmeta::cli {
namespace {

using namespace std::string_view_literals;

TEST(neutralise, keeps_ordinary_text) {
  EXPECT_EQ(neutralise("Grüße, 東京 🏞 100 % \\ '\"'"), "Grüße, 東京 🏞 100 % \\ '\"'");
  EXPECT_EQ(neutralise(""), "");
}

TEST(neutralise, shows_every_control_character) {
  for (unsigned code = 0; code < 0xA0; ++code) {
    if (code >= 0x20 && code < 0x7F) continue;
    const auto raw =
        code < 0x80 ? std::string(1, static_cast<char>(code)) : std::string{"\xC2"} + static_cast<char>(code);
    constexpr auto hex = "0123456789abcdef"sv;
    const std::string shown = std::string{"\\x"} + hex[code >> 4U] + hex[code & 0xFU];
    EXPECT_EQ(neutralise("a" + raw + "b"), "a" + shown + "b") << code;
  }
  EXPECT_EQ(neutralise("\x1b]0;title\x07"), "\\x1b]0;title\\x07");
  EXPECT_EQ(neutralise("\u00A0"), "\u00A0");
}

TEST(neutralise, shows_bidirectional_controls) {
  EXPECT_EQ(neutralise("photo\u202Egpj.exe"), "photo\\u202egpj.exe");
  for (const auto* raw : {"\u061C", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202B", "\u202C", "\u202D",
                          "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    EXPECT_TRUE(neutralise(raw).starts_with("\\u")) << neutralise(raw);
  }
  EXPECT_EQ(neutralise("\u200D\u2027\u202F\u2065\u206A"), "\u200D\u2027\u202F\u2065\u206A");
}

// The replacements for a sequence, by the Unicode standard's table 3-8 (maximal subparts).
TEST(neutralise, replaces_invalid_utf8) {
  constexpr auto r = "\uFFFD";
  const auto times = [&](int count) {
    std::string text;
    while (count-- > 0) text += r;
    return text;
  };
  EXPECT_EQ(neutralise("a\x80z"), "a" + times(1) + "z");
  EXPECT_EQ(neutralise("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), times(8) + "A");  // overlong forms
  EXPECT_EQ(neutralise("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), times(8) + "A");  // surrogates
  EXPECT_EQ(neutralise("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), times(5) + "A" + times(2) + "B");
  EXPECT_EQ(neutralise("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), times(4) + "A");  // cut short
  EXPECT_EQ(neutralise("\xE6\x9D"), times(1));
  EXPECT_EQ(neutralise("\xC1\x9B"), times(2));  // an overlong ESC must not come through in pieces
}

TEST(neutralise_json, keeps_the_value) {
  EXPECT_EQ(neutralise_json("{\"a\":\"\u009B1m \u202E \x7F ü\"}"), R"({"a":"\u009b1m \u202e \u007f ü"})");
}

TEST(grouped, inserts_commas) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(prose, replaces_underscores) {
  EXPECT_EQ(prose("extended_xmp"), "extended xmp");
}

TEST(width, counts_code_points) {
  EXPECT_EQ(width("aü東"), 3U);
}

}  // namespace
}  // namespace stripmeta::cli
