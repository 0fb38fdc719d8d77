#include "strip/jxl/codestream.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "strip/metadata/icc.hpp"

namespace stripmeta::jxl {
namespace {

constexpr std::array<std::byte, 2> signature{std::byte{0xFF}, std::byte{0x0A}};

// A header may be that long, as it may have a colour profile.
std::uint64_t header_limit(const Policy& policy) {
  return policy.max_header_bytes + std::uint64_t{icc_chunk_limit} * icc_chunk_size;
}

Status put_zeros(std::size_t count, Output& out) {
  constexpr std::array<std::byte, 4096> zeros{};
  for (; count > 0; count -= std::min(count, zeros.size())) {
    if (auto status = out.put(Bytes{zeros}.first(std::min(count, zeros.size())), no_source_offset); !status)
      return status;
  }
  return {};
}

}  // namespace

Status Codestream::put(Bytes bytes, std::uint64_t at, Output& out) {
  if (held_.empty()) return out.put(bytes, at);
  auto& run = runs_.emplace_back();
  put_bytes(run.head, bytes);
  run.head_at = at;
  return {};
}

Status Codestream::feed(Bytes piece, std::uint64_t at, bool has_length, Output& out) {
  if (auto status = check_signature(piece, at); !status) return status;
  size_ += piece.size();
  while (!piece.empty()) {
    if (auto status = step(piece, at, has_length, out); !status) return status;
  }
  return {};
}

Status Codestream::check_signature(Bytes bytes, std::uint64_t at) {
  for (std::size_t i = 0; i < bytes.size() && size_ + i < signature.size(); ++i) {
    if (bytes[i] != signature.at(static_cast<std::size_t>(size_) + i)) {
      return fail(ErrorKind::malformed, at + i, "the codestream has no signature");
    }
  }
  return {};
}

Status Codestream::step(Bytes& piece, std::uint64_t& at, bool has_length, Output& out) {
  std::uint64_t most = piece.size();
  if (state_ == State::sections) most = sections_;
  if (state_ < State::sections) most = wanted_ - held_.size();
  const auto taken = piece.first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), most)));
  const auto taken_at = at;
  piece = piece.subspan(taken.size());
  at += taken.size();
  if (state_ == State::after) return drop(taken, taken_at, has_length, out);
  if (state_ == State::sections) {
    sections_ -= taken.size();
    end_part();
    return out.put(taken, taken_at);
  }
  hold(taken, taken_at, has_length);
  return held_.size() == wanted_ ? read_held(out) : Status{};
}

// Goes on to what follows the headers or the sections of a frame.
void Codestream::end_part() {
  if (sections_ > 0) {
    state_ = State::sections;
  } else {
    state_ = is_last_ ? State::after : State::frame;
  }
}

void Codestream::hold(Bytes bytes, std::uint64_t at, bool has_length) {
  put_bytes(held_, bytes);
  const bool follows = !runs_.empty() && runs_.back().size > 0 && runs_.back().at + runs_.back().size == at;
  if (!follows && (runs_.empty() || runs_.back().size > 0)) runs_.emplace_back();
  auto& run = runs_.back();
  if (run.size == 0) run.at = at;
  run.size += bytes.size();
  run.has_length = has_length;
}

// Reads all that can be read of the bytes that are held.
Status Codestream::read_held(Output& out) {
  constexpr std::size_t growth = 8;
  while (!held_.empty()) {
    const auto before = held_.size();
    Status status;
    if (state_ == State::after) {
      status = consume(held_.size(), Use::drop, out);
    } else if (state_ == State::sections) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(sections_, held_.size()));
      sections_ -= count;
      end_part();
      status = consume(count, Use::pass, out);
    } else {
      status = read_header(out);
    }
    if (!status) return status;
    if (held_.size() < before) continue;
    const auto limit = header_limit(out.policy());
    if (held_.size() >= limit) {
      return fail(ErrorKind::too_large, runs_.front().at, "a header of the codestream is longer than the limit");
    }
    const auto more = before < first_read ? first_read : before * growth;
    wanted_ = static_cast<std::size_t>(std::min<std::uint64_t>(more, limit));
    return {};
  }
  wanted_ = first_read;
  return {};
}

// Passes a header on. Does nothing if it is not complete.
Status Codestream::read_header(Output& out) {
  BitReader bits{held_};
  if (state_ == State::image_header) {
    auto image = read_image_header(bits);
    if (!bits.is_good()) return bits.is_cut() ? Status{} : pass_header(bits, {}, out);
    image_ = std::move(image);
    state_ = image_.preview.width > 0 ? State::preview : State::frame;
    return pass_header(bits, image_.free_bits, out);
  }
  const bool is_preview = state_ == State::preview;
  const auto frame = read_frame(bits, image_, is_preview);
  if (bits.is_good()) {
    sections_ = frame.sections_size;
    is_last_ = frame.is_last && !is_preview;
    end_part();
  }
  return bits.is_cut() ? Status{} : pass_header(bits, frame.free_bits, out);
}

Status Codestream::pass_header(const BitReader& bits, const std::vector<FreeBits>& free_bits, Output& out) {
  if (bits.is_bad()) return fail(ErrorKind::malformed, runs_.front().at, "a header of the codestream cannot be read");
  return consume(bits.byte_at(), clear(free_bits, out) ? Use::written_anew : Use::pass, out);
}

// Returns whether any of the bits was not zero.
bool Codestream::clear(const std::vector<FreeBits>& free_bits, Output& out) {
  bool changed = false;
  for (const auto& run : free_bits) {
    for (auto at = run.at; at < run.at + run.count; ++at) {
      auto& byte = held_[static_cast<std::size_t>(at / 8)];
      const auto cleared = byte & ~(std::byte{1} << (at % 8));
      changed = changed || byte != cleared;
      byte = cleared;
    }
    if (changed) out.report().add(Kind::slack, Fate::removed, (run.count + 7) / 8);
  }
  return changed;
}

// Writes or drops the first bytes that are held, and writes what the container has before them.
Status Codestream::consume(std::size_t count, Use use, Output& out) {
  std::size_t done = 0;
  const bool is_all = count == held_.size();
  while (!runs_.empty() && (done < count || is_all)) {
    auto& run = runs_.front();
    if (auto status = out.put(run.head, run.head_at); !status) return status;
    run.head.clear();
    const auto size = std::min(run.size, count - done);
    const auto bytes = Bytes{held_}.subspan(done, size);
    const auto status = use == Use::drop ? drop(bytes, run.at, run.has_length, out)
                                         : out.put(bytes, use == Use::pass ? run.at : no_source_offset);
    if (!status) return status;
    done += size;
    run.at += size;
    run.size -= size;
    if (run.size == 0) runs_.pop_front();
  }
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(count));
  return {};
}

Status Codestream::drop(Bytes bytes, std::uint64_t at, bool has_length, Output& out) {
  if (trailer_.size() == 0 && !bytes.empty()) out.found(Kind::trailer, bytes, at);
  const bool is_blank = has_length && is_zero(bytes);
  trailer_.feed(bytes);
  trailer_says_something_ = trailer_says_something_ || (!is_blank && !bytes.empty());
  if (!has_length) return {};
  return is_blank ? out.put(bytes, at) : put_zeros(bytes.size(), out);
}

Status Codestream::finish(std::uint64_t at, Output& out) {
  if (size_ < signature.size()) return fail(ErrorKind::truncated, at, "the input ends before the codestream does");
  if (auto status = read_held(out); !status) return status;
  if (auto status = consume(held_.size(), Use::pass, out); !status) return status;
  if (trailer_says_something_) trailer_.report_to(out.report());
  return {};
}

}  // namespace stripmeta::jxl
