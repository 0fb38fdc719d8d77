// JUMBF (ISO 19566-5) in APP11 segments, chunks and boxes: Content Credentials (C2PA) and other labelled boxes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Gathers the boxes of a file, each spread over one or more segments.
class Jumbf {
 public:
  // Takes a segment's payload: "JP", box instance, packet number, the box's head, and a part of the box. A payload
  // without "JP" is a whole superbox, with its head (WebP) or without it (JPEG XL). Drops what would make more than 64
  // MiB in all.
  void add_segment(Bytes payload);

  // Adds a value in the group "c2pa" for each labelled box. Its name is the labels from the outermost box to this one,
  // with "/" between them; its value is the size. Also adds "Title" and "ClaimGenerator" of C2PA claims.
  void add_values(ValueList& out) const;

 private:
  void add_whole(Bytes payload);

  std::map<std::uint16_t, std::vector<std::byte>> boxes_;  // by box instance
  std::vector<std::vector<std::byte>> whole_;
  std::size_t held_bytes_{0};
};

}  // namespace stripmeta::inspection
