// A JPEG segment, and the exact length of each that stays, so that nothing hides behind its fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::jpeg {

inline constexpr std::size_t segment_head = 4;  // bytes of a marker and a length

// The longest payload of a segment (T.81 B.1.1.4).
inline constexpr std::size_t payload_limit = 0xFFFF - 2;

// The payload of a DNL segment (T.81 B.2.5). A shorter one says nothing.
inline constexpr std::size_t lines_size = 2;

// A segment as the grammar read it. `size` counts its marker and length too.
struct Segment {
  std::uint8_t marker;
  Bytes payload;
  std::uint64_t offset;    // of its 0xFF
  bool is_original{true};  // false: the payload is not as in the input

  std::uint64_t size() const { return payload.size() + segment_head; }
};

// The bytes of the payload that the fields of SOFn, DHP, SOS, DQT, DHT, DAC, DRI, DNL or EXP take: all of it, or less
// if decoders skip what follows. The error is a sentence about a payload that decoders refuse as well.
std::expected<std::size_t, std::string_view> exact_length(std::uint8_t marker, Bytes payload);

// Why decoders refuse a Huffman table that a scan uses, or "". `table` is one table of a DHT segment, with its class.
std::string_view huffman_fault(Bytes table);

// The size of the table at the front of a DQT, DHT or DAC payload that has passed exact_length().
std::size_t table_size(std::uint8_t marker, Bytes payload);

}  // namespace stripmeta::jpeg
