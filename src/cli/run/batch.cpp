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

unsigned jobs_of(const CommonOptions& options) {
  const bool one_file = options.files.size() == 1 && !is_directory(options.files.front());
  if (one_file) return 1;
  return options.jobs > 0 ? options.jobs : std::max(std::thread::hardware_concurrency(), 1U);
}

void Batch::run(unsigned jobs) {
  std::vector<std::jthread> others;
  for (bool more = true; more && others.size() + 1 < jobs;) {
    try {
      others.emplace_back([this] { work_off(); });
    } catch (const std::system_error&) {
      more = false;  // the system gives no more of them: those that are there do the work
    }
  }
  work_off();
}

void Batch::work_off() {
  Engine engine{policy_};
  while (auto turn = take()) {
    auto record = work(turn->file, engine);
    give(std::move(*turn), std::move(record));
  }
}

std::optional<Batch::Turn> Batch::take() {
  std::unique_lock lock{mutex_};
  room_.wait(lock, [this] { return taken_ - shown_ < most_ahead; });
  if (interrupted()) return std::nullopt;
  auto file = next_();
  if (!file) return std::nullopt;
  return Turn{taken_++, std::move(*file)};
}

Record Batch::work(const FoundFile& file, Engine& engine) const {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = file.error, .output = {}, .values = {}};
  if (file.error) return record;
  try {
    return work_(file, engine);
  } catch (const std::exception&) {
    record.error = Error{ErrorKind::internal, "out of memory or of threads", std::nullopt};
    return record;
  }
}

void Batch::give(Turn turn, Record record) {
  const std::scoped_lock lock{mutex_};
  done_.emplace(turn.number, Done{std::move(turn.file), std::move(record)});
  while (!done_.empty() && done_.begin()->first == shown_) {
    const auto& [file, shown] = done_.begin()->second;
    const bool was_stopped = shown.error && shown.error->kind == ErrorKind::deadline && interrupted();
    if (!was_stopped) show_(shown, file);
    done_.erase(done_.begin());
    ++shown_;
  }
  room_.notify_all();
}

}  // namespace stripmeta::cli
