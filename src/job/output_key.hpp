// Where in B the clean image of a key of A stands.
#pragma once

#include <array>
#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// "{prefix}{stem}{extension}", with literal text before, between and behind. Of the key "a/b/photo.min.jpg" the prefix
// is "a/b/", the stem "photo.min" and the extension ".jpg"; a dot at the start of a name belongs to the stem.
//
// Each of the three is there exactly once, in this order, so that different keys have different outputs: whoever reads
// an output from its end finds where each part ends.
class OutputKey {
 public:
  OutputKey() = default;  // the same key as in A

  // Error `configuration` that says which part is missing, repeated, misplaced or unknown.
  static std::expected<OutputKey, Error> parse(std::string_view text);

  std::string expand(std::string_view key) const;

 private:
  std::array<std::string, 4> literals_;  // before the prefix, the stem and the extension, and behind that
};

}  // namespace stripmeta
