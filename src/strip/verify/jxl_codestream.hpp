// The second reader of a JPEG XL codestream (ISO/IEC 18181-1): headers, sizes of frames, and the end.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/verify/jxl_headers.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

class JxlCodestream {
 public:
  // `may_be_padded`: zeros may follow the last frame, because the bytes come from a box that says its length. Offsets
  // of the verdict count from the piece; for a header that began before it, the offset is 0.
  Verdict feed(Bytes piece, bool may_be_padded);
  Verdict finish();
  bool is_empty() const { return fed_ == 0; }

 private:
  Verdict read_held(bool is_end);
  Verdict read_part(JxlBits& bits);
  Verdict read_tail(Bytes tail, bool may_be_padded) const;

  enum class Part : std::uint8_t { image, preview, frame, sections, tail };
  Part part_{Part::image};
  std::vector<std::byte> held_;
  std::size_t wanted_{256};
  std::uint64_t fed_{0};
  std::uint64_t sections_left_{0};
  bool is_last_{false};
  bool may_be_padded_{true};  // all bytes that are held
  JxlImage image_;
};

}  // namespace stripmeta::verify
