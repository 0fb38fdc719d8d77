// Processes many files at a time and reports their records in the order in which the files were found.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/options.hpp"
#include "cli/output/record.hpp"
#include "cli/run/engine.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

// Returns the next file to process, nullopt at the end. Called by one thread at a time.
using NextFile = std::function<std::optional<FoundFile>()>;

// Processes one file. Called by several threads at once, each with its own engine. If it throws, the batch makes a
// record with an error, because memory or threads ran out.
using ProcessFile = std::function<Record(const FoundFile& file, Engine& engine)>;

// Shows one record. Called in the order of the files, by one thread at a time.
using ShowRecord = std::function<void(const Record& record, const FoundFile& file)>;

// How many files to process at a time with these options; 1 if there is only one file.
unsigned count_jobs(const CommonOptions& options);

class Batch {
 public:
  // Everything that the arguments refer to must outlive the batch.
  Batch(NextFile next, const CommonOptions& options, ProcessFile process, ShowRecord show)
      : next_(std::move(next)),
        policy_(options.policy),
        verifies_(options.verify),
        process_(std::move(process)),
        show_(std::move(show)) {}

  // Runs until there is no next file, or until a signal comes. After a signal, files in progress end early, and those
  // that fail because of it are not shown. `jobs` (1 or more) files are processed at a time; 1 starts no thread.
  void run(unsigned jobs);

 private:
  // A file with its number in the order.
  struct Turn {
    std::uint64_t number{0};
    FoundFile file;
  };
  struct Done {
    FoundFile file;
    Record record;
  };
  // How many files may be done before the first one that is not: their records wait in memory.
  static constexpr std::uint64_t most_ahead = 4096;

  void run_worker();
  std::optional<Turn> take_turn();
  Record process(const FoundFile& file, Engine& engine) const;
  void finish_turn(Turn turn, Record record);

  NextFile next_;
  const Policy& policy_;
  bool verifies_;
  ProcessFile process_;
  ShowRecord show_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t taken_{0};
  std::uint64_t shown_{0};
  std::map<std::uint64_t, Done> done_;  // not yet shown, by number
};

}  // namespace stripmeta::cli
