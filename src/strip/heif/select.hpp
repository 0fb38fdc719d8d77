// Decides which items of a HEIF are the picture, and names the others.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/heif/meta.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::heif {

// The purpose of an auxiliary picture, by its name in auxC or auxi (23008-12 6.5.8, 7.5.3).
enum class Auxiliary : std::uint8_t { none, alpha, depth_map, gain_map, matte, other };
Auxiliary parse_auxiliary(std::string_view name);
Kind kind_of(Auxiliary purpose);  // of an auxiliary picture that goes

// The name, as a static text, if it is that of an alpha plane or of a gain map; empty if not.
std::string_view known_auxiliary(std::string_view name);
// The name in the payload of auxC or auxi; nullopt if no zero byte ends it: then decoders take none.
std::optional<std::string_view> auxiliary_name(Bytes payload);
// The known name that an item has by its first auxC; empty if there is none.
std::string_view purpose_of(const Item& item, const Meta& meta);

// Whether items of this type are pictures, or are derived from pictures (23008-12 6.6, annexes B, E, H, L; AV1-AVIF;
// 23001-17).
bool is_picture(Type wanted);

struct Selection {
  std::vector<bool> kept;   // for each of Meta::items
  std::vector<Kind> kinds;  // for each item that goes
  // For each item: how many of its first bytes stay, if it is derived or uncompressed; SIZE_MAX: all.
  std::vector<std::uint64_t> sizes;
  std::vector<std::vector<std::uint32_t>> inputs;  // for each item that stays: what it is derived from
  bool lost_tone_map{false};  // a tone-mapped picture should stay, but is damaged or of an unknown version
};

// The primary item stays, with its alpha planes (auxl) and its alternates (a group altr; tone-mapped ones only
// `with_gain_map`), and all items that these are derived from (dimg). References of items that are not derived do not
// count, nor do more inputs than a grid has tiles. Without a primary item nothing stays. Errors about an item that must
// stay: `malformed` if it is missing, has no data or damaged fields, `truncated` if its data are cut off,
// `unsupported` if its type is unknown, it is protected, or its data are not in the file.
std::expected<Selection, Error> select_items(Bytes input, const Meta& meta, bool with_gain_map);

}  // namespace stripmeta::heif
