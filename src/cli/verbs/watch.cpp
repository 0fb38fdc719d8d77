// `stripmeta watch`: cleans each image of a directory as soon as it is complete.
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/arguments/found_file.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/interrupt.hpp"
#include "cli/output/text.hpp"
#include "cli/run/batch.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/folder.hpp"
#include "cli/run/mirror.hpp"
#include "cli/run/pending_files.hpp"
#include "cli/run/retries.hpp"
#include "cli/run/watched_tree.hpp"
#include "cli/verbs/verbs.hpp"
#include "store/source_file.hpp"

namespace stripmeta::cli {
namespace {

// A signal may reach another thread, and then it does not end the wait for events.
constexpr std::chrono::milliseconds signal_check_interval{200};

// nullopt if the file is empty or gone.
std::optional<FileState> state_of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || status.st_size == 0) return std::nullopt;
  return file_state(status);
}

class Watch {
 public:
  Watch(const WatchOptions& options, const FolderPair& folders, Mirror& mirror, Console& console)
      : options_(options), folders_(folders), mirror_(mirror), console_(console) {}

  // Runs until a signal or an error of the tree, or until the output directory is gone.
  std::expected<void, Error> run(WatchedTree& tree);

 private:
  std::expected<void, Error> watch_tree(WatchedTree& tree);
  void run_worker();
  void enqueue(const Arrival& arrival);
  bool has_failed(const std::string& below, const std::optional<FileState>& state);
  void clean(const std::string& below);
  void show(const Record& record, const FoundFile& file, const std::optional<FileState>& failed);

  const WatchOptions& options_;
  const FolderPair& folders_;
  Mirror& mirror_;
  std::mutex mutex_;  // guards the next two members
  Console& console_;
  std::map<std::string, FileState> failed_;  // files that failed for good, by the path below, until they change
  PendingFiles pending_;
  Retries retries_;
};

std::expected<void, Error> Watch::run(WatchedTree& tree) {
  std::vector<std::jthread> workers;
  try {
    for (unsigned i = 0; i < count_jobs(options_.common); ++i) workers.emplace_back([this] { run_worker(); });
  } catch (const std::system_error&) {
    if (workers.empty()) {
      return std::unexpected(Error{ErrorKind::internal, "the system could not start a thread", std::nullopt});
    }
  }
  auto ended = watch_tree(tree);
  pending_.close();
  return ended;
}

std::expected<void, Error> Watch::watch_tree(WatchedTree& tree) {
  while (!is_interrupted()) {
    const auto ready = tree.wait(signal_check_interval);
    if (!ready) return std::unexpected(ready.error());
    if (auto there = folders_.to.check(); !there) return there;
    for (const auto& arrival : *ready) enqueue(arrival);
    for (const auto& below : retries_.due(std::chrono::steady_clock::now())) pending_.add(below);
  }
  return {};
}

void Watch::enqueue(const Arrival& arrival) {
  if (!arrival.error) {
    if (!arrival.only_mode_changed || has_failed(arrival.below, std::nullopt)) pending_.add(arrival.below);
    return;
  }
  const std::scoped_lock lock{mutex_};
  console_.print_error(*arrival.error);
}

// Whether the file failed for good and has not changed since; without `state`, whether it failed.
bool Watch::has_failed(const std::string& below, const std::optional<FileState>& state) {
  const std::scoped_lock lock{mutex_};
  const auto failed = failed_.find(below);
  return failed != failed_.end() && (!state || failed->second == *state);
}

void Watch::run_worker() {
  while (const auto below = pending_.take()) {
    try {
      clean(*below);
    } catch (const std::exception&) {
      retries_.add(*below, std::chrono::steady_clock::now());  // out of memory
    }
    pending_.done(*below);
  }
}

// An empty or deleted file is ignored: another event comes when it gets content. A file that is being written is tried
// again soon, because the event of its closing may come before the system grants a lease on it.
void Watch::clean(const std::string& below) {
  const FoundFile file{.path = folders_.from.name_of(below), .below = below, .is_named = false, .error = {}};
  const auto now = std::chrono::steady_clock::now();
  const auto state = state_of(file.path);
  if (!state || has_failed(below, state)) return retries_.forget(below);
  if (is_being_written(file.path)) return retries_.add_soon(below, now);
  const auto record = mirror_.clean(file);
  if (record.error && (is_interrupted() || !state_of(file.path))) return retries_.forget(below);
  if (record.error && is_being_written(file.path)) return retries_.add_soon(below, now);
  const bool is_temporary = record.error && trait(record.error->kind).retryable;
  if (is_temporary) {
    retries_.add(below, std::chrono::steady_clock::now());
  } else {
    retries_.forget(below);
  }
  if (record.outcome == "duplicate" && !options_.common.verbose) return;
  show(record, file, record.error && !is_temporary ? state : std::nullopt);
}

void Watch::show(const Record& record, const FoundFile& file, const std::optional<FileState>& failed) {
  const std::scoped_lock lock{mutex_};
  failed_.erase(file.below);
  if (failed) failed_.emplace(file.below, *failed);
  console_.show(record, file, record.error ? "" : mirror_line(record));
  console_.flush();
}

}  // namespace

int watch(const WatchOptions& options) {
  const auto& common = options.common;
  if (common.files.size() != 1) return usage_error("watch", "name one directory to watch");
  if (!options.output) return usage_error("watch", "no output was given; use -o DIR or -o s3://BUCKET/PREFIX");
  auto folders = parse_folders(common.files.front(), *options.output);
  if (!folders) return usage_error("watch", folders.error());
  if (!folders->from.is_local()) return usage_error("watch", "only directories can be watched; use sync for a bucket");
  static_cast<void>(std::signal(SIGIO, SIG_IGN));  // is_being_written()
  Console console{common.print};
  Cloud cloud;
  if (auto opened = folders->open(cloud, false); !opened) return run_error(opened.error());
  auto tree = WatchedTree::open(folders->from.directory(), common.walk);
  if (!tree) return run_error(tree.error());
  Mirror mirror{folders->from,
                folders->to,
                {.policy = common.policy, .redo = false, .replace = options.force, .dry_run = false},
                cloud.call()};
  console.print_note("watching " + neutralise(common.files.front()) + "; clean images go to " +
                     neutralise(*options.output) + '\n');
  console.flush();
  Watch watch{options, *folders, mirror, console};
  const auto ended = watch.run(*tree);
  if (!ended) return run_error(ended.error());
  return console.finish() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
