#include "job/output_key.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace stripmeta {
namespace {

std::string expand(std::string_view text, std::string_view key) {
  return OutputKey::parse(text).value().expand(key);
}

TEST(OutputKey, IsTheSameKeyByDefault) {
  for (const auto* key :
       {"", "a", "a.jpg", "a/b/photo.min.jpg", ".hidden", "a/.x.jpg", "/", "a//", "a/.", "a./b", "."}) {
    EXPECT_EQ(OutputKey{}.expand(key), key);
    EXPECT_EQ(expand("{prefix}{stem}{extension}", key), key);
  }
}

TEST(OutputKey, PutsTextBeforeBetweenAndBehindTheParts) {
  constexpr auto* text = "1{prefix}2{stem}3{extension}4";
  EXPECT_EQ(expand(text, "a/b/photo.min.jpg"), "1a/b/2photo.min3.jpg4");
  EXPECT_EQ(expand(text, "photo"), "12photo34");
  EXPECT_EQ(expand(text, "a.b/c"), "1a.b/2c34");
  EXPECT_EQ(expand(text, "a/.x"), "1a/2.x34");
  EXPECT_EQ(expand(text, "a/.x.jpg"), "1a/2.x3.jpg4");
  EXPECT_EQ(expand(text, "x."), "12x3.4");
  EXPECT_EQ(expand("clean/{prefix}{stem}.clean{extension}", "a/x.jpg"), "clean/a/x.clean.jpg");
}

// Every key of up to five bytes from the characters that split keys, under patterns made of the same.
TEST(OutputKey, GivesDifferentKeysDifferentOutputs) {
  const std::string_view alphabet = "/.a";
  std::vector<std::string> keys{""};
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (keys[at].size() == 5) break;
    for (const char byte : alphabet) keys.push_back(keys[at] + byte);
  }
  ASSERT_EQ(keys.size(), 364U);
  const std::vector<std::string> literals{"", "/", ".", "a", ".a", "a/", "/a", "..", "//"};
  for (const auto& before : literals) {
    for (const auto& within : literals) {
      for (const auto& behind : literals) {
        const auto text = "{prefix}" + before + "{stem}" + within + "{extension}" + behind;
        const auto template_key = OutputKey::parse(text).value();
        std::map<std::string, std::string> made_from;
        for (const auto& key : keys) {
          const auto [there, is_new] = made_from.emplace(template_key.expand(key), key);
          ASSERT_TRUE(is_new) << text << ": " << key << " and " << there->second << " both give " << there->first;
        }
      }
    }
  }
}

TEST(OutputKey, ErrorsNameTheProblem) {
  const std::map<std::string, std::string> cases{
      {"", "{prefix} is missing"},
      {"{stem}{extension}", "{prefix} is missing"},
      {"{prefix}{extension}", "{stem} is missing"},
      {"{prefix}{stem}.jpg", "{extension} is missing"},
      {"{prefix}{stem}{stem}{extension}", "{stem} is repeated or too late"},
      {"{stem}{prefix}{extension}", "{stem} is too early"},
      {"{prefix}{stem}{extension}{extension}", "{extension} is repeated or too late"},
      {"{prefix}{stem}{suffix}{extension}", "'{suffix}' is not a part of a key"},
      {"{prefix}{stem}{extension}}", "'}' is not a part of a key"},
      {"{{prefix}{stem}{extension}", "'{{prefix}' is not a part of a key"},
  };
  for (const auto& [text, start] : cases) {
    const auto parsed = OutputKey::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::configuration);
    EXPECT_TRUE(parsed.error().message.starts_with(start + "; write ")) << parsed.error().message;
  }
}

}  // namespace
}  // namespace stripmeta
