// Small segments that need no reader of their own: comments, JFIF, unknown ones.
#pragma once

#include <array>
#include <cstdint>

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::inspection {

// Adds a comment's text in group "comment", and also in group "ai" if it is the prompt of an image generator.
void add_comment(Bytes payload, ValueList& out);

// Adds version, density and thumbnail size in group "jfif". `payload` begins with "JFIF\0".
void add_jfif(Bytes payload, ValueList& out);

// Adds the thumbnail of a JFIF extension (ITU-T T.871, 10.2) in group "jfxx". `payload` begins with "JFXX\0".
void add_jfxx(Bytes payload, ValueList& out);

// Adds the size and signature of any other segment; its group is the word of its kind.
void add_unknown(Kind kind, Bytes payload, ValueList& out);

// Counts bytes outside of segments (fill, junk, slack, trailer), which come in many pieces.
class Leftovers {
 public:
  static bool takes(Kind kind);
  void add(Kind kind, Bytes payload);
  // Adds one value for each kind in the kind's group: "3 parts, 1234 bytes".
  void add_values(ValueList& out) const;

 private:
  struct Tally {
    std::uint64_t parts{0};
    std::uint64_t bytes{0};
  };
  std::array<Tally, kind_count> tallies_{};
};

}  // namespace stripmeta::inspection
