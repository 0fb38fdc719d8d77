#include "strip/heif/fields.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "strip/heif/jpeg2000.hpp"
#include "strip/heif/uncompressed.hpp"
#include "strip/metadata/display.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Type;
using bmff::type;

template <std::size_t size>
void copy_plain(FieldCopy& copy) {
  for (std::size_t i = 0; i < size; ++i) copy.number(1);
}

template <std::size_t size>
void copy_full(FieldCopy& copy) {
  copy.full();
  copy_plain<size>(copy);
}

template <unsigned mask>
void copy_bits(FieldCopy& copy) {
  copy.masked(mask);
}

// The depth of each channel (23008-12 6.5.6). With flag 1, the kind and the position of each follow, and a label, which
// goes.
void copy_channels(FieldCopy& copy) {
  constexpr unsigned has_kinds = 1;
  constexpr unsigned has_position = 2;
  constexpr unsigned has_label = 1;
  constexpr unsigned stays = 0xEE;  // all but a reserved bit and has_label
  constexpr std::uint64_t most_channels = 16;
  constexpr std::uint64_t deepest = 64;  // ISO/IEC 23001-17; other codings have 16 at most
  const auto head = copy.full(0, has_kinds);
  const auto channels = copy.number(1);
  copy.require(channels >= 1 && channels <= most_channels);
  for (std::uint64_t i = 0; i < channels && copy.ok(); ++i) {
    const auto depth = copy.number(1);
    copy.require(depth >= 1 && depth <= deepest);
  }
  for (std::uint64_t i = 0; i < channels && copy.ok() && head.flags == has_kinds; ++i) {
    const auto kind = copy.masked(stays);
    if ((kind & has_position) != 0) copy.number(1);
    if ((kind & has_label) != 0) copy.drop_text();
  }
}

// A fraction, reduced. Signed numerators are as the standard has them: in two's complement.
void copy_fraction(FieldCopy& copy, bool is_signed) {
  constexpr std::uint64_t most = INT32_MAX;  // decoders take greater denominators for negative ones
  const auto numerator = copy.read(4);
  const auto denominator = copy.read(4);
  copy.require(denominator > 0 && denominator <= most);
  const bool negative = is_signed && numerator > most;
  const auto size = negative ? (std::uint64_t{1} << 32U) - numerator : numerator;
  const auto divisor = std::max<std::uint64_t>(std::gcd(size, denominator), 1);
  copy.put(negative ? (std::uint64_t{1} << 32U) - size / divisor : size / divisor, 4);
  copy.put(denominator / divisor, 4);
}

// Width and height of what is shown, and how far its centre is from the picture's (14496-12 12.1.4).
void copy_aperture(FieldCopy& copy) {
  for (const bool is_signed : {false, false, true, true}) copy_fraction(copy, is_signed);
}

// How wide and how high a pixel is (14496-12 12.1.4), reduced.
void copy_pixel_ratio(FieldCopy& copy) {
  constexpr std::uint64_t most = 0xFFFF;
  const auto width = copy.read(4);
  const auto height = copy.read(4);
  copy.require(width > 0 && height > 0);
  const auto divisor = std::max<std::uint64_t>(std::gcd(width, height), 1);
  copy.require(width / divisor <= most && height / divisor <= most);
  copy.put(width / divisor, 4);
  copy.put(height / divisor, 4);
}

constexpr std::uint64_t most_light = 10'000;  // cd/m2, as much as PQ has

// The brightest pixel, and the brightest average (14496-12 12.1.6).
void copy_light_level(FieldCopy& copy) {
  copy.at_most(2, most_light);
  copy.at_most(2, most_light);
}

Chromaticity copy_point(FieldCopy& copy) {
  const auto x = static_cast<std::int64_t>(copy.number(2));
  return {x, static_cast<std::int64_t>(copy.number(2))};
}

// The primaries and the white of a display, or zeros, and its greatest and least luminance in steps of 0.0001 cd/m2
// (14496-12 12.1.7, H.265 D.3.28).
void copy_display(FieldCopy& copy) {
  std::array<Chromaticity, 4> points{};
  for (auto& point : points) point = copy_point(copy);
  copy.require(std::ranges::all_of(points, &Chromaticity::is_zero) ||
               (are_primaries(points[0], points[1], points[2]) && points[3].is_white()));
  copy.at_most(4, copy.at_most(4, most_light * 10'000));
}

// The light of the room in steps of 0.0001 lux, and its colour (14496-12 12.1.10, H.265 D.3.39).
void copy_ambient_light(FieldCopy& copy) {
  constexpr std::uint64_t brightest = 2'000'000'000;  // the sun at noon has 120,000 lux
  copy.at_most(4, brightest);
  const auto colour = copy_point(copy);
  copy.require(colour.is_zero() || colour.is_white());
}

// The luminance of diffuse white in steps of 0.0001 cd/m2 (23008-12 6.5.31).
void copy_white(FieldCopy& copy) {
  copy.full();
  copy.at_most(4, most_light * 10'000);
}

// The colours and the luminance of the content (14496-12 12.1.9, H.265 D.3.40). Four bits say which fields follow.
void copy_volume(FieldCopy& copy) {
  constexpr unsigned has_primaries = 0x20;
  constexpr std::size_t primaries = 6;  // of 4 bytes
  const auto flags = copy.masked(0x3C);
  constexpr std::uint32_t greatest = 5'000'000;  // on either side of zero
  for (std::size_t i = 0; i < primaries && (flags & has_primaries) != 0; ++i) {
    copy.require(static_cast<std::uint32_t>(copy.number(4) + greatest) <= 2 * greatest);
  }
  for (const unsigned bit : {0x10U, 0x08U, 0x04U}) {
    if ((flags & bit) != 0) copy.number(4);
  }
}

// The bytes of each layer but the last (AV1-AVIF 2.3.2.3).
void copy_layer_sizes(FieldCopy& copy) {
  constexpr std::size_t sizes = 3;
  const bool is_large = (copy.masked(1) & 1U) != 0;
  bool ended = false;
  for (std::size_t i = 0; i < sizes; ++i) {
    const auto size = copy.number(is_large ? 4 : 2);
    copy.require(!ended || size == 0);
    ended = size == 0;
  }
}

// Which layer is shown; 0xFFFF: all (23008-12 6.5.11). AV1 has four.
void copy_layer(FieldCopy& copy) {
  constexpr std::uint64_t all = 0xFFFF;
  constexpr std::uint64_t max_layers = 4;
  const auto layer = copy.number(2);
  copy.require(layer < max_layers || layer == all);
}

// How pictures of a sequence refer to each other (23008-12 7.2.3): 6 bits, 26 reserved ones.
void copy_constraints(FieldCopy& copy) {
  copy.full();
  copy.masked(0xFC);
  copy.zeros(3);
}

struct Row {
  Type name;
  void (*copy)(FieldCopy&);
};
// 23008-12 6.5, 14496-12 12.1, AV1-AVIF 2.3, 23001-17 5.2 and 6.
constexpr std::array<Row, 20> rows{{
    {type("ispe"), copy_full<8>},       {type("pixi"), copy_channels},    {type("pasp"), copy_pixel_ratio},
    {type("clap"), copy_aperture},      {type("irot"), copy_bits<3>},     {type("imir"), copy_bits<1>},
    {type("a1op"), copy_bits<0x1F>},    {type("a1lx"), copy_layer_sizes}, {type("lsel"), copy_layer},
    {type("clli"), copy_light_level},   {type("mdcv"), copy_display},     {type("cclv"), copy_volume},
    {type("amve"), copy_ambient_light}, {type("ndwt"), copy_white},       {type("uncC"), copy_uncompressed},
    {type("cmpd"), copy_components},    {type("cmpC"), copy_compression}, {type("icef"), copy_units},
    {type("j2kH"), copy_j2k_header},    {type("ccst"), copy_constraints},
}};

const Row* find_row(Type property) {
  const auto row = std::ranges::find(rows, property, &Row::name);
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

void FieldCopy::put(std::uint64_t value, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) put_u8(out_, static_cast<unsigned>(value >> 8U * i & 0xFFU));
}

std::uint64_t FieldCopy::number(std::size_t size) {
  const auto value = in_.number(size);
  put(value, size);
  return value;
}

std::uint64_t FieldCopy::at_most(std::size_t size, std::uint64_t most) {
  const auto value = number(size);
  require(value <= most);
  return value;
}

unsigned FieldCopy::masked(unsigned mask) {
  const unsigned value = in_.u8();
  put_u8(out_, value & mask);
  return value;
}

void FieldCopy::zeros(std::size_t size) {
  in_.take(size);
  out_.resize(out_.size() + size);
}

void FieldCopy::drop_text() {
  in_.text();
}

bmff::FullHead FieldCopy::full(unsigned max_version, unsigned flags) {
  auto head = bmff::read_full(in_);
  require(head.version <= max_version);
  head.flags &= flags;
  put_u32(out_, static_cast<std::uint32_t>(head.version) << 24U | head.flags);
  return head;
}

std::optional<std::vector<std::byte>> FieldCopy::done() {
  return ok() ? std::optional{std::move(out_)} : std::nullopt;
}

bool has_known_fields(Type property) {
  return find_row(property) != nullptr;
}

std::optional<std::vector<std::byte>> rewrite_fields(Type property, Bytes payload) {
  FieldCopy copy{payload};
  find_row(property)->copy(copy);
  return copy.done();
}

}  // namespace stripmeta::heif
