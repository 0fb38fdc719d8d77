// How large a picture is, as its own header says it: nothing is decoded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {

// In pixels; 0 x 0 where nothing says it.
struct PictureSize {
  std::uint32_t width{0};
  std::uint32_t height{0};

  bool known() const { return width > 0 && height > 0; }
  friend bool operator==(PictureSize, PictureSize) = default;
};

// The size that a JPEG's first frame header gives; none where there is none.
std::optional<PictureSize> jpeg_size(Bytes jpeg);

// The size that the first bytes of a JPEG, a PNG, a WebP, a HEIF, a JPEG 2000 or a TIFF give. 0 x 0: another format, or too few
// bytes.
PictureSize picture_size(Bytes front);

// Whether one may be the other made smaller, the shorter side rounded to a whole pixel. Both must be known.
bool same_shape(PictureSize a, PictureSize b);

// Keeps the beginning of a picture that passes by, at most 512 KiB.
class PictureHead {
 public:
  // To be given to Stripper::feed() and finish() with the PictureHead as caller.
  static bool emit(void* head, Slice slice) noexcept;

  PictureSize size() const { return picture_size(front_); }

 private:
  std::vector<std::byte> front_;
};

}  // namespace stripmeta
