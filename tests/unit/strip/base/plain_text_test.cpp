#include "strip/base/plain_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta {
namespace {

TEST(PlainText, IsUtf8) {
  for (const auto* text : {"", "plain", "\u00A9 2024 J\u00FCrgen", "\u20AC", "\U0001F600", "tab\tand\nline"}) {
    EXPECT_TRUE(is_plain_text(text)) << text;
  }
  EXPECT_FALSE(is_plain_text("\xA9 2024")) << "Latin-1";
  EXPECT_FALSE(is_plain_text("cut \xE2\x82"));
  EXPECT_FALSE(is_plain_text("\xC3("));
  EXPECT_FALSE(is_plain_text("\x80")) << "a byte that begins none";
  EXPECT_FALSE(is_plain_text("\xF5\x80\x80\x80")) << "past Unicode";
  EXPECT_FALSE(is_plain_text("\xF4\x90\x80\x80")) << "past Unicode";
  EXPECT_FALSE(is_plain_text("\xED\xA0\x80")) << "a surrogate";
}

TEST(PlainText, HasNoOverlongForm) {
  for (const auto* text :
       {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xE0\x9F\xBF", "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF"}) {
    EXPECT_FALSE(is_plain_text(text)) << text;
  }
  EXPECT_TRUE(is_plain_text("\xE0\xA0\x80")) << "the first of three bytes";
  EXPECT_TRUE(is_plain_text("\xF0\x90\x80\x80")) << "the first of four bytes";
}

TEST(PlainText, HasNoControlCharacters) {
  for (const auto& text : {std::string("a\0b", 3), std::string("\x1B"), std::string("\r"), std::string("\x7F"),
                           std::string("\xC2\x85"), std::string("\xEF\xBF\xBF")}) {
    EXPECT_FALSE(is_plain_text(text)) << text;
  }
}

TEST(PlainText, IsVisible) {
  for (const auto* text :
       {"Jane\u200B", "Jane\u202E", "\uFEFFJane", "Jane\uFFF9", "Jane\uE000", "Jane\uFDD0", "Jane\U000E0047\U000E0050",
        "Jane\U000E0100", "Jane\U000F0000", "Jane\u200C", "Jane\uFE0F", "\u0645\u06CC\u200C\u200D\u062E", "\u00AD"}) {
    EXPECT_FALSE(is_plain_text(text)) << text;
  }
  for (const auto* text : {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u2764\uFE0F",
                           "\u0915\u094D\u200D\u0937", "\u0E2D\u0E31", "\u00A9 \u65E5\u672C"}) {
    EXPECT_TRUE(is_plain_text(text)) << text;
  }
}

TEST(PlainText, IsKeptAsAWholeOrDropped) {
  EXPECT_TRUE(is_kept_text(std::string(text_limit, 'x')));
  EXPECT_FALSE(is_kept_text(std::string(text_limit + 1, 'x')));
  for (const auto* text : {"", " ", " front", "back\n"}) EXPECT_FALSE(is_kept_text(text)) << text;
}

}  // namespace
}  // namespace stripmeta
