// Sequence headers of AV1, built field by field, for tests (AV1 5.5).
#pragma once

#include <string>

#include "support/cpp/sei_bytes.hpp"

namespace stripmeta::test {

struct Av1Sequence {
  unsigned profile{0};
  unsigned level{8};
  bool is_reduced{false};
  unsigned layers{0};  // bit n: the only operating point has spatial layer n
  unsigned width{8};
  unsigned height{8};
  bool high_depth{false};
  bool mono{false};

  // The payload, with its stop bit.
  std::string payload() const {
    BitString b;
    b.put(profile, 3).put(1, 1).put(is_reduced ? 1 : 0, 1);
    if (is_reduced) {
      b.put(level, 5);
    } else {
      b.put(0, 1).put(0, 1).put(0, 5).put(layers << 8U | (layers != 0 ? 1U : 0U), 12).put(level, 5);
      if (level > 7) b.put(1, 1);
    }
    b.put(15, 4).put(15, 4).put(width - 1, 16).put(height - 1, 16);
    if (!is_reduced) b.put(0, 1);
    b.put(0, 3);
    if (!is_reduced) b.put(0, 4).put(1, 1).put(0, 2).put(1, 1).put(1, 1).put(6, 3);
    b.put(0, 3).put(high_depth ? 1 : 0, 1);
    if (profile != 1) b.put(mono ? 1 : 0, 1);
    b.put(0, 1).put(1, 1);
    if (!mono && profile == 0) b.put(2, 2);
    if (!mono) b.put(0, 1);
    b.put(0, 1);
    return (b.size() % 8 == 0 ? b.put(0x80, 8) : b).bytes(true);
  }

  // Bytes 1 and 2 of av1C.
  std::string format() const {
    const unsigned tier = !is_reduced && level > 7 ? 0x80 : 0;
    const unsigned chroma = mono ? 0x1CU : profile == 0 ? 0xEU : 0;
    return bytes({static_cast<int>(profile << 5U | level), static_cast<int>(tier | (high_depth ? 0x40U : 0) | chroma)});
  }
};

inline std::string av1_configuration(const std::string& format, const std::string& obus = "") {
  return box("av1C", bytes({0x81}) + format + bytes({0}) + obus);
}

}  // namespace stripmeta::test
