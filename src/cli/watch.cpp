// `stripmeta watch`: the clean image of each file of a directory, as soon as it is complete.
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/batch.hpp"
#include "cli/cloud.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/interrupt.hpp"
#include "cli/mirror.hpp"
#include "cli/pending_files.hpp"
#include "cli/place.hpp"
#include "cli/retries.hpp"
#include "cli/text.hpp"
#include "cli/watched_tree.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::chrono::milliseconds between_questions{200};  // whether a signal came: it may reach another thread

class Watch {
 public:
  Watch(const WatchOptions& options, const Places& places, Mirror& mirror, Console& console)
      : options_(options), places_(places), mirror_(mirror), console_(console) {}

  // Until a signal, or an error of the tree.
  std::expected<void, Error> run(WatchedTree& tree);

 private:
  std::expected<void, Error> feed(WatchedTree& tree);
  void work_off();
  void make(const std::string& below);

  const WatchOptions& options_;
  const Places& places_;
  Mirror& mirror_;
  std::mutex mutex_;  // of the next one
  Console& console_;
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
    for (const auto& below : *ready) pending_.add(below);
    for (const auto& below : retries_.due(std::chrono::steady_clock::now())) pending_.add(below);
  }
  return {};
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

// What is empty, is being written or is gone again is passed over: it is told of again once it is complete.
void Watch::make(const std::string& below) {
  const Walked file{.path = places_.from.name_of(below), .below = below, .is_named = false, .error = {}};
  const auto is_incomplete = [&] {
    struct stat status{};
    return ::stat(file.path.c_str(), &status) != 0 || status.st_size == 0 || is_being_written(file.path);
  };
  if (is_incomplete()) return retries_.forget(below);
  const auto record = mirror_.make(file);
  if (record.error && (interrupted() || is_incomplete())) return retries_.forget(below);
  if (record.error && trait(record.error->kind).retryable) {
    retries_.add(below, std::chrono::steady_clock::now());
  } else {
    retries_.forget(below);
  }
  if (record.outcome == "duplicate" && !options_.common.verbose) return;
  const std::scoped_lock lock{mutex_};
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
