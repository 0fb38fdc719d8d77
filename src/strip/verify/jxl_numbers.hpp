// Numbers of a JPEG XL codestream that are coded in contexts, for its second reader (ISO/IEC 18181-1 C.3).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/verify/jxl_bits.hpp"
#include "strip/verify/jxl_codes.hpp"

namespace stripmeta::verify {

// Numbers in contexts.
class JxlNumbers {
 public:
  JxlNumbers(JxlBits& bits, std::size_t contexts, bool with_copies = true);

  std::uint32_t next(std::size_t context);
  void close();  // after the last one

 private:
  struct Split {
    unsigned exponent{0}, high{0}, low{0};
  };
  Split read_split(unsigned alphabet_bits);
  void read_map();
  std::uint32_t read_symbol(std::size_t table);
  std::uint32_t whole(std::uint32_t symbol, const Split& split);

  JxlBits& bits_;
  std::vector<std::uint8_t> map_;
  std::vector<Split> splits_;
  std::vector<JxlTable> tables_;
  bool has_words_{false};
  std::uint32_t state_{0x130000};
  bool has_copies_{false};
  std::uint32_t copy_symbol_{0};
  std::uint32_t shortest_copy_{0};
  Split copy_split_;
  std::vector<std::uint32_t> past_;
  std::uint64_t total_{0};
  std::uint64_t from_{0};
  std::uint64_t copies_{0};
};

}  // namespace stripmeta::verify
