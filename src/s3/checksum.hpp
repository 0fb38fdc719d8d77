// The checksums that S3 keeps of a whole object, computed piece by piece.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // libcrypto's EVP_MD_CTX

namespace stripmeta::s3 {

// In order of preference.
enum class ChecksumKind : std::uint8_t {
  crc32,      // ISO 3309; header x-amz-checksum-crc32
  crc32c,     // Castagnoli, RFC 3720; x-amz-checksum-crc32c
  crc64nvme,  // NVM Express, x-amz-checksum-crc64nvme; S3 adds it by itself
  md5,        // the ETag, if it is an MD5
};

class Checksum {
 public:
  explicit Checksum(ChecksumKind kind);

  void update(std::span<const std::byte> bytes);

  // The value as S3 writes it in headers: base64 of the big-endian value, or for md5 lower-case hexadecimal. "" if
  // libcrypto has no MD5 (FIPS mode). May be called once.
  std::string finish();

 private:
  struct FreeDigest {
    void operator()(evp_md_ctx_st* digest) const;
  };

  ChecksumKind kind_;
  std::uint64_t crc_{0};
  std::unique_ptr<evp_md_ctx_st, FreeDigest> digest_;  // for md5
};

// The checksum of all bytes at once.
std::string checksum_of(ChecksumKind kind, std::span<const std::byte> bytes);

}  // namespace stripmeta::s3
