// The exact length of each JPEG segment that stays, so that nothing hides behind its fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "strip/base/bytes.hpp"

namespace stripmeta::jpeg {

// The size of a frame or DHP header, in samples (T.81 B.2.2).
struct Frame {
  std::uint32_t width{0};
  std::uint32_t height{0};  // 0 if a DNL segment gives it
};
Frame read_frame(Bytes payload);  // the payload has passed exact_length()

// The bytes of the payload that the fields of SOFn, DHP, SOS, DQT, DHT, DAC, DRI, DNL or EXP take: all of it, or less
// if decoders skip what follows. The error is a sentence about a payload that decoders refuse as well.
std::expected<std::size_t, std::string_view> exact_length(std::uint8_t marker, Bytes payload);

}  // namespace stripmeta::jpeg
