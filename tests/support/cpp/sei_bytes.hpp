// SEI messages that change what is shown, and HDR10+, built field by field, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/cpp/heif_bytes.hpp"

namespace stripmeta::test {

class BitString {
 public:
  BitString& put(std::uint64_t value, unsigned count) {
    for (; count > 0; --count) bits_ += (value >> (count - 1) & 1U) != 0 ? '1' : '0';
    return *this;
  }
  BitString& ue(std::uint32_t value) {
    unsigned length = 0;
    while ((value + 1) >> (length + 1) != 0) ++length;
    return put(value + 1, 2 * length + 1);
  }
  std::size_t size() const { return bits_.size(); }

  // Filled with zeros, or first with a one.
  std::string bytes(bool stop) const {
    auto bits = bits_;
    if (stop && bits.size() % 8 != 0) bits += '1';
    while (bits.size() % 8 != 0) bits += '0';
    std::string all;
    for (std::size_t i = 0; i < bits.size(); i += 8) all += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
    return all;
  }

 private:
  std::string bits_;
};

// HDR10+ with this many windows, each with all of its fields.
inline std::string hdr10_plus(unsigned windows = 1) {
  BitString b;
  b.put(0xB5, 8).put(0x3C, 16).put(1, 16).put(4, 8).put(1, 8).put(windows, 2);
  for (unsigned i = 1; i < windows; ++i) b.put(7, 64).put(7, 64).put(7, 25);
  b.put(1000, 27).put(1, 1).put(2, 5).put(3, 5).put(0x123456, 24);
  for (unsigned i = 0; i < windows; ++i) b.put(5, 34).put(5, 34).put(2, 4).put(1, 24).put(2, 24).put(9, 10);
  b.put(0, 1);
  for (unsigned i = 0; i < windows; ++i) b.put(1, 1).put(3, 24).put(2, 4).put(4, 20).put(1, 1).put(8, 6);
  return b.bytes(false);
}

enum class SeiOf : std::uint8_t { hevc, avc, vvc };

inline void put_persistence(BitString& b, SeiOf codec) {
  if (codec == SeiOf::avc) {
    b.ue(5);
  } else {
    b.put(1, 1);
  }
}

inline std::string film_grain(SeiOf codec) {
  BitString b;
  b.put(0, 1).put(1, 2).put(1, 1).put(2, 3).put(2, 3).put(1, 1).put(9, 8).put(16, 8).put(9, 8).put(0, 2).put(3, 4);
  b.put(5, 3);  // the first and the last component
  for (int i = 0; i < 2; ++i) b.put(1, 8).put(1, 3).put(10, 8).put(20, 8).ue(3).ue(4).put(21, 8).put(90, 8).ue(0).ue(9);
  put_persistence(b, codec);
  return b.bytes(true);
}

inline std::string tone_mapping(SeiOf codec, unsigned model) {
  BitString b;
  b.ue(0).put(0, 1);
  put_persistence(b, codec);
  b.put(10, 8).put(3, 8).ue(model);
  if (model < 2) b.put(1, 32).put(2, 32);
  if (model == 2) b.put(11, 64).put(12, 64);
  if (model == 3) b.put(2, 16).put(33, 24).put(44, 24);
  if (model == 4) b.put(255, 8).put(400, 32).put(1, 8).put(0, 33).put(7, 64).put(9, 48);
  return b.bytes(true);
}

inline std::string display_orientation(SeiOf codec) {
  BitString b;
  if (codec == SeiOf::vvc) return b.put(0, 1).put(1, 1).put(5, 3).put(0, 3).bytes(true);
  b.put(0, 1).put(1, 1).put(0, 1).put(0x4000, 16);
  put_persistence(b, codec);
  if (codec == SeiOf::avc) b.put(0, 1);
  return b.bytes(true);
}

inline std::string colour_remapping(SeiOf codec) {
  BitString b;
  b.ue(0).put(0, 1);
  put_persistence(b, codec);
  b.put(1, 1).put(0, 1).put(9, 8).put(16, 8).put(9, 8).put(10, 8).put(8, 8);
  b.put(1, 8).put(1, 24).put(2, 24).put(0, 8).put(0, 8);
  b.put(1, 1).put(4, 4);
  for (unsigned i = 0; i < 9; ++i) b.ue(i);
  b.put(0, 8).put(1, 8).put(3, 16).put(4, 16).put(0, 8);
  return b.bytes(true);
}

inline std::string colour_volume() {
  BitString b;
  b.put(0, 1).put(1, 1).put(1, 1).put(5, 3).put(0, 2);
  for (unsigned i = 0; i < 8; ++i) b.put(i, 32);
  return b.bytes(true);
}

inline std::string alpha_information() {
  return BitString{}.put(0, 1).put(1, 3).put(2, 3).put(0, 11).put(1023, 11).put(0, 1).put(1, 1).put(0, 1).bytes(true);
}

// The messages that may stay, as type and payload. None has a byte behind its fields.
inline std::vector<std::pair<int, std::string>> kept_messages(SeiOf codec) {
  std::vector<std::pair<int, std::string>> all{
      {4, hdr10_plus()},           {4, hdr10_plus(3)}, {19, film_grain(codec)}, {47, display_orientation(codec)},
      {137, std::string(24, 'm')}, {144, "1234"},      {147, "\x12"},           {148, "12345678"},
      {149, colour_volume()},
  };
  if (codec != SeiOf::avc) all.emplace_back(165, alpha_information());
  if (codec == SeiOf::vvc) return all;
  for (unsigned model = 0; model <= 4; ++model) all.emplace_back(23, tone_mapping(codec, model));
  all.emplace_back(142, colour_remapping(codec));
  return all;
}

// NAL units, with their heads.
inline std::string unit_of(SeiOf codec, int type, const std::string& payload) {
  if (codec == SeiOf::avc) return bytes({0x60 | type}) + payload;
  return codec == SeiOf::hevc ? bytes({type << 1, 1}) + payload : bytes({0, type << 3 | 1}) + payload;
}
inline int prefix_type(SeiOf codec) {
  return codec == SeiOf::hevc ? 39 : codec == SeiOf::avc ? 6 : 23;
}
// Escapes the messages, which may be longer than 255 bytes.
inline std::string sei_unit(SeiOf codec, const std::vector<std::pair<int, std::string>>& messages) {
  std::string data;
  const auto put_sum = [&](std::size_t sum) {
    for (; sum >= 255; sum -= 255) data += '\xFF';
    data += static_cast<char>(sum);
  };
  for (const auto& [type, payload] : messages) {
    put_sum(static_cast<std::size_t>(type));
    put_sum(payload.size());
    data += payload;
  }
  data += '\x80';
  std::string escaped;
  int zeros = 0;
  for (const char c : data) {
    if (zeros == 2 && static_cast<unsigned char>(c) <= 3) {
      escaped += '\3';
      zeros = 0;
    }
    zeros = c == 0 ? zeros + 1 : 0;
    escaped += c;
  }
  return unit_of(codec, prefix_type(codec), escaped);
}

}  // namespace stripmeta::test
