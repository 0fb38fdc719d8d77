// The exact length of each JPEG segment that stays: a segment may not carry more than its grammar has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::jpeg {

// Width, height and components of a frame or DHP header (T.81 B.2.2).
struct Frame {
  std::uint32_t width{0};
  std::uint32_t height{0};  // 0: a DNL segment says it
};
Frame read_frame(Bytes payload);  // of a payload that passed exact_length()

// How many bytes of the payload of SOFn, DHP, SOS, DQT, DHT, DAC, DRI, DNL or EXP the grammar has: the payload's size,
// or fewer where decoders read on past an excess. The error is a sentence: decoders refuse it too.
std::expected<std::size_t, std::string_view> exact_length(std::uint8_t marker, Bytes payload);

}  // namespace stripmeta::jpeg
