// Finds out what stands behind an image's end: it searches for signatures.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Searches the bytes behind an image's end, fed in pieces of any size.
class TrailerScan {
 public:
  void feed(Bytes piece);
  void reset() { *this = {}; }

  bool has_picture() const { return found(needle_picture) || found(needle_idat); }
  bool has_video() const { return found(needle_ftyp) || found(needle_moov) || found(needle_avi); }
  bool has_gain_map() const { return found(needle_hdrgm) || found(needle_apple_gain_map); }

  // All that was found. If there is a gain map's name, a picture counts as that gain map only.
  HoldSet holds() const;
  std::uint64_t size() const { return size_; }  // bytes fed so far
  void report_to(Report& report) const;         // adds a row if any bytes were fed

 private:
  enum Needle : std::uint8_t {
    needle_picture,
    needle_ftyp,
    needle_moov,
    needle_hdrgm,
    needle_apple_gain_map,
    needle_idat,  // of a PNG, perhaps cut: the rest of a picture that was cropped in place
    needle_avi,
    needle_count
  };
  static constexpr std::size_t overlap = 15;  // one less than the longest needle

  bool found(Needle needle) const { return (found_ >> needle & 1U) != 0; }
  void search(Bytes window);

  std::uint64_t size_{0};
  unsigned found_{0};
  std::array<std::byte, overlap> tail_{};  // the last bytes fed
  std::size_t tail_size_{0};
};

}  // namespace stripmeta
