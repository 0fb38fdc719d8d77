// The values of one file, and its largest thumbnail, within their bounds, however many the file holds.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/inspect.hpp"
#include "inspect/picture.hpp"
#include "inspect/rank.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

inline constexpr std::size_t max_values = 4096;
inline constexpr std::size_t max_value_bytes = 1024;  // of UTF-8, before the ellipsis
inline constexpr std::size_t max_name_bytes = 256;    // likewise
inline constexpr std::size_t max_thumbnail_bytes = std::size_t{16} << 20U;

// A reader renders no more than this of a value: past it only the length counts. UTF-16 in it still gives more than
// max_value_bytes of text.
inline constexpr std::size_t max_rendered_bytes = 4096;

class ValueList {
 public:
  // Keeps the value, cut at max_value_bytes, and the name, cut at max_name_bytes. `full_bytes` is the length said where
  // the value is cut, if that is more than the text's. Text that is no UTF-8 is taken for Latin-1. Past max_values of
  // one rank values are counted only, so that a flood of one sort cannot push out another.
  void add(std::string_view group, std::string_view name, std::string_view value, std::size_t full_bytes = 0);

  // A smaller copy of the picture. `file` is what a viewer opens, copied where it is the largest so far; empty where
  // the picture cannot stand by itself, and taken for that past max_thumbnail_bytes.
  void add_thumbnail(PictureSize size, Bytes file);
  const Thumbnails& thumbnails() const { return thumbnails_; }

  // By rank, within it in the order of add(); at most max_values. Where some were left out, the last one says how many.
  std::vector<Value> sorted() const;

 private:
  struct Ranked {
    Rank rank{};
    Value value;
  };
  std::vector<Ranked> values_;
  std::array<std::size_t, rank_count> counts_{};  // of values_, by rank
  std::size_t omitted_{0};
  Thumbnails thumbnails_;
};

}  // namespace stripmeta::inspection
