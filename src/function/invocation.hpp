// Handles one event.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "function/answer.hpp"
#include "function/event.hpp"
#include "function/handler.hpp"
#include "function/log.hpp"
#include "function/metrics.hpp"
#include "job/job.hpp"
#include "store/store.hpp"

namespace stripmeta {

class Invocation {
 public:
  // All of these must outlive the invocation.
  struct Dependencies {
    const RunJob& run_job;
    Log& log;
    const HandlerOptions& options;
    const Call& call;
  };

  Invocation(const Dependencies& dependencies, std::string_view request_id);

  // Call it once. If memory runs out while an object is cleaned, only that object fails; otherwise the whole event
  // fails. Throws if there is not enough memory to log that.
  Answer answer(std::string_view body);

 private:
  using Request = std::expected<EventRequest, Error>;
  // Members of all log lines, or of those about one object.
  using Context = nlohmann::ordered_json;

  // The message or task that names an object: "message_id" or "task_id", and the id; "" if there is none.
  struct Origin {
    const char* member;
    std::string_view id;
  };

  struct Result {
    Outcome outcome;
    bool reached{false};  // the buckets work: an object was read, or found to be missing
  };

  // One object that a message names, or the error of its body.
  struct Unit {
    std::size_t message;
    Request request;
  };

  struct MessageResult {
    bool started{true};            // all of its objects were started
    bool done{true};               // all of its objects were done successfully
    bool reached{false};           // at least one of its objects was reached
    std::optional<Error> error{};  // the first one, but a `configuration` error takes precedence

    // Adds the result of the next one of its objects; nullopt: the object was not started.
    void add(std::optional<Result>& result);
  };

  Answer try_answer(std::string_view body);
  Answer answer_event(std::string_view body);
  Answer answer_requests(const Event& event);
  Answer answer_queue(const Event& queue);
  // Calls run(0) ... run(count - 1), several at once as the options say, while there is time for another. Returns how
  // many were not started. `run` must not throw.
  std::size_t run_units(std::size_t count, const std::function<void(std::size_t)>& run);
  static std::vector<Unit> split_into_units(std::span<const Message> messages);
  static const Error* find_outage(std::span<const MessageResult> results);
  Result run(const Request& request, const Origin& origin) noexcept;
  void record(const Request& request, const Origin& origin, Outcome& outcome);
  Result clean(const EventRequest& request);
  void hand_back(std::size_t count, std::string_view what);
  void log_outcome(const Outcome& outcome, const Context& context);
  void log(Level level, std::string_view message, const Context& context, const nlohmann::ordered_json& fields);

  Dependencies dependencies_;
  Context context_ = Context::object();  // of all log lines
  Metrics metrics_;
};

}  // namespace stripmeta
