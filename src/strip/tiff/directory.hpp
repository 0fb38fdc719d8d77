// A directory of a TIFF as decoders see it: entries that are found by their tags.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "strip/metadata/tiff_directory.hpp"

namespace stripmeta::tiff {

// Whether decoders read numbers from values of this type.
bool is_number(std::uint16_t type);

struct TagDirectory {
  std::uint64_t at{0};
  std::uint64_t size{0};          // bytes of the count, the entries and the next one's offset
  std::uint64_t next{0};          // 0 if there is none
  std::vector<Entry> entries{};   // ascending; if a tag repeats, only its first entry, as in libtiff
  std::vector<Entry> repeated{};  // the further entries of tags that repeat

  const Entry* find(std::uint16_t tag) const;
  // Entry::integer() of the tag's entry; nullopt also if there is no such entry.
  std::optional<std::uint64_t> integer(std::uint16_t tag) const;
  // Whether the page is the first slice of a stack, and the others follow its samples without directories of their own.
  bool has_more_slices() const;
};

// Errors: those of Block::directory() with Broken::refuse.
std::expected<TagDirectory, Error> read_directory(const Block& file, std::uint64_t at);

}  // namespace stripmeta::tiff
