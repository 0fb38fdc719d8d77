// Decodes numbers that are entropy coded (ISO/IEC 18181-1 Annex C): the ICC profile and the order of a frame's sections
// are. Their end can be found only by decoding them.
//
// Each number is read in a context, and each context uses one of several codes. A code is a prefix code or an ANS
// distribution of tokens. A token is a small number, or says how many more bits the number has. A token may also say
// that earlier numbers come again (LZ77).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "strip/jxl/bit_reader.hpp"

namespace stripmeta::jxl {

// How a token stands for a number (C.2.3): below 2^split it is the number. Above, it holds the highest `msb` and the
// lowest `lsb` bits of it, and how many bits between them follow.
struct HybridConfig {
  unsigned split{0};
  unsigned msb{0};
  unsigned lsb{0};
};

// A prefix code (C.2.4), or a distribution with its alias table (C.2.6).
struct TokenCode {
  static constexpr std::size_t longest = 15;  // bits of a prefix code's word
  struct Bucket {
    std::uint16_t cutoff{0};
    std::uint16_t symbol{0};  // of the values from the cutoff on
    std::uint16_t offset{0};  // added to them
  };

  std::array<std::uint32_t, longest + 1> counts{};  // prefix code: words of each length; all zero: one word of no bits
  std::vector<std::uint16_t> symbols;               // prefix code: in the order of their words
  std::vector<std::uint16_t> frequencies;           // ANS: of each symbol
  std::vector<Bucket> buckets;                      // ANS
};

class EntropyReader {
 public:
  // Reads the codes. Errors are those of `bits`.
  EntropyReader(BitReader& bits, std::size_t contexts) : EntropyReader(bits, contexts, true) {}

  std::uint32_t number(std::size_t context);
  // To be called after the last number: an ANS stream ends in a known state (C.2.2).
  void finish();

 private:
  EntropyReader(BitReader& bits, std::size_t contexts, bool may_repeat);

  HybridConfig read_config(unsigned log_alphabet);
  void read_clusters();
  void read_simple_clusters();
  void read_coded_clusters();
  void read_codes();
  std::uint32_t token(std::size_t cluster);
  std::uint32_t ans_token(const TokenCode& code);
  std::uint32_t expand(std::uint32_t token, const HybridConfig& config);
  std::uint32_t remember(std::uint32_t value);
  std::uint32_t repeat(std::uint32_t token);

  BitReader& bits_;
  std::vector<std::uint8_t> clusters_;  // of each context; the last one is of distances, if numbers may repeat
  std::vector<HybridConfig> configs_;   // of each cluster
  std::vector<TokenCode> codes_;        // of each cluster
  bool is_prefix_{false};
  unsigned log_alphabet_{0};
  std::uint32_t state_{0};  // of ANS

  bool repeats_{false};
  std::uint32_t first_length_{0};  // the first token that says "repeat"
  std::uint32_t least_length_{0};
  HybridConfig length_config_;
  std::vector<std::uint32_t> window_;
  std::uint64_t count_{0};  // numbers so far
  std::uint64_t copy_at_{0};
  std::uint64_t copy_left_{0};
};

}  // namespace stripmeta::jxl
