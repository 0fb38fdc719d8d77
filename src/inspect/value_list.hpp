// The values of one file and its largest thumbnail, with limits on their number and size.
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
inline constexpr std::size_t max_value_bytes = 1024;  // of UTF-8, without the ellipsis
inline constexpr std::size_t max_name_bytes = 256;    // of UTF-8, without the ellipsis
inline constexpr std::size_t max_thumbnail_bytes = std::size_t{16} << 20U;

// A reader converts at most this many bytes of a value to text. Even of UTF-16 that gives more than max_value_bytes.
inline constexpr std::size_t max_rendered_bytes = 4096;

class ValueList {
 public:
  // Keeps the value, cut at max_value_bytes, and the name, cut at max_name_bytes. A cut value ends with its full
  // length, which is `full_bytes` if that is more than the text's own length. Text that is not UTF-8 is read as
  // Latin-1. Each rank holds at most max_values and counts the rest, so that values of one rank cannot push out those
  // of another.
  void add(std::string_view group, std::string_view name, std::string_view value, std::size_t full_bytes = 0);

  // Counts a thumbnail and copies it if it is the largest so far. `file` is a file that viewers open, or empty if there
  // is none. A file larger than max_thumbnail_bytes counts as empty.
  void add_thumbnail(PictureSize size, Bytes file);
  const Thumbnails& thumbnails() const { return thumbnails_; }

  // At most max_values, by rank and then in the order of add(). If some are left out, the last one says how many.
  std::vector<Value> sorted() const;

 private:
  struct Ranked {
    Rank rank{};
    Value value;
  };
  std::vector<Ranked> values_;
  std::array<std::size_t, rank_count> counts_{};  // how many of values_ have each rank
  std::size_t omitted_{0};
  Thumbnails thumbnails_;
};

// Adds `text` (UTF-8) as "AIPrompt" in group "ai" if `source`, the bytes that it was read from, looks like the prompt
// of an image generator, such as Stable Diffusion's "parameters".
void add_prompt(Bytes source, std::string_view text, ValueList& out);

}  // namespace stripmeta::inspection
