// The function itself: an event in, jobs run, an answer out, a log line an object.
#pragma once

#include <functional>
#include <string_view>

#include "function/answer.hpp"
#include "function/event.hpp"
#include "function/log.hpp"
#include "job/job.hpp"
#include "store/store.hpp"

namespace stripmeta {

using RunJob = std::function<Outcome(const JobRequest& request, const Call& call)>;

// Safe to call from several threads at once if `run_job` is.
class Handler {
 public:
  // `log` must outlive the handler.
  Handler(RunJob run_job, Log& log);

  // Runs the events of `body` in order. Never throws.
  Answer handle(std::string_view body, const Call& call) const noexcept;

 private:
  Answer answer(std::string_view body, const Call& call) const;
  Answer answer_batch(const Event& event, const Call& call) const;
  Outcome run(const JobRequest& request, const Call& call) const;
  void log_refusal(const Error& error) const;

  RunJob run_job_;
  Log* log_;
};

}  // namespace stripmeta
