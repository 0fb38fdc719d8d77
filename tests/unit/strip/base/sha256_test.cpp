// SHA-256: the published examples (FIPS 180-4's test vectors), in pieces of any size.
#include "strip/base/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::test {
namespace {

std::string digest(const std::string& message, std::size_t piece = 1000) {
  Sha256 sha;
  for (std::size_t at = 0; at < message.size(); at += piece) {
    const std::string part = message.substr(at, piece);
    sha.update(std::as_bytes(std::span{part}));
  }
  return sha.hex();
}

TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(
      digest("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqr"
             "stnopqrstu"),
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(digest(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TakesPiecesOfAnySize) {
  const std::string message(300, 'x');
  for (const std::size_t piece : {1U, 3U, 55U, 56U, 63U, 64U, 65U, 128U})
    EXPECT_EQ(digest(message, piece), digest(message));
}

}  // namespace
}  // namespace stripmeta::test
