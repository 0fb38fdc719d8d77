#include "strip/verify/jxl_codestream.hpp"

#include <algorithm>

namespace stripmeta::verify {
namespace {

constexpr std::uint64_t longest_header = std::uint64_t{32} << 20U;

}  // namespace

Verdict JxlCodestream::feed(Bytes piece, bool may_be_padded) {
  fed_ += piece.size();
  if (part_ == Part::tail) return read_tail(piece, may_be_padded);
  if (part_ == Part::sections && held_.empty()) {
    const auto passed = std::min<std::uint64_t>(sections_left_, piece.size());
    sections_left_ -= passed;
    piece = piece.subspan(static_cast<std::size_t>(passed));
    if (sections_left_ == 0) part_ = is_last_ ? Part::tail : Part::frame;
    if (piece.empty()) return {};
    if (part_ == Part::tail) return within(read_tail(piece, may_be_padded), passed);
  }
  may_be_padded_ = may_be_padded_ && may_be_padded;
  put_bytes(held_, piece);
  return held_.size() >= wanted_ ? read_held(false) : Verdict{};
}

// Reads the parts that the held bytes have.
Verdict JxlCodestream::read_held(bool is_end) {
  std::size_t at = 0;
  Verdict verdict;
  while (at < held_.size() && !verdict) {
    const auto rest = Bytes{held_}.subspan(at);
    if (part_ == Part::tail) {
      verdict = read_tail(rest, may_be_padded_);
      at = held_.size();
      continue;
    }
    if (part_ == Part::sections) {
      const auto passed = std::min<std::uint64_t>(sections_left_, rest.size());
      sections_left_ -= passed;
      at += static_cast<std::size_t>(passed);
      if (sections_left_ == 0) part_ = is_last_ ? Part::tail : Part::frame;
      continue;
    }
    JxlBits bits{rest};
    verdict = read_part(bits);
    if (bits.ran_out) break;
    at += static_cast<std::size_t>(bits.position / 8);
  }
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(at));
  if (held_.size() > longest_header) verdict = Unaccounted{0, "a header of a JPEG XL codestream without an end"};
  wanted_ = std::max<std::size_t>(256, held_.size() * 4);
  if (is_end && !held_.empty() && fed_ < 2) verdict = Unaccounted{0, "a file without a codestream"};
  return verdict;
}

Verdict JxlCodestream::read_part(JxlBits& bits) {
  const bool is_image = part_ == Part::image;
  const auto image = is_image ? read_jxl_image(bits) : JxlImage{};
  const auto frame = is_image ? JxlFrame{} : read_jxl_frame(bits, image_, part_ == Part::preview);
  if (bits.ran_out) return {};
  if (bits.wrong) return Unaccounted{0, "a header of a JPEG XL codestream that cannot be read"};
  if (image.sets_free_bits || frame.sets_free_bits) {
    return Unaccounted{0, "extensions of a JPEG XL codestream that are not zero"};
  }
  if (is_image) {
    image_ = image;
    part_ = image_.preview.width > 0 ? Part::preview : Part::frame;
    return {};
  }
  sections_left_ = frame.sections_size;
  is_last_ = frame.is_last && part_ == Part::frame;
  part_ = sections_left_ > 0 ? Part::sections : is_last_ ? Part::tail : Part::frame;
  return {};
}

Verdict JxlCodestream::read_tail(Bytes tail, bool may_be_padded) const {
  const auto stray = std::ranges::find_if(tail, [](std::byte byte) { return byte != std::byte{0}; });
  if (tail.empty() || (may_be_padded && stray == tail.end())) return {};
  const auto at = may_be_padded ? static_cast<std::uint64_t>(stray - tail.begin()) : 0;
  return Unaccounted{at, "bytes behind the last frame"};
}

Verdict JxlCodestream::finish() {
  if (fed_ < 2) return Unaccounted{0, "a file without a codestream"};
  return read_held(true);
}

}  // namespace stripmeta::verify
