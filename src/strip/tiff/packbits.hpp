// PackBits (TIFF 6.0 section 9): the end of a coded strip can be told without decoding it.
//
// A packet has a head, read as a signed byte: 0 to 127 is followed by that many bytes and one more; -1 to -127 by one
// byte, which is repeated as often and once more; -128 means nothing. Decoders stop once they have all samples.
#pragma once

#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"

namespace stripmeta::tiff {

struct PackedEnd {
  std::size_t size{0};   // bytes up to the last sample
  std::size_t head{0};   // offset of the last packet's head
  std::uint8_t last{0};  // what this head has to be so that the packet ends with the last sample
};

// Where `packed` has given `unpacked` bytes. If it ends before that, its whole size.
PackedEnd packed_end(Bytes packed, std::uint64_t unpacked);

}  // namespace stripmeta::tiff
