#include "strip/heif/jpeg2000.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "strip/bmff/writer.hpp"
#include "strip/jp2/bare.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

constexpr unsigned unspecified = 0xFFFF;

// The length of a palette by its fields (I.5.3.4).
std::optional<std::size_t> palette_size(Bytes payload) {
  constexpr std::size_t fixed = 3;
  constexpr unsigned max_rows = 1024;
  if (payload.size() < fixed) return std::nullopt;
  const std::size_t rows = u16(payload, 0);
  const std::size_t columns = u8(payload, 2);
  if (rows == 0 || rows > max_rows || columns == 0 || payload.size() < fixed + columns) return std::nullopt;
  std::size_t row = 0;
  for (std::size_t i = 0; i < columns; ++i) row += ((u8(payload, fixed + i) & 0x7FU) + 8U) / 8;
  return fixed + columns + rows * row;
}

// The length of a mapping from components to channels (I.5.3.5): one entry for each column of the palette.
std::optional<std::size_t> mapping_size(Bytes payload, std::size_t columns) {
  constexpr std::size_t entry = 4;
  constexpr unsigned max_component = 0x3FFF;
  if (columns == 0 || payload.size() < entry * columns) return std::nullopt;
  for (std::size_t i = 0; i < columns; ++i) {
    const auto by_palette = u8(payload, entry * i + 2);
    const std::size_t column = u8(payload, entry * i + 3);
    const bool is_right = by_palette == 1 ? column < columns : by_palette == 0 && column == 0;
    if (!is_right || u16(payload, entry * i) > max_component) return std::nullopt;
  }
  return entry * columns;
}

// The length of definitions of channels (I.5.3.6). They name each channel from 0 on once.
std::optional<std::size_t> definitions_size(Bytes payload) {
  constexpr std::size_t entry = 6;
  constexpr unsigned max_type = 2;  // colour, opacity, opacity that colours are multiplied by
  if (payload.size() < 2) return std::nullopt;
  const std::size_t count = u16(payload, 0);
  if (count == 0 || 2 + entry * count > payload.size()) return std::nullopt;
  std::vector<bool> named(count);
  for (std::size_t at = 2; at < 2 + entry * count; at += entry) {
    const std::size_t channel = u16(payload, at);
    const auto kind = u16(payload, at + 2);
    const auto association = u16(payload, at + 4);
    if (channel >= count || named[channel] || (kind > max_type && kind != unspecified)) return std::nullopt;
    if (association > count && association != unspecified) return std::nullopt;
    named[channel] = true;
  }
  return 2 + entry * count;
}

}  // namespace

void copy_j2k_header(FieldCopy& copy) {
  const auto payload = copy.take(copy.left());
  std::array<bmff::Type, 3> left{type("pclr"), type("cmap"), type("cdef")};
  std::size_t columns = 0;
  bmff::BoxWriter writer;
  bmff::visit_boxes(payload, {0, payload.size()}, [&](const bmff::Box& box) {
    const auto place = std::ranges::find(left, box.type);
    if (place == left.end()) return;
    std::optional<std::size_t> size;
    if (box.type == type("pclr")) size = palette_size(box.payload);
    if (box.type == type("cmap")) size = mapping_size(box.payload, columns);
    if (box.type == type("cdef")) size = definitions_size(box.payload);
    if (!size || *size > box.payload.size()) return;
    if (box.type == type("pclr")) columns = u8(box.payload, 2);
    *place = 0;  // each stays once
    writer.box(box.type, box.payload.first(*size));
  });
  copy.write(writer.take());
}

std::expected<std::vector<std::byte>, Error> strip_codestream(Bytes data, std::uint64_t offset, Output& out) {
  std::vector<std::byte> stripped;
  Report report;
  auto inner = out.divert(report, append_slice, &stripped);
  if (auto status = jp2::strip_codestream(data, offset, inner); !status) return std::unexpected(status.error());
  for (const auto& row : report.rows) out.report().add(row);
  out.report().truncated = out.report().truncated || report.truncated;
  return stripped;
}

}  // namespace stripmeta::heif
