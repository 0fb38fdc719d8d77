#include "s3/checksum.hpp"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <array>

#include "s3/crc.hpp"
#include "store/ascii.hpp"
#include "strip/base/base64.hpp"

namespace stripmeta::s3 {
namespace {

template <std::size_t size>
std::string base64_of_number(std::uint64_t value) {
  std::array<unsigned char, size> bytes{};
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(value >> (8 * (size - 1 - i)));
  return base64(std::as_bytes(std::span{bytes}));
}

std::string finish_digest(EVP_MD_CTX* digest) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  if (digest == nullptr || EVP_DigestFinal_ex(digest, bytes.data(), &size) != 1) return {};
  return hexadecimal(std::span{bytes}.first(size));
}

}  // namespace

void Checksum::FreeDigest::operator()(evp_md_ctx_st* digest) const {
  EVP_MD_CTX_free(digest);
}

Checksum::Checksum(ChecksumKind kind) : kind_(kind) {
  if (kind != ChecksumKind::md5) return;
  digest_.reset(EVP_MD_CTX_new());
  if (digest_ && EVP_DigestInit_ex(digest_.get(), EVP_md5(), nullptr) != 1) digest_.reset();
}

void Checksum::update(std::span<const std::byte> bytes) {
  switch (kind_) {
    case ChecksumKind::crc32:
      crc_ = libdeflate_crc32(static_cast<std::uint32_t>(crc_), bytes.data(), bytes.size());
      return;
    case ChecksumKind::crc32c: crc_ = Crc32c::update(static_cast<std::uint32_t>(crc_), bytes); return;
    case ChecksumKind::crc64nvme: crc_ = Crc64Nvme::update(crc_, bytes); return;
    case ChecksumKind::md5:
      if (digest_ && EVP_DigestUpdate(digest_.get(), bytes.data(), bytes.size()) != 1) digest_.reset();
      return;
  }
}

std::string Checksum::finish() {
  switch (kind_) {
    case ChecksumKind::crc32:
    case ChecksumKind::crc32c: return base64_of_number<4>(crc_);
    case ChecksumKind::crc64nvme: return base64_of_number<8>(crc_);
    case ChecksumKind::md5: break;
  }
  return finish_digest(digest_.get());
}

std::string checksum_of(ChecksumKind kind, std::span<const std::byte> bytes) {
  Checksum checksum{kind};
  checksum.update(bytes);
  return checksum.finish();
}

}  // namespace stripmeta::s3
