// Which of its parameter sets a picture of HEVC or AVC uses (H.265 7.3.2 and 7.3.6.1, H.264 7.3.2 and 7.3.3): a slice
// names a picture parameter set, which names a sequence parameter set, which in HEVC names a video parameter set.
#pragma once

#include <optional>
#include <set>

#include "strip/base/bytes.hpp"
#include "strip/coded/codec.hpp"

namespace stripmeta::coded {

// The number of a picture parameter set, by itself and by a slice; nullopt if the unit is another one, of another
// coding, or cut off.
std::optional<unsigned> number_of_set(Codec codec, Bytes unit);
std::optional<unsigned> number_in_slice(Codec codec, Bytes unit);

class ParameterUse {
 public:
  // Call it for each unit of the pictures.
  void add(Codec codec, Bytes unit);
  // Whether a parameter set of the configuration is used. Call it for all of a type before those that they name: from
  // picture to video parameter sets, and from the last to the first, because decoders take the last of a number. What
  // is not a parameter set of HEVC or AVC is used, and all are if no slice is known.
  bool is_used(Codec codec, Bytes unit);
  // Whether all picture and sequence parameter sets that are used were found. If not, what is used is not understood.
  bool found_all() const { return pictures_.empty() && sequences_.empty(); }

 private:
  void use(Codec codec, Bytes unit);

  bool any_{false};              // slices
  std::set<unsigned> pictures_;  // numbers that are used
  std::set<unsigned> sequences_;
  std::set<unsigned> videos_;
};

}  // namespace stripmeta::coded
