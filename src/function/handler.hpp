// The function itself: takes an event, runs its jobs, logs each object and returns an answer.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "function/answer.hpp"
#include "function/log.hpp"
#include "function/metrics.hpp"
#include "job/job.hpp"
#include "store/store.hpp"

namespace stripmeta {

// Called by several threads at once; must not throw.
using RunJob = std::function<Outcome(const JobRequest& request, const Call& call)>;

struct HandlerOptions {
  std::string bucket_a;    // an event that names another bucket is refused
  std::size_t at_once{1};  // objects of one event that are cleaned at the same time
  MetricsLevel metrics{MetricsLevel::off};
  std::string function_name{"stripmeta-function"};  // in metrics
};

// May be called by several threads at once. Keeps no state between calls.
class Handler {
 public:
  // `log` must outlive the handler.
  Handler(RunJob run_job, Log& log, HandlerOptions options);

  // Handles the event `body` (docs/events.md). Never throws. `request_id` is added to every log line, unless it is "".
  Answer handle(std::string_view body, const Call& call, std::string_view request_id = {}) const noexcept;

 private:
  RunJob run_job_;
  Log* log_;
  HandlerOptions options_;
};

}  // namespace stripmeta
