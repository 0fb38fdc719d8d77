// `stripmeta watch`: the clean image of each file of a directory, as soon as it is complete.
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
#include "cli/run/mirror.hpp"
#include "cli/run/pending_files.hpp"
#include "cli/run/place.hpp"
#include "cli/run/retries.hpp"
#include "cli/run/watched_tree.hpp"
#include "cli/verbs/verbs.hpp"
#include "store/source_file.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::chrono::milliseconds between_questions{200};  // whether a signal came: it may reach another thread

// None of what is empty or gone.
std::optional<FileState> state_of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || status.st_size == 0) return std::nullopt;
  return file_state(status);
}

class Watch {
 public:
  Watch(const WatchOptions& options, const Places& places, Mirror& mirror, Console& console)
      : options_(options), places_(places), mirror_(mirror), console_(console) {}

  // Until a signal, or an error of the tree, or the directory of the outputs is gone.
  std::expected<void, Error> run(WatchedTree& tree);

 private:
  std::expected<void, Error> feed(WatchedTree& tree);
  void work_off();
  void take(const Arrival& arrival);
  bool has_failed(const std::string& below, const std::optional<FileState>& state);
  void make(const std::string& below);
  void show(const Record& record, const FoundFile& file, const std::optional<FileState>& failed);

  const WatchOptions& options_;
  const Places& places_;
  Mirror& mirror_;
  std::mutex mutex_;  // of the next two
  Console& console_;
  std::map<std::string, FileState> failed_;  // for good, by the path below; until they change
  PendingFiles pending_;
  Retries retries_;
};

std::expected<void, Error> Watch::run(WatchedTree& tree) {
  std::vector<std::jthread> workers;
  try {
    for (unsigned i = 0; i < jobs_of(options_.common); ++i) workers.emplace_back([this] { work_off(); });
  } catch (const std::system_error&) {
    if (workers.empty()) {
      return std::unexpected(Error{ErrorKind::internal, "the system gives no thread to work on", std::nullopt});
    }
  }
  auto fed = feed(tree);
  pending_.close();
  return fed;
}

std::expected<void, Error> Watch::feed(WatchedTree& tree) {
  while (!interrupted()) {
    const auto ready = tree.wait(between_questions);
    if (!ready) return std::unexpected(ready.error());
    if (auto there = places_.to.check(); !there) return there;
    for (const auto& arrival : *ready) take(arrival);
    for (const auto& below : retries_.due(std::chrono::steady_clock::now())) pending_.add(below);
  }
  return {};
}

void Watch::take(const Arrival& arrival) {
  if (!arrival.error) {
    if (!arrival.has_new_mode_alone || has_failed(arrival.below, std::nullopt)) pending_.add(arrival.below);
    return;
  }
  const std::scoped_lock lock{mutex_};
  console_.complain(*arrival.error);
}

// Whether it failed for good and is as it was then.
bool Watch::has_failed(const std::string& below, const std::optional<FileState>& state) {
  const std::scoped_lock lock{mutex_};
  const auto failed = failed_.find(below);
  return failed != failed_.end() && (!state || failed->second == *state);
}

void Watch::work_off() {
  while (const auto below = pending_.take()) {
    try {
      make(*below);
    } catch (const std::exception&) {
      retries_.add(*below, std::chrono::steady_clock::now());  // out of memory
    }
    pending_.done(*below);
  }
}

// What is empty or gone again is passed over: it is told of again once it is more. What is being written is looked at
// again, too: the event of its end may come before the system knows that nobody has it open any more.
void Watch::make(const std::string& below) {
  const FoundFile file{.path = places_.from.name_of(below), .below = below, .is_named = false, .error = {}};
  const auto now = std::chrono::steady_clock::now();
  const auto state = state_of(file.path);
  if (!state || has_failed(below, state)) return retries_.forget(below);
  if (is_being_written(file.path)) return retries_.add_soon(below, now);
  const auto record = mirror_.make(file);
  if (record.error && (interrupted() || !state_of(file.path))) return retries_.forget(below);
  if (record.error && is_being_written(file.path)) return retries_.add_soon(below, now);
  const bool may_pass = record.error && trait(record.error->kind).retryable;
  if (may_pass) {
    retries_.add(below, std::chrono::steady_clock::now());
  } else {
    retries_.forget(below);
  }
  if (record.outcome == "duplicate" && !options_.common.verbose) return;
  show(record, file, record.error && !may_pass ? state : std::nullopt);
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
  if (!options.output)
    return usage_error("watch", "where should the clean images go? Use -o DIR or -o s3://BUCKET/PREFIX");
  auto places = parse_places(common.files.front(), *options.output);
  if (!places) return usage_error("watch", places.error());
  if (!places->from.is_directory())
    return usage_error("watch", "only directories can be watched; use sync for a bucket");
  static_cast<void>(std::signal(SIGIO, SIG_IGN));  // is_being_written()
  Console console{common.print};
  Cloud cloud;
  if (auto opened = places->open(cloud, false); !opened) return run_error(opened.error());
  auto tree = WatchedTree::open(places->from.directory(), common.walk);
  if (!tree) return run_error(tree.error());
  Mirror mirror{places->from,
                places->to,
                {.policy = common.policy, .again = false, .replace = options.force, .dry_run = false},
                cloud.call()};
  console.say("watching " + neutralise(common.files.front()) + ", clean images go to " + neutralise(*options.output) +
              '\n');
  console.flush();
  Watch watch{options, *places, mirror, console};
  const auto ended = watch.run(*tree);
  if (!ended) return run_error(ended.error());
  return console.finish() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
