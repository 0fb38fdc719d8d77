#include "strip/base/sha256.hpp"

#include <algorithm>
#include <bit>
#include <string_view>

namespace stripmeta {
namespace {

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2).
constexpr std::array<std::uint32_t, 64> constants{
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2};

constexpr std::uint32_t turned(std::uint32_t x, int a, int b, int c) {
  return std::rotr(x, a) ^ std::rotr(x, b) ^ std::rotr(x, c);
}

std::array<std::uint32_t, 64> schedule(Bytes block) {
  std::array<std::uint32_t, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) w.at(i) = u32(block, 4 * i);
  for (std::size_t i = 16; i < w.size(); ++i) {
    const auto a = w.at(i - 15);
    const auto b = w.at(i - 2);
    w.at(i) = w.at(i - 16) + w.at(i - 7) + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3U) +
              (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10U);
  }
  return w;
}

}  // namespace

void Sha256::update(Bytes piece) {
  const std::size_t held = size_ % block_size;
  size_ += piece.size();
  const auto first = piece.first(std::min(piece.size(), block_size - held));
  std::ranges::copy(first, rest_.begin() + static_cast<std::ptrdiff_t>(held));
  if (held + first.size() < block_size) return;
  mix(rest_);
  piece = piece.subspan(first.size());
  for (; piece.size() >= block_size; piece = piece.subspan(block_size)) mix(piece.first(block_size));
  std::ranges::copy(piece, rest_.begin());
}

std::string Sha256::hex() {
  std::vector<std::byte> padding{std::byte{0x80}};
  const auto bits = size_ * 8;
  while ((size_ + padding.size()) % block_size != block_size - 8) put_u8(padding, 0);
  put_u64(padding, bits);
  update(padding);
  std::string text;
  for (const auto word : state_) {
    for (unsigned shift = 32; shift > 0; shift -= 4) text += "0123456789abcdef"[word >> (shift - 4) & 0xFU];
  }
  return text;
}

void Sha256::mix(Bytes block) {
  const auto w = schedule(block);
  auto [a, b, c, d, e, f, g, h] = state_;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const auto first = h + turned(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + constants.at(i) + w.at(i);
    const auto second = turned(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < mixed.size(); ++i) state_.at(i) += mixed.at(i);
}

}  // namespace stripmeta
