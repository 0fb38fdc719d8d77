// The meaning of Exif's coded numbers in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stripmeta::inspection {

// The standard's word for a coded value of an image IFD's tag; empty where the tag has no codes, or not this one.
std::string_view exif_word(std::uint16_t tag, std::uint32_t code);

// Flash is a set of bits: "fired, return detected, mode auto, red-eye reduction".
std::string flash_words(std::uint32_t bits);

}  // namespace stripmeta::inspection
