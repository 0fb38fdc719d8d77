#include "inspect/tiff.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "inspect/text.hpp"
#include "inspect/value_list.hpp"

namespace stripmeta::inspection {
namespace {

std::string fraction_text(Fraction fraction) {
  const auto quotient = fraction.quotient();
  return quotient ? number_text(*quotient) : std::to_string(fraction.numerator) + "/0";
}

}  // namespace

std::optional<double> Fraction::quotient() const {
  if (denominator == 0) return std::nullopt;
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

bool TiffEntry::has_exif_type() const {
  return unit() != 0 && (type <= tiff::type_ifd || type == tiff::type_utf8);
}

std::optional<double> TiffEntry::number(std::size_t index) const {
  const std::size_t size = unit();
  if (size == 0 || index >= value.size() / size) return std::nullopt;
  const std::size_t at = index * size;
  switch (type) {
    case tiff::type_byte:
    case tiff::type_undefined: return u8(value, at);
    case tiff::type_sbyte: return static_cast<std::int8_t>(u8(value, at));
    case tiff::type_short: return u16(value, at, order);
    case tiff::type_sshort: return static_cast<std::int16_t>(u16(value, at, order));
    case tiff::type_long:
    case tiff::type_ifd: return u32(value, at, order);
    case tiff::type_slong: return static_cast<std::int32_t>(u32(value, at, order));
    case tiff::type_float: return std::bit_cast<float>(u32(value, at, order));
    case tiff::type_double: return std::bit_cast<double>(u64(value, at, order));
    case tiff::type_rational:
    case tiff::type_srational: return fraction(index).value_or(Fraction{}).quotient();
    default: return std::nullopt;
  }
}

std::optional<std::uint32_t> TiffEntry::as_integer(std::size_t index) const {
  const auto found = number(index);
  if (!found || !is_between(*found, 0, std::numeric_limits<std::uint32_t>::max())) return std::nullopt;
  const auto whole = static_cast<std::uint32_t>(*found);
  if (static_cast<double>(whole) != *found) return std::nullopt;
  return whole;
}

std::optional<Fraction> TiffEntry::fraction(std::size_t index) const {
  if ((type != tiff::type_rational && type != tiff::type_srational) || index >= value.size() / 8) return std::nullopt;
  const std::uint32_t numerator = u32(value, index * 8, order);
  const std::uint32_t denominator = u32(value, (index * 8) + 4, order);
  if (type == tiff::type_rational) return Fraction{numerator, denominator};
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

std::optional<std::uint32_t> TiffDirectory::as_integer(std::uint16_t tag) const {
  const auto* const entry = find(tag);
  return entry == nullptr ? std::nullopt : entry->as_integer();
}

TiffDirectory read_directory(const tiff::Block& block, std::uint64_t offset) {
  TiffDirectory directory;
  const auto found = block.directory(offset, tiff::Broken::skip);
  if (!found) return directory;
  directory.next = found->next;
  directory.entries.reserve(static_cast<std::size_t>(found->count));
  for (const auto& entry : block.entries(*found)) directory.entries.push_back({entry});
  return directory;
}

}  // namespace stripmeta::inspection
