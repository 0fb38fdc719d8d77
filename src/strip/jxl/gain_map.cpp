#include "strip/jxl/gain_map.hpp"

#include "strip/jxl/header.hpp"
#include "strip/metadata/gain_map.hpp"

namespace stripmeta::jxl {
namespace {

// Takes the parts of the head one after another.
class Parts {
 public:
  explicit Parts(Bytes payload) : payload_(payload) {}

  // The part whose length is a number of `length_bytes` bytes.
  std::optional<Bytes> next(std::size_t length_bytes) {
    if (payload_.size() - at_ < length_bytes) return std::nullopt;
    std::size_t size = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) size = size << 8U | u8(payload_, at_ + i);
    at_ += length_bytes;
    if (payload_.size() - at_ < size) return std::nullopt;
    at_ += size;
    return payload_.subspan(at_ - size, size);
  }
  std::size_t at() const { return at_; }

 private:
  Bytes payload_;
  std::size_t at_{1};
};

bool is_metadata(Bytes part) {
  const auto exact = exact_gain_map_metadata(part);
  return exact && same_bytes(*exact, part);
}

// Whether the part is empty, or exactly what `read` reads.
template <typename Read>
bool is_exact(Bytes part, Read read) {
  if (part.empty()) return true;
  BitReader bits{part};
  read(bits);
  bits.align();
  return bits.is_good() && bits.byte_at() == part.size();
}

}  // namespace

std::optional<std::size_t> gain_map_head(Bytes payload) {
  if (payload.empty() || u8(payload, 0) != 0) return std::nullopt;
  Parts parts{payload};
  const auto metadata = parts.next(2);
  if (!metadata || !is_metadata(*metadata)) return std::nullopt;
  const auto colour = parts.next(1);
  if (!colour || !is_exact(*colour, read_colour)) return std::nullopt;
  const auto profile = parts.next(4);
  if (!profile || !is_exact(*profile, read_profile)) return std::nullopt;
  BitReader picture{payload.subspan(parts.at())};
  read_image_header(picture);
  return picture.is_good() ? std::optional{parts.at()} : std::nullopt;
}

}  // namespace stripmeta::jxl
