// The size of a picture, read from its header without decoding it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {

// In pixels; 0 x 0 if it is not known.
struct PictureSize {
  std::uint32_t width{0};
  std::uint32_t height{0};

  bool known() const { return width > 0 && height > 0; }
  friend bool operator==(PictureSize, PictureSize) = default;
};

// The size in the first frame header of a JPEG; nullopt if there is no frame header.
std::optional<PictureSize> jpeg_size(Bytes jpeg);

// The size in the first bytes of a JPEG, PNG, WebP, HEIF, JPEG 2000 or TIFF; 0 x 0 for another format or too few bytes.
PictureSize picture_size(Bytes front);

// Whether one can be a scaled version of the other, with the shorter side rounded to a whole pixel. Both must be known.
bool same_shape(PictureSize a, PictureSize b);

// Keeps the beginning of a picture, at most 512 KiB, for its size.
class PictureHead {
 public:
  // Pass this to Stripper::feed() and finish() with the PictureHead as caller.
  static bool emit(void* head, Slice slice) noexcept;

  PictureSize size() const { return picture_size(front_); }

 private:
  std::vector<std::byte> front_;
};

}  // namespace stripmeta
