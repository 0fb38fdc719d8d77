#include "strip/tiff/value.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "strip/tiff/layout.hpp"

namespace stripmeta::tiff {
namespace {

constexpr std::uint64_t max_long = row::max_long;
constexpr std::size_t long_size = 4;

bool is_allowed(std::uint64_t value, const KeptTag& row, const Shape& shape) {
  constexpr std::uint64_t corel_alpha = 999;  // decoders know it beside 0, 1 and 2
  switch (row.tag) {
    // None, horizontal, floating point; the last two also for every second or fourth sample (DNG 1.4).
    case tag_predictor: return (value >= 1 && value <= 3) || (value >= 34892 && value <= 34895);
    case tag_bits: return is_sample_bits(value);
    case tag_inks: return value >= 1 && value <= shape.samples;
    case tag_subsampling: return is_subsampling(value);
    case tag_extra_samples: return value <= 2 || value == corel_alpha;
    default: return value >= row.low && value <= row.high;
  }
}

// Any number of rows from the picture's height on means one strip.
std::uint64_t plain_number(std::uint64_t value, const KeptTag& row, const Shape& shape) {
  if (row.rule == Rule::mask) return value & row.high;
  if (row.tag == tag_rows_per_strip && value != max_long) return std::min(value, shape.height);
  return value;
}

std::uint16_t number_type(const Entry& entry, const KeptTag& row, std::uint64_t largest) {
  const bool is_short = row.width == Width::shorts || (row.width == Width::either && entry.type != type_long);
  return is_short && largest <= row::max_short ? type_short : type_long;
}

Value number_value(const Entry& entry, const KeptTag& row, const std::vector<std::uint64_t>& numbers) {
  Value value{.type = number_type(entry, row, std::ranges::max(numbers)), .count = numbers.size()};
  for (const auto number : numbers) put_number(value.bytes, number, type_size(value.type), entry.order);
  return value;
}

std::optional<Value> write_numbers(const Entry& entry, const KeptTag& row, const Shape& shape, std::uint64_t count) {
  std::vector<std::uint64_t> numbers;
  bool changed = false;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto number = entry.integer(i);
    if (!number || *number > max_long || (row.rule != Rule::mask && !is_allowed(*number, row, shape)))
      return std::nullopt;
    numbers.push_back(plain_number(*number, row, shape));
    changed = changed || numbers.back() != *number;
  }
  auto value = number_value(entry, row, numbers);
  value.changed = changed;
  return value;
}

// TransferFunction has one table or three (TIFF 6.0 section 20). A table of a few numbers could hold anything.
std::optional<Value> write_curve(const Entry& entry, const KeptTag& row, const Shape& shape, std::uint64_t count) {
  constexpr std::uint64_t min_levels = 16;
  const auto levels = shape.max_values(ValueLimit::per_level);
  if (entry.type != type_short || levels < min_levels) return std::nullopt;
  if (entry.count < count) count = levels;
  auto value = entry.count < count ? std::nullopt : write_numbers(entry, row, shape, count);
  for (std::uint64_t from = 0; value && from < count; from += levels) {
    bool rises = true;
    bool falls = true;
    for (std::uint64_t i = from + 1; i < from + levels; ++i) {
      rises = rises && *entry.integer(i - 1) <= *entry.integer(i);
      falls = falls && *entry.integer(i - 1) >= *entry.integer(i);
    }
    if (!rises && !falls) return std::nullopt;
  }
  return value;
}

std::optional<Value> write_dot_range(const Entry& entry, const KeptTag& row, const Shape& shape) {
  if (entry.count < 2) return std::nullopt;
  const auto white = entry.integer(0).value_or(0);
  const auto full = entry.integer(1).value_or(0);
  if (white >= full || full >= shape.max_values(ValueLimit::per_level)) return std::nullopt;
  for (std::uint64_t i = 2; i < std::min(entry.count, 2 * shape.samples); ++i) {
    if (entry.integer(i) != (i % 2 == 0 ? white : full)) return std::nullopt;
  }
  return number_value(entry, row, {white, full});
}

std::optional<double> real(const Entry& entry, std::uint64_t i) {
  const auto at = static_cast<std::size_t>(i) * entry.unit();
  if (at >= entry.value.size()) return std::nullopt;
  const auto first = entry.value.subspan(at);
  switch (entry.type) {
    case type_float: return std::bit_cast<float>(u32(first, 0, entry.order));
    case type_double: return std::bit_cast<double>(u64(first, 0, entry.order));
    default: break;
  }
  const auto number = entry.integer(i);
  return number ? std::optional{static_cast<double>(*number)} : std::nullopt;
}

struct Fraction {
  std::uint64_t above;
  std::uint64_t below;
};

std::optional<Fraction> fraction_of(double value) {
  constexpr int precision = 24;  // bits of a float
  constexpr int max_bits = 62;
  int exponent = 0;
  const auto digits = static_cast<std::uint64_t>(std::ldexp(std::frexp(value, &exponent), precision));
  const int shift = exponent - precision;
  if (shift > max_bits - precision || -shift > max_bits) return std::nullopt;
  return shift >= 0 ? Fraction{digits << shift, 1} : Fraction{digits, std::uint64_t{1} << -shift};
}

std::optional<Fraction> read_fraction(const Entry& entry, std::uint64_t i) {
  if (entry.type != type_rational && entry.type != type_srational) {
    const auto value = real(entry, i);
    return value && *value >= 0 && *value <= static_cast<double>(max_long) ? fraction_of(*value) : std::nullopt;
  }
  const auto at = static_cast<std::size_t>(i) * entry.unit();
  const Fraction fraction{u32(entry.value, at, entry.order), u32(entry.value, at + long_size, entry.order)};
  const bool is_signed = entry.type == type_srational;
  if (is_signed && std::max(fraction.above, fraction.below) > max_long / 2) return std::nullopt;
  return fraction.below == 0 ? Fraction{0, 1} : fraction;  // as libtiff reads it
}

float as_float(Fraction fraction) {
  return static_cast<float>(static_cast<double>(fraction.above) / static_cast<double>(fraction.below));
}

// The first convergent of the continued fraction that reads as the same float. A writer's fraction can hold eight bytes
// of anything; this one holds no more than the value.
std::optional<Fraction> simplest_fraction(Fraction exact) {
  Fraction before{0, 1};
  Fraction now{1, 0};
  for (Fraction rest = exact; rest.below != 0; rest = {rest.below, rest.above % rest.below}) {
    const auto whole = rest.above / rest.below;
    if (whole > max_long) return std::nullopt;
    const Fraction next{whole * now.above + before.above, whole * now.below + before.below};
    if (std::max(next.above, next.below) > max_long) return std::nullopt;
    if (as_float(next) == as_float(exact)) return next;
    before = now;
    now = next;
  }
  return std::nullopt;
}

// libtiff's form of a float: its digits above a power of two. The fraction holds no more than the float, which stays.
bool is_float(std::uint64_t above, std::uint64_t below) {
  constexpr std::uint64_t max_digits = 1U << 24U;
  return std::has_single_bit(below) && above <= max_digits;
}

// Whether the fraction as it was says nothing that the written one does not.
bool is_same_fraction(const Entry& entry, std::uint64_t i, Fraction fraction) {
  if (entry.type != type_rational) return true;
  const auto first = entry.value.subspan(static_cast<std::size_t>(i) * entry.unit());
  const std::uint64_t above = u32(first, 0, entry.order);
  const std::uint64_t below = u32(first, long_size, entry.order);
  return is_float(above, below) || (below != 0 && above * fraction.below == fraction.above * below);
}

std::optional<Value> write_fractions(const Entry& entry, const KeptTag& row, std::uint64_t count) {
  Value value{.type = type_rational, .count = count};
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto exact = read_fraction(entry, i);
    const auto fraction = exact ? simplest_fraction(*exact) : std::nullopt;
    if (!fraction || fraction->above > row.high * fraction->below) return std::nullopt;
    put_u32(value.bytes, static_cast<std::uint32_t>(fraction->above), entry.order);
    put_u32(value.bytes, static_cast<std::uint32_t>(fraction->below), entry.order);
    value.changed = value.changed || !is_same_fraction(entry, i, *fraction);
  }
  return value;
}

std::optional<Value> write_double(const Entry& entry) {
  const auto number = real(entry, 0);
  if (!number || !(*number >= 0 && *number <= std::numeric_limits<float>::max())) return std::nullopt;
  const auto kept = static_cast<double>(static_cast<float>(*number));
  Value value{.type = type_double, .count = 1, .changed = kept != *number};
  put_u64(value.bytes, std::bit_cast<std::uint64_t>(kept), entry.order);
  return value;
}

}  // namespace

std::optional<Value> written_value(const Entry& entry, const KeptTag& row, const Shape& shape) {
  const auto limit = shape.max_values(row.limit);
  const auto count = std::min(entry.count, limit);
  if (row.rule == Rule::curve) return write_curve(entry, row, shape, limit);
  if (row.rule == Rule::dot_range) return write_dot_range(entry, row, shape);
  if (row.limit != ValueLimit::per_sample && count < limit) return std::nullopt;
  switch (row.rule) {
    case Rule::fractions: return write_fractions(entry, row, count);
    case Rule::double_number: return write_double(entry);
    default: return write_numbers(entry, row, shape, count);
  }
}

}  // namespace stripmeta::tiff
