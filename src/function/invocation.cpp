#include "function/invocation.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <span>
#include <utility>

#include "function/parallel.hpp"
#include "function/tasks.hpp"
#include "job/json.hpp"

namespace stripmeta {
namespace {

using nlohmann::ordered_json;

// Not the fault of one object: the next one would fail on it too.
bool is_outage(ErrorKind kind) {
  return kind == ErrorKind::access_denied || kind == ErrorKind::configuration || kind == ErrorKind::throttled ||
         kind == ErrorKind::upstream;
}

bool has_failed(const Outcome& outcome) {
  return outcome.error.has_value();
}

bool has_failed_by(const Outcome& outcome, ErrorKind kind) {
  return outcome.error && outcome.error->kind == kind;
}

bool is_gone(const Outcome& outcome) {
  return has_failed_by(outcome, ErrorKind::not_found);
}

// No object has that name now. That one had it, and was done and deleted, says nothing of the other way to read it.
bool is_absent(const Outcome& outcome) {
  return is_gone(outcome) || outcome.gone;
}

Outcome failed(Error error) {
  Outcome outcome;
  outcome.error = std::move(error);
  return outcome;
}

Error not_begun(std::string what) {
  return {ErrorKind::deadline, std::move(what), std::nullopt};
}

// Several failures as one: `first`, and how many there were.
Error sum_up(const Error& first, std::size_t failed, std::size_t all, std::string_view what) {
  if (all == 1) return first;
  auto message = std::to_string(failed) + " of " + std::to_string(all) + " ";
  message.append(what).append(" failed; the first: ").append(first.message);
  return {first.kind, std::move(message), std::nullopt};
}

// The outcomes in the order of what was asked for; what failed as Lambda writes errors.
ordered_json answers_json(std::span<const Outcome> outcomes) {
  auto answers = ordered_json::array();
  for (const auto& outcome : outcomes) {
    if (!outcome.error) {
      answers.push_back(outcome_json(outcome));
    } else {
      answers.push_back(
          {{"errorType", trait(outcome.error->kind).lambda_type}, {"errorMessage", outcome.error->message}});
    }
  }
  return answers;
}

// Whether a job that ended so has reached its object.
bool has_reached(const Outcome& outcome) {
  if (!outcome.error) return true;
  const auto kind = outcome.error->kind;
  return !is_outage(kind) && kind != ErrorKind::deadline && kind != ErrorKind::internal;
}

Level level_of(const Outcome& outcome) {
  if (outcome.error) return Level::error;
  return outcome.kind == OutcomeKind::quarantined ? Level::warn : Level::info;
}

}  // namespace

Invocation::Invocation(const Means& means, std::string_view request_id) : means_(means) {
  if (!request_id.empty()) context_["request_id"] = request_id;
  if (!means.call.trace.empty()) context_["trace_id"] = means.call.trace;
}

Answer Invocation::answer(std::string_view body) {
  auto answer = try_answer(body);
  const auto& [bucket_a, at_once, level, function_name] = means_.options;
  try {
    for (const auto& line : metrics_.lines(function_name, level, means_.log.now())) means_.log.write_whole(line);
  } catch (const std::exception&) {
    return answer;  // what cannot be counted is done all the same
  }
  return answer;
}

// What was done is done, and counted, whatever becomes of its answer.
Answer Invocation::try_answer(std::string_view body) {
  try {
    return answer_event(body);
  } catch (const std::exception&) {
    const Error error{ErrorKind::internal, "the invocation ran out of memory", std::nullopt};
    log(Level::error, error.message, context_, {{"ok", false}, {"error", error_json(error)}});
    return function_error(error);
  }
}

Answer Invocation::answer_event(std::string_view body) {
  const auto event = parse_event(body);
  if (!event) {
    const auto& [is_json, error] = event.error();
    if (!is_json) return bad_request(error.message);
    static_cast<void>(run(std::unexpected(error), {}));
    return function_error(error);
  }
  return event->shape == EventShape::queue ? answer_queue(*event) : answer_requests(*event);
}

Answer Invocation::answer_requests(const Event& event) {
  const auto& requests = event.requests;
  std::vector<Outcome> outcomes(requests.size(), failed(not_begun("the time was nearly over: this was not begun")));
  const auto left = run_units(requests.size(), [&](std::size_t i) {
    const bool is_task = event.shape == EventShape::tasks;
    outcomes[i] = run(requests[i], is_task ? Origin{"task_id", event.tasks.ids[i]} : Origin{}).outcome;
  });
  hand_back(left, "objects");
  const auto first = std::ranges::find_if(outcomes, has_failed);
  const bool all_done = first == outcomes.end();
  switch (event.shape) {
    case EventShape::single:
      if (!all_done) return function_error(*first->error);
      return {AnswerKind::success, dump_line(outcome_json(outcomes.front()))};
    case EventShape::notification:
      if (all_done) break;
      return function_error(sum_up(*first->error, static_cast<std::size_t>(std::ranges::count_if(outcomes, has_failed)),
                                   outcomes.size(), "records"));
    case EventShape::tasks: {
      const auto wrong = std::ranges::find_if(
          outcomes, [](const Outcome& outcome) { return has_failed_by(outcome, ErrorKind::configuration); });
      if (wrong != outcomes.end()) return function_error(*wrong->error);
      return {AnswerKind::success, task_results(event.tasks, outcomes)};
    }
    case EventShape::array:
    case EventShape::queue: break;
  }
  return {AnswerKind::success, dump_line(answers_json(outcomes))};
}

Answer Invocation::answer_queue(const Event& queue) {
  const auto& messages = queue.messages;
  const auto units = units_of(messages);
  std::vector<std::optional<Ending>> endings(units.size());
  static_cast<void>(run_units(units.size(), [&](std::size_t i) {
    endings[i] = run(units[i].request, {"message_id", messages[units[i].message].id});
  }));
  std::vector<MessageEnd> ends(messages.size());
  for (std::size_t i = 0; i < units.size(); ++i) ends[units[i].message].take(endings[i]);
  hand_back(static_cast<std::size_t>(std::ranges::count(ends, false, &MessageEnd::begun)), "messages");
  auto failures = ordered_json::array();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (!ends[i].done) failures.push_back({{"itemIdentifier", messages[i].id}});
  }
  // Items that are handed back switch Lambda's back-off off: an outage would drain the queue into its dead letters.
  if (const auto* const error = outage(ends)) {
    return function_error(sum_up(*error, failures.size(), messages.size(), "messages"));
  }
  return {AnswerKind::success, dump_line({{"batchItemFailures", std::move(failures)}})};
}

std::vector<Invocation::Unit> Invocation::units_of(std::span<const Message> messages) {
  std::vector<Unit> units;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    auto event = parse_message(messages[i].body);
    if (!event) {
      units.push_back({.message = i, .request = std::unexpected(std::move(event.error()))});
      continue;
    }
    for (auto& request : event->requests) units.push_back({.message = i, .request = std::move(request)});
  }
  return units;
}

void Invocation::MessageEnd::take(std::optional<Ending>& ending) {
  if (!ending) {
    begun = false;
    done = false;
    return;
  }
  auto& its_error = ending->outcome.error;
  reached = reached || ending->reached;
  if (!its_error) return;
  done = false;
  if (!error || its_error->kind == ErrorKind::configuration) error = std::move(its_error);
}

std::size_t Invocation::run_units(std::size_t count, const std::function<void(std::size_t)>& run) {
  Pace pace{means_.call};
  std::atomic<std::size_t> left{0};
  for_each_at_once(count, means_.options.at_once, [&](std::size_t i) {
    if (!pace.allows_another()) {
      ++left;
      return;
    }
    const auto start = std::chrono::steady_clock::now();
    run(i);
    pace.took(std::chrono::steady_clock::now() - start);
  });
  return left;
}

// A wrong setting; or, where no object of any message was reached, the first error by what the others would fail on
// too, else the first that took all of its time. None: messages fail by themselves.
const Error* Invocation::outage(std::span<const MessageEnd> ends) {
  const auto first = [&ends](auto wanted) -> const Error* {
    const auto found =
        std::ranges::find_if(ends, [&](const MessageEnd& end) { return end.error && wanted(*end.error); });
    return found == ends.end() ? nullptr : &*found->error;
  };
  const auto* const setting = first([](const Error& error) { return error.kind == ErrorKind::configuration; });
  if (setting != nullptr || std::ranges::any_of(ends, &MessageEnd::reached)) return setting;
  const auto* const fault = first([](const Error& error) { return is_outage(error.kind); });
  if (fault != nullptr) return fault;
  return first([](const Error& error) { return error.kind == ErrorKind::deadline; });
}

Invocation::Ending Invocation::run(const Request& request, const Origin& origin) noexcept {
  Ending ending;
  try {
    ending = request ? settle(*request) : Ending{.outcome = failed(request.error())};
  } catch (const std::exception&) {
    ending = {};
    ending.outcome.error = {ErrorKind::internal, "out of memory", std::nullopt};  // so short that it needs none
  }
  try {
    tell(request, origin, ending.outcome);
  } catch (const std::exception&) {
    return ending;  // what cannot be logged is done all the same
  }
  return ending;
}

void Invocation::tell(const Request& request, const Origin& origin, Outcome& outcome) {
  if (request && outcome.input.key.empty()) outcome.input = {request->bucket, request->key, {}};
  metrics_.count(outcome);
  auto context = context_;
  if (!origin.id.empty()) context[origin.member] = origin.id;
  if (request) {
    log_outcome(outcome, context);
  } else {
    log(Level::error, outcome.error->message, context, {{"ok", false}, {"error", error_json(outcome.error)}});
  }
}

Invocation::Ending Invocation::settle(const EventRequest& request) {
  Outcome untouched;
  untouched.input = {request.bucket, request.key, {}};
  const auto& bucket_a = means_.options.bucket_a;
  if (!request.bucket.empty() && request.bucket != bucket_a) {
    untouched.error = Error{
        ErrorKind::invalid_event,
        "the event is about the bucket '" + request.bucket + "', and BUCKET_A is '" + bucket_a + "'", std::nullopt};
    return {.outcome = std::move(untouched)};
  }
  untouched.kind = OutcomeKind::skipped;
  if (!request.skip.empty()) {
    untouched.why = request.skip;
    return {.outcome = std::move(untouched)};
  }
  auto outcome = means_.run_job(request, means_.call);
  // An object that has the first name may be another one, which its version tells.
  if (!request.second_key.empty() && (is_absent(outcome) || outcome.kind == OutcomeKind::superseded)) {
    auto second = request;
    second.key = request.second_key;
    auto other = means_.run_job(second, means_.call);
    if (!is_absent(other) || (is_gone(outcome) && other.gone)) outcome = std::move(other);
  }
  const bool reached = has_reached(outcome);
  if (!request.notified || !is_gone(outcome)) return {.outcome = std::move(outcome), .reached = reached};
  untouched.why = "the object is gone";
  return {.outcome = std::move(untouched), .reached = reached};
}

void Invocation::hand_back(std::size_t count, std::string_view what) {
  if (count == 0) return;
  auto message = std::to_string(count) + " ";
  message.append(what).append(" were handed back, not wholly begun: the time is nearly over");
  log(Level::warn, message, context_, {{"handed_back", count}});
  metrics_.hand_back(count);
}

void Invocation::log_outcome(const Outcome& outcome, const Context& context) {
  std::string message{outcome_word(outcome.kind)};
  if (!outcome.why.empty()) message.append(": ").append(outcome.why);
  if (outcome.error) message = outcome.error->message;
  log(level_of(outcome), message, context, outcome_json(outcome));
}

void Invocation::log(Level level, std::string_view message, const Context& context, const ordered_json& fields) {
  auto members = context;
  members.update(fields);
  means_.log.write(level, message, members);
}

}  // namespace stripmeta
