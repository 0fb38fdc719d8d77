#include "strip/tiff/grid.hpp"

#include <algorithm>
#include <span>

namespace stripmeta::tiff {
namespace {

constexpr unsigned bits_of_byte = 8;

// A byte whose first `count` bits show something.
std::byte first_bits(std::byte byte, unsigned count, bool is_low_first) {
  const unsigned all = 0xFF;
  return byte & std::byte(is_low_first ? all >> (bits_of_byte - count) : all << (bits_of_byte - count) & all);
}

}  // namespace

std::vector<std::byte> Grid::cleared(Bytes strip) const {
  std::vector<std::byte> out(strip.size());
  const auto shown = static_cast<std::size_t>(used_bits / bits_of_byte);
  const auto rest = static_cast<unsigned>(used_bits % bits_of_byte);
  for (std::uint64_t row = 0; row < used_rows && row * row_bytes < strip.size(); ++row) {
    const auto at = static_cast<std::size_t>(row * row_bytes);
    const auto from = strip.subspan(at);
    std::ranges::copy(from.first(std::min(shown, from.size())), std::span{out}.subspan(at).begin());
    if (rest != 0 && from.size() > shown) out[at + shown] = first_bits(from[shown], rest, is_low_first);
  }
  return out;
}

std::optional<Grid> joined(const std::optional<Grid>& one, const std::optional<Grid>& other) {
  const bool is_alike = one && other && one->row_bytes == other->row_bytes && one->is_low_first == other->is_low_first;
  if (!is_alike) return std::nullopt;
  return Grid{one->row_bytes, std::max(one->used_bits, other->used_bits), std::max(one->used_rows, other->used_rows),
              one->is_low_first};
}

}  // namespace stripmeta::tiff
