// Which items of a HEIF are the picture, and what the others are.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "strip/heif/meta.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::heif {

// What an auxiliary picture is for, by the name that auxC or auxi gives it (23008-12 6.5.8, 7.5.3).
enum class Auxiliary : std::uint8_t { none, alpha, depth_map, gain_map, matte, other };
Auxiliary auxiliary(std::string_view name);
Kind kind_of(Auxiliary purpose);  // of one that goes

// Whether items of this type are pictures or are made from them (23008-12 6.6, annexes B, E, H, L; AV1-AVIF; 23001-17).
bool is_picture(Type wanted);

struct Selection {
  std::vector<bool> kept;   // of each of Meta::items
  std::vector<Kind> kinds;  // of each that goes
  // How many of the first bytes of each item are those of a tone-mapped picture; 0: it is none, or goes.
  std::vector<std::size_t> tone_maps;
  bool lost_tone_map{false};  // an alternate that was to stay, and is damaged or of an unknown version
};

// The primary item stays, with what it is derived from (dimg), its alpha planes (auxl) and its alternates (a group
// altr, tone-mapped ones only `with_gain_map`), and what these are derived from. Without a primary item nothing stays.
// Errors: `malformed` where an item that must stay is missing or has no data, `truncated` where they are cut off,
// `unsupported` where its type is not known, it is protected, or its data stand elsewhere.
std::expected<Selection, Error> select_items(Bytes input, const Meta& meta, bool with_gain_map);

}  // namespace stripmeta::heif
