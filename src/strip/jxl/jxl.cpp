#include "strip/jxl/jxl.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "strip/metadata/exif.hpp"
#include "strip/metadata/gain_map.hpp"
#include "strip/metadata/sensitive.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t short_header = 8;    // size and type (ISO/IEC 14496-12 4.2)
constexpr std::size_t long_header = 16;    // and a size of eight bytes
constexpr std::size_t signature_size = 4;  // of the first box's payload
constexpr std::size_t part_head = 4;       // of a jxlp: its number, and the flag of the last one
constexpr std::string_view brands("jxl \0\0\0\0jxl ", 12);
constexpr std::string_view brands_box(
    "\0\0\0\x14"
    "ftypjxl \0\0\0\0jxl ",
    20);
constexpr std::array<std::byte, 2> codestream_start{std::byte{0xFF}, std::byte{0x0A}};

// Reads the numbers of a frame index (ISO/IEC 18181-2 9.7): seven bits a byte, the lowest first.
class IndexReader {
 public:
  explicit IndexReader(Bytes bytes) : bytes_(bytes) {}

  // Whether the bytes are an index and nothing else: a count, the ticks' length, three numbers a frame.
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
    constexpr unsigned most = 63;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < most && at_ < bytes_.size(); shift += bits) {
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
  std::string_view type;
  Kind kind;
};
constexpr std::array<Row, 8> dropped{{
    {"Exif", Kind::exif},
    {"xml ", Kind::xmp},
    {"jumb", Kind::jumbf},
    {"uuid", Kind::uuid},
    {"jbrd", Kind::reconstruction},
    {"jhgm", Kind::gain_map},
    {"free", Kind::padding},
    {"skip", Kind::padding},
}};

Kind box_kind(std::string_view type, Bytes payload) {
  const auto row = std::ranges::find(dropped, type, &Row::type);
  if (row == dropped.end()) return Kind::box;
  return row->kind == Kind::jumbf && contains(payload, "c2pa") ? Kind::c2pa : row->kind;
}

// A version, ISO 21496-1's metadata, an encoded colour space, a compressed profile, a codestream (libjxl's
// gain_map.h): like the picture's own codestream, the last two are not looked into.
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

// Behind the four bytes that say how far off it is (18181-2 9.6).
Bytes tiff_of(Bytes payload) {
  constexpr std::size_t head = 4;
  if (payload.size() < head) return {};
  const auto skipped = std::min<std::size_t>(u32(payload, 0), payload.size() - head);
  return payload.subspan(head + skipped);
}

HoldSet box_holds(Kind kind, Bytes payload) {
  switch (kind) {
    case Kind::exif: return read_exif(tiff_of(payload)).holds;
    case Kind::xmp: return xmp_holds(payload);
    case Kind::c2pa: return HoldSet{}.add(Holds::edit_history);
    case Kind::gain_map: return HoldSet{}.add(Holds::gain_map);
    case Kind::box: return text_holds(payload);
    default: return {};
  }
}

}  // namespace

void JxlGrammar::reset() {
  StreamGrammar::reset();
  state_ = State::start;
  header_size_ = 0;
  box_at_ = left_ = front_wanted_ = rest_size_ = boxes_ = codestream_ = 0;
  front_.clear();
  ended_ = passes_ = goes_ = level_seen_ = index_seen_ = gain_map_seen_ = whole_seen_ = part_seen_ = last_seen_ = false;
}

Status JxlGrammar::step(Output& out) {
  switch (state_) {
    case State::start: state_ = u8(piece_, at_) == 0xFF ? State::bare : State::header; return {};
    case State::header: return step_header(out);
    case State::front: return step_front(out);
    case State::rest: return step_rest(out);
    case State::bare: break;
  }
  const auto at = offset();
  return out.put(take(piece_.size()), at);
}

Status JxlGrammar::step_header(Output& out) {
  if (header_size_ == 0) box_at_ = offset();
  header_.at(header_size_++) = piece_[at_++];
  if (header_size_ < short_header) return {};
  if (u32(header_, 0) == 1 && header_size_ < long_header) return {};
  return begin_box(out);
}

Status JxlGrammar::begin_box(Output& out) {
  std::uint64_t size = u32(header_, 0);
  if (size == 1) size = u64(header_, short_header);
  if (size == 0) {
    left_ = to_end;
  } else if (size < header_size_) {
    return fail(ErrorKind::malformed, box_at_, "a box is smaller than its header");
  } else {
    left_ = size - header_size_;
  }
  if (auto status = check_place(); !status) return status;
  front_.clear();
  front_wanted_ = std::min(left_, front_limit(out.policy()));
  rest_size_ = 0;
  passes_ = goes_ = false;
  state_ = State::front;
  return front_wanted_ == 0 ? on_front(out) : Status{};
}

// 18181-2 9.1: the signature, the brands, then the others.
Status JxlGrammar::check_place() const {
  if (boxes_ == 1 && !is("ftyp")) return fail(ErrorKind::malformed, box_at_, "no box of brands follows the signature");
  if (is("jxll") && left_ != 1) return fail(ErrorKind::malformed, box_at_, "a level box of another size than one byte");
  return is("jxlc") || is("jxlp") ? check_codestream_place() : Status{};
}

Status JxlGrammar::check_codestream_place() const {
  if (whole_seen_ || last_seen_ || (part_seen_ && is("jxlc")))
    return fail(ErrorKind::malformed, box_at_, "a second codestream");
  return {};
}

// How much of a box is held: all that decides over it, of metadata as much as is allowed.
std::uint64_t JxlGrammar::front_limit(const Policy& policy) const {
  if (is("jxlc")) return 0;
  if (is("jxlp")) return part_head;
  if (is("jxll")) return 1;
  if (boxes_ == 0) return signature_size;
  if (boxes_ == 1) return brands.size();
  return policy.max_header_bytes;
}

Status JxlGrammar::step_front(Output& out) {
  const auto taken = take(front_wanted_ - front_.size());
  put_bytes(front_, taken);
  if (left_ != to_end) left_ -= taken.size();
  return front_.size() == front_wanted_ ? on_front(out) : Status{};
}

Status JxlGrammar::on_front(Output& out) {
  state_ = State::rest;
  Status status;
  if (boxes_ == 0) {
    status = keep_front(out);
  } else if (boxes_ == 1) {
    status = on_brands(out);
  } else if (is("jxlc")) {
    whole_seen_ = true;
    status = keep_front(out);
  } else if (is("jxlp")) {
    status = on_part(out);
  } else if (is("jxll") && !level_seen_) {
    level_seen_ = true;
    status = keep_front(out);
  } else if (is("jxli")) {
    status = on_index(out);
  } else if (is("jhgm")) {
    status = on_gain_map(out);
  } else {
    on_metadata(out);
  }
  if (!status) return status;
  if (left_ == 0) end_box(out);
  return {};
}

// Writers say one brand; what else stands there is written by nobody who follows the standard.
Status JxlGrammar::on_brands(Output& out) {
  if (!starts_with(front_, brands.substr(0, 4)) || front_.size() < brands.size())
    return fail(ErrorKind::malformed, box_at_, "the main brand is not JPEG XL's");
  if (as_text(front_) == brands && whole_front()) return keep_front(out);
  kind_ = Kind::slack;
  holds_ = {};
  goes_ = true;
  return out.put(std::as_bytes(std::span{brands_box}), made);
}

Status JxlGrammar::on_part(Output& out) {
  constexpr std::uint8_t last_flag = 0x80;
  if (front_.size() < part_head) return fail(ErrorKind::malformed, box_at_, "a codestream's part without its number");
  part_seen_ = true;
  last_seen_ = (u8(front_, 0) & last_flag) != 0;
  return keep_front(out);
}

// It serves seeking alone: one that is damaged, or too long to be held, goes.
Status JxlGrammar::on_index(Output& out) {
  if (!index_seen_ && whole_front() && IndexReader{front_}.is_exact()) {
    index_seen_ = true;
    return keep_front(out);
  }
  on_metadata(out);
  return {};
}

// One that is damaged, or of another version, goes.
Status JxlGrammar::on_gain_map(Output& out) {
  if (out.policy().keeps(Keep::gainmap) && !gain_map_seen_ && starts_as_gain_map(front_)) {
    gain_map_seen_ = true;
    return keep_front(out);
  }
  on_metadata(out);
  return {};
}

void JxlGrammar::on_metadata(Output& out) {
  constexpr std::size_t type_size = 4;
  const auto type = as_text(header_).substr(4, type_size);
  goes_ = true;
  holds_ = {};
  if (type == "brob" && front_.size() >= type_size) {  // what is compressed is not read
    kind_ = box_kind(as_text(front_).substr(0, type_size), {});
    out.found(Kind::box, front_, box_at_);
    return;
  }
  kind_ = box_kind(type, front_);
  holds_ = box_holds(kind_, front_);
  out.found(kind_, kind_ == Kind::exif ? tiff_of(front_) : Bytes{front_}, box_at_);
}

Status JxlGrammar::keep_front(Output& out) {
  passes_ = true;
  if (auto status = out.put(std::span{header_}.first(header_size_), box_at_); !status) return status;
  return out.put(front_, box_at_ + header_size_);
}

Status JxlGrammar::step_rest(Output& out) {
  const auto at = offset();
  const auto taken = take(left_);
  rest_size_ += taken.size();
  if (left_ != to_end) left_ -= taken.size();
  if (passes_) {
    if (auto status = is("jhgm") ? Status{} : check_codestream(taken, at); !status) return status;
    if (auto status = out.put(taken, at); !status) return status;
  }
  if (left_ == 0) end_box(out);
  return {};
}

Status JxlGrammar::check_codestream(Bytes bytes, std::uint64_t at) {
  for (std::size_t i = 0; i < bytes.size() && codestream_ + i < codestream_start.size(); ++i) {
    if (bytes[i] != codestream_start.at(static_cast<std::size_t>(codestream_) + i))
      return fail(ErrorKind::malformed, at + i, "a codestream without its signature");
  }
  codestream_ += bytes.size();
  return {};
}

void JxlGrammar::end_box(Output& out) {
  if (goes_) {
    const auto kept = kind_ == Kind::slack ? brands_box.size() : 0;
    const auto size = header_size_ + front_.size() + rest_size_;
    out.report().add(kind_, Fate::removed, size - std::min<std::uint64_t>(size, kept), holds_);
  }
  if (passes_ && is("jhgm")) {
    const auto size = header_size_ + front_.size() + rest_size_;
    out.report().add(Kind::gain_map, Fate::kept, size, HoldSet{}.add(Holds::gain_map));
  }
  ++boxes_;
  header_size_ = 0;
  state_ = State::header;
}

Status JxlGrammar::finish(Output& out) {
  ended_ = true;
  if (state_ == State::bare) return {};
  const bool open = state_ == State::front || state_ == State::rest;
  if (open ? left_ != to_end : header_size_ != 0)
    return fail(ErrorKind::truncated, base_, "the input ends within a box");
  if (state_ == State::front) {
    if (auto status = on_front(out); !status) return status;
  }
  if (open) end_box(out);
  if (codestream_ < codestream_start.size() || (part_seen_ && !last_seen_))
    return fail(ErrorKind::truncated, base_, "the input ends before the picture does");
  return {};
}

}  // namespace stripmeta
