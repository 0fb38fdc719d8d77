// The meaning of Exif's coded numbers in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stripmeta::inspection {

// The standard's word for a coded value in an image IFD; empty if the tag has no such code.
std::string_view exif_word(std::uint16_t tag, std::uint32_t code);

// Flash is a set of bits: "fired, return detected, mode auto, red-eye reduction".
std::string flash_words(std::uint32_t bits);

}  // namespace stripmeta::inspection
