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
constexpr std::uint64_t actl_size = 8 + png::framing_size;
constexpr std::string_view end_chunk("\0\0\0\0IEND\xAE\x42\x60\x82", 12);

Bytes end_bytes() {
  return std::as_bytes(std::span{end_chunk});
}

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
  seen_.clear();
  palette_entries_ = 0;
  palette_ignored_ = false;
  animation_.reset();
  picture_ = Picture::before;
  frames_ = {};
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
  if (state_ == State::trailer && frames_.lacks_any()) {
    const bool none = frames_.count() == 0;
    out.report().add(none ? Kind::chunk : Kind::slack, Fate::removed, none ? actl_size : 4);
    header_.set_frames(frames_.count());
  }
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
    case png::iend: return judge_end();
    case png::fdat: return judge_frame_data();
    case png::fctl:
      if (frames_.begins_extra()) return drop(), Status{};
      handling_ = Handling::held;
      return length_ == png::frame_control_size ? Status{} : malformed("fcTL has a wrong length");
    case png::exif: return is_first(type_) ? hold(out) : (drop(), Status{});
    case png::plte: return judge_palette(out);
    default: break;
  }
  if (png::is_front(type_)) return judge_front(out);
  if (!png::is_ancillary(type_)) {
    return fail(ErrorKind::unsupported, chunk_at_, "an unknown critical chunk is not supported");
  }
  return drop(), Status{};
}

bool PngGrammar::is_seen(Type type) const {
  return std::ranges::find(seen_, type) != seen_.end();
}

bool PngGrammar::is_first(Type type) {
  if (is_seen(type)) return false;
  seen_.push_back(type);
  return true;
}

// With a wrong palette, decoders disagree on the picture. Where it is only a suggestion, it shows nothing.
Status PngGrammar::judge_palette(Output& out) {
  if (picture_ != Picture::before) return drop(), Status{};
  if (!frame_.has_palette()) {
    palette_ignored_ = true;
    return drop(), Status{};
  }
  const bool exact = length_ >= 3 && length_ <= 768 && length_ % 3 == 0;
  return is_first(type_) && exact ? hold(out) : malformed("a second or wrong-sized palette (PLTE)");
}

// Whether libpng ignores a chunk because of where it stands: about colour behind a palette, transparency before it.
bool PngGrammar::is_misplaced() const {
  if (type_ == png::trns) return frame_.has_palette() && !is_seen(png::plte);
  return palette_ignored_ && png::is_about_colour(type_);
}

// Decoders ignore an ancillary chunk that is late, repeated or of a wrong length.
Status PngGrammar::judge_front(Output& out) {
  const bool late = picture_ != Picture::before;
  if (late || is_misplaced() || is_seen(type_) || !png::is_kept(type_, out.policy())) return drop(), Status{};
  if (type_ != png::iccp) return is_sized() ? hold(out) : (drop(), Status{});
  if (length_ > png::Header::profile_limit) {
    if (out.policy().strict) return malformed("the colour profile is too large");
    return drop(), Status{};
  }
  handling_ = Handling::held;
  return {};
}

Status PngGrammar::hold(const Output& out) {
  handling_ = Handling::held;
  held_bytes_ += std::min<std::size_t>(length_, png::longest_payload(type_, frame_));
  if (held_bytes_ <= out.policy().max_header_bytes) return {};
  return fail(ErrorKind::too_large, chunk_at_, "the chunks before the picture data exceed the header limit");
}

Status PngGrammar::judge_picture(Output& out) {
  if (picture_ == Picture::after) return malformed("the picture data (IDAT) are not consecutive");
  handling_ = Handling::passed;
  if (picture_ == Picture::within) return {};
  picture_ = Picture::within;
  if (frame_.has_palette() && !is_seen(png::plte)) return malformed("the picture's palette is missing");
  if (auto status = passage_.flush(out); !status) return status;
  if (auto status = header_.prepare(out); !status) return status;
  return animation_ ? Status{} : header_.write(out);
}

Status PngGrammar::judge_frame_data() {
  if (!frames_.any() || frames_.has_extra()) return drop(), Status{};
  handling_ = Handling::passed;
  return malformed_if(frames_.add_data(length_));
}

Status PngGrammar::judge_end() {
  if (picture_ == Picture::before) return malformed("the image ends before any picture data");
  if (frames_.is_last_empty()) return malformed("a frame of the animation (fcTL) has no data");
  if (frames_.lacks_any() && !animation_) return malformed("the animation has fewer frames than acTL says");
  return drop(), Status{};  // on_end() writes an empty one
}

// A chunk whose fields have a limit may be longer than that.
void PngGrammar::hold_part(Bytes piece) {
  const auto room = png::longest_payload(type_, frame_) - part_.size();
  put_bytes(part_, piece.first(std::min(piece.size(), room)));
}

// Whether the length of a chunk before the picture data leaves room for its fields, which canonical_payload() reads.
bool PngGrammar::is_sized() const {
  constexpr std::uint32_t longest = 32;  // cHRM
  return png::longest_payload(type_, frame_) != SIZE_MAX || length_ <= longest;
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
      if (auto status = check_sequence(taken); !status) return status;
    }
  }
  left_ -= static_cast<std::uint32_t>(taken.size());
  if (left_ == 0) state_ = State::crc;
  return {};
}

// Reads the sequence number from the first pieces of fdAT's payload.
Status PngGrammar::check_sequence(Bytes piece) {
  put_bytes(part_, piece.first(std::min(piece.size(), png::sequence_size - part_.size())));
  if (part_.size() < png::sequence_size) return {};
  return malformed_if(frames_.add_number(u32(part_, 0)));
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

Status PngGrammar::on_chunk(Output& out) {
  const bool crc_right = u32(crc_, 0) == sum_;
  if (type_ == png::iend) return crc_right ? on_end(out) : malformed("IEND has a wrong checksum");
  if (handling_ == Handling::dropped) return on_dropped(out);
  const bool is_empty = type_ == png::exif && !header_.keeps_any(part_, out.policy());
  if (is_empty) return on_dropped(out);
  if (!crc_right) return malformed("a chunk's checksum is wrong");
  return handling_ == Handling::held ? on_held({type_, part_, chunk_at_}, out) : Status{};
}

Status PngGrammar::on_held(const Chunk& chunk, Output& out) {
  switch (type_) {
    case png::ihdr: return on_frame(chunk);
    case png::fctl: return on_frame_control(chunk, out);
    case png::iccp:
      if (!is_first(type_)) return on_dropped(out);
      out.found(Kind::icc, chunk.payload, chunk.offset);
      return header_.add_profile(chunk), Status{};
    case png::exif:
      out.found(Kind::exif, chunk.payload, chunk.offset);
      if (picture_ == Picture::before) return header_.add(chunk), Status{};
      if (auto status = passage_.flush(out); !status) return status;
      return header_.write_late_exif(chunk, out);
    default: return on_front(chunk, out);
  }
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
  const auto kept = png::canonical_payload(type_, chunk.payload, frame_, palette_entries_);
  if (!kept) return on_dropped(out);
  if (type_ != png::plte) is_first(type_);
  if (type_ == png::plte) palette_entries_ = kept->size() / 3;
  const auto slack = slack_of(*kept);
  if (slack > 0) out.report().add(Kind::slack, Fate::removed, slack);
  header_.add({type_, *kept, slack > 0 ? no_source_offset : chunk.offset});
  if (type_ != png::actl) return {};
  frames_.announce(u32(*kept, 0));
  animation_.emplace(Bytes{});
  return {};
}

// How many bytes of the held chunk do not stay.
std::uint64_t PngGrammar::slack_of(Bytes kept) const {
  std::uint64_t slack = length_ - kept.size();
  for (std::size_t i = 0; i < kept.size(); ++i) slack += kept[i] != part_[i] ? 1 : 0;
  return slack;
}

Status PngGrammar::on_frame_control(const Chunk& chunk, Output& out) {
  const bool before = picture_ == Picture::before;
  const auto fault = frames_.add_control(chunk.payload, frame_, before);
  if (!fault.empty()) return malformed(fault);
  if (before) return header_.add(chunk), Status{};
  std::vector<std::byte> bytes;
  png::put_chunk(bytes, chunk.type, chunk.payload);
  return passage_.put(bytes, chunk.offset, out);
}

Status PngGrammar::on_dropped(Output& out) {
  const Bytes front = Bytes{part_}.first(std::min(part_.size(), shown_limit));
  if (png::is_text(type_)) return on_text(front, out);
  const auto kind = png::dropped_kind(type_);
  out.found(kind, front, chunk_at_);
  out.report().add(kind, Fate::removed, std::uint64_t{length_} + png::framing_size, dropped_holds(type_, front));
  return {};
}

Status PngGrammar::on_text(Bytes front, Output& out) {
  const auto text = png::read_text(type_, front);
  if (text.kind == Kind::xmp && !text.xmp.empty()) {
    out.found(Kind::xmp, text.xmp, chunk_at_);
  } else {
    std::vector<std::byte> chunk;
    put_u32(chunk, type_);
    put_bytes(chunk, front);
    out.found(Kind::text, chunk, chunk_at_);
  }
  const auto kept = take_text(out.policy());
  if (kept.payload.empty() || !same_bytes(kept.payload, part_)) {
    out.report().add(text.kind, Fate::removed, std::uint64_t{length_} + png::framing_size, text.holds);
  }
  return kept.payload.empty() ? Status{} : put_text_chunk(kept, out);
}

// Decides what stays of the text. All of it goes if it is longer than shown_limit, or if its checksum is wrong.
png::KeptText PngGrammar::take_text(const Policy& policy) {
  if (part_.size() != length_ || crc32_of(sum_, part_) != u32(crc_, 0)) return {};
  auto kept = png::keep_text(type_, part_, policy);
  if (kept.payload.empty()) return {};
  if (std::ranges::find(kept_texts_, kept.part) != kept_texts_.end()) return {};
  kept_texts_.push_back(kept.part);
  return kept;
}

// Writes a text at the place that it had in the source: readers look before and after the picture data.
Status PngGrammar::put_text_chunk(const png::KeptText& kept, Output& out) {
  png::report_kept_text(kept, out.report());
  if (picture_ == Picture::before) return header_.add_new(type_, kept.payload), Status{};
  if (auto status = passage_.flush(out); !status) return status;
  std::vector<std::byte> chunk;
  png::put_chunk(chunk, type_, kept.payload);
  return out.put(chunk, no_source_offset);
}

Status PngGrammar::on_end(Output& out) {
  if (length_ != 0) out.report().add(Kind::slack, Fate::removed, length_);
  state_ = State::trailer;
  return passage_.put(end_bytes(), length_ == 0 ? chunk_at_ : no_source_offset, out);
}

// Whether only IEND or a part of it is missing. An animation must have all its frames.
bool PngGrammar::lacks_only_end() const {
  if (picture_ == Picture::before) return false;
  const bool all_frames = !frames_.any() || frames_.has_extra() || !(frames_.lacks_any() || frames_.is_last_empty());
  if (!all_frames) return false;
  if (state_ == State::head) return starts_with(end_bytes(), as_text(Bytes{head_}.first(head_bytes_)));
  const auto crc = Bytes{crc_}.first(crc_bytes_);
  return state_ == State::crc && type_ == png::iend && length_ == 0 &&
         starts_with(end_bytes().subspan(png::head_size), as_text(crc));
}

Status PngGrammar::finish(Output& out) {
  if (state_ == State::trailer) {
    trailer_scan_.report_to(out.report());
    return {};
  }
  if (picture_ == Picture::before) return fail(ErrorKind::truncated, base_, "the input ends before any picture data");
  if (out.policy().strict || !lacks_only_end()) {
    return fail(ErrorKind::truncated, base_, "the input ends before the image does");
  }
  const std::size_t part = state_ == State::head ? head_bytes_ : png::head_size + crc_bytes_;
  if (part > 0) out.report().add(Kind::junk, Fate::removed, part);
  out.report().truncated = true;
  if (animation_) {
    if (auto status = release_animation(out); !status) return status;
  }
  return out.put(end_bytes(), no_source_offset);
}

}  // namespace stripmeta
