// The function itself: an event in, jobs run, an answer out, a log line an object.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "function/answer.hpp"
#include "function/log.hpp"
#include "job/job.hpp"
#include "store/store.hpp"

namespace stripmeta {

using RunJob = std::function<Outcome(const JobRequest& request, const Call& call)>;

// Safe to call from several threads at once if `run_job` is. Keeps nothing from one call to the next.
class Handler {
 public:
  // `log` must outlive the handler. An event that names another bucket than `bucket_a` is refused.
  Handler(RunJob run_job, Log& log, std::string bucket_a);

  // Does what `body` asks for, in order (docs/events.md). Never throws. `request_id` stands in every log line; "" for
  // none.
  Answer handle(std::string_view body, const Call& call, std::string_view request_id = {}) const noexcept;

 private:
  RunJob run_job_;
  Log* log_;
  std::string bucket_a_;
};

}  // namespace stripmeta
