#include "strip/metadata/photoshop.hpp"

#include <string>

#include "strip/base/plain_text.hpp"

namespace stripmeta {
namespace {

enum Record : std::uint8_t { envelope = 1, application = 2 };
enum Dataset : std::uint8_t { character_set = 90, by_line = 80, copyright_notice = 116 };

constexpr std::string_view utf8_mark = "\x1B%G";  // ISO 2022, as IIM 4.2 section 1.5 (1:90) has it
constexpr std::size_t most_by_lines = 64;

void put_dataset(std::vector<std::byte>& out, std::uint8_t record, std::uint8_t dataset, std::string_view value) {
  put_u8(out, 0x1C);
  put_u8(out, record);
  put_u8(out, dataset);
  put_u16(out, static_cast<unsigned>(value.size()));
  put_text(out, value);
}

struct Rights {
  bool utf8{false};
  std::vector<std::string> by_lines;
  std::string notice;
};

Rights read_rights(Bytes iim) {
  Rights rights;
  visit_datasets(iim, [&](std::uint8_t record, std::uint8_t dataset, Bytes value) {
    if (record == envelope && dataset == character_set) rights.utf8 = as_text(value) == utf8_mark;
    if (record != application) return;
    if (dataset == copyright_notice && rights.notice.empty()) rights.notice = printable_text(value);
    if (dataset == by_line && rights.by_lines.size() < most_by_lines) {
      if (auto text = printable_text(value); !text.empty()) rights.by_lines.push_back(std::move(text));
    }
  });
  if (!rights.utf8) return rights;
  if (!is_kept_text(rights.notice)) rights.notice.clear();
  std::erase_if(rights.by_lines, [](const std::string& text) { return !is_kept_text(text); });
  return rights;
}

}  // namespace

std::vector<std::byte> kept_iptc(Bytes iim) {
  const auto rights = read_rights(iim);
  std::vector<std::byte> out;
  if (rights.by_lines.empty() && rights.notice.empty()) return out;
  if (rights.utf8) put_dataset(out, envelope, character_set, utf8_mark);
  for (const auto& text : rights.by_lines) put_dataset(out, application, by_line, text);
  if (!rights.notice.empty()) put_dataset(out, application, copyright_notice, rights.notice);
  return out;
}

std::vector<std::byte> kept_resources(Bytes resources) {
  std::vector<std::byte> iptc;
  visit_resources(resources, [&](std::uint16_t id, Bytes data) {
    if (id == iptc_resource && iptc.empty()) iptc = kept_iptc(data);
  });
  std::vector<std::byte> out;
  if (iptc.empty()) return out;
  put_text(out, "8BIM");
  put_u16(out, iptc_resource);
  put_u16(out, 0);  // no name
  put_u32(out, static_cast<std::uint32_t>(iptc.size()));
  put_bytes(out, iptc);
  if (iptc.size() % 2 != 0) put_u8(out, 0);
  return out;
}

}  // namespace stripmeta
