#include "strip/verify/verifier.hpp"

#include <gtest/gtest.h>

#include <string>

#include "strip/verify/file.hpp"

namespace stripmeta::verify {
namespace {

Bytes as_bytes(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

// Accepts runs of a length byte and as many letters 'a'.
class Counted final : public StreamVerifier {
 protected:
  std::size_t step(Bytes run) override {
    const std::size_t size = u8(run, 0);
    if (run.size() < 1 + size) return 0;
    for (std::size_t i = 1; i <= size; ++i) {
      if (u8(run, i) != 'a') reject(i, "a letter that is not a");
    }
    ++runs_;
    return 1 + size;
  }
  void end() override {
    if (runs_ < 2) reject(0, "fewer than two runs");
  }

 private:
  int runs_{0};
};

Verdict judge(std::string_view file, std::size_t step) {
  Counted verifier;
  for (std::size_t at = 0; at < file.size(); at += step) verifier.feed(as_bytes(file.substr(at, step)));
  return verifier.finish();
}

TEST(StreamVerifier, any_split_gives_the_same_verdict) {
  const std::string good = "\1a\5aaaaa\3aaa";
  const std::string bad = "\1a\5aaxaa\3aaa";
  for (const std::size_t step : {1U, 2U, 3U, 7U, 100U}) {
    EXPECT_FALSE(judge(good, step)) << step;
    const auto verdict = judge(bad, step);
    ASSERT_TRUE(verdict) << step;
    EXPECT_EQ(verdict->offset, 5U) << step;
    EXPECT_EQ(verdict->rule, "a letter that is not a");
  }
}

TEST(StreamVerifier, names_the_end_if_something_is_missing) {
  EXPECT_EQ(judge("\1a", 1)->offset, 2U);
  const auto cut = judge("\1a\5aa", 2);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->offset, 5U);
  EXPECT_EQ(cut->rule, "the file ends inside of a part");
}

TEST(File, reads_across_pieces) {
  File file;
  for (const auto* piece : {"ab", "", "cdefg", "h"}) file.add(as_bytes(piece));
  EXPECT_EQ(file.size(), 8U);
  EXPECT_EQ(as_text(file.bytes(1, 3)), "bcd");
  EXPECT_EQ(as_text(file.bytes(2, 5)), "cdefg");
  EXPECT_EQ(as_text(file.bytes(0, 8)), "abcdefgh");
  EXPECT_EQ(file.u16(1), 0x6263);
  EXPECT_EQ(file.u32(5 - 1, ByteOrder::little), 0x68676665U);
  EXPECT_TRUE(file.has(8, 0));
  EXPECT_FALSE(file.has(8, 1));
  EXPECT_FALSE(file.has(9, 0));
  EXPECT_EQ(file.pieces(1, 7).size(), 3U);
}

TEST(judge_range, gives_offsets_of_the_file) {
  const File file{as_bytes("xx\1a\1b")};
  Counted verifier;
  EXPECT_EQ(judge_range(verifier, file, 2, 4)->offset, 5U);
}

}  // namespace
}  // namespace stripmeta::verify
