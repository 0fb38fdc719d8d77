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
  // Takes a segment's payload: "JP", box instance, packet number, and a part of a box that begins with the box's
  // header. One that does not begin with "JP" is a whole superbox, with its header (WebP) or without it (JPEG XL). Past
  // 64 MiB in all, further ones are dropped.
  void add_segment(Bytes payload);

  // Adds each labelled box in group "c2pa": the labels of it and the boxes around it with "/" between, and its size;
  // and "Title" and "ClaimGenerator" of C2PA claims.
  void add_values(ValueList& out) const;

 private:
  void add_whole(Bytes payload);

  std::map<std::uint16_t, std::vector<std::byte>> boxes_;  // by box instance
  std::vector<std::vector<std::byte>> whole_;
  std::size_t held_bytes_{0};
};

}  // namespace stripmeta::inspection
