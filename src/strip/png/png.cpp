#include "strip/png/png.hpp"

#include <algorithm>
#include <string_view>

#include "strip/base/zlib_stream.hpp"
#include "strip/metadata/sensitive_in.hpp"
#include "strip/png/allow_list.hpp"
#include "strip/png/canonical.hpp"
#include "strip/png/text.hpp"

namespace stripmeta {
namespace {

using png::Chunk;
using png::Type;

constexpr std::size_t shown_limit = 64U << 10U;  // bytes of a dropped chunk that are held for the observer
constexpr std::size_t animation_limit = 16U << 20U;
HoldSet dropped_holds(Type type, Bytes front) {
  return sensitive_in(type == png::fdat ? Kind::picture : png::dropped_kind(type), front);
}

}  // namespace

void PngGrammar::reset() {
  StreamGrammar::reset();
  state_ = State::signature;
  head_bytes_ = crc_bytes_ = 0;
  chunk_at_ = 0;
  part_.clear();
  frame_seen_ = false;
  frame_ = {};
  header_.reset();
  animation_.reset();
  picture_ = Picture::before;
  frames_ = {};
  chunk_recorded_at_ = frame_recorded_at_ = 0;
  frame_holds_other_ = false;
  held_bytes_ = 0;
  kept_texts_.clear();
  trailer_scan_.reset();
}

// While an animation is held, all that leaves goes there.
Status PngGrammar::step(Output& out) {
  if (!animation_) return read(out);
  auto held = out.divert(out.report(), Recording::emit, &*animation_);
  if (auto status = read(held); !status) return status;
  if (auto status = passage_.flush(held); !status) return status;
  const bool is_whole = state_ == State::trailer;
  return is_whole || animation_->size() > animation_limit ? release_animation(out) : Status{};
}

// Writes the chunks before the picture data with the number of frames, and what was held.
Status PngGrammar::release_animation(Output& out) {
  const Recording held = *std::move(animation_);
  animation_.reset();
  out.report().bytes_out -= held.size();  // put() counts them again
  if (state_ == State::trailer && frames_.lacks_any()) header_.set_frames(frames_.count(), out.report());
  if (auto status = header_.write(out); !status) return status;
  return held.put(out);
}

Status PngGrammar::read(Output& out) {
  switch (state_) {
    case State::signature: return step_signature(out);
    case State::head: return step_head(out);
    case State::payload: return step_payload(out);
    case State::crc: return step_crc(out);
    case State::trailer: break;
  }
  trailer_scan_.feed(take(piece_.size()));
  return {};
}

// Detection has checked the eight bytes (5.2).
Status PngGrammar::step_signature(Output& out) {
  head_.at(head_bytes_++) = piece_[at_++];
  if (head_bytes_ < head_.size()) return {};
  head_bytes_ = 0;
  state_ = State::head;
  return passage_.put(head_, 0, out);
}

Status PngGrammar::step_head(Output& out) {
  const auto taken = take(head_.size() - head_bytes_);
  std::ranges::copy(taken, head_.begin() + static_cast<std::ptrdiff_t>(head_bytes_));
  head_bytes_ += taken.size();
  if (head_bytes_ < head_.size()) return {};
  head_bytes_ = crc_bytes_ = 0;
  chunk_at_ = offset() - head_.size();
  chunk_recorded_at_ = animation_ ? animation_->size() : 0;
  length_ = left_ = u32(head_, 0);
  type_ = u32(head_, 4);
  sum_ = crc32_of(0, Bytes{head_}.subspan(4));
  part_.clear();
  state_ = length_ == 0 ? State::crc : State::payload;
  if (auto status = on_head(out); !status) return status;
  if (handling_ != Handling::passed) return {};
  return at_ >= head_.size() ? passage_.pass(at_ - head_.size(), at_, out) : passage_.put(head_, chunk_at_, out);
}

Status PngGrammar::on_head(Output& out) {
  const bool is_sound = length_ <= png::greatest && png::is_name(type_);
  const bool is_known = png::is_ancillary(type_) || type_ == png::plte || type_ == png::idat || type_ == png::iend;
  if (!(is_sound && is_known) && can_end_early(false, out)) return end_early(out);
  if (length_ > png::greatest) return malformed("a chunk's length is out of range");
  if (!png::is_name(type_)) return malformed("a chunk's name is not made of letters");
  if (!frame_seen_) return on_first_head();
  if (type_ != png::idat && picture_ == Picture::within) picture_ = Picture::after;
  return judge_head(out);
}

Status PngGrammar::on_first_head() {
  if (type_ == png::cgbi) {
    return fail(ErrorKind::unsupported, chunk_at_, "a PNG in Apple's own form (CgBI) is not supported");
  }
  if (type_ != png::ihdr) return malformed("the image does not begin with IHDR");
  handling_ = Handling::held;
  return length_ == 13 ? Status{} : malformed("IHDR has a wrong length");
}

Status PngGrammar::judge_head(Output& out) {
  switch (type_) {
    case png::ihdr: return malformed("the image has a second IHDR");
    case png::idat: return judge_picture(out);
    case png::iend: return judge_end(out);
    case png::fdat: return judge_frame_data();
    case png::fctl: return judge_frame_control(out);
    case png::exif: return header_.has(type_) ? (drop(), Status{}) : hold(out);
    case png::plte: return judge_palette(out);
    default: break;
  }
  if (png::is_front(type_)) return judge_front(out);
  if (!png::is_ancillary(type_)) {
    return fail(ErrorKind::unsupported, chunk_at_, "an unknown critical chunk is not supported");
  }
  return drop(), Status{};
}

// With a wrong palette, decoders disagree on the picture. Where it is only a suggestion, it shows nothing.
Status PngGrammar::judge_palette(Output& out) {
  if (picture_ != Picture::before) return drop(), Status{};
  if (!frame_.has_palette()) {
    header_.drop_palette();
    return drop(), Status{};
  }
  const bool exact = length_ >= 3 && length_ <= 768 && length_ % 3 == 0;
  return header_.is_first(type_) && exact ? hold(out) : malformed("a second or wrong-sized palette (PLTE)");
}

// Decoders ignore an ancillary chunk that is late, repeated or of a wrong length.
Status PngGrammar::judge_front(Output& out) {
  const bool is_ignored = picture_ != Picture::before || header_.is_misplaced(type_) || header_.has(type_);
  if (is_ignored || !png::is_kept(type_, out.policy())) return drop(), Status{};
  if (type_ != png::iccp) return png::is_sized(type_, length_) ? hold(out) : (drop(), Status{});
  if (length_ > png::Header::profile_limit) {
    if (out.policy().strict) return malformed("the colour profile is too large");
    return drop(), Status{};
  }
  handling_ = Handling::held;
  return {};
}

Status PngGrammar::hold(const Output& out) {
  handling_ = Handling::held;
  held_bytes_ += std::min<std::size_t>(length_, png::longest_payload(type_));
  if (held_bytes_ <= out.policy().max_header_bytes) return {};
  return fail(ErrorKind::too_large, chunk_at_, "the chunks before the picture data exceed the header limit");
}

// Decoders do not read IDAT behind other chunks, or join all of it, so a late one may go only if it is empty.
Status PngGrammar::judge_picture(Output& out) {
  if (picture_ == Picture::after) {
    const bool is_ignored = length_ == 0 && !frames_.any() && !out.policy().strict;
    return is_ignored ? (drop(), Status{}) : malformed("the picture data (IDAT) are not consecutive");
  }
  handling_ = Handling::passed;
  if (picture_ == Picture::within) return {};
  picture_ = Picture::within;
  if (frame_.has_palette() && !header_.has(png::plte)) return malformed("the picture's palette is missing");
  if (auto status = passage_.flush(out); !status) return status;
  if (auto status = header_.prepare(out); !status) return status;
  return animation_ ? Status{} : header_.write(out);
}

Status PngGrammar::judge_frame_control(Output& out) {
  handling_ = Handling::held;
  if (frames_.begins_extra()) return drop(), Status{};
  if (length_ == png::frame_control_size) return {};
  if (!can_cut_frames(false, out)) return malformed("fcTL has a wrong length");
  cut_frames(false, out);
  return drop(), Status{};
}

// A fault is judged once the chunk is complete.
Status PngGrammar::judge_frame_data() {
  if (!frames_.any() || frames_.has_extra()) return drop(), Status{};
  handling_ = Handling::passed;
  data_fault_ = frames_.add_data(length_);
  return {};
}

Status PngGrammar::judge_end(Output& out) {
  if (picture_ == Picture::before) return malformed("the image ends before any picture data");
  if (frames_.is_last_empty()) {
    if (!can_cut_frames(false, out)) return malformed("a frame of the animation (fcTL) has no data");
    cut_frames(false, out);
  }
  if (frames_.lacks_any() && !animation_) return malformed("the animation has fewer frames than acTL says");
  return drop(), Status{};  // on_end() writes an empty one
}

// A chunk whose fields have a limit may be longer than that.
void PngGrammar::hold_part(Bytes piece) {
  const auto room = png::longest_payload(type_) - part_.size();
  put_bytes(part_, piece.first(std::min(piece.size(), room)));
}

Status PngGrammar::step_payload(Output& out) {
  const std::size_t from = at_;
  const auto taken = take(left_);
  if (handling_ == Handling::dropped && type_ != png::iend) {
    put_bytes(part_, taken.first(std::min(taken.size(), shown_limit - part_.size())));
  } else {
    sum_ = crc32_of(sum_, taken);
    if (handling_ == Handling::held) hold_part(taken);
  }
  if (handling_ == Handling::passed) {
    if (auto status = passage_.pass(from, at_, out); !status) return status;
    if (type_ == png::fdat && length_ - left_ < png::sequence_size) {
      check_sequence(taken);
    }
  }
  left_ -= static_cast<std::uint32_t>(taken.size());
  if (left_ == 0) state_ = State::crc;
  return {};
}

// Reads the sequence number from the first pieces of fdAT's payload.
void PngGrammar::check_sequence(Bytes piece) {
  put_bytes(part_, piece.first(std::min(piece.size(), png::sequence_size - part_.size())));
  if (part_.size() == png::sequence_size && data_fault_.empty()) data_fault_ = frames_.add_number(u32(part_, 0));
}

Status PngGrammar::step_crc(Output& out) {
  const std::size_t from = at_;
  const auto taken = take(crc_.size() - crc_bytes_);
  std::ranges::copy(taken, crc_.begin() + static_cast<std::ptrdiff_t>(crc_bytes_));
  crc_bytes_ += taken.size();
  if (handling_ == Handling::passed) {
    if (auto status = passage_.pass(from, at_, out); !status) return status;
  }
  if (crc_bytes_ < crc_.size()) return {};
  state_ = State::head;
  return on_chunk(out);
}

// Whether the chunk's checksum is right. Of a chunk that goes, only the beginning may be held; then it is not known.
bool PngGrammar::is_intact() const {
  const bool is_summed = handling_ != Handling::dropped || type_ == png::iend;
  if (is_summed) return sum_ == u32(crc_, 0);
  return part_.size() == length_ && crc32_of(sum_, part_) == u32(crc_, 0);
}

Status PngGrammar::on_chunk(Output& out) {
  if (type_ == png::iend) return on_end(out);
  if (handling_ == Handling::dropped) return on_dropped(out);
  if (type_ == png::fctl || type_ == png::fdat) return on_animation_chunk(out);
  if (is_intact()) return handling_ == Handling::held ? on_held({type_, part_, chunk_at_}, out) : Status{};
  const bool is_empty = type_ == png::exif && !header_.keeps_any(part_, out.policy());
  if (is_empty || (png::is_ignored_if_spoilt(type_) && !out.policy().strict)) return on_dropped(out);
  if (type_ == png::iccp && !out.policy().strict) return on_profile({type_, part_, chunk_at_}, out);
  return malformed("a chunk's checksum is wrong");
}

Status PngGrammar::on_held(const Chunk& chunk, Output& out) {
  switch (type_) {
    case png::ihdr: return on_frame(chunk);
    case png::iccp: return on_profile(chunk, out);
    case png::exif:
      if (!header_.is_first(type_) || !header_.keeps_any(part_, out.policy())) return on_dropped(out);
      out.found(Kind::exif, chunk.payload, chunk.offset);
      if (picture_ == Picture::before) return header_.add(chunk), Status{};
      frame_holds_other_ = true;
      if (auto status = passage_.flush(out); !status) return status;
      return header_.write_late_exif(chunk, out);
    default: return on_front(chunk, out);
  }
}

// libpng uses a profile whose checksum is wrong.
Status PngGrammar::on_profile(const Chunk& chunk, Output& out) {
  header_.is_first(type_);
  out.found(Kind::icc, chunk.payload, chunk.offset);
  if (!is_intact()) out.report().add(Kind::slack, Fate::removed, crc_.size());
  return header_.add_profile(chunk, is_intact()), Status{};
}

Status PngGrammar::on_frame(const Chunk& chunk) {
  const auto frame = png::read_frame(chunk.payload);
  if (!frame) return malformed("IHDR has invalid values");
  frame_seen_ = true;
  frame_ = *frame;
  header_.add_frame(frame_);
  header_.add(chunk);
  return {};
}

Status PngGrammar::on_front(const Chunk& chunk, Output& out) {
  if (type_ == png::actl && frames_.has_extra()) return malformed("a frame comes before acTL");
  if (!header_.add_front(chunk, length_, out.report())) return on_dropped(out);
  if (type_ != png::actl) return {};
  frames_.announce(u32(chunk.payload, 0));
  animation_.emplace(Bytes{});
  return {};
}

// Viewers show the frames before a damaged one, and disagree about what follows, so that goes.
Status PngGrammar::on_animation_chunk(Output& out) {
  if (auto status = passage_.flush(out); !status) return status;
  std::string_view fault = type_ == png::fdat ? data_fault_ : "";
  if (!is_intact()) {
    fault = "a chunk's checksum is wrong";
  } else if (type_ == png::fctl) {
    fault = frames_.add_control(part_, frame_, picture_ == Picture::before);
  }
  if (fault.empty()) return type_ == png::fdat ? Status{} : on_frame_control({type_, part_, chunk_at_}, out);
  const bool is_data = type_ == png::fdat;
  if (!can_cut_frames(is_data, out)) return malformed(fault);
  cut_frames(is_data, out);
  return on_dropped(out);
}

Status PngGrammar::on_frame_control(const Chunk& chunk, Output& out) {
  if (picture_ == Picture::before) return header_.add(chunk), Status{};
  frame_recorded_at_ = chunk_recorded_at_;
  frame_holds_other_ = false;
  std::vector<std::byte> bytes;
  png::put_chunk(bytes, chunk.type, chunk.payload);
  return passage_.put(bytes, chunk.offset, out);
}

Status PngGrammar::on_dropped(Output& out) {
  const Bytes front = Bytes{part_}.first(std::min(part_.size(), shown_limit));
  if (png::is_text(type_)) return on_text(front, out);
  const auto size = std::uint64_t{length_} + png::framing_size;
  if (png::is_empty_density(type_, part_) && is_intact())
    return out.report().add(Kind::layout, Fate::removed, size), Status{};
  const auto kind = png::dropped_kind(type_);
  out.found(kind, front, chunk_at_);
  out.report().add(kind, Fate::removed, size, dropped_holds(type_, front));
  return {};
}

Status PngGrammar::on_text(Bytes front, Output& out) {
  const auto text = png::read_text(type_, front);
  png::show_text(text, {type_, front, chunk_at_}, out);
  // All of it goes if it is longer than shown_limit, or if its checksum is wrong.
  const auto kept = is_intact() ? kept_texts_.take(type_, part_, out.policy()) : png::KeptText{};
  if (kept.payload.empty() || !same_bytes(kept.payload, part_)) {
    out.report().add(text.kind, Fate::removed, std::uint64_t{length_} + png::framing_size, text.holds);
  }
  return kept.payload.empty() ? Status{} : put_text_chunk(kept, out);
}

// Writes a text at the place that it had in the source: readers look before and after the picture data.
Status PngGrammar::put_text_chunk(const png::KeptText& kept, Output& out) {
  png::report_kept_text(kept, out.report());
  if (picture_ == Picture::before) return header_.add_new(type_, kept.payload), Status{};
  frame_holds_other_ = true;
  if (auto status = passage_.flush(out); !status) return status;
  std::vector<std::byte> chunk;
  png::put_chunk(chunk, type_, kept.payload);
  return out.put(chunk, no_source_offset);
}

// The picture is whole, so decoders show it whatever IEND holds.
Status PngGrammar::on_end(Output& out) {
  if (!is_intact() && out.policy().strict) return malformed("IEND has a wrong checksum");
  const std::uint64_t slack = length_ + (is_intact() ? 0 : crc_.size());
  if (slack > 0) out.report().add(Kind::slack, Fate::removed, slack);
  state_ = State::trailer;
  return passage_.put(png::end_bytes(), slack == 0 ? chunk_at_ : no_source_offset, out);
}

}  // namespace stripmeta
