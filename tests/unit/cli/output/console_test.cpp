#include "cli/output/console.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace stripmeta::cli {
namespace {

TEST(failure_line, names_the_file_once) {
  EXPECT_EQ(failure_line("a.jpg", {ErrorKind::malformed, "two images in one", 7}),
            "stripmeta: a.jpg: two images in one (at byte 7)");
  EXPECT_EQ(failure_line("a.jpg", {ErrorKind::not_found, "cannot open 'a.jpg': it does not exist", std::nullopt}),
            "stripmeta: cannot open 'a.jpg': it does not exist");
  EXPECT_EQ(failure_line("-", {ErrorKind::malformed, "a pre-sentence", std::nullopt}), "stripmeta: -: a pre-sentence");
}

TEST(failure_line, is_safe_for_a_terminal) {
  EXPECT_EQ(failure_line("a\x1b[2J\n.jpg", {ErrorKind::malformed, "bad", std::nullopt}),
            "stripmeta: a\\x1b[2J\\x0a.jpg: bad");
  EXPECT_EQ(failure_line("a\x1b", {ErrorKind::not_found, "cannot open 'a\x1b'", std::nullopt}),
            "stripmeta: cannot open 'a\\x1b'");
}

// What a console of that kind prints to its results for a file that succeeded.
std::string shown(Print print) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* results = open_memstream(&text, &size);
  Console console{print, results};
  Record record{.path = "a", .outcome = "clean", .report = {}, .error = {}, .output = {}, .values = {}};
  console.show(record, {.path = "a", .below = {}, .is_named = true, .error = {}}, "a: clean\n");
  EXPECT_TRUE(console.finish());
  std::fclose(results);
  std::string out{text, size};
  std::free(text);
  return out;
}

TEST(Console, shows_what_was_asked_for) {
  EXPECT_EQ(shown(Print::human), "a: clean\n");
  EXPECT_EQ(shown(Print::quiet), "");
  EXPECT_EQ(shown(Print::json),
            "{\"ok\":true,\"outcome\":\"clean\",\"format\":null,\"bytes_in\":0,\"bytes_out\":0,\"truncated\":false,"
            "\"removed\":[],\"kept\":[],\"error\":null,\"path\":\"a\"}\n");
}

TEST(Console, notices_that_results_cannot_be_written) {
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  Console console{Print::human, full};
  Record record{.path = "a", .outcome = "clean", .report = {}, .error = {}, .output = {}, .values = {}};
  console.show(record, {.path = "a", .below = {}, .is_named = true, .error = {}}, "a: clean\n");
  EXPECT_FALSE(console.finish());
  std::fclose(full);
}

}  // namespace
}  // namespace stripmeta::cli
