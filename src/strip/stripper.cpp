#include "stripmeta/stripper.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "strip/detect.hpp"
#include "strip/grammar.hpp"

namespace stripmeta {

struct Stripper::State {
  explicit State(const Policy& p) : policy(p) {}

  Status feed(Bytes piece, Output& out);
  Status finish(Output& out);
  Status detect_from(Bytes first, bool ended);

  Policy policy;
  Observe observe{nullptr};
  void* observer{nullptr};
  Report report;
  std::unique_ptr<Grammar> grammar;  // of the last format seen, kept over reset() for its buffers
  bool detected{false};              // `grammar` is this file's
  bool finished{false};
  std::optional<Error> error;
  std::vector<std::byte> front;  // the first bytes, while they do not name a format
};

Status Stripper::State::detect_from(Bytes first, bool ended) {
  const auto format = detect(first, ended);
  if (!format) return std::unexpected(format.error());
  if (*format == Format::unknown) return {};
  if (!grammar || grammar->format() != *format) grammar = make_grammar(*format);
  report.format = *format;
  detected = true;
  return {};
}

Status Stripper::State::feed(Bytes piece, Output& out) {
  if (detected) return grammar->feed(piece, out);
  if (front.empty()) {  // the usual case: the first piece decides and is not copied
    if (auto status = detect_from(piece, false); !status) return status;
    if (detected) return grammar->feed(piece, out);
  }
  const auto taken = std::min(piece.size(), longest_signature() - front.size());
  put_bytes(front, piece.first(taken));
  if (auto status = detect_from(front, false); !status) return status;
  if (!detected) return {};
  if (auto status = grammar->feed(front, out); !status) return status;
  return grammar->feed(piece.subspan(taken), out);
}

Status Stripper::State::finish(Output& out) {
  if (!detected) {
    if (auto status = detect_from(front, true); !status) return status;
  }
  return grammar->finish(out);
}

Stripper::Stripper(const Policy& policy) : state_(std::make_unique<State>(policy)) {}
Stripper::Stripper(Stripper&&) noexcept = default;
Stripper& Stripper::operator=(Stripper&&) noexcept = default;
Stripper::~Stripper() = default;

void Stripper::reset() {
  state_->report = {};
  if (state_->grammar) state_->grammar->reset();
  state_->detected = false;
  state_->finished = false;
  state_->error.reset();
  state_->front.clear();
}

void Stripper::observe(Observe observer, void* caller) {
  state_->observe = observer;
  state_->observer = caller;
}

Need Stripper::need() const {
  return state_->detected ? state_->grammar->need() : Need::undecided;
}
Format Stripper::format() const {
  return state_->report.format;
}

std::expected<void, Error> Stripper::feed(std::span<const std::byte> piece, Emit emit, void* caller) {
  if (state_->error) return std::unexpected(*state_->error);
  if (state_->finished) {
    return std::unexpected(
        Error{ErrorKind::misuse, "feed() was called after finish(); call reset() first", std::nullopt});
  }
  Output out{state_->policy, state_->report, emit, caller, state_->observe, state_->observer};
  auto status = state_->feed(piece, out);
  state_->report.bytes_in += piece.size();
  if (!status) state_->error = status.error();
  return status;
}

std::expected<Report, Error> Stripper::finish(Emit emit, void* caller) {
  if (state_->error) return std::unexpected(*state_->error);
  if (state_->finished) {
    return std::unexpected(Error{ErrorKind::misuse, "finish() was called twice; call reset() first", std::nullopt});
  }
  state_->finished = true;
  Output out{state_->policy, state_->report, emit, caller, state_->observe, state_->observer};
  if (auto status = state_->finish(out); !status) {
    state_->error = status.error();
    return std::unexpected(*state_->error);
  }
  return state_->report;
}

}  // namespace stripmeta
