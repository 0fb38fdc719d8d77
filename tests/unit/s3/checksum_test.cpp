#include "s3/checksum.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "unit/store/scratch.hpp"

namespace stripmeta::s3 {
namespace {

constexpr std::array all_kinds{ChecksumKind::crc32, ChecksumKind::crc32c, ChecksumKind::crc64nvme, ChecksumKind::md5};

// The check values of the catalogue of CRCs (reveng), in base64; of MD5, RFC 1321, A.5.
TEST(Checksum, KnownAnswers) {
  const auto check = bytes_of("123456789");
  EXPECT_EQ(checksum_of(ChecksumKind::crc32, check), "y/Q5Jg==");          // cbf43926
  EXPECT_EQ(checksum_of(ChecksumKind::crc32c, check), "4waSgw==");         // e3069283
  EXPECT_EQ(checksum_of(ChecksumKind::crc64nvme, check), "rosUhgp5mIg=");  // ae8b14860a799888
  EXPECT_EQ(checksum_of(ChecksumKind::md5, bytes_of("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
}

// RFC 3720, B.4: thirty-two bytes of zeros, of ones, and counting up.
TEST(Checksum, Crc32cOfIscsi) {
  EXPECT_EQ(checksum_of(ChecksumKind::crc32c, std::vector<std::byte>(32)), "ipE2qg==");                   // 8a9136aa
  EXPECT_EQ(checksum_of(ChecksumKind::crc32c, std::vector<std::byte>(32, std::byte{0xFF})), "YqirQw==");  // 62a8ab43
  std::vector<std::byte> counting(32);
  for (std::size_t i = 0; i < counting.size(); ++i) counting[i] = static_cast<std::byte>(i);
  EXPECT_EQ(checksum_of(ChecksumKind::crc32c, counting), "Rt15Tg==");  // 46dd794e
}

TEST(Checksum, OfNothing) {
  EXPECT_EQ(checksum_of(ChecksumKind::crc32, {}), "AAAAAA==");
  EXPECT_EQ(checksum_of(ChecksumKind::crc32c, {}), "AAAAAA==");
  EXPECT_EQ(checksum_of(ChecksumKind::crc64nvme, {}), "AAAAAAAAAAA=");
  EXPECT_EQ(checksum_of(ChecksumKind::md5, {}), "d41d8cd98f00b204e9800998ecf8427e");
}

// Bit by bit, as in the definition.
template <typename Value>
Value plain_crc(Value polynomial, std::string_view text) {
  auto crc = static_cast<Value>(~Value{0});
  for (const char byte : text) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? polynomial : Value{0});
  }
  return static_cast<Value>(~crc);
}

std::string big_endian(std::uint64_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = bytes; i > 0; --i) text += static_cast<char>(value >> (8 * (i - 1)));
  return text;
}

std::string decode(std::string_view base64) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char digit : base64.substr(0, base64.find('='))) {
    bits = (bits << 6U) | static_cast<std::uint32_t>(digits.find(digit));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    text += static_cast<char>(bits >> count);
  }
  return text;
}

TEST(Checksum, EveryLengthAgreesWithTheDefinition) {
  const auto whole = pattern(80);
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto text = std::string_view{whole}.substr(0, size);
    const auto of = [&](ChecksumKind kind) { return decode(checksum_of(kind, bytes_of(text))); };
    EXPECT_EQ(of(ChecksumKind::crc32), big_endian(plain_crc<std::uint32_t>(0xEDB88320U, text), 4));
    EXPECT_EQ(of(ChecksumKind::crc32c), big_endian(plain_crc<std::uint32_t>(0x82F63B78U, text), 4));
    EXPECT_EQ(of(ChecksumKind::crc64nvme), big_endian(plain_crc<std::uint64_t>(0x9A6C9329AC4BC9B5ULL, text), 8));
  }
}

TEST(Checksum, AnySplitEqualsTheWhole) {
  const auto whole = pattern(300);
  for (const auto kind : all_kinds) {
    const auto expected = checksum_of(kind, bytes_of(whole));
    for (std::size_t split = 0; split <= whole.size(); ++split) {
      Checksum checksum{kind};
      checksum.update(bytes_of(whole).first(split));
      checksum.update(bytes_of(whole).subspan(split));
      EXPECT_EQ(checksum.finish(), expected) << split;
    }
  }
}

TEST(Checksum, MovesWithWhatItHasSeen) {
  Checksum first{ChecksumKind::md5};
  first.update(bytes_of("message "));
  Checksum second{std::move(first)};
  second.update(bytes_of("digest"));
  EXPECT_EQ(second.finish(), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace stripmeta::s3
