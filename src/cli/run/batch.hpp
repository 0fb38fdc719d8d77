// Many files at once, their records in the order in which they are met.
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
#include "cli/run/walk.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

// What there is to work on, one after the other; none at the end. Called by one thread at a time.
using Next = std::function<std::optional<FoundFile>()>;

// What becomes of one file; called by several threads at once, each with an engine of its own. A record with an error
// where memory ran out is made of what it throws.
using Work = std::function<Record(const FoundFile& file, Engine& engine)>;

// Told of each record, one after the other in the files' order, as soon as those before it are there.
using Show = std::function<void(const Record& record, const FoundFile& file)>;

// How many files these options ask to be worked on at a time: no more than there are to be.
unsigned jobs_of(const CommonOptions& options);

class Batch {
 public:
  // All that they refer to must outlive the batch.
  Batch(Next next, const Policy& policy, Work work, Show show)
      : next_(std::move(next)), policy_(policy), work_(std::move(work)), show_(std::move(show)) {}

  // Until there is no next one, or a signal: then what is in work ends by itself, and records of what failed for that
  // are not shown. `jobs` (1 or more) is how many files are worked on at a time; with 1 no thread is made.
  void run(unsigned jobs);

 private:
  // A file in its turn.
  struct Turn {
    std::uint64_t number{0};
    FoundFile file;
  };
  struct Done {
    FoundFile file;
    Record record;
  };
  // How many files may be ahead of the first one that is not ready: what is held of them is little.
  static constexpr std::uint64_t most_ahead = 4096;

  void work_off();
  std::optional<Turn> take();
  Record work(const FoundFile& file, Engine& engine) const;
  void give(Turn turn, Record record);

  Next next_;
  const Policy& policy_;
  Work work_;
  Show show_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::uint64_t taken_{0};
  std::uint64_t shown_{0};
  std::map<std::uint64_t, Done> done_;  // not yet shown, by number
};

}  // namespace stripmeta::cli
