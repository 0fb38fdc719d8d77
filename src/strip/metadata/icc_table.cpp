#include "strip/metadata/icc_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/metadata/icc_curve.hpp"

namespace stripmeta {
namespace {

constexpr std::uint32_t lut8 = 0x6D667431;    // "mft1"
constexpr std::uint32_t lut16 = 0x6D667432;   // "mft2"
constexpr std::uint32_t a_to_b = 0x6D414220;  // "mAB "
constexpr std::uint32_t b_to_a = 0x6D424120;  // "mBA "
constexpr std::size_t most_dimensions = 16;
constexpr std::uint64_t unbounded = std::uint64_t{1} << 40U;  // more than any profile has

// Numbers of a grid with these many points along each dimension; a point has `values` of them.
std::uint64_t grid_size(Bytes points, std::size_t values) {
  std::uint64_t size = values;
  for (const auto count : points) size = std::min(size * std::to_integer<std::uint64_t>(count), unbounded);
  return size;
}

// The matrix of lut8Type and lut16Type works on three channels only; with others it has no meaning.
void put_matrix(IccSource& source, std::vector<std::byte>& out, std::size_t channels) {
  constexpr std::size_t rows = 3;
  const auto matrix = source.take(rows * rows * 4);
  if (channels == rows) return put_bytes(out, matrix);
  for (std::size_t i = 0; i < rows * rows; ++i) put_u32(out, i % (rows + 1) == 0 ? 0x10000 : 0);
}

struct LutHead {
  IccChannels channels;
  std::byte grid{};
};

LutHead put_lut_head(IccSource& source, std::vector<std::byte>& out, std::string_view type, IccChannels expected) {
  const LutHead head{{source.u8(), source.u8()}, std::byte{static_cast<std::uint8_t>(source.u8())}};
  source.skip(1);
  const bool has_grid = head.grid > std::byte{1};
  const bool may_lack_it = head.grid == std::byte{0} && expected.in == expected.out;
  if (head.channels.in != expected.in || head.channels.out != expected.out || !(has_grid || may_lack_it)) source.fail();
  put_text(out, type);
  put_u32(out, 0);
  for (const auto number : {expected.in, expected.out}) put_u8(out, static_cast<unsigned>(number));
  put_u8(out, std::to_integer<unsigned>(head.grid));
  put_u8(out, 0);
  put_matrix(source, out, expected.in);
  return head;
}

std::uint64_t lut_grid_size(const LutHead& head) {
  std::array<std::byte, most_dimensions> points{};
  points.fill(head.grid);
  return grid_size(Bytes{points}.first(std::min(head.channels.in, most_dimensions)), head.channels.out);
}

void put_lut8(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  constexpr std::size_t entries = 256;
  const auto head = put_lut_head(source, out, "mft1", channels);
  put_bytes(out, source.take(entries * channels.in + lut_grid_size(head) + entries * channels.out));
}

void put_lut16(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  constexpr unsigned most_entries = 0x7FFF;  // lcms takes more than the 4,096 of the standard
  const auto head = put_lut_head(source, out, "mft2", channels);
  const std::size_t in = source.u16();
  const std::size_t after = source.u16();
  if (in == 1 || after == 1 || in > most_entries || after > most_entries) source.fail();
  put_u16(out, static_cast<unsigned>(in));
  put_u16(out, static_cast<unsigned>(after));
  put_bytes(out, source.take(2 * (in * channels.in + lut_grid_size(head) + after * channels.out)));
}

void put_curves(IccSource& source, std::vector<std::byte>& out, std::size_t count) {
  for (std::size_t i = 0; i < count && !source.failed(); ++i) {
    put_aligned(out);
    put_curve(source, out);
    source.align();
  }
}

void put_grid(IccSource& source, std::vector<std::byte>& out, IccChannels channels) {
  const auto points = source.take(most_dimensions);
  const unsigned precision = source.u8();
  source.skip(3);
  if (source.failed() || channels.in > points.size() || precision < 1 || precision > 2) return source.fail();
  const auto used = points.first(channels.in);
  const auto is_empty = [](std::byte count) { return count < std::byte{2}; };
  if (std::ranges::any_of(used, is_empty)) return source.fail();
  put_bytes(out, used);
  put_zeros(out, points.size() - used.size());
  put_u8(out, precision);
  put_zeros(out, 3);
  put_bytes(out, source.take(precision * grid_size(used, channels.out)));
}

// Writes one part of lutAToBType or lutBToAType, and its offset into the head. An offset of 0 means that there is none.
class AbParts {
 public:
  AbParts(IccSource& source, std::vector<std::byte>& out) : source_(source), out_(out), parts_(out, source.size()) {}

  template <typename Put>
  void add(std::uint32_t offset, std::size_t offset_at, const Put& put) {
    if (offset == 0 || source_.failed()) return;
    const auto part = parts_.add(source_, offset, put);
    set_u32(out_, parts_.base() + offset_at, part.offset);
  }

 private:
  IccSource& source_;
  std::vector<std::byte>& out_;
  IccParts parts_;
};

// B curves, matrix and M curves are on the side of the connection space, A curves on that of the device.
void put_ab(IccSource& source, std::vector<std::byte>& out, IccChannels channels, IccDirection direction) {
  constexpr std::size_t offsets_at = 12;
  const bool to = direction == IccDirection::to_connection;
  const std::size_t in = source.u8();
  const std::size_t after = source.u8();
  source.skip(2);
  std::array<std::uint32_t, 5> offsets{};
  for (auto& offset : offsets) offset = source.u32();
  const bool has_grid = offsets[3] != 0;
  if (in != channels.in || after != channels.out || (!has_grid && in != after)) source.fail();
  AbParts parts{source, out};
  put_text(out, to ? "mAB " : "mBA ");
  put_u32(out, 0);
  put_u8(out, static_cast<unsigned>(channels.in));
  put_u8(out, static_cast<unsigned>(channels.out));
  put_zeros(out, 2 + 4 * offsets.size());
  const auto curves = [](std::size_t count) {
    return [count](IccSource& part, std::vector<std::byte>& written) { put_curves(part, written, count); };
  };
  const auto matrix = [](IccSource& part, std::vector<std::byte>& written) { put_bytes(written, part.take(12 * 4)); };
  const auto grid = [channels](IccSource& part, std::vector<std::byte>& written) { put_grid(part, written, channels); };
  const std::size_t connection = to ? channels.out : channels.in;
  parts.add(offsets[0], offsets_at, curves(connection));
  parts.add(offsets[1], offsets_at + 4, matrix);
  parts.add(offsets[2], offsets_at + 8, curves(connection));
  parts.add(offsets[3], offsets_at + 12, grid);
  parts.add(offsets[4], offsets_at + 16, curves(to ? channels.in : channels.out));
}

}  // namespace

void put_table(IccSource& source, std::vector<std::byte>& out, IccChannels channels, IccDirection direction) {
  const auto type = source.u32();
  source.skip(4);
  if (type == lut8) return put_lut8(source, out, channels);
  if (type == lut16) return put_lut16(source, out, channels);
  if (type == (direction == IccDirection::to_connection ? a_to_b : b_to_a)) {
    return put_ab(source, out, channels, direction);
  }
  source.fail();
}

}  // namespace stripmeta
