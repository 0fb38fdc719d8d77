// SEI messages: what a decoder may know besides the pictures (H.265 Annex D, H.264 Annex D, H.274). Those stay that
// change what is shown:
//
//    4  T.35, only as HDR10+                          maps the picture's brightness to the display
//   19  film grain characteristics                    a decoder adds this grain to the picture
//   23  tone mapping information (HEVC, AVC)          maps the picture's values to the display's
//   47  display orientation                           turns and mirrors the picture
//  137  mastering display colour volume               the colours that a display must show or map
//  142  colour remapping information (HEVC, AVC)      other colours for another display
//  144  content light level                           how bright the content is: for mapping, too
//  147  alternative transfer characteristics          replaces the transfer function: HLG
//  148  ambient viewing environment                   the light for which HLG and PQ are shown as meant
//  149  content colour volume                         as 137, for the content
//  165  alpha channel information (HEVC, VVC)         which values of an alpha layer are transparent
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/coded/codec.hpp"

namespace stripmeta::coded {

// The payload of a message that stays: its fields and nothing behind them, with reserved bits zero. nullopt if the
// message goes: another type, fields that do not fit into the payload, or values that no version of the standard has.
std::optional<std::vector<std::byte>> read_message(Codec codec, std::uint64_t type, Bytes payload);

}  // namespace stripmeta::coded
