#include "strip/gif/gif.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta {
namespace {

constexpr std::uint8_t image_separator = 0x2C;
constexpr std::uint8_t end_of_file = 0x3B;
constexpr std::array<std::byte, 1> end_bytes{std::byte{end_of_file}};
constexpr std::size_t screen_size = 13;     // 17, 18
constexpr std::size_t descriptor_size = 9;  // 20, without the separator
constexpr std::size_t screen_flags = 10;
constexpr std::size_t screen_background = 11;
constexpr std::size_t descriptor_flags = 8;
constexpr unsigned palette_present = 0x80;

// Bytes of the palette that the flags announce (19, 21).
std::size_t palette_size(std::uint8_t flags) {
  return (flags & palette_present) != 0 ? std::size_t{3} << ((flags & 7U) + 1) : 0;
}

// Zeroes the index of the background if there is no palette that it could point into (18). Returns whether it changed.
bool zero_background(std::span<std::byte> screen, Report& report) {
  const bool used = (u8(screen, screen_flags) & palette_present) != 0 || u8(screen, screen_background) == 0;
  if (used) return false;
  screen[screen_background] = std::byte{0};
  report.add(Kind::slack, Fate::removed, 1);
  return true;
}

// Zeroes the reserved bits, and those about a palette if the block has no palette (20). Returns the bits changed.
unsigned zero_unused_flags(std::span<std::byte> descriptor) {
  constexpr std::byte with_palette{0xE7};
  constexpr std::byte without{0x40};
  auto& flags = descriptor[descriptor_flags];
  const auto before = flags;
  flags &= (before & std::byte{palette_present}) != std::byte{0} ? with_palette : without;
  return std::to_integer<unsigned>(before ^ flags);
}

// Firefox gives such an image the size of the screen; Pillow and Chromium show none of it.
bool has_size(Bytes descriptor) {
  constexpr std::size_t width_at = 4;
  constexpr std::size_t height_at = 6;
  return u16(descriptor, width_at) != 0 && u16(descriptor, height_at) != 0;
}

}  // namespace

void GifGrammar::reset() {
  StreamGrammar::reset();
  state_ = State::screen;
  fixed_bytes_ = left_ = 0;
  images_ = 0;
  facts_ = {};
  stray_ = stray_at_ = 0;
  loops_written_.clear();
  held_.clear();
  trailer_scan_.reset();
}

Status GifGrammar::step(Output& out) {
  switch (state_) {
    case State::screen: return step_fixed(screen_size, out);
    case State::descriptor: return step_fixed(descriptor_size, out);
    case State::palette: return step_passed(State::block, out);
    case State::colours: return step_passed(State::code_size, out);
    case State::data: return step_passed(State::data_size, out);
    case State::block: return step_block(out);
    case State::code_size: state_ = State::data_size; return ++at_, passage_.pass(at_ - 1, at_, out);
    case State::data_size: return step_data_size(out);
    case State::label:
      extension_.label(u8(piece_, at_++));
      state_ = State::part_size;
      return {};
    case State::part_size: return step_part_size(out);
    case State::part: return step_part(), Status{};
    case State::trailer: break;
  }
  trailer_scan_.feed(take(piece_.size()));
  return {};
}

Status GifGrammar::step_fixed(std::size_t size, Output& out) {
  const auto taken = take(size - fixed_bytes_);
  std::ranges::copy(taken, fixed_.begin() + static_cast<std::ptrdiff_t>(fixed_bytes_));
  fixed_bytes_ += taken.size();
  return fixed_bytes_ == size ? on_fixed(taken.size(), out) : Status{};
}

// `in_piece` is how many of the bytes are in the current piece.
Status GifGrammar::on_fixed(std::size_t in_piece, Output& out) {
  const bool screen = state_ == State::screen;
  const auto fixed = std::span{fixed_}.first(fixed_bytes_);
  if (!screen && !has_size(fixed)) {
    return fail(ErrorKind::malformed, offset() - fixed_bytes_ - 1,
                "an image has no width or no height, and decoders disagree about what to show");
  }
  const bool changed = screen ? zero_background(fixed, out.report()) : zero_flags(fixed, out.report());
  const bool is_passed = !changed && in_piece == fixed.size();
  const auto from = !changed ? offset() - fixed.size() : no_source_offset;
  auto status = is_passed ? passage_.pass(at_ - in_piece, at_, out) : passage_.put(fixed, from, out);
  fixed_bytes_ = 0;
  left_ = palette_size(u8(fixed_, screen ? screen_flags : descriptor_flags));
  const auto without_palette = screen ? State::block : State::code_size;
  const auto with_palette = screen ? State::palette : State::colours;
  state_ = left_ > 0 ? with_palette : without_palette;
  return status;
}

bool GifGrammar::zero_flags(std::span<std::byte> descriptor, Report& report) {
  constexpr unsigned palette_size_bits = 0x07;
  const auto bits = zero_unused_flags(descriptor);
  if (bits == 0) return false;
  const bool is_size = (bits & ~palette_size_bits) == 0;
  report.add(is_size ? facts_.palette_size.kind_of(bits) : Kind::slack, Fate::removed, 1);
  return true;
}

Status GifGrammar::step_passed(State next, Output& out) {
  const auto taken = take(left_).size();
  left_ -= taken;
  if (left_ == 0) state_ = next;
  return passage_.pass(at_ - taken, at_, out);
}

Status GifGrammar::step_block(Output& out) {
  const auto code = u8(piece_, at_);
  if (code == end_of_file) return on_end(out);
  if (code == image_separator) return on_image(out);
  if (code != gif::introducer) return on_stray(out);
  extension_.start(offset());
  ++at_;
  state_ = State::label;
  return {};
}

Status GifGrammar::on_stray(const Output& out) {
  if (stray_ == 0) stray_at_ = offset();
  if (images_ == 0 || out.policy().strict) return refuse_stray();
  ++stray_;
  ++at_;
  return {};
}

Status GifGrammar::refuse_stray() const {
  return fail(ErrorKind::malformed, stray_at_, "unexpected byte between GIF blocks");
}

void GifGrammar::report_stray(Output& out) const {
  if (stray_ > 0) out.report().add(Kind::junk, Fate::removed, stray_);
}

Status GifGrammar::on_image(Output& out) {
  if (stray_ > 0) return refuse_stray();
  if (auto status = write_held(out); !status) return status;
  state_ = State::descriptor;
  ++at_;
  return passage_.pass(at_ - 1, at_, out);
}

Status GifGrammar::on_end(Output& out) {
  if (images_ == 0) return fail(ErrorKind::malformed, offset(), "the image ends before any picture data");
  report_stray(out);
  drop_held(gif::Role::control, out);  // no image follows
  if (auto status = write_held(out); !status) return status;
  state_ = State::trailer;
  ++at_;
  return passage_.pass(at_ - 1, at_, out);
}

Status GifGrammar::step_data_size(Output& out) {
  left_ = u8(piece_, at_++);
  if (left_ == 0) ++images_;
  state_ = left_ == 0 ? State::block : State::data;
  return passage_.pass(at_ - 1, at_, out);
}

Status GifGrammar::step_part_size(Output& out) {
  left_ = u8(piece_, at_++);
  if (left_ == 0) return on_extension(out);
  extension_.start_part(static_cast<std::uint8_t>(left_));
  state_ = State::part;
  return {};
}

void GifGrammar::step_part() {
  const auto taken = take(left_);
  left_ -= taken.size();
  extension_.add(taken);
  if (left_ == 0) state_ = State::part_size;
}

Status GifGrammar::on_extension(Output& out) {
  state_ = State::block;
  if (stray_ > 0) return extension_.drop(out), Status{};
  if (auto status = extension_.finalize(facts_, out); !status) return status;
  hold_extension(out);
  return {};
}

// Of several controls, and of several loops of one name, the last counts. Behind the first image, a loop comes too late
// for some decoders, so it does not replace one before it. Some read only one of the two names.
void GifGrammar::hold_extension(Output& out) {
  auto kept = extension_.take_output();
  if (kept.bytes.empty()) return;
  drop_held(kept.role, out);
  if (std::ranges::find(loops_written_, kept.role) != loops_written_.end()) {
    out.report().add(Kind::application, Fate::removed, kept.bytes.size());
    return;
  }
  held_.push_back(std::move(kept));
}

void GifGrammar::drop_held(gif::Role role, Output& out) {
  const auto held = std::ranges::find(held_, role, &gif::KeptExtension::role);
  if (held == held_.end()) return;
  const auto kind = role == gif::Role::control ? Kind::chunk : Kind::application;
  out.report().add(kind, Fate::removed, held->bytes.size());
  held_.erase(held);
}

Status GifGrammar::write_held(Output& out) {
  for (const auto& held : held_) {
    if (auto status = passage_.put(held.bytes, held.offset, out); !status) return status;
    if (gif::is_loop(held.role)) loops_written_.push_back(held.role);
  }
  held_.clear();
  return {};
}

Status GifGrammar::finish(Output& out) {
  if (state_ == State::trailer) {
    trailer_scan_.report_to(out.report());
    return {};
  }
  if (images_ == 0) return fail(ErrorKind::truncated, base_, "the input ends before any picture data");
  if (out.policy().strict || state_ != State::block) {
    return fail(ErrorKind::truncated, base_, "the input ends before the image does");
  }
  out.report().truncated = true;
  report_stray(out);
  drop_held(gif::Role::control, out);
  if (auto status = write_held(out); !status) return status;
  return out.put(end_bytes, no_source_offset);
}

}  // namespace stripmeta
