#include "strip/bmff/box_stream.hpp"

#include <algorithm>
#include <span>

namespace stripmeta::bmff {

Status put_front(const StreamedBox& box, Bytes front, Output& out) {
  if (auto status = out.put(box.head_bytes, box.at); !status) return status;
  return out.put(front, box.at + box.head.size);
}

void BoxStream::reset() {
  state_ = State::head;
  offset_ = 0;
  ended_ = false;
  head_size_ = 0;
  front_.clear();
  scan_.reset();
}

Status BoxStream::feed(Bytes piece, Output& out) {
  while (!piece.empty()) {
    if (auto status = step(piece, out); !status) return status;
  }
  return {};
}

Status BoxStream::step(Bytes& piece, Output& out) {
  switch (state_) {
    case State::head: return step_head(piece, out);
    case State::front:
      put_bytes(front_, take_payload(piece, wanted_ - front_.size()));
      return front_.size() == wanted_ ? judge(out) : Status{};
    case State::trailer: return scan_.feed(take(piece, piece.size())), Status{};
    case State::rest: break;
  }
  return step_rest(piece, out);
}

Bytes BoxStream::take(Bytes& piece, std::uint64_t limit) {
  const auto taken = piece.first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), limit)));
  piece = piece.subspan(taken.size());
  offset_ += taken.size();
  return taken;
}

Bytes BoxStream::take_payload(Bytes& piece, std::uint64_t limit) {
  const auto taken = take(piece, std::min(limit, left_));
  if (left_ != to_end) left_ -= taken.size();
  box_.read += taken.size();
  if (handler_.is_complete_without(box_.type())) scan_.feed(taken);
  return taken;
}

Status BoxStream::step_head(Bytes& piece, Output& out) {
  if (head_size_ == 0) {
    box_.at = offset_;
    scan_.reset();
  }
  const auto next = take(piece, 1);
  scan_.feed(next);
  head_.at(head_size_++) = next.front();
  const auto so_far = std::span{head_}.first(head_size_);
  const auto head = read_head(so_far);
  if (!head) return {};
  box_.head = *head;
  box_.head_bytes = so_far;
  box_.read = head_size_;
  return begin(out);
}

Status BoxStream::begin(Output& out) {
  if (!box_.head.is_valid() && is_trailer(box_.type(), out)) return state_ = State::trailer, Status{};
  if (!box_.head.is_valid()) return fail(ErrorKind::malformed, box_.at, "a box is smaller than its own head");
  left_ = box_.head.payload_size();
  const auto wanted = handler_.on_head(box_, out);
  if (!wanted) return std::unexpected(wanted.error());
  front_.clear();
  wanted_ = std::min(left_, *wanted);
  state_ = State::front;
  return wanted_ == 0 ? judge(out) : Status{};
}

Status BoxStream::judge(Output& out) {
  state_ = State::rest;
  const auto fate = handler_.on_front(box_, front_, left_ == 0 || ended_, out);
  if (!fate) return std::unexpected(fate.error());
  fate_ = *fate;
  if (fate_ == BoxFate::pass) {
    if (auto status = put_front(box_, front_, out); !status) return status;
  }
  return left_ == 0 ? end(out) : Status{};
}

Status BoxStream::step_rest(Bytes& piece, Output& out) {
  const auto at = offset_;
  const auto taken = take_payload(piece, left_);
  Status status;
  if (fate_ == BoxFate::pass) status = out.put(taken, at);
  if (fate_ == BoxFate::pieces) status = handler_.on_piece(box_, taken, at, out);
  if (!status) return status;
  return left_ == 0 ? end(out) : Status{};
}

Status BoxStream::end(Output& out) {
  state_ = State::head;
  head_size_ = 0;
  return handler_.on_end(box_, out);
}

bool BoxStream::is_trailer(Type type, const Output& out) const {
  return !out.policy().strict && handler_.is_complete_without(type);
}

Status BoxStream::finish(Output& out) {
  ended_ = true;
  if (state_ == State::trailer) return scan_.report_to(out.report()), Status{};
  const bool open = state_ != State::head;
  if (open ? left_ != to_end : head_size_ != 0) {
    constexpr Type unknown = 0;
    if (is_trailer(open ? box_.type() : unknown, out)) return scan_.report_to(out.report()), Status{};
    return fail(ErrorKind::truncated, offset_, "the input ends within a box");
  }
  if (state_ == State::front) {
    if (auto status = judge(out); !status) return status;
  }
  return open ? end(out) : Status{};
}

}  // namespace stripmeta::bmff
