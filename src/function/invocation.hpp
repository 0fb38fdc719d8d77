// One event while it is worked on.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "function/answer.hpp"
#include "function/event.hpp"
#include "function/handler.hpp"
#include "function/log.hpp"
#include "job/job.hpp"
#include "store/store.hpp"

namespace stripmeta {

class Invocation {
 public:
  // All of it must outlive the invocation.
  struct Means {
    const RunJob& run_job;
    Log& log;
    const std::string& bucket_a;
    const Call& call;
  };

  Invocation(const Means& means, std::string_view request_id);

  // Call it once. Throws where memory runs out.
  Answer answer(std::string_view body);

 private:
  // What became of an event's objects.
  struct Tally {
    nlohmann::ordered_json answers = nlohmann::ordered_json::array();
    std::size_t failed{0};
    std::optional<Error> first_error;
  };
  struct Ended {
    Outcome outcome;
    std::string why;  // of `skipped`, where there is more to say than the word
  };

  Tally run_all(const Event& event);
  Outcome run(const EventRequest& request);
  Ended settle(const EventRequest& request);
  Answer answer_queue(const Event& queue);
  std::optional<Error> run_message(const Message& message);
  void log_error(const Error& error);
  void log(Level level, std::string_view message, const nlohmann::ordered_json& fields);

  Means means_;
  nlohmann::ordered_json context_ = nlohmann::ordered_json::object();  // in front of every log line's members
};

}  // namespace stripmeta
