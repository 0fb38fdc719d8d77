#include "strip/jxl/jxl.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "strip/bmff/payload.hpp"
#include "strip/bmff/writer.hpp"
#include "strip/jxl/gain_map.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta {
namespace {

using bmff::BoxFate;
using bmff::type;

constexpr std::size_t part_head = 4;  // of a jxlp: its number, with the mark of the last part
constexpr std::uint32_t last_flag = 0x80000000;
constexpr std::string_view brands("jxl \0\0\0\0jxl ", 12);
constexpr std::string_view brands_box(
    "\0\0\0\x14"
    "ftypjxl \0\0\0\0jxl ",
    20);

struct Row {
  bmff::Type type;
  Kind kind;
};
constexpr std::array<Row, 7> dropped{{
    {type("Exif"), Kind::exif},
    {type("xml "), Kind::xmp},
    {type("jumb"), Kind::jumbf},
    {type("jbrd"), Kind::reconstruction},
    {type("jhgm"), Kind::gain_map},
    {type("free"), Kind::padding},
    {type("skip"), Kind::padding},
}};

Kind box_kind(bmff::Type type, Bytes payload) {
  if (type == bmff::type("uuid")) return bmff::uuid_kind(payload);
  const auto row = std::ranges::find(dropped, type, &Row::type);
  if (row == dropped.end()) return Kind::box;
  return row->kind == Kind::jumbf && contains(payload, "c2pa") ? Kind::c2pa : row->kind;
}

// The content of a box that goes: in Exif it follows an offset, in a uuid box of a known kind the id.
Bytes content_of(const bmff::StreamedBox& box, Kind kind, Bytes front) {
  if (box.type() == type("Exif")) return front.subspan(bmff::exif_offset(front));
  return box.type() == type("uuid") && kind != Kind::uuid ? bmff::uuid_content(front) : front;
}

}  // namespace

void JxlGrammar::reset() {
  StreamGrammar::reset();
  state_ = State::start;
  boxes_.reset();
  codestream_.reset();
  gain_map_.reset();
  box_count_ = 0;
  part_count_ = 0;
  level_seen_ = gain_map_seen_ = codestream_seen_ = last_part_seen_ = false;
}

Status JxlGrammar::step(Output& out) {
  if (state_ == State::start) state_ = u8(piece_, at_) == 0xFF ? State::bare : State::boxes;
  const auto at = offset();
  const auto piece = take(piece_.size());
  return state_ == State::bare ? codestream_.feed(piece, at, false, out) : boxes_.feed(piece, out);
}

// Returns how many bytes are needed to judge a box; for metadata, as many as may be held.
std::expected<std::uint64_t, Error> JxlGrammar::on_head(const Box& box, Output& out) {
  constexpr std::uint64_t signature_size = 4;
  if (auto status = check_order(box); !status) return std::unexpected(status.error());
  if (box_count_ == 0) return signature_size;
  if (box_count_ == 1) return brands.size();
  switch (box.type()) {
    case type("jxlc"): return 0;
    case type("jxlp"): return part_head;
    case type("jxll"): return 1;
    default: return out.policy().max_header_bytes;
  }
}

// 18181-2 9.1: first the signature, then the brands, then all other boxes.
Status JxlGrammar::check_order(const Box& box) const {
  if (box_count_ == 1 && box.type() != type("ftyp")) {
    return fail(ErrorKind::malformed, box.at, "the signature is not followed by ftyp");
  }
  const bool whole = box.type() == type("jxlc");
  const bool second = codestream_seen_ || last_part_seen_ || (part_count_ > 0 && whole);
  if (second && (whole || box.type() == type("jxlp"))) return fail(ErrorKind::malformed, box.at, "a second codestream");
  return {};
}

JxlGrammar::Verdict JxlGrammar::on_front(const Box& box, Bytes front, bool whole, Output& out) {
  goes_ = false;
  if (box_count_ == 0) return BoxFate::pass;
  if (box_count_ == 1) return on_brands(box, front, whole, out);
  switch (box.type()) {
    case type("jxlc"): return on_codestream(box, out);
    case type("jxlp"): return on_part(box, front, out);
    case type("jhgm"): return on_gain_map(box, front, out);
    case type("jxll"): return on_level(box, front, whole, out);
    default: return drop(box, front, out);
  }
}

// Exactly one brand stays, as writers write it. Whatever else the box holds goes.
JxlGrammar::Verdict JxlGrammar::on_brands(const Box& box, Bytes front, bool whole, Output& out) {
  if (!starts_with(front, brands.substr(0, 4)) || front.size() < brands.size()) {
    return fail(ErrorKind::malformed, box.at, "ftyp does not name JPEG XL as the main brand");
  }
  if (as_text(front) == brands && whole) return BoxFate::pass;
  return replace(Kind::slack, std::as_bytes(std::span{brands_box}), out);
}

// Writes other bytes in place of the box. The report gets what the box is longer than these.
JxlGrammar::Verdict JxlGrammar::replace(Kind kind, Bytes written, Output& out) {
  goes_ = true;
  kind_ = kind;
  holds_ = {};
  written_ = written.size();
  if (auto status = codestream_.put(written, no_source_offset, out); !status) return std::unexpected(status.error());
  return BoxFate::drop;
}

JxlGrammar::Verdict JxlGrammar::on_codestream(const Box& box, Output& out) {
  codestream_seen_ = true;
  if (auto status = codestream_.put(box.head_bytes, box.at, out); !status) return std::unexpected(status.error());
  return BoxFate::pieces;
}

// The parts are numbered from 0 (18181-2 9.5). Decoders take them in the order of the file and ignore the numbers.
JxlGrammar::Verdict JxlGrammar::on_part(const Box& box, Bytes front, Output& out) {
  if (front.size() < part_head) return fail(ErrorKind::malformed, box.at, "a part of the codestream has no number");
  last_part_seen_ = (u32(front, 0) & last_flag) != 0;
  const bool is_spare = codestream_.is_over() && !box.head.runs_to_end && box.head.payload_size() > part_head;
  if (is_spare) return on_spare_part(front, box.at, out);
  std::vector<std::byte> number;
  put_u32(number, part_count_++ | (last_part_seen_ ? last_flag : 0));
  const bool is_right = same_bytes(number, front);
  if (!is_right) out.report().add(Kind::slack, Fate::removed, part_head);
  auto status = codestream_.put(box.head_bytes, box.at, out);
  if (status) {
    status = codestream_.put(number, is_right ? box.at + box.head.size : no_source_offset, out);
  }
  if (!status) return std::unexpected(status.error());
  return BoxFate::pieces;
}

// A part behind the end of the codestream goes, but the last one is the mark of the end: it becomes empty.
JxlGrammar::Verdict JxlGrammar::on_spare_part(Bytes front, std::uint64_t at, Output& out) {
  constexpr std::uint32_t empty_size = 12;
  out.found(Kind::trailer, front, at);
  std::vector<std::byte> empty;
  if (last_part_seen_) {
    put_u32(empty, empty_size);
    put_u32(empty, type("jxlp"));
    put_u32(empty, part_count_ | last_flag);
  }
  return replace(Kind::trailer, empty, out);
}

// Readers need to know only levels 5 and 10 (18181-2 9.3).
JxlGrammar::Verdict JxlGrammar::on_level(const Box& box, Bytes front, bool whole, Output& out) {
  constexpr std::uint8_t main_level = 5;
  constexpr std::uint8_t high_level = 10;
  const bool stays = !level_seen_ && !front.empty() && (u8(front, 0) == main_level || u8(front, 0) == high_level);
  if (!stays) return drop(box, front, out);
  level_seen_ = true;
  if (whole && !box.head.runs_to_end) {
    auto status = codestream_.put(box.head_bytes, box.at, out);
    if (status) status = codestream_.put(front, box.at + box.head.size, out);
    if (!status) return std::unexpected(status.error());
    return BoxFate::drop;
  }
  bmff::BoxWriter level;
  level.box(box.type(), front);
  return replace(Kind::slack, level.take(), out);
}

// A gain map that is damaged, or of another version, goes; so does one in the midst of a header of the codestream.
JxlGrammar::Verdict JxlGrammar::on_gain_map(const Box& box, Bytes front, Output& out) {
  const bool may_stay = out.policy().keeps(Keep::gainmap) && !gain_map_seen_ && !codestream_.holds_bytes();
  const auto head = may_stay ? jxl::gain_map_head(front) : std::nullopt;
  if (!head) return drop(box, front, out);
  gain_map_seen_ = true;
  const auto at = box.at + box.head.size;
  auto status = bmff::put_front(box, front.first(*head), out);
  if (status) status = gain_map_.feed(front.subspan(*head), at + *head, !box.head.runs_to_end, out);
  if (!status) return std::unexpected(status.error());
  return BoxFate::pieces;
}

JxlGrammar::Verdict JxlGrammar::drop(const Box& box, Bytes front, const Output& out) {
  constexpr std::size_t type_size = 4;
  goes_ = true;
  written_ = 0;
  if (box.type() == type("brob") && front.size() >= type_size) {  // compressed, so only its type is known
    kind_ = box_kind(u32(front, 0), {});
    holds_ = {};
    out.found(Kind::box, front, box.at);
    return BoxFate::drop;
  }
  kind_ = box_kind(box.type(), front);
  const auto content = content_of(box, kind_, front);
  holds_ = sensitive_in(kind_, content);
  out.found(kind_, content, box.at);
  return BoxFate::drop;
}

Status JxlGrammar::on_piece(const Box& box, Bytes piece, std::uint64_t at, Output& out) {
  auto& codestream = box.type() == type("jhgm") ? gain_map_ : codestream_;
  return codestream.feed(piece, at, !box.head.runs_to_end, out);
}

Status JxlGrammar::on_end(const Box& box, Output& out) {
  ++box_count_;
  const auto end = box.at + box.read;
  if (goes_) {
    out.report().add(kind_, Fate::removed, box.read - std::min(box.read, written_), holds_);
  } else if (box.type() == type("jhgm")) {
    out.report().add(Kind::gain_map, Fate::kept, box.read, HoldSet{}.add(Holds::gain_map));
    return gain_map_.finish(end, out);
  }
  const bool ends = box.type() == type("jxlc") || (box.type() == type("jxlp") && last_part_seen_);
  return ends ? codestream_.finish(end, out) : Status{};
}

bool JxlGrammar::is_complete_without(bmff::Type type) const {
  constexpr std::array may_stay{bmff::type("jxlc"), bmff::type("jxlp"), bmff::type("jxll"), bmff::type("jhgm")};
  return (codestream_seen_ || last_part_seen_) && std::ranges::find(may_stay, type) == may_stay.end();
}

Status JxlGrammar::finish(Output& out) {
  if (state_ == State::bare) return codestream_.finish(base_, out);
  if (auto status = boxes_.finish(out); !status) return status;
  if (codestream_seen_ || last_part_seen_) return {};
  return fail(ErrorKind::truncated, base_, "the input ends before the codestream does");
}

}  // namespace stripmeta
