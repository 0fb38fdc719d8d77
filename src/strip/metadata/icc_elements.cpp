#include "strip/metadata/icc_elements.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace stripmeta {
namespace {

constexpr std::uint32_t transform = 0x6D706574;   // "mpet"
constexpr std::uint32_t curve_set = 0x63767374;   // "cvst"
constexpr std::uint32_t curve = 0x63757266;       // "curf"
constexpr std::uint32_t formula = 0x70617266;     // "parf"
constexpr std::uint32_t samples = 0x73616D66;     // "samf"
constexpr std::uint32_t matrix = 0x6D617466;      // "matf"
constexpr std::uint32_t grid = 0x636C7574;        // "clut"
constexpr std::uint32_t begin_mark = 0x62414353;  // "bACS"
constexpr std::uint32_t end_mark = 0x65414353;    // "eACS"
constexpr std::size_t most_channels = 15;         // as lcms
constexpr std::size_t most_elements = 64;         // profiles have up to ten
constexpr std::size_t position_size = 8;
constexpr std::array<std::size_t, 3> parameters{4, 5, 5};

void put_head(std::vector<std::byte>& out, std::uint32_t type) {
  put_u32(out, type);
  put_u32(out, 0);
}

void put_channels(std::vector<std::byte>& out, IccChannels channels) {
  put_u16(out, static_cast<unsigned>(channels.in));
  put_u16(out, static_cast<unsigned>(channels.out));
}

void set_position(std::vector<std::byte>& out, std::size_t at, IccParts::Part part) {
  set_u32(out, at, part.offset);
  set_u32(out, at + 4, part.size);
}

void put_formula(IccSource& source, std::vector<std::byte>& out) {
  const unsigned function = source.u16();
  source.skip(2);
  if (function >= parameters.size()) return source.fail();
  put_head(out, formula);
  put_u16(out, function);
  put_u16(out, 0);
  put_bytes(out, source.take(4 * parameters.at(function)));
}

void put_segment(IccSource& source, std::vector<std::byte>& out) {
  const auto type = source.u32();
  source.skip(4);
  if (type == formula) return put_formula(source, out);
  if (type != samples) return source.fail();
  const std::uint64_t count = source.u32();
  put_head(out, samples);
  put_u32(out, static_cast<std::uint32_t>(count));
  put_bytes(out, source.take(4 * count));
}

void put_segmented_curve(IccSource& source, std::vector<std::byte>& out) {
  const auto type = source.u32();
  source.skip(4);
  const unsigned segments = source.u16();
  source.skip(2);
  if (type != curve || segments == 0) return source.fail();
  put_head(out, curve);
  put_u16(out, segments);
  put_u16(out, 0);
  put_bytes(out, source.take(4 * (segments - 1)));  // where one segment ends and the next begins
  for (unsigned i = 0; i < segments && !source.failed(); ++i) put_segment(source, out);
}

void put_curve_set(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  if (channels.in != channels.out) return source.fail();
  IccParts parts{out, source.size()};
  put_head(out, curve_set);
  put_channels(out, channels);
  const std::size_t positions_at = out.size();
  put_zeros(out, position_size * channels.in);
  for (std::size_t i = 0; i < channels.in && !source.failed(); ++i) {
    const auto offset = source.u32();
    source.skip(4);
    set_position(out, positions_at + position_size * i, parts.add(source, offset, put_segmented_curve));
  }
}

void put_matrix(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  put_head(out, matrix);
  put_channels(out, channels);
  put_bytes(out, source.take(4 * (channels.in * channels.out + channels.out)));
}

void put_float_grid(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  constexpr std::size_t dimensions = 16;
  constexpr std::uint64_t unbounded = std::uint64_t{1} << 40U;  // more than any profile has
  const auto points = source.take(dimensions);
  if (source.failed()) return;
  const auto used = points.first(channels.in);
  std::uint64_t size = 4 * channels.out;
  for (const auto count : used) size = std::min(size * std::to_integer<std::uint64_t>(count), unbounded);
  if (std::ranges::any_of(used, [](std::byte count) { return count < std::byte{2}; })) return source.fail();
  put_head(out, grid);
  put_channels(out, channels);
  put_bytes(out, used);
  put_zeros(out, dimensions - used.size());
  put_bytes(out, source.take(size));
}

struct Processing {
  std::uint32_t type;
  IccChannels channels;
};

Processing read_processing(IccSource& source) {
  const auto type = source.u32();
  source.skip(4);
  return {type, {source.u16(), source.u16()}};
}

void put_processing(IccSource& source, std::vector<std::byte>& out) {
  const auto [type, channels] = read_processing(source);
  if (type == curve_set) return put_curve_set(source, out, channels);
  if (type == matrix) return put_matrix(source, out, channels);
  if (type == grid) return put_float_grid(source, out, channels);
  source.fail();
}

// Whether each processing element takes what the one before it gives, from the first to the last.
bool is_chain(const IccSource& source, const std::vector<std::uint32_t>& offsets, IccChannels whole) {
  std::size_t channels = whole.in;
  for (const auto offset : offsets) {
    IccSource element = source.from(offset);
    const auto read = read_processing(element).channels;
    if (read.in != channels || read.out < 1 || read.out > most_channels) return false;
    channels = read.out;
  }
  return channels == whole.out;
}

bool is_mark(const IccSource& source, std::uint64_t offset) {
  IccSource element = source.from(offset);
  const auto type = element.u32();
  return type == begin_mark || type == end_mark;
}

// The offsets of the processing elements that do something.
std::vector<std::uint32_t> read_positions(IccSource& source) {
  const std::size_t count = source.u32();
  std::vector<std::uint32_t> offsets;
  if (count > most_elements) source.fail();
  for (std::size_t i = 0; i < count && !source.failed(); ++i) {
    const auto offset = source.u32();
    source.skip(4);
    if (!is_mark(source, offset)) offsets.push_back(offset);
  }
  return offsets;
}

}  // namespace

void put_elements(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  const auto type = source.u32();
  source.skip(4);
  const IccChannels declared{source.u16(), source.u16()};
  if (type != transform || declared.in != channels.in || declared.out != channels.out) return source.fail();
  const auto offsets = read_positions(source);
  if (!is_chain(source, offsets, channels)) source.fail();
  IccParts parts{out, source.size()};
  put_head(out, transform);
  put_channels(out, channels);
  put_u32(out, static_cast<std::uint32_t>(offsets.size()));
  const std::size_t positions_at = out.size();
  put_zeros(out, position_size * offsets.size());
  for (std::size_t i = 0; i < offsets.size() && !source.failed(); ++i) {
    set_position(out, positions_at + position_size * i, parts.add(source, offsets.at(i), put_processing));
  }
}

}  // namespace stripmeta
