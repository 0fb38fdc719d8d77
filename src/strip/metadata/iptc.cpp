#include "strip/metadata/iptc.hpp"

#include <algorithm>
#include <string>

#include "strip/base/plain_text.hpp"

namespace stripmeta {
namespace iptc {
namespace {

constexpr std::size_t header_size = 5;
constexpr std::size_t extended = 0x8000;  // the bit of an extended dataset's length

// Where a dataset's value begins, and the length that the dataset gives. nullopt if that is cut off or has too many
// bytes.
struct Extent {
  std::size_t begin;
  std::uint64_t length;
};
std::optional<Extent> read_extent(Bytes iim) {
  if (iim.size() < header_size) return std::nullopt;
  const std::size_t length = u16(iim, 3);
  if (length < extended) return Extent{header_size, length};
  const std::size_t width = length - extended;
  if (width > sizeof(std::uint64_t) || width > iim.size() - header_size) return std::nullopt;
  std::uint64_t wide = 0;
  for (std::size_t i = 0; i < width; ++i) wide = wide << 8U | u8(iim, header_size + i);
  return Extent{header_size + width, wide};
}

}  // namespace

std::optional<Dataset> read_dataset(Bytes iim) {
  if (iim.empty() || iim[0] != tag_marker) return std::nullopt;
  Dataset dataset;
  if (iim.size() > 1) dataset.record = u8(iim, 1);
  if (iim.size() > 2) dataset.number = u8(iim, 2);
  const auto extent = read_extent(iim).value_or(Extent{iim.size(), UINT64_MAX});
  const std::size_t room = iim.size() - extent.begin;
  dataset.is_complete = extent.length <= room;
  dataset.value = iim.subspan(extent.begin, static_cast<std::size_t>(std::min<std::uint64_t>(extent.length, room)));
  dataset.all = iim.first(extent.begin + dataset.value.size());
  return dataset;
}

namespace {

constexpr std::size_t max_by_lines = 64;

void put_dataset(std::vector<std::byte>& out, Record record, Number number, std::string_view value) {
  put_u8(out, std::to_integer<unsigned>(tag_marker));
  put_u8(out, record);
  put_u8(out, number);
  put_u16(out, static_cast<unsigned>(value.size()));
  put_text(out, value);
}

struct Rights {
  bool utf8{false};
  std::vector<std::string> by_lines;
  std::string notice;
};

void take(const Dataset& dataset, Rights& rights) {
  if (!dataset.is_complete) return;
  if (dataset.is(envelope, character_set)) rights.utf8 = as_text(dataset.value) == utf8_escape;
  if (dataset.is(application, copyright_notice) && rights.notice.empty()) rights.notice = printable_text(dataset.value);
  if (dataset.is(application, by_line) && rights.by_lines.size() < max_by_lines) {
    if (auto text = printable_text(dataset.value); !text.empty()) rights.by_lines.push_back(std::move(text));
  }
}

Rights read_rights(Bytes iim) {
  Rights rights;
  visit_datasets(iim, [&](const Dataset& dataset) { take(dataset, rights); });
  if (!rights.utf8) return rights;
  if (!is_kept_text(rights.notice)) rights.notice.clear();
  std::erase_if(rights.by_lines, [](const std::string& text) { return !is_kept_text(text); });
  return rights;
}

}  // namespace
}  // namespace iptc

std::vector<std::byte> kept_iptc(Bytes iim) {
  const auto rights = iptc::read_rights(iim);
  std::vector<std::byte> out;
  if (rights.by_lines.empty() && rights.notice.empty()) return out;
  if (rights.utf8) iptc::put_dataset(out, iptc::envelope, iptc::character_set, iptc::utf8_escape);
  for (const auto& text : rights.by_lines) iptc::put_dataset(out, iptc::application, iptc::by_line, text);
  if (!rights.notice.empty()) iptc::put_dataset(out, iptc::application, iptc::copyright_notice, rights.notice);
  return out;
}

}  // namespace stripmeta
