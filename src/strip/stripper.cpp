#include "stripmeta/stripper.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "strip/detect.hpp"
#include "strip/formats.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/witness.hpp"

namespace stripmeta {

struct Stripper::State {
  explicit State(const Policy& p) : policy(p) {}

  Status feed(Bytes piece, Output& out);
  Status feed_grammar(Bytes piece, Output& out);
  Status finish(Output& out);
  Status detect_from(Bytes first, bool ended);

  // Calls `work` with an Output that leads to the caller, by way of the witness if there is one.
  template <typename Work>
  Status run(Emit emit, void* caller, Work work) {
    to_caller = {emit, caller};
    Output out = verifies ? output(emit_seen, this) : output(emit, caller);
    return work(out);
  }
  Output output(Emit emit, void* caller) { return {policy, report, emit, caller, observe, observer}; }
  static bool emit_seen(void* self, Slice slice) noexcept;

  struct Destination {
    Emit emit;
    void* caller;
  };

  Policy policy;
  Observe observe{nullptr};
  void* observer{nullptr};
  Report report;
  bool verifies{false};
  Destination to_caller{};
  std::unique_ptr<Grammar> grammar;  // of the last format seen, kept over reset() for its buffers
  std::optional<Witness> witness;    // of this output, if it is verified
  bool detected{false};              // the format is known, and `grammar` reads this file
  bool finished{false};
  std::optional<Error> error;
  std::uint64_t expected{0};     // bytes of the input; 0 if the caller did not say
  std::vector<std::byte> front;  // the first bytes, as long as they do not tell the format
};

Status Stripper::State::detect_from(Bytes first, bool ended) {
  const auto format = detect(first, ended);
  if (!format) return std::unexpected(format.error());
  if (*format == Format::unknown) return {};
  if (!grammar || grammar->format() != *format) grammar = make_grammar(*format, policy);
  grammar->expect(expected);
  report.format = *format;
  if (verifies) witness.emplace(*grammar, verify_rules(*format, policy), policy);
  detected = true;
  return {};
}

Status Stripper::State::feed_grammar(Bytes piece, Output& out) {
  auto status = grammar->feed(piece, out);
  report.format = grammar->format();
  return status;
}

Status Stripper::State::feed(Bytes piece, Output& out) {
  if (detected) return feed_grammar(piece, out);
  if (front.empty()) {  // the usual case: the first piece decides and is not copied
    if (auto status = detect_from(piece, false); !status) return status;
    if (detected) return feed_grammar(piece, out);
  }
  const auto taken = std::min(piece.size(), longest_signature() - front.size());
  put_bytes(front, piece.first(taken));
  if (auto status = detect_from(front, false); !status) return status;
  if (!detected) return {};
  if (auto status = feed_grammar(front, out); !status) return status;
  return feed_grammar(piece.subspan(taken), out);
}

Status Stripper::State::finish(Output& out) {
  if (!detected) {
    if (auto status = detect_from(front, true); !status) return status;
    if (auto status = feed_grammar(front, out); !status) return status;
  }
  if (auto status = grammar->finish(out); !status) return status;
  return witness ? witness->judge() : Status{};
}

bool Stripper::State::emit_seen(void* self, Slice slice) noexcept {
  auto& state = *static_cast<State*>(self);
  if (!state.to_caller.emit(state.to_caller.caller, slice)) return false;
  state.witness->see(slice);
  return true;
}

Stripper::Stripper(const Policy& policy) : state_(std::make_unique<State>(policy)) {}
Stripper::Stripper(Stripper&&) noexcept = default;
Stripper& Stripper::operator=(Stripper&&) noexcept = default;
Stripper::~Stripper() = default;

void Stripper::reset() {
  state_->report = {};
  if (state_->grammar) state_->grammar->reset();
  state_->witness.reset();
  state_->detected = false;
  state_->finished = false;
  state_->error.reset();
  state_->expected = 0;
  state_->front.clear();
}

void Stripper::expect(std::uint64_t length) {
  state_->expected = length;
}

void Stripper::verify(bool on) {
  state_->verifies = on;
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
  auto status = state_->run(emit, caller, [&](Output& out) { return state_->feed(piece, out); });
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
  const auto status = state_->run(emit, caller, [&](Output& out) { return state_->finish(out); });
  if (!status) {
    state_->error = status.error();
    return std::unexpected(*state_->error);
  }
  return state_->report;
}

}  // namespace stripmeta
