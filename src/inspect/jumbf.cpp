#include "inspect/jumbf.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::size_t max_held_bytes = std::size_t{64} << 20U;
constexpr int max_depth = 16;
constexpr std::size_t box_head = 8;            // length and type
constexpr std::size_t extended_box_head = 16;  // and a length of eight bytes

struct Box {
  std::string_view type;
  Bytes content;
  std::size_t size{0};  // header included
};

// The box at the beginning of `bytes`; a length of 0 means up to the end. None where the header or the length is wrong.
std::optional<Box> read_box(Bytes bytes) {
  if (bytes.size() < box_head) return std::nullopt;
  std::uint64_t size = u32(bytes, 0);
  std::size_t head = box_head;
  if (size == 1) {
    if (bytes.size() < extended_box_head) return std::nullopt;
    head = extended_box_head;
    size = std::uint64_t{u32(bytes, 8)} << 32U | u32(bytes, 12);
  }
  if (size == 0) size = bytes.size();
  if (size < head || size > bytes.size()) return std::nullopt;
  return Box{as_text(bytes.subspan(4, 4)), bytes.subspan(head, size - head), static_cast<std::size_t>(size)};
}

// The description box: type (16 bytes), toggles, and where the toggles say so a label up to NUL.
std::string label_of(Bytes description) {
  constexpr std::size_t toggles_at = 16;
  constexpr unsigned has_label = 2;
  if (description.size() <= toggles_at || (u8(description, toggles_at) & has_label) == 0) return {};
  const Bytes label = description.subspan(toggles_at + 1);
  return utf8_or_latin1(until_nul(as_text(label.first(std::min(label.size(), max_name_bytes)))));
}

// The text that follows the text `key` in CBOR (RFC 8949, major type 3), both shorter than 64 KiB. Searching for the
// key finds it in maps of any depth without a parser for the rest.
std::optional<std::string_view> cbor_text(Bytes cbor, std::string_view key) {
  constexpr std::uint8_t text_type = 0x60;
  constexpr std::size_t one_byte = 24;
  constexpr std::size_t two_bytes = 25;
  const std::string encoded = static_cast<char>(text_type + key.size()) + std::string(key);
  const auto found = as_text(cbor).find(encoded);
  if (found == std::string_view::npos) return std::nullopt;
  const Bytes value = cbor.subspan(found + encoded.size());
  if (value.size() < 3 || (u8(value, 0) & 0xE0U) != text_type) return std::nullopt;
  std::size_t length = u8(value, 0) & 0x1FU;
  std::size_t at = 1;
  if (length == one_byte) {
    length = u8(value, 1);
    at = 2;
  } else if (length == two_bytes) {
    length = u16(value, 1);
    at = 3;
  } else if (length > two_bytes) {
    return std::nullopt;
  }
  if (length > value.size() - at) return std::nullopt;
  return as_text(value.subspan(at, length));
}

void add_claim(Bytes cbor, ValueList& out) {
  if (const auto title = cbor_text(cbor, "dc:title")) out.add("c2pa", "Title", *title);
  if (const auto generator = cbor_text(cbor, "claim_generator")) out.add("c2pa", "ClaimGenerator", *generator);
}

void add_boxes(Bytes bytes, const std::string& path, int depth, ValueList& out);

// A superbox: its description, then what it holds.
void add_superbox(const Box& box, const std::string& path, int depth, ValueList& out) {
  const auto description = read_box(box.content);
  if (!description || description->type != "jumd") return add_boxes(box.content, path, depth, out);
  const auto label = label_of(description->content);
  const bool joins = !path.empty() && !label.empty() && path.size() <= max_name_bytes;
  const auto& alone = path.empty() ? label : path;
  const auto inner = joins ? path + "/" + label : alone;
  out.add("c2pa", inner.empty() ? "(no label)" : inner, byte_count(box.size));
  const Bytes rest = box.content.subspan(description->size);
  if (label.starts_with("c2pa.claim")) {
    if (const auto claim = read_box(rest); claim && claim->type == "cbor") add_claim(claim->content, out);
  }
  add_boxes(rest, inner, depth, out);
}

void add_boxes(Bytes bytes, const std::string& path, int depth, ValueList& out) {
  if (depth > max_depth) return;
  while (const auto box = read_box(bytes)) {
    if (box->type == "jumb") add_superbox(*box, path, depth + 1, out);
    bytes = bytes.subspan(box->size);
  }
}

}  // namespace

void Jumbf::add_segment(Bytes payload) {
  constexpr std::size_t packet_head = 8;  // "JP", instance, number of the packet from 1
  if (!starts_with(payload, "JP")) return add_whole(payload);
  if (payload.size() < packet_head + box_head) return;
  auto& box = boxes_[u16(payload, 2)];
  Bytes part = payload.subspan(packet_head);
  // Each further packet repeats the box's header.
  if (!box.empty()) {
    part = part.subspan(std::min(u32(part, 0) == 1 ? extended_box_head : box_head, part.size()));
  }
  if (part.size() > max_held_bytes - held_bytes_) return;
  held_bytes_ += part.size();
  put_bytes(box, part);
}

void Jumbf::add_whole(Bytes payload) {
  constexpr std::string_view type = "jumb";
  constexpr std::size_t type_at = 4;
  if (payload.size() > max_held_bytes - held_bytes_) return;
  held_bytes_ += payload.size();
  auto& box = whole_.emplace_back();
  const bool has_head = payload.size() >= box_head && as_text(payload.subspan(type_at, type.size())) == type;
  if (!has_head) {
    put_u32(box, static_cast<std::uint32_t>(payload.size() + box_head));
    put_text(box, type);
  }
  put_bytes(box, payload);
}

void Jumbf::add_values(ValueList& out) const {
  for (const auto& box : whole_) add_boxes(box, "", 0, out);
  for (const auto& [instance, box] : boxes_) {
    const std::size_t declared = u32(box, 0);
    // A box whose later packets are missing is shown as far as it goes.
    add_boxes(box, "", 0, out);
    if (declared > box.size()) {
      out.add("c2pa", "Unreadable", byte_count(box.size()) + " of a box of " + byte_count(declared));
    }
  }
}

}  // namespace stripmeta::inspection
