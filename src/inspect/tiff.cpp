#include "inspect/tiff.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "inspect/text.hpp"
#include "inspect/value_list.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::size_t header_size = 8;
constexpr std::size_t entry_size = 12;
constexpr std::uint16_t tiff_version = 42;

std::size_t type_size(TiffType type) {
  constexpr std::array<std::uint8_t, 14> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
  if (type == TiffType::utf8) return 1;
  const auto number = static_cast<std::size_t>(type);
  return number < sizes.size() ? sizes.at(number) : 0;
}

std::string fraction_text(Fraction fraction) {
  const auto quotient = fraction.quotient();
  return quotient ? number_text(*quotient) : std::to_string(fraction.numerator) + "/0";
}

}  // namespace

std::optional<double> Fraction::quotient() const {
  if (denominator == 0) return std::nullopt;
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

std::size_t TiffEntry::unit() const {
  return type_size(type);
}

std::optional<double> TiffEntry::number(std::size_t index) const {
  const std::size_t size = unit();
  if (size == 0 || index >= value.size() / size) return std::nullopt;
  const std::size_t at = index * size;
  switch (type) {
    case TiffType::byte_type:
    case TiffType::undefined: return u8(value, at);
    case TiffType::sbyte: return static_cast<std::int8_t>(u8(value, at));
    case TiffType::short_type: return u16(value, at, order);
    case TiffType::sshort: return static_cast<std::int16_t>(u16(value, at, order));
    case TiffType::long_type:
    case TiffType::ifd: return u32(value, at, order);
    case TiffType::slong: return static_cast<std::int32_t>(u32(value, at, order));
    case TiffType::float_type: return std::bit_cast<float>(u32(value, at, order));
    case TiffType::double_type: return std::bit_cast<double>(u64(value, at, order));
    case TiffType::rational:
    case TiffType::srational: return fraction(index).value_or(Fraction{}).quotient();
    case TiffType::ascii:
    case TiffType::utf8: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> TiffEntry::whole(std::size_t index) const {
  const auto found = number(index);
  if (!found || !is_between(*found, 0, std::numeric_limits<std::uint32_t>::max())) return std::nullopt;
  const auto whole = static_cast<std::uint32_t>(*found);
  if (static_cast<double>(whole) != *found) return std::nullopt;
  return whole;
}

std::optional<Fraction> TiffEntry::fraction(std::size_t index) const {
  if ((type != TiffType::rational && type != TiffType::srational) || index >= value.size() / 8) return std::nullopt;
  const std::uint32_t numerator = u32(value, index * 8, order);
  const std::uint32_t denominator = u32(value, (index * 8) + 4, order);
  if (type == TiffType::rational) return Fraction{numerator, denominator};
  return Fraction{static_cast<std::int32_t>(numerator), static_cast<std::int32_t>(denominator)};
}

std::string TiffEntry::numbers_text() const {
  std::string out;
  for (std::size_t i = 0; i < count && out.size() < max_rendered_bytes; ++i) {
    const auto as_fraction = fraction(i);
    const auto as_number = number(i);
    if (!as_fraction && !as_number) break;
    if (i > 0) out += ' ';
    out += as_fraction ? fraction_text(*as_fraction) : number_text(*as_number);
  }
  return out;
}

const TiffEntry* TiffDirectory::find(std::uint16_t tag) const {
  const auto found = std::ranges::find(entries, tag, &TiffEntry::tag);
  return found == entries.end() ? nullptr : &*found;
}

std::optional<std::uint32_t> TiffDirectory::whole(std::uint16_t tag) const {
  const auto* const entry = find(tag);
  return entry == nullptr ? std::nullopt : entry->whole();
}

std::optional<TiffBlock> TiffBlock::open(Bytes bytes) {
  if (bytes.size() < header_size) return std::nullopt;
  if (!starts_with(bytes, "II") && !starts_with(bytes, "MM")) return std::nullopt;
  const ByteOrder order = starts_with(bytes, "II") ? ByteOrder::little : ByteOrder::big;
  if (u16(bytes, 2, order) != tiff_version) return std::nullopt;
  return TiffBlock{bytes, order};
}

std::optional<TiffBlock> TiffBlock::headless(Bytes bytes, ByteOrder order) {
  return bytes.size() < header_size ? std::nullopt : std::optional{TiffBlock{bytes, order}};
}

TiffDirectory TiffBlock::directory(std::uint32_t offset) const {
  TiffDirectory directory;
  const std::size_t at = offset;
  if (at < header_size || at > bytes_.size() - 2) return directory;
  const std::size_t count = u16(bytes_, at, order_);
  const std::size_t room = (bytes_.size() - at - 2) / entry_size;
  directory.entries.reserve(std::min(count, room));
  for (std::size_t i = 0; i < std::min(count, room); ++i) directory.entries.push_back(entry(at + 2 + (i * entry_size)));
  const std::size_t end = at + 2 + (count * entry_size);
  if (end + 4 <= bytes_.size()) directory.next = u32(bytes_, end, order_);
  return directory;
}

TiffEntry TiffBlock::entry(std::size_t at) const {
  TiffEntry entry{.tag = u16(bytes_, at, order_),
                  .type = static_cast<TiffType>(u16(bytes_, at + 2, order_)),
                  .count = u32(bytes_, at + 4, order_),
                  .value = {},
                  .readable = false,
                  .order = order_};
  const std::uint64_t size = std::uint64_t{entry.count} * entry.unit();
  const std::uint64_t value_at = size <= 4 ? at + 8 : u32(bytes_, at + 8, order_);
  if (entry.unit() == 0 || value_at + size > bytes_.size()) return entry;
  entry.value = bytes_.subspan(value_at, size);
  entry.readable = true;
  return entry;
}

}  // namespace stripmeta::inspection
