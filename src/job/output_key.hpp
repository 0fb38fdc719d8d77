// The key in B of the clean image of an object in A.
#pragma once

#include <array>
#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// A pattern of "{prefix}{stem}{extension}" with literal text before, between and after them. In the key
// "a/b/photo.min.jpg" the prefix is "a/b/", the stem "photo.min" and the extension ".jpg"; a dot at the start of a name
// belongs to the stem.
//
// Each of the three occurs exactly once and in this order, so that different keys have different outputs: the three
// parts can be read back from an output, beginning at its end.
class OutputKey {
 public:
  OutputKey() = default;  // the same key as in A

  // Error `configuration` names the part that is missing, repeated, misplaced or unknown.
  static std::expected<OutputKey, Error> parse(std::string_view text);

  std::string expand(std::string_view key) const;

 private:
  std::array<std::string, 4> literals_;  // before the prefix, the stem and the extension, and after the extension
};

}  // namespace stripmeta
