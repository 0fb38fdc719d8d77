#include "strip/heif/layers.hpp"

#include <algorithm>

#include "strip/bmff/box.hpp"
#include "strip/coded/obu.hpp"

namespace stripmeta::heif {
namespace {

// Where the units of the data begin, ascending.
std::vector<std::size_t> unit_starts(Bytes data) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < data.size();) {
    const auto obu = coded::read_obu(data, at);
    if (!obu) break;
    starts.push_back(at);
    at = std::max(obu->payload.end, at + 1);
  }
  return starts;
}

// How many bytes the first `size` ones of the item's data take in the layout.
std::uint64_t size_in(const MediaLayout& layout, const Item& item, std::size_t size) {
  std::uint64_t sum = 0;
  for (const auto& extent : item.extents) {
    const auto part = extent.part(0, size);
    sum += layout.locate(part).size();
    size -= part.size();
  }
  return sum;
}

}  // namespace

std::optional<std::vector<std::byte>> recount_layers(Bytes payload, const Item& item, Bytes input,
                                                     const MediaLayout& layout) {
  constexpr std::size_t sizes = 3;
  std::vector<std::byte> joined;
  const auto data = data_of(item, input, joined);
  const auto starts = unit_starts(data);
  bmff::Reader reader{payload};
  std::vector<std::byte> counted;
  const bool large = reader.u8() == 1;
  put_u8(counted, large ? 1 : 0);
  const auto total = size_in(layout, item, data.size());
  std::size_t end = 0;
  for (std::size_t i = 0; i < sizes; ++i) {
    const auto size = static_cast<std::size_t>(reader.number(large ? 4 : 2));
    const auto before = size_in(layout, item, end);
    end += size;
    const bool is_right = size == 0 || std::ranges::binary_search(starts, end);
    const auto now = static_cast<std::uint32_t>(size_in(layout, item, end) - before);
    if (!is_right || (size != 0 && (now == 0 || before + now == total))) return std::nullopt;
    large ? put_u32(counted, now) : put_u16(counted, now);
  }
  const bool has_last = size_in(layout, item, end) < size_in(layout, item, data.size());
  return has_last ? std::optional{counted} : std::nullopt;
}

}  // namespace stripmeta::heif
