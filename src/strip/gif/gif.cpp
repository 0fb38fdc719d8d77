#include "strip/gif/gif.hpp"

#include <algorithm>

namespace stripmeta {
namespace {

constexpr std::uint8_t image_separator = 0x2C;
constexpr std::uint8_t end_of_file = 0x3B;
constexpr std::array<std::byte, 1> end_bytes{std::byte{end_of_file}};
constexpr std::size_t screen_size = 13;     // 17, 18
constexpr std::size_t descriptor_size = 9;  // 20, without the separator
constexpr std::size_t screen_flags = 10;
constexpr std::size_t descriptor_flags = 8;

// Bytes of the palette that the flags announce (19, 21).
std::size_t palette_size(std::uint8_t flags) {
  constexpr unsigned present = 0x80;
  return (flags & present) != 0 ? std::size_t{3} << ((flags & 7U) + 1) : 0;
}

}  // namespace

void GifGrammar::reset() {
  StreamGrammar::reset();
  state_ = State::screen;
  fixed_bytes_ = left_ = 0;
  images_ = 0;
  profile_seen_ = false;
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
  if (auto status = passage_.pass(at_ - taken.size(), at_, out); !status) return status;
  return fixed_bytes_ == size ? on_fixed() : Status{};
}

Status GifGrammar::on_fixed() {
  const bool screen = state_ == State::screen;
  fixed_bytes_ = 0;
  left_ = palette_size(u8(fixed_, screen ? screen_flags : descriptor_flags));
  if (left_ > 0) {
    state_ = screen ? State::palette : State::colours;
  } else {
    state_ = screen ? State::block : State::code_size;
  }
  return {};
}

Status GifGrammar::step_passed(State next, Output& out) {
  const auto taken = take(left_).size();
  left_ -= taken;
  if (left_ == 0) state_ = next;
  return passage_.pass(at_ - taken, at_, out);
}

Status GifGrammar::step_block(Output& out) {
  const auto code = u8(piece_, at_);
  if (code == gif::introducer) {
    extension_.start(offset());
    ++at_;
    state_ = State::label;
    return {};
  }
  if (code == image_separator) {
    state_ = State::descriptor;
  } else if (code != end_of_file) {
    return fail(ErrorKind::malformed, offset(), "unexpected byte between GIF blocks");
  } else if (images_ == 0) {
    return fail(ErrorKind::malformed, offset(), "the image ends before any picture data");
  } else {
    state_ = State::trailer;
  }
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
  if (auto status = extension_.finalize(profile_seen_, out); !status) return status;
  return passage_.put(extension_.output(), extension_.output_offset(), out);
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
  return out.put(end_bytes, no_source_offset);
}

}  // namespace stripmeta
