// Reads the codes of tokens (ISO/IEC 18181-1 C.2.4 to C.2.6).
#pragma once

#include <cstddef>

#include "strip/jxl/entropy.hpp"

namespace stripmeta::jxl {

// A number of up to 8 or 16 bits, which is preceded by its length in 3 or 4 bits.
std::uint32_t read_short_number(BitReader& bits, unsigned length_bits);

// Errors are those of `bits`.
TokenCode read_prefix_code(BitReader& bits, std::size_t alphabet);
TokenCode read_distribution(BitReader& bits, unsigned log_alphabet);

// The next symbol of a prefix code.
std::uint32_t read_prefixed(BitReader& bits, const TokenCode& code);

inline constexpr unsigned log_range = 12;  // the frequencies of a distribution sum up to 2^12

}  // namespace stripmeta::jxl
