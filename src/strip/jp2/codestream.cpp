#include "strip/jp2/codestream.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "strip/jp2/header.hpp"
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

void Codestream::start_in(const bmff::StreamedBox& box, std::vector<std::byte> header) {
  reset();
  header_ = std::move(header);
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
  auto judged = judge_segment(marker, fields, shape_, in_main_header_ ? Place::main_header : Place::tile_part);
  if (judged.judgement == Judgement::damaged) {
    return fail(ErrorKind::malformed, unit_offset(), "a marker segment has a length or a field that it cannot have");
  }
  Status status;
  if (judged.judgement == Judgement::goes) {
    const bool is_blank = !in_main_header_ && is_blank_comment(segment);
    status = is_blank ? keep(segment.size(), out) : drop_segment(marker, segment, out);
  } else if (in_main_header_) {
    keep_in_main_header(marker, std::move(judged.fields), out);
  } else {
    status = keep_in_tile_part(marker, std::move(judged.fields), out);
  }
  return status ? next_unit(State::marker, out) : status;
}

// Takes an earlier one out: of two, decoders take the last. Packed headers and those of 15444-2 come several times.
void Codestream::keep_in_main_header(unsigned marker, std::vector<std::byte> fields, const Output& out) {
  const auto component = component_of(marker, fields, shape_);
  const bool may_repeat = marker == ppm || marker >= first_of_part2;
  const auto before = std::ranges::find_if(
      kept_, [&](const Kept& kept) { return kept.marker == marker && kept.component == component && !may_repeat; });
  if (before != kept_.end()) {
    const auto superseded = Bytes{held_}.subspan(before->at, before->size);
    out.found(Kind::junk, superseded.subspan(fields_at), held_offset_ + before->at);
    out.report().add(Kind::junk, Fate::removed, before->size);
    kept_.erase(before);
  }
  kept_.push_back({marker, component, unit_, unit().size(), std::move(fields)});
}

// Nothing can change its length here. So entries of a table that no band has become zeros.
Status Codestream::keep_in_tile_part(unsigned marker, std::vector<std::byte> fields, Output& out) {
  const Seen key{marker, component_of(marker, fields, shape_)};
  const bool may_repeat = marker == ppt || marker >= first_of_part2;
  if (!may_repeat && std::ranges::find(seen_, key) != seen_.end()) {
    return fail(ErrorKind::malformed, unit_offset(), "a marker segment comes twice in the header of a tile-part");
  }
  seen_.push_back(key);
  const auto levels = levels_of(marker, fields, shape_);
  if (levels > levels_ && is_table_cut_) {
    return fail(ErrorKind::unsupported, unit_offset(),
                "a tile has more wavelet levels than the main header says, and tables of quantization have a tail");
  }
  levels_ = std::max(levels_, levels);
  const auto counting = counting_size(marker, fields, shape_, levels_);
  is_table_cut_ = is_table_cut_ || counting < fields.size();
  std::ranges::fill(std::span{fields}.subspan(counting), std::byte{0});
  tile_part_read_ += unit().size();
  return put_segment({marker, key.component, unit_, unit().size(), std::move(fields)}, out);
}

// Writes a segment: as it stands if none of its fields changed.
Status Codestream::put_segment(const Kept& segment, Output& out) {
  const auto source = Bytes{held_}.subspan(segment.at, segment.size);
  if (same_bytes(source.subspan(fields_at), segment.fields)) return out.put(source, held_offset_ + segment.at);
  out.report().add(Kind::slack, Fate::removed, segment.size);
  std::vector<std::byte> anew;
  put_u16(anew, segment.marker);
  put_u16(anew, static_cast<unsigned>(segment.fields.size() + marker_size));
  put_bytes(anew, segment.fields);
  return out.put(anew, no_source_offset);
}

// Cuts tables of quantization to the bands that there are.
void Codestream::cut_tables() {
  for (const auto& kept : kept_) levels_ = std::max(levels_, levels_of(kept.marker, kept.fields, shape_));
  for (auto& kept : kept_) {
    const auto counting = counting_size(kept.marker, kept.fields, shape_, levels_);
    is_table_cut_ = is_table_cut_ || counting < kept.fields.size();
    kept.fields.resize(counting);
  }
}

// Passes on the first bytes of a unit of a tile-part's header.
Status Codestream::keep(std::size_t size, Output& out) {
  tile_part_read_ += size;
  return out.put(unit().first(size), unit_offset());
}

Status Codestream::drop_segment(unsigned marker, Bytes segment, Output& out) {
  const auto kind = marker == com ? Kind::comment : Kind::junk;
  const auto content = content_of(marker, segment);
  out.found(kind, content, unit_offset());
  out.report().add(kind, Fate::removed, segment.size(), sensitive_in(kind, content));
  if (in_main_header_) return {};
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
  cut_tables();
  std::size_t size = marker_size;
  for (const auto& kept : kept_) size += fields_at + kept.fields.size();
  removed_ = unit_ - size;
  if (auto status = write_box_head(out); !status) return status;
  if (auto status = out.put(Bytes{held_}.first(marker_size), held_offset_); !status) return status;
  for (const auto& kept : kept_) {
    if (auto status = put_segment(kept, out); !status) return status;
  }
  parts_.assign(static_cast<std::size_t>(shape_.tiles), 0);
  totals_ = parts_;
  held_offset_ += unit_;
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(unit_));
  unit_ = 0;
  in_main_header_ = false;
  return gather(State::tile_part, sot_size, out);
}

Status Codestream::write_box_head(Output& out) {
  if (!header_.empty()) {
    const auto matched = match_header(header_, shape_);
    if (!matched) return fail(ErrorKind::malformed, box_offset_, matched.error());
    if (*matched) out.report().add(Kind::slack, Fate::removed, *matched);
    if (auto status = out.put(header_, no_source_offset); !status) return status;
  }
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
  tile_part_read_ = sot_size;
  seen_.clear();
  if (auto status = put_tile_part_head(out); !status) return status;
  return next_unit(State::marker, out);
}

// Writes SOT. The parts of a tile are numbered from 0. How many there will be can be said in each of them, or not.
Status Codestream::put_tile_part_head(Output& out) {
  constexpr std::size_t number_at = 10;
  constexpr std::uint8_t most_parts = 255;
  const std::size_t tile = u16(unit(), fields_at);
  if (tile >= parts_.size()) return fail(ErrorKind::malformed, unit_offset(), "a tile-part belongs to no tile");
  if (parts_[tile] == most_parts) return fail(ErrorKind::malformed, unit_offset(), "a tile has too many tile-parts");
  const auto number = parts_[tile]++;
  auto total = u8(unit(), number_at + 1);
  if (total <= number || (totals_[tile] != 0 && total != totals_[tile])) total = 0;
  if (total != 0) totals_[tile] = total;
  if (u8(unit(), number_at) == number && u8(unit(), number_at + 1) == total) {
    return out.put(unit().first(sot_size), unit_offset());
  }
  out.report().add(Kind::slack, Fate::removed, sot_size - number_at);
  std::vector<std::byte> anew;
  put_bytes(anew, unit().first(number_at));
  put_u8(anew, number);
  put_u8(anew, total);
  return out.put(anew, no_source_offset);
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
