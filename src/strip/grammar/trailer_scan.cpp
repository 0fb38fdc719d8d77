#include "strip/grammar/trailer_scan.hpp"

#include <algorithm>
#include <span>
#include <string_view>

namespace stripmeta {
namespace {

// "RIFF", a size of four bytes, "AVI ".
bool has_avi(std::string_view text) {
  constexpr std::string_view riff = "RIFF";
  constexpr std::size_t form_at = 8;
  for (auto at = text.find("AVI "); at != std::string_view::npos; at = text.find("AVI ", at + 1)) {
    if (at >= form_at && text.substr(at - form_at).starts_with(riff)) return true;
  }
  return false;
}

}  // namespace

void TrailerScan::search(Bytes window) {
  // Older QuickTime films have no `ftyp` but do have `moov` (QuickTime File Format, "Movie atoms"). AVI has a function
  // of its own.
  constexpr std::array<std::string_view, needle_avi> needles{"\xFF\xD8\xFF",  "ftyp",       "moov",
                                                             "hdrgm:Version", "hdrgainmap", "IDAT"};
  for (std::size_t i = 0; i < needles.size(); ++i) {
    if ((found_ >> i & 1U) == 0 && contains(window, needles.at(i))) found_ |= 1U << i;
  }
  if (!found(needle_avi) && has_avi(as_text(window))) found_ |= 1U << needle_avi;
}

HoldSet TrailerScan::holds() const {
  HoldSet holds;
  if (has_video()) holds.add(Holds::video);
  if (has_gain_map()) holds.add(Holds::gain_map);
  if (has_picture() && !has_gain_map()) holds.add(Holds::picture);
  return holds;
}

void TrailerScan::report_to(Report& report) const {
  if (size_ > 0) report.add(Kind::trailer, Fate::removed, size_, holds());
}

void TrailerScan::feed(Bytes piece) {
  size_ += piece.size();
  if (piece.empty()) return;
  // A needle across two pieces lies in the old tail and the front of the new piece.
  std::array<std::byte, 2 * overlap> seam{};
  const auto front = piece.first(std::min(piece.size(), overlap));
  std::ranges::copy(std::span{tail_}.first(tail_size_), seam.begin());
  std::ranges::copy(front, seam.begin() + static_cast<std::ptrdiff_t>(tail_size_));
  const Bytes joined = std::span{seam}.first(tail_size_ + front.size());
  search(joined);
  search(piece);
  const Bytes end = piece.size() >= overlap ? piece.last(overlap) : joined.last(std::min(joined.size(), overlap));
  std::ranges::copy(end, tail_.begin());
  tail_size_ = end.size();
}

}  // namespace stripmeta
