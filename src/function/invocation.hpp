// One event while it is worked on.
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
  // All of it must outlive the invocation.
  struct Means {
    const RunJob& run_job;
    Log& log;
    const HandlerOptions& options;
    const Call& call;
  };

  Invocation(const Means& means, std::string_view request_id);

  // Call it once. Where memory runs out, that is one object's failure if it can be, else the answer's; throws where
  // there is not even enough to log it.
  Answer answer(std::string_view body);

 private:
  using Request = std::expected<EventRequest, Error>;
  // What stands in all log lines, or in those of one object.
  using Context = nlohmann::ordered_json;

  // Who asked for an object: "message_id" or "task_id", and the id; "" for nobody in particular.
  struct Origin {
    const char* member;
    std::string_view id;
  };

  struct Ending {
    Outcome outcome;
    bool reached{false};  // it shows that the buckets work: an object was read, or found not to be there
  };

  // One object that a message asks for, or what is wrong with its body.
  struct Unit {
    std::size_t message;
    Request request;
  };

  // What became of a message.
  struct MessageEnd {
    bool begun{true};              // each of its objects
    bool done{true};               // all of it
    bool reached{false};           // one of its objects shows that the buckets work
    std::optional<Error> error{};  // the first of its objects, or the one of a wrong setting

    // Of one of its objects, in their order; none: it was not begun.
    void take(std::optional<Ending>& ending);
  };

  Answer try_answer(std::string_view body);
  Answer answer_event(std::string_view body);
  Answer answer_requests(const Event& event);
  Answer answer_queue(const Event& queue);
  // Calls run(0) ... run(count - 1) at once, as the options say, as long as there is time for another. Answers how many
  // were not begun. `run` must not throw.
  std::size_t run_units(std::size_t count, const std::function<void(std::size_t)>& run);
  static std::vector<Unit> units_of(std::span<const Message> messages);
  static const Error* outage(std::span<const MessageEnd> ends);
  Ending run(const Request& request, const Origin& origin) noexcept;
  void tell(const Request& request, const Origin& origin, Outcome& outcome);
  Ending settle(const EventRequest& request);
  void hand_back(std::size_t count, std::string_view what);
  void log_outcome(const Outcome& outcome, const Context& context);
  void log(Level level, std::string_view message, const Context& context, const nlohmann::ordered_json& fields);

  Means means_;
  Context context_ = Context::object();  // of all lines
  Metrics metrics_;
};

}  // namespace stripmeta
