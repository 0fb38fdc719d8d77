#include "cli/run/pending_files.hpp"

#include <utility>

namespace stripmeta::cli {

void PendingFiles::add(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  const auto [state, is_new] = states_.emplace(name, State::waiting);
  if (!is_new) {
    if (state->second == State::in_work) state->second = State::in_work_and_changed;
    return;
  }
  waiting_.push_back(name);
  changed_.notify_one();
}

std::optional<std::string> PendingFiles::take() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
  if (is_closed_) return std::nullopt;
  auto name = std::move(waiting_.front());
  waiting_.pop_front();
  states_[name] = State::in_work;
  return name;
}

void PendingFiles::done(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  const auto state = states_.find(name);
  if (state == states_.end()) return;
  if (state->second != State::in_work_and_changed) {
    states_.erase(state);
    return;
  }
  state->second = State::waiting;
  waiting_.push_back(name);
  changed_.notify_one();
}

void PendingFiles::close() {
  const std::scoped_lock lock{mutex_};
  is_closed_ = true;
  changed_.notify_all();
}

}  // namespace stripmeta::cli
