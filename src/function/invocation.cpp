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

// Errors that are not caused by one object: the next object would fail in the same way.
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

// No object has this key now. Perhaps it was cleaned and deleted before; the key's other decoding may still exist.
bool is_absent(const Outcome& outcome) {
  return is_gone(outcome) || outcome.gone;
}

Outcome failed(Error error) {
  Outcome outcome;
  outcome.error = std::move(error);
  return outcome;
}

Error not_started(std::string what) {
  return {ErrorKind::deadline, std::move(what), std::nullopt};
}

// Joins several failures: the first one, and how many there were.
Error summarize(const Error& first, std::size_t failed, std::size_t all, std::string_view what) {
  if (all == 1) return first;
  auto message = std::to_string(failed) + " of " + std::to_string(all) + " ";
  message.append(what).append(" failed; the first: ").append(first.message);
  return {first.kind, std::move(message), std::nullopt};
}

// The outcomes in the order of the requests; failures in Lambda's error format.
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

// Whether the job reached its object, so that the buckets work.
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

Invocation::Invocation(const Dependencies& dependencies, std::string_view request_id) : dependencies_(dependencies) {
  if (!request_id.empty()) context_["request_id"] = request_id;
  if (!dependencies.call.trace.empty()) context_["trace_id"] = dependencies.call.trace;
}

Answer Invocation::answer(std::string_view body) {
  auto answer = try_answer(body);
  const auto& [bucket_a, at_once, level, function_name] = dependencies_.options;
  try {
    for (const auto& line : metrics_.lines(function_name, level, dependencies_.log.now()))
      dependencies_.log.write_whole(line);
  } catch (const std::exception&) {
    return answer;  // the work is done, even if it could not be counted
  }
  return answer;
}

// Objects that are done are counted, even if the answer cannot be made.
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
  std::vector<Outcome> outcomes(requests.size(),
                                failed(not_started("the time limit was near, so this was not started")));
  const auto left = run_units(requests.size(), [&](std::size_t i) {
    const bool is_task = event.shape == EventShape::tasks;
    outcomes[i] = run(requests[i], is_task ? Origin{"task_id", event.tasks.ids[i]} : Origin{}).outcome;
  });
  hand_back(left, "objects");
  const auto first = std::ranges::find_if(outcomes, has_failed);
  const bool all_succeeded = first == outcomes.end();
  switch (event.shape) {
    case EventShape::single:
      if (!all_succeeded) return function_error(*first->error);
      return {AnswerKind::success, dump_line(outcome_json(outcomes.front()))};
    case EventShape::notification:
      if (all_succeeded) break;
      return function_error(summarize(*first->error,
                                      static_cast<std::size_t>(std::ranges::count_if(outcomes, has_failed)),
                                      outcomes.size(), "records"));
    case EventShape::tasks: {
      const auto wrong_setting = std::ranges::find_if(
          outcomes, [](const Outcome& outcome) { return has_failed_by(outcome, ErrorKind::configuration); });
      if (wrong_setting != outcomes.end()) return function_error(*wrong_setting->error);
      return {AnswerKind::success, task_results(event.tasks, outcomes)};
    }
    case EventShape::array:
    case EventShape::queue: break;
  }
  return {AnswerKind::success, dump_line(answers_json(outcomes))};
}

Answer Invocation::answer_queue(const Event& queue) {
  const auto& messages = queue.messages;
  const auto units = split_into_units(messages);
  std::vector<std::optional<Result>> unit_results(units.size());
  static_cast<void>(run_units(units.size(), [&](std::size_t i) {
    unit_results[i] = run(units[i].request, {"message_id", messages[units[i].message].id});
  }));
  std::vector<MessageResult> results(messages.size());
  for (std::size_t i = 0; i < units.size(); ++i) results[units[i].message].add(unit_results[i]);
  hand_back(static_cast<std::size_t>(std::ranges::count(results, false, &MessageResult::started)), "messages");
  auto failures = ordered_json::array();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (!results[i].done) failures.push_back({{"itemIdentifier", messages[i].id}});
  }
  // Lambda does not back off if single messages fail. During an outage it would move the whole queue to the dead
  // letters.
  if (const auto* const error = find_outage(results)) {
    return function_error(summarize(*error, failures.size(), messages.size(), "messages"));
  }
  return {AnswerKind::success, dump_line({{"batchItemFailures", std::move(failures)}})};
}

std::vector<Invocation::Unit> Invocation::split_into_units(std::span<const Message> messages) {
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

void Invocation::MessageResult::add(std::optional<Result>& result) {
  if (!result) {
    started = false;
    done = false;
    return;
  }
  auto& its_error = result->outcome.error;
  reached = reached || result->reached;
  if (!its_error) return;
  done = false;
  if (!error || its_error->kind == ErrorKind::configuration) error = std::move(its_error);
}

std::size_t Invocation::run_units(std::size_t count, const std::function<void(std::size_t)>& run) {
  Pace pace{dependencies_.call};
  std::atomic<std::size_t> left{0};
  for_each_at_once(count, dependencies_.options.at_once, [&](std::size_t i) {
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

// Returns the error of a wrong setting. If no object of any message was reached, returns the first error that would hit
// the other objects too, or else the first one that ran out of time. nullptr: the messages fail for reasons of their
// own.
const Error* Invocation::find_outage(std::span<const MessageResult> results) {
  const auto first = [&results](auto wanted) -> const Error* {
    const auto found = std::ranges::find_if(
        results, [&](const MessageResult& result) { return result.error && wanted(*result.error); });
    return found == results.end() ? nullptr : &*found->error;
  };
  const auto* const setting = first([](const Error& error) { return error.kind == ErrorKind::configuration; });
  if (setting != nullptr || std::ranges::any_of(results, &MessageResult::reached)) return setting;
  const auto* const fault = first([](const Error& error) { return is_outage(error.kind); });
  if (fault != nullptr) return fault;
  return first([](const Error& error) { return error.kind == ErrorKind::deadline; });
}

Invocation::Result Invocation::run(const Request& request, const Origin& origin) noexcept {
  Result result;
  try {
    result = request ? clean(*request) : Result{.outcome = failed(request.error())};
  } catch (const std::exception&) {
    result = {};
    result.outcome.error = {ErrorKind::internal, "out of memory", std::nullopt};  // short enough to need no allocation
  }
  try {
    record(request, origin, result.outcome);
  } catch (const std::exception&) {
    return result;  // the work is done, even if it could not be logged
  }
  return result;
}

void Invocation::record(const Request& request, const Origin& origin, Outcome& outcome) {
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

Invocation::Result Invocation::clean(const EventRequest& request) {
  Outcome skipped;
  skipped.input = {request.bucket, request.key, {}};
  const auto& bucket_a = dependencies_.options.bucket_a;
  if (!request.bucket.empty() && request.bucket != bucket_a) {
    skipped.error =
        Error{ErrorKind::invalid_event,
              "the event names the bucket '" + request.bucket + "', but BUCKET_A is '" + bucket_a + "'", std::nullopt};
    return {.outcome = std::move(skipped)};
  }
  skipped.kind = OutcomeKind::skipped;
  if (!request.skip_reason.empty()) {
    skipped.why = request.skip_reason;
    return {.outcome = std::move(skipped)};
  }
  auto outcome = dependencies_.run_job(request, dependencies_.call);
  // The object with the first key may be another one; then its version differs.
  if (!request.second_key.empty() && (is_absent(outcome) || outcome.kind == OutcomeKind::superseded)) {
    auto second = request;
    second.key = request.second_key;
    auto other = dependencies_.run_job(second, dependencies_.call);
    if (!is_absent(other) || (is_gone(outcome) && other.gone)) outcome = std::move(other);
  }
  const bool reached = has_reached(outcome);
  if (!request.is_notification || !is_gone(outcome)) return {.outcome = std::move(outcome), .reached = reached};
  skipped.why = "the object no longer exists";
  return {.outcome = std::move(skipped), .reached = reached};
}

void Invocation::hand_back(std::size_t count, std::string_view what) {
  if (count == 0) return;
  auto message = std::to_string(count) + " ";
  message.append(what).append(" were handed back, because the time limit is near");
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
  dependencies_.log.write(level, message, members);
}

}  // namespace stripmeta
