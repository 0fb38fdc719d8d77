// Whether the edits of pictures that share data agree. An item and a sample are often the same bytes. Each is cleaned
// for itself; then both must have the same edits, so that what is written is right for both.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "strip/coded/stream.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/heif/layout.hpp"

namespace stripmeta::heif {

inline constexpr std::size_t max_edits = coded::max_changes;

class Agreement {
 public:
  // The data of a picture are in `parts`, with `edits` edits in them. `parts` must stay where they are.
  void add(std::span<const Range> parts, std::size_t edits) { claims_.push_back({parts, edits}); }

  // Sorts the edits of all pictures, and keeps each once. Error `unsupported` if an edit would change the data of a
  // picture that it does not belong to.
  Status settle(std::vector<Edit>& edits) const;

 private:
  struct Claim {
    std::span<const Range> parts;
    std::size_t edits;
  };
  std::vector<Claim> claims_;
};

}  // namespace stripmeta::heif
