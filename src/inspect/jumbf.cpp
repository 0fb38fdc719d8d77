#include "inspect/jumbf.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "inspect/text.hpp"
#include "strip/bmff/box.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::size_t max_held_bytes = std::size_t{64} << 20U;
constexpr int max_depth = 16;
using bmff::Box;
using bmff::type;

// The description box: type (16 bytes), toggles, then a label up to NUL if the toggles announce one.
std::string label_of(Bytes description) {
  constexpr std::size_t toggles_at = 16;
  constexpr unsigned has_label = 2;
  if (description.size() <= toggles_at || (u8(description, toggles_at) & has_label) == 0) return {};
  const Bytes label = description.subspan(toggles_at + 1);
  return utf8_or_latin1(until_nul(as_text(label.first(std::min(label.size(), max_name_bytes)))));
}

// The text that follows the text `key` in CBOR (RFC 8949, major type 3). `key` has fewer than 24 bytes, the text fewer
// than 64 KiB. A plain search finds the key in maps of any depth, without a CBOR parser.
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

// The first box of `bytes`; nullopt if there is none.
std::optional<Box> first_box(Bytes bytes) {
  const auto box = bmff::BoxWalk{bytes, 0, bytes.size()}.next();
  return box ? std::optional{*box} : std::nullopt;
}

// Adds a superbox, which is a description and then further boxes.
void add_superbox(const Box& box, const std::string& path, int depth, ValueList& out) {
  const auto description = first_box(box.payload);
  if (!description || description->type != type("jumd")) return add_boxes(box.payload, path, depth, out);
  const auto label = label_of(description->payload);
  const bool joins = !path.empty() && !label.empty() && path.size() <= max_name_bytes;
  const auto& alone = path.empty() ? label : path;
  const auto inner = joins ? path + "/" + label : alone;
  out.add("c2pa", inner.empty() ? "(no label)" : inner, byte_count(box.size()));
  const Bytes rest = box.payload.subspan(description->size());
  if (label.starts_with("c2pa.claim")) {
    if (const auto claim = first_box(rest); claim && claim->type == type("cbor")) add_claim(claim->payload, out);
  }
  add_boxes(rest, inner, depth, out);
}

void add_boxes(Bytes bytes, const std::string& path, int depth, ValueList& out) {
  if (depth > max_depth) return;
  bmff::BoxWalk walk{bytes, 0, bytes.size()};
  while (const auto box = walk.next()) {
    if (box->type == type("jumb")) add_superbox(*box, path, depth + 1, out);
  }
}

}  // namespace

void Jumbf::add_segment(Bytes payload) {
  constexpr std::size_t packet_head = 8;  // "JP", instance, number of the packet from 1
  constexpr std::size_t box_head = 8;     // the shortest head of a box
  if (!starts_with(payload, "JP")) return add_whole(payload);
  if (payload.size() < packet_head + box_head) return;
  auto& box = boxes_[u16(payload, 2)];
  Bytes part = payload.subspan(packet_head);
  // Each further packet repeats the box's head.
  if (!box.empty()) {
    const auto head = bmff::read_head(part);
    part = part.subspan(head ? head->size : part.size());
  }
  if (part.size() > max_held_bytes - held_bytes_) return;
  held_bytes_ += part.size();
  put_bytes(box, part);
}

void Jumbf::add_whole(Bytes payload) {
  constexpr std::size_t box_head = 8;
  if (payload.size() > max_held_bytes - held_bytes_) return;
  held_bytes_ += payload.size();
  auto& box = whole_.emplace_back();
  const auto head = bmff::read_head(payload);
  if (!head || head->type != type("jumb")) {
    put_u32(box, static_cast<std::uint32_t>(payload.size() + box_head));
    put_u32(box, type("jumb"));
  }
  put_bytes(box, payload);
}

void Jumbf::add_values(ValueList& out) const {
  for (const auto& box : whole_) add_boxes(box, "", 0, out);
  for (const auto& [instance, box] : boxes_) {
    const auto head = bmff::read_head(box);
    const auto declared = head ? head->box_size : 0;
    // If later packets are missing, the first boxes can still be shown.
    add_boxes(box, "", 0, out);
    if (declared > box.size()) {
      out.add("c2pa", "Unreadable", byte_count(box.size()) + " of a box of " + byte_count(declared));
    }
  }
}

}  // namespace stripmeta::inspection
