// The canvas of an extended WebP, VP8X (RFC 9649 2.7): what the file has besides its picture, and the size of the
// whole.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/webp/picture.hpp"

namespace stripmeta::webp {

enum Feature : std::uint8_t {
  feature_animation = 0x02,
  feature_xmp = 0x04,
  feature_exif = 0x08,
  feature_alpha = 0x10,
  feature_icc = 0x20,
};

// Three bytes, little-endian.
std::uint32_t u24(Bytes bytes, std::size_t at);
void put_u24(std::vector<std::byte>& out, std::uint32_t value);

class Canvas {
 public:
  // nullopt if the payload does not have ten bytes.
  static std::optional<Canvas> read(Bytes payload);

  bool has(Feature feature) const { return (u8(payload_, 0) & feature) != 0; }
  Size size() const;
  // Whether the canvas has fewer than 2^32 pixels, which is what a WebP can have.
  bool is_possible() const;

  // The payload as it stays: what it says about an animation and alpha, these flags of metadata, and the size.
  std::vector<std::byte> kept(unsigned metadata) const;
  // Whether a flag is set that no reader knows.
  bool has_unknown() const;
  // How many of the reserved bytes are not zero.
  std::uint64_t reserved() const;

 private:
  explicit Canvas(Bytes payload) : payload_(payload) {}

  Bytes payload_;  // in the input
};

}  // namespace stripmeta::webp
