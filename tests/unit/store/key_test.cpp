#include "store/key.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace stripmeta {
namespace {

// The error's message; "" if the key is accepted.
std::string refusal(std::string_view key) {
  const auto checked = check_path_key(key);
  if (checked) return {};
  EXPECT_EQ(checked.error().kind, ErrorKind::invalid_key);
  return checked.error().message;
}

TEST(PathKey, RefusesAnEmptyOne) {
  EXPECT_EQ(refusal(""), "the key '' cannot name a file: it is empty");
}

TEST(PathKey, RefusesNul) {
  using namespace std::string_literals;
  EXPECT_EQ(refusal("a\0b"s), "the key 'a\0b' cannot name a file: it holds a NUL byte"s);
  EXPECT_NE(refusal("a\0"s), "");
}

TEST(PathKey, RefusesASlashInFront) {
  EXPECT_EQ(refusal("/a"), "the key '/a' cannot name a file: it starts with '/'");
}

TEST(PathKey, RefusesASlashAtTheEnd) {
  EXPECT_EQ(refusal("a/"), "the key 'a/' cannot name a file: it ends with '/'");
}

TEST(PathKey, RefusesADoubleSlash) {
  EXPECT_EQ(refusal("a//b"), "the key 'a//b' cannot name a file: it holds '//'");
  EXPECT_NE(refusal("a/b///c"), "");
  EXPECT_NE(refusal("/"), "");
}

TEST(PathKey, RefusesDotComponents) {
  for (const auto* key : {".", "./a", "a/.", "a/./b", "..", "../a", "a/..", "a/../b"}) {
    EXPECT_EQ(refusal(key), "the key '" + std::string{key} + "' cannot name a file: a part of it is '.' or '..'");
  }
}

TEST(PathKey, RefusesAComponentOver255Bytes) {
  EXPECT_EQ(refusal(std::string(255, 'a')), "");
  EXPECT_NE(refusal(std::string(256, 'a')), "");
  EXPECT_EQ(refusal(std::string(255, 'a') + "/" + std::string(255, 'b')), "");
  EXPECT_NE(refusal("a/" + std::string(256, 'b') + "/c"), "");
}

TEST(PathKey, AcceptsWhatOnlyLooksOdd) {
  for (const auto* key : {"a", "a/b/c.jpg", "...", "a/.hidden", "..a", "a..", " ", "a b", "-rf", "a\nb", "\xff\xfe",
                          "%2e%2e/a", "a\\..\\b", "~", "*", "$(x)"}) {
    EXPECT_EQ(refusal(key), "") << key;
  }
}

TEST(PercentEncode, KeepsUnreservedBytesAndSlashes) {
  const std::string kept = "ABCXYZabcxyz0189-._~/";
  EXPECT_EQ(percent_encode(kept), kept);
  EXPECT_EQ(percent_encode(""), "");
}

TEST(PercentEncode, EncodesAllOthersInUpperCase) {
  using namespace std::string_literals;
  EXPECT_EQ(percent_encode("a b+c;d%e\n"), "a%20b%2Bc%3Bd%25e%0A");
  EXPECT_EQ(percent_encode("\0\x7f\x80\xff"s), "%00%7F%80%FF");
  EXPECT_EQ(percent_encode("\xc3\xa4.jpg"), "%C3%A4.jpg");
}

TEST(PercentEncode, TheSlashOfAComponentIsEncodedToo) {
  EXPECT_EQ(percent_encode_component("a/b c-._~"), "a%2Fb%20c-._~");
}

TEST(PercentDecode, DecodesWhatIsWellFormedAndLeavesTheRest) {
  using namespace std::string_literals;
  EXPECT_EQ(percent_decode("a%20b%2Bc%2bd%C3%A4"), "a b+c+d\xc3\xa4");
  EXPECT_EQ(percent_decode("%00"), "\0"s);
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  for (const auto* text : {"", "%", "a%", "a%2", "%zz", "%2g", "100%25%"}) {
    EXPECT_EQ(percent_decode(text), text == "100%25%"s ? "100%%" : text) << text;
  }
}

TEST(FormDecode, TakesPlusForABlank) {
  EXPECT_EQ(form_decode("a+b%2Bc%20d"), "a b+c d");
}

TEST(FormDecode, TurnsEveryByteBack) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(form_decode(percent_encode(all)), all);
}

TEST(SplitPath, FolderAndName) {
  const auto parts = [](std::string_view path) {
    const auto [folder, name] = split_path(path);
    return std::pair{folder, name};
  };
  EXPECT_EQ(parts("a/b/c.jpg"), (std::pair<std::string, std::string>{"a/b", "c.jpg"}));
  EXPECT_EQ(parts("c.jpg"), (std::pair<std::string, std::string>{"", "c.jpg"}));
  EXPECT_EQ(parts("a/"), (std::pair<std::string, std::string>{"a", ""}));
  EXPECT_EQ(parts(""), (std::pair<std::string, std::string>{"", ""}));
}

}  // namespace
}  // namespace stripmeta
