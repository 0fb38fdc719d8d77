#include "strip/jxl/jxl.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "strip/bmff/payload.hpp"
#include "strip/metadata/gain_map.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta {
namespace {

using bmff::BoxFate;
using bmff::type;

constexpr std::size_t part_head = 4;  // of a jxlp: its number, with the mark of the last part
constexpr std::string_view brands("jxl \0\0\0\0jxl ", 12);
constexpr std::string_view brands_box(
    "\0\0\0\x14"
    "ftypjxl \0\0\0\0jxl ",
    20);
constexpr std::array<std::byte, 2> codestream_start{std::byte{0xFF}, std::byte{0x0A}};

// Reads the numbers of a frame index (18181-2 9.7). Each byte holds seven bits of a number, the lowest first.
class IndexReader {
 public:
  explicit IndexReader(Bytes bytes) : bytes_(bytes) {}

  // Whether the bytes are exactly an index: a count of frames, the length of a tick, three numbers for each frame.
  bool is_exact() {
    constexpr std::size_t ticks_size = 8;
    constexpr int numbers = 3;
    const auto frames = number();
    if (!good_ || bytes_.size() - at_ < ticks_size) return false;
    at_ += ticks_size;
    for (std::uint64_t i = 0; i < frames && good_; ++i) {
      for (int n = 0; n < numbers; ++n) number();
    }
    return good_ && at_ == bytes_.size();
  }

 private:
  std::uint64_t number() {
    constexpr unsigned bits = 7;
    constexpr unsigned max_bits = 63;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < max_bits && at_ < bytes_.size(); shift += bits) {
      const auto byte = u8(bytes_, at_++);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    good_ = false;
    return 0;
  }

  Bytes bytes_;
  std::size_t at_{0};
  bool good_{true};
};

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

// Whether a jhgm begins as a gain map: version, ISO 21496-1's metadata, encoded colour space, compressed profile,
// codestream. Like the picture's codestream, the last two are not looked into.
bool starts_as_gain_map(Bytes payload) {
  std::size_t at = 0;
  const auto part = [&](std::size_t size_bytes) -> std::optional<Bytes> {
    if (payload.size() - at < size_bytes) return std::nullopt;
    std::size_t size = 0;
    for (std::size_t i = 0; i < size_bytes; ++i) size = size << 8U | u8(payload, at + i);
    at += size_bytes;
    if (payload.size() - at < size) return std::nullopt;
    at += size;
    return payload.subspan(at - size, size);
  };
  if (payload.empty() || u8(payload, at++) != 0) return false;
  const auto metadata = part(2);
  const auto exact = metadata ? exact_gain_map_metadata(*metadata) : std::nullopt;
  if (!exact || !same_bytes(*exact, *metadata)) return false;
  constexpr std::size_t longest_colour = 32;  // bytes; 18181-1 E.2 needs 243 bits, chromaticities and all
  const auto colour = part(1);
  if (!colour || colour->size() > longest_colour || !part(4)) return false;
  return starts_with(payload.subspan(at), "\xFF\x0A");
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
  box_count_ = codestream_size_ = 0;
  level_seen_ = index_seen_ = gain_map_seen_ = codestream_seen_ = part_seen_ = last_part_seen_ = false;
}

Status JxlGrammar::step(Output& out) {
  if (state_ == State::start) state_ = u8(piece_, at_) == 0xFF ? State::bare : State::boxes;
  const auto at = offset();
  const auto piece = take(piece_.size());
  return state_ == State::bare ? out.put(piece, at) : boxes_.feed(piece, out);
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
  if (box.type() == type("jxll") && box.head.payload_size() != 1) {
    return fail(ErrorKind::malformed, box.at, "the level box does not hold exactly one byte");
  }
  const bool whole = box.type() == type("jxlc");
  const bool second = codestream_seen_ || last_part_seen_ || (part_seen_ && whole);
  if (second && (whole || box.type() == type("jxlp"))) return fail(ErrorKind::malformed, box.at, "a second codestream");
  return {};
}

JxlGrammar::Verdict JxlGrammar::on_front(const Box& box, Bytes front, bool whole, Output& out) {
  passes_ = true;
  if (box_count_ == 0) return BoxFate::pass;
  if (box_count_ == 1) return on_brands(box, front, whole, out);
  switch (box.type()) {
    case type("jxlc"):
    case type("jxlp"): return on_codestream_part(box, front, out);
    case type("jxli"): return on_index(box, front, whole, out);
    case type("jhgm"): return on_gain_map(box, front, out);
    case type("jxll"):
      if (level_seen_) break;
      level_seen_ = true;
      return BoxFate::pass;
    default: break;
  }
  return drop(box, front, out);
}

// Exactly one brand stays, as writers write it. Whatever else the box holds goes.
JxlGrammar::Verdict JxlGrammar::on_brands(const Box& box, Bytes front, bool whole, Output& out) {
  if (!starts_with(front, brands.substr(0, 4)) || front.size() < brands.size()) {
    return fail(ErrorKind::malformed, box.at, "ftyp does not name JPEG XL as the main brand");
  }
  if (as_text(front) == brands && whole) return BoxFate::pass;
  passes_ = false;
  kind_ = Kind::slack;
  holds_ = {};
  if (auto status = out.put(std::as_bytes(std::span{brands_box}), no_source_offset); !status) {
    return std::unexpected(status.error());
  }
  return BoxFate::drop;
}

JxlGrammar::Verdict JxlGrammar::on_codestream_part(const Box& box, Bytes front, Output& out) {
  constexpr std::uint8_t last_flag = 0x80;
  if (box.type() == type("jxlc")) {
    codestream_seen_ = true;
  } else if (front.size() < part_head) {
    return fail(ErrorKind::malformed, box.at, "a part of the codestream has no number");
  } else {
    part_seen_ = true;
    last_part_seen_ = (u8(front, 0) & last_flag) != 0;
  }
  if (auto status = bmff::put_front(box, front, out); !status) return std::unexpected(status.error());
  return BoxFate::pieces;
}

// An index only serves seeking, so it goes if it is damaged or too long to be held.
JxlGrammar::Verdict JxlGrammar::on_index(const Box& box, Bytes front, bool whole, const Output& out) {
  if (index_seen_ || !whole || !IndexReader{front}.is_exact()) return drop(box, front, out);
  index_seen_ = true;
  return BoxFate::pass;
}

// A gain map that is damaged, or of another version, goes.
JxlGrammar::Verdict JxlGrammar::on_gain_map(const Box& box, Bytes front, const Output& out) {
  const bool stays = out.policy().keeps(Keep::gainmap) && !gain_map_seen_ && starts_as_gain_map(front);
  if (!stays) return drop(box, front, out);
  gain_map_seen_ = true;
  return BoxFate::pass;
}

JxlGrammar::Verdict JxlGrammar::drop(const Box& box, Bytes front, const Output& out) {
  constexpr std::size_t type_size = 4;
  passes_ = false;
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

Status JxlGrammar::on_piece(const Box& /*box*/, Bytes piece, std::uint64_t at, Output& out) {
  if (auto status = check_codestream(piece, at); !status) return status;
  return out.put(piece, at);
}

Status JxlGrammar::check_codestream(Bytes bytes, std::uint64_t at) {
  for (std::size_t i = 0; i < bytes.size() && codestream_size_ + i < codestream_start.size(); ++i) {
    if (bytes[i] != codestream_start.at(static_cast<std::size_t>(codestream_size_) + i)) {
      return fail(ErrorKind::malformed, at + i, "the codestream has no signature");
    }
  }
  codestream_size_ += bytes.size();
  return {};
}

Status JxlGrammar::on_end(const Box& box, Output& out) {
  if (!passes_) {
    const auto written = kind_ == Kind::slack ? brands_box.size() : 0;
    out.report().add(kind_, Fate::removed, box.read - std::min<std::uint64_t>(box.read, written), holds_);
  } else if (box.type() == type("jhgm")) {
    out.report().add(Kind::gain_map, Fate::kept, box.read, HoldSet{}.add(Holds::gain_map));
  }
  ++box_count_;
  return {};
}

Status JxlGrammar::finish(Output& out) {
  if (state_ == State::bare) return {};
  if (auto status = boxes_.finish(out); !status) return status;
  if (codestream_size_ < codestream_start.size() || (part_seen_ && !last_part_seen_)) {
    return fail(ErrorKind::truncated, base_, "the input ends before the codestream does");
  }
  return {};
}

}  // namespace stripmeta
