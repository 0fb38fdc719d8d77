// The function itself: an event in, jobs run, an answer out, a log line an object.
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

// Safe to call from several threads at once; must not throw.
using RunJob = std::function<Outcome(const JobRequest& request, const Call& call)>;

struct HandlerOptions {
  std::string bucket_a;    // an event that names another bucket is refused
  std::size_t at_once{1};  // objects of one event that are worked on at a time
  MetricsLevel metrics{MetricsLevel::off};
  std::string function_name{"stripmeta-function"};  // in metrics
};

// Safe to call from several threads at once. Keeps nothing from one call to the next.
class Handler {
 public:
  // `log` must outlive the handler.
  Handler(RunJob run_job, Log& log, HandlerOptions options);

  // Does what `body` asks for (docs/events.md). Never throws. `request_id` stands in every log line; "" for none.
  Answer handle(std::string_view body, const Call& call, std::string_view request_id = {}) const noexcept;

 private:
  RunJob run_job_;
  Log* log_;
  HandlerOptions options_;
};

}  // namespace stripmeta
