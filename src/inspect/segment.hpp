// Segments that are read one by one and are no grammar of their own.
#pragma once

#include <array>
#include <cstdint>

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::inspection {

// Adds a comment's text in group "comment" and, where it is a generator's prompt, in group "ai".
void add_comment(Bytes payload, ValueList& out);

// Adds version, density and thumbnail size in group "jfif". `payload` begins with "JFIF\0".
void add_jfif(Bytes payload, ValueList& out);

// Adds the thumbnail of a JFIF extension (ITU-T T.871, 10.2) in group "jfxx". `payload` begins with "JFXX\0".
void add_jfxx(Bytes payload, ValueList& out);

// Adds what is known of any other segment: the word of its kind as the group, size and signature.
void add_unknown(Kind kind, Bytes payload, ValueList& out);

// Bytes that are no segment (fill, junk, slack, trailer) come in many pieces: they are counted and added at the end.
class Leftovers {
 public:
  static bool takes(Kind kind);
  void add(Kind kind, Bytes payload);
  // One value a kind in its own group: "3 parts, 1234 bytes".
  void add_values(ValueList& out) const;

 private:
  struct Tally {
    std::uint64_t parts{0};
    std::uint64_t bytes{0};
  };
  std::array<Tally, kind_count> tallies_{};
};

}  // namespace stripmeta::inspection
