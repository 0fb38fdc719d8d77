// The codes of symbols in a JPEG XL codestream, for its second reader (ISO/IEC 18181-1 C.2.4 to C.2.6).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/verify/jxl_bits.hpp"

namespace stripmeta::verify {

inline constexpr unsigned jxl_longest_word = 15;  // bits of a prefix code
inline constexpr std::uint32_t jxl_slots = 4096;  // of an ANS distribution

// What the next bits, or a state of ANS, stand for.
struct JxlSlot {
  std::uint16_t symbol{0};
  std::uint16_t share{0};  // of the slots, in ANS; in a prefix code, how many bits the word has
  std::uint16_t place{0};  // among the symbol's own slots, in ANS
};
using JxlTable = std::vector<JxlSlot>;

// A number with the length of its length given, as alphabets have it.
std::uint32_t read_jxl_length(JxlBits& bits, unsigned width);
// How many bits can say any number up to this one.
unsigned jxl_width_of(unsigned greatest);

// A prefix code: indexed by the next bits, the first of them lowest.
JxlTable read_jxl_words(JxlBits& bits, std::size_t alphabet);
std::uint32_t read_jxl_word(JxlBits& bits, const JxlTable& table);
// An ANS distribution: indexed by the lowest 12 bits of the state.
JxlTable read_jxl_slots(JxlBits& bits, unsigned alphabet_bits);

}  // namespace stripmeta::verify
