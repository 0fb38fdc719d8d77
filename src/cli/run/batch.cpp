#include "cli/run/batch.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/output/interrupt.hpp"
#include "cli/run/walk.hpp"

namespace stripmeta::cli {

unsigned count_jobs(const CommonOptions& options) {
  const bool one_file = options.files.size() == 1 && !is_directory(options.files.front());
  if (one_file) return 1;
  return options.jobs > 0 ? options.jobs : std::max(std::thread::hardware_concurrency(), 1U);
}

void Batch::run(unsigned jobs) {
  std::vector<std::jthread> others;
  for (bool more = true; more && others.size() + 1 < jobs;) {
    try {
      others.emplace_back([this] { run_worker(); });
    } catch (const std::system_error&) {
      more = false;  // the system has no more threads; the ones that started do the work
    }
  }
  run_worker();
}

void Batch::run_worker() {
  Engine engine{policy_};
  if (verifies_) engine.verify();
  while (auto turn = take_turn()) {
    auto record = process(turn->file, engine);
    finish_turn(std::move(*turn), std::move(record));
  }
}

std::optional<Batch::Turn> Batch::take_turn() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return taken_ - shown_ < most_ahead; });
  if (is_interrupted()) return std::nullopt;
  auto file = next_();
  if (!file) return std::nullopt;
  return Turn{taken_++, std::move(*file)};
}

Record Batch::process(const FoundFile& file, Engine& engine) const {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = file.error, .output = {}, .values = {}};
  if (file.error) return record;
  try {
    return process_(file, engine);
  } catch (const std::exception&) {
    record.error = Error{ErrorKind::internal, "out of memory or threads", std::nullopt};
    return record;
  }
}

void Batch::finish_turn(Turn turn, Record record) {
  const std::scoped_lock lock{mutex_};
  done_.emplace(turn.number, Done{std::move(turn.file), std::move(record)});
  while (!done_.empty() && done_.begin()->first == shown_) {
    const auto& [file, shown] = done_.begin()->second;
    const bool was_stopped = shown.error && shown.error->kind == ErrorKind::deadline && is_interrupted();
    if (!was_stopped) show_(shown, file);
    done_.erase(done_.begin());
    ++shown_;
  }
  changed_.notify_all();
}

}  // namespace stripmeta::cli
