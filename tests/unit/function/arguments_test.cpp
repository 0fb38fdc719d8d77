#include "function/arguments.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace stripmeta {
namespace {

std::expected<Arguments, ProgramEnd> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "stripmeta-function");
  return parse_arguments(words);
}

TEST(Arguments, AreOptional) {
  const auto arguments = parse({});
  ASSERT_TRUE(arguments);
  EXPECT_FALSE(arguments->listen);
}

TEST(Arguments, Listen) {
  EXPECT_EQ(parse({"--listen", "[::1]:0"})->listen, "[::1]:0");
  EXPECT_EQ(parse({"--listen=127.0.0.1:9000"})->listen, "127.0.0.1:9000");
}

TEST(Arguments, HelpAndVersionExitWithZero) {
  const auto help = parse({"--help"});
  ASSERT_FALSE(help);
  EXPECT_EQ(help.error().exit_code, 0);
  for (const auto* word : {"BUCKET_A", "BUCKET_B", "STRIPMETA_POLICY", "STRIPMETA_STRICT", "--listen", "input_jpg"}) {
    EXPECT_NE(help.error().text.find(word), std::string::npos) << word;
  }
  const auto version = parse({"--version"});
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().exit_code, 0);
  EXPECT_TRUE(version.error().text.starts_with("stripmeta-function "));
}

TEST(Arguments, AnythingElseIsAUsageError) {
  for (const std::vector<const char*>& words : std::vector<std::vector<const char*>>{
           {"photo.jpg"}, {"--listn", "x"}, {"--listen"}, {"-x"}, {"--listen", "a", "b"}}) {
    const auto arguments = parse(words);
    ASSERT_FALSE(arguments) << words.front();
    EXPECT_EQ(arguments.error().exit_code, 2) << words.front();
    EXPECT_FALSE(arguments.error().text.empty());
  }
}

}  // namespace
}  // namespace stripmeta
