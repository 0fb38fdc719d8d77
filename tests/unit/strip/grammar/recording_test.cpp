// What is held of the slices that a grammar puts.
#include "strip/grammar/recording.hpp"

#include <gtest/gtest.h>

#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

class Recordings : public testing::Test {
 protected:
  static std::vector<std::byte> numbers() {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < 10'000; ++i) put_u8(bytes, static_cast<unsigned>(i * 7 % 251));
    return bytes;
  }
  Bytes input() const { return input_; }
  void put(Bytes bytes, std::uint64_t from) {
    ASSERT_TRUE(Recording::emit(&recording_, {bytes, from}));
    put_bytes(expected_, bytes);
  }
  void put_input(std::size_t at, std::size_t size) { put(input().subspan(at, size), at); }
  void put_made(std::string_view text) {
    const std::string gone{text};  // the caller's, which does not outlive the call
    put(std::as_bytes(std::span{gone}), no_source_offset);
  }
  void expect_all() const {
    std::vector<std::byte> all;
    for (const auto& slice : recording_.slices()) put_bytes(all, slice.bytes);
    EXPECT_TRUE(same_bytes(all, expected_));
    EXPECT_EQ(recording_.size(), expected_.size());
  }

  const std::vector<std::byte> input_ = numbers();
  std::vector<std::byte> expected_;
  Recording recording_{input_};
};

TEST_F(Recordings, WhatFollowsOneAnotherIsOneSlice) {
  put_input(0, 1000);
  const std::vector<std::byte> same(input_.begin() + 1000, input_.begin() + 1004);
  put(same, no_source_offset);  // as a grammar writes a head anew that was the same
  for (std::size_t at = 1004; at < 9000; at += 4) put_input(at, 4);
  expect_all();
  ASSERT_EQ(recording_.slices().size(), 1U);
  EXPECT_EQ(recording_.slices().front().bytes.data(), input_.data());
}

TEST_F(Recordings, SmallPiecesAreHeldTogether) {
  put_made("head");
  for (std::size_t at = 0; at < 9000; at += 10) put_input(at, 5);
  expect_all();
  EXPECT_EQ(recording_.slices().size(), 1U);
}

TEST_F(Recordings, LongOnesAreNotCopied) {
  put_made("head");
  put_input(0, 300);
  put_made("more");
  put_input(5000, 300);
  expect_all();
  ASSERT_EQ(recording_.slices().size(), 4U);
  EXPECT_EQ(recording_.slices()[1].bytes.data(), input_.data());
  EXPECT_EQ(recording_.slices()[3].bytes.data(), input_.data() + 5000);
}

TEST_F(Recordings, WhatIsCopiedMayBeLong) {
  for (const std::size_t size : {60'000U, 10'000U, 70'000U, 1U}) put_made(std::string(size, 'x'));
  expect_all();
}

}  // namespace
}  // namespace stripmeta::test
