#include "strip/jp2/codestream.hpp"

#include <algorithm>
#include <array>

#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::jp2 {
namespace {

constexpr std::size_t sot_size = 12;
constexpr std::array<std::byte, 2> end_marker{std::byte{0xFF}, std::byte{0xD9}};

// Whether the marker begins a segment of a header. FF30 to FF3F have no length (A.1.3); SOC, SOT, SOD and EOC delimit
// parts (A.2).
bool has_segment(unsigned marker) {
  constexpr unsigned first = 0xFF40;
  if (marker < first || marker == soc) return false;
  return marker < sot || (marker > 0xFF93 && marker != eoc);
}

bool is_blank_comment(Bytes segment) {
  return u16(segment, 0) == com && is_zero(segment.subspan(fields_at));
}

// A comment begins with a number that says how its text is encoded (A.9.2).
Bytes content_of(unsigned marker, Bytes segment) {
  const auto fields = segment.subspan(fields_at);
  return marker == com ? fields.subspan(std::min<std::size_t>(fields.size(), 2)) : fields;
}

}  // namespace

void Codestream::reset() {
  *this = {};
  wanted_ = marker_size;
}

void Codestream::start_bare() {
  reset();
}

void Codestream::start_in(const bmff::StreamedBox& box) {
  reset();
  put_bytes(box_head_, box.head_bytes);
  head_ = box.head;
  box_offset_ = box.at;
  held_offset_ = box.at + box.head.size;
}

Status Codestream::feed(Bytes piece, std::uint64_t at, Output& out) {
  offset_ = at;
  while (!piece.empty()) {
    if (auto status = step(piece, out); !status) return status;
  }
  return {};
}

Bytes Codestream::take(Bytes& piece, std::uint64_t most) {
  const auto taken = piece.first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), most)));
  piece = piece.subspan(taken.size());
  offset_ += taken.size();
  return taken;
}

Status Codestream::step(Bytes& piece, Output& out) {
  switch (state_) {
    case State::data: return pass_data(piece, out);
    case State::open_data: return pass_open_data(piece, out);
    case State::after: {
      const auto at = offset_;
      return drop_trailer(take(piece, piece.size()), at, out);
    }
    default: break;
  }
  put_bytes(held_, take(piece, wanted_ - held_.size()));
  return held_.size() == wanted_ ? judge_unit(out) : Status{};
}

// From here on, judge_unit() is called as soon as `size` bytes of the unit are held.
Status Codestream::gather(State state, std::size_t size, const Output& out) {
  state_ = state;
  wanted_ = unit_ + size;
  if (in_main_header_ && wanted_ > out.policy().max_header_bytes) {
    return fail(ErrorKind::too_large, unit_offset(), "the main header is longer than the limit for headers");
  }
  return {};
}

// Begins a new unit. The units before it stay held only in the main header.
Status Codestream::next_unit(State state, const Output& out) {
  if (in_main_header_) {
    unit_ = held_.size();
  } else {
    held_.clear();
    held_offset_ = offset_;
    unit_ = 0;
  }
  return gather(state, marker_size, out);
}

Status Codestream::judge_unit(Output& out) {
  switch (state_) {
    case State::marker: return on_marker(out);
    case State::length: return on_length(out);
    case State::segment: return on_segment(out);
    case State::boundary: return on_boundary(out);
    default: return on_tile_part(out);
  }
}

Status Codestream::on_marker(Output& out) {
  const unsigned marker = u16(unit(), 0);
  if (in_main_header_ && unit_ == 0) {
    if (marker != soc) return fail(ErrorKind::malformed, unit_offset(), "the codestream does not begin with SOC");
    kept_.push_back({0, marker_size});
    return next_unit(State::marker, out);
  }
  const bool is_second = in_main_header_ && unit_ == marker_size;
  if (is_second != (marker == siz)) {
    return fail(ErrorKind::malformed, unit_offset(), "SIZ does not follow SOC, or comes again");
  }
  if (in_main_header_ && marker == sot) return write_main_header(out);
  if (!in_main_header_ && marker == sod) return on_data(out);
  if (!has_segment(marker)) return fail(ErrorKind::malformed, unit_offset(), "this marker cannot stand in a header");
  return gather(State::length, fields_at, out);
}

Status Codestream::on_length(Output& out) {
  const std::size_t size = marker_size + u16(unit(), marker_size);
  const bool is_past = tile_part_size_ != 0 && tile_part_read_ + size > tile_part_size_;
  if (size < fields_at || (!in_main_header_ && is_past)) {
    return fail(ErrorKind::malformed, unit_offset(), "the length of a marker segment is wrong");
  }
  if (auto status = gather(State::segment, size, out); !status) return status;
  return size == fields_at ? on_segment(out) : Status{};
}

Status Codestream::on_segment(Output& out) {
  const auto segment = unit();
  const unsigned marker = u16(segment, 0);
  const auto fields = segment.subspan(fields_at);
  if (marker == siz) shape_ = read_shape(fields);
  const auto judgement = judge_segment(marker, fields, shape_);
  if (judgement == Judgement::damaged) {
    return fail(ErrorKind::malformed, unit_offset(), "a marker segment does not have the length of its fields");
  }
  const bool stays = judgement == Judgement::stays || (!in_main_header_ && is_blank_comment(segment));
  if (auto status = stays ? keep(segment.size(), out) : drop_segment(marker, segment, out); !status) return status;
  return next_unit(State::marker, out);
}

Status Codestream::keep(std::size_t size, Output& out) {
  if (in_main_header_) {
    if (kept_.back().at + kept_.back().size == unit_) {
      kept_.back().size += size;
    } else {
      kept_.push_back({unit_, size});
    }
    return {};
  }
  tile_part_read_ += size;
  return out.put(unit().first(size), unit_offset());
}

Status Codestream::drop_segment(unsigned marker, Bytes segment, Output& out) {
  const auto kind = marker == com ? Kind::comment : Kind::junk;
  const auto content = content_of(marker, segment);
  out.found(kind, content, unit_offset());
  out.report().add(kind, Fate::removed, segment.size(), sensitive_in(kind, content));
  if (in_main_header_) {
    removed_ += segment.size();
    return {};
  }
  constexpr std::size_t least_comment = 7;  // marker, length, registration, and a byte (A.9.2)
  if (segment.size() < least_comment) {
    return fail(ErrorKind::malformed, unit_offset(), "a tile-part has an unknown segment too short to be a comment");
  }
  tile_part_read_ += segment.size();
  std::vector<std::byte> head;
  put_u16(head, com);
  put_bytes(head, segment.subspan(marker_size, fields_at - marker_size));
  if (auto status = out.put(head, no_source_offset); !status) return status;
  return put_zeros(segment.size() - fields_at, out);
}

Status Codestream::put_zeros(std::size_t count, Output& out) {
  constexpr std::array<std::byte, 4096> zeros{};
  for (; count > 0; count -= std::min(count, zeros.size())) {
    if (auto status = out.put(Bytes{zeros}.first(std::min(count, zeros.size())), no_source_offset); !status)
      return status;
  }
  return {};
}

// Called at the first SOT: only now it is known what goes from the main header, and how long the box will be.
Status Codestream::write_main_header(Output& out) {
  if (auto status = write_box_head(out); !status) return status;
  for (const auto& run : kept_) {
    if (auto status = out.put(Bytes{held_}.subspan(run.at, run.size), held_offset_ + run.at); !status) return status;
  }
  held_offset_ += unit_;
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(unit_));
  unit_ = 0;
  in_main_header_ = false;
  return gather(State::tile_part, sot_size, out);
}

Status Codestream::write_box_head(Output& out) {
  if (!has_length() || removed_ == 0) return out.put(box_head_, box_offset_);
  const auto size = head_.box_size - removed_;
  std::vector<std::byte> head;
  const bool is_long = head_.size == bmff::longest_head;
  put_u32(head, is_long ? 1 : static_cast<std::uint32_t>(size));
  put_u32(head, head_.type);
  if (is_long) put_u64(head, size);
  return out.put(head, no_source_offset);
}

// Reads SOT (A.4.2).
Status Codestream::on_tile_part(Output& out) {
  constexpr std::size_t size_at = 6;
  if (u16(unit(), marker_size) != sot_size - marker_size) {
    return fail(ErrorKind::malformed, unit_offset(), "an SOT segment does not have the length of its fields");
  }
  tile_part_size_ = u32(unit(), size_at);
  if (tile_part_size_ != 0 && tile_part_size_ < sot_size + marker_size) {
    return fail(ErrorKind::malformed, unit_offset(), "a tile-part is shorter than its own header");
  }
  tile_part_read_ = 0;
  if (auto status = keep(sot_size, out); !status) return status;
  return next_unit(State::marker, out);
}

Status Codestream::on_data(Output& out) {
  if (auto status = keep(marker_size, out); !status) return status;
  if (tile_part_size_ == 0) {
    state_ = State::open_data;
    return {};
  }
  if (tile_part_read_ > tile_part_size_) {
    return fail(ErrorKind::malformed, unit_offset(), "a tile-part is shorter than its own header");
  }
  if (tile_part_read_ == tile_part_size_) return next_unit(State::boundary, out);
  state_ = State::data;
  return {};
}

Status Codestream::pass_data(Bytes& piece, Output& out) {
  const auto at = offset_;
  const auto data = take(piece, tile_part_size_ - tile_part_read_);
  tile_part_read_ += data.size();
  if (auto status = out.put(data, at); !status) return status;
  return tile_part_read_ == tile_part_size_ ? next_unit(State::boundary, out) : Status{};
}

Status Codestream::pass_open_data(Bytes& piece, Output& out) {
  const auto at = offset_;
  std::size_t size = 0;
  while (size < piece.size() && state_ == State::open_data) {
    const auto byte = piece[size++];
    if (ends_with_ff_ && byte == end_marker[1]) state_ = State::after;
    ends_with_ff_ = byte == end_marker[0];
  }
  return out.put(take(piece, size), at);
}

// Another tile-part follows, or EOC.
Status Codestream::on_boundary(Output& out) {
  const unsigned marker = u16(unit(), 0);
  if (marker == sot) return gather(State::tile_part, sot_size, out);
  if (marker != eoc) return fail(ErrorKind::malformed, unit_offset(), "no tile-part and no EOC follow a tile-part");
  state_ = State::after;
  return out.put(unit(), unit_offset());
}

Status Codestream::drop_trailer(Bytes piece, std::uint64_t at, Output& out) {
  const bool is_blank = is_zero(piece);
  trailer_.feed(piece);
  trailer_says_something_ = trailer_says_something_ || !is_blank || !has_length();
  if (!has_length()) return {};
  return is_blank ? out.put(piece, at) : put_zeros(piece.size(), out);
}

Status Codestream::finish(std::uint64_t at, Output& out) {
  if (state_ == State::after) {
    if (trailer_says_something_) trailer_.report_to(out.report());
    return {};
  }
  const bool is_end_missing = state_ == State::open_data || (state_ == State::boundary && held_.empty());
  if (!is_end_missing || has_length() || out.policy().strict) {
    return fail(ErrorKind::truncated, at, "the input ends before the codestream does");
  }
  out.report().truncated = true;
  return out.put(end_marker, no_source_offset);
}

}  // namespace stripmeta::jp2
