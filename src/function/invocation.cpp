#include "function/invocation.hpp"

#include <utility>

#include "job/json.hpp"

namespace stripmeta {
namespace {

using nlohmann::ordered_json;

ordered_json error_object(const Error& error) {
  return {{"errorType", trait(error.kind).lambda_type}, {"errorMessage", error.message}};
}

// Not the fault of one object: the next one would fail on it too.
bool is_outage(ErrorKind kind) {
  return kind == ErrorKind::access_denied || kind == ErrorKind::configuration || kind == ErrorKind::throttled ||
         kind == ErrorKind::upstream;
}

bool is_gone(const Outcome& outcome) {
  return outcome.error && outcome.error->kind == ErrorKind::not_found;
}

// Several failures as one: the first, and how many there were.
Error sum_up(const Error& first, std::size_t failed, std::size_t all, std::string_view what) {
  if (all == 1) return first;
  auto message = std::to_string(failed) + " of " + std::to_string(all) + " ";
  message.append(what).append(" failed; the first: ").append(first.message);
  return {first.kind, std::move(message), std::nullopt};
}

}  // namespace

Invocation::Invocation(const Means& means, std::string_view request_id) : means_(means) {
  if (!request_id.empty()) context_["request_id"] = request_id;
}

Answer Invocation::answer(std::string_view body) {
  const auto event = parse_event(body);
  if (!event) {
    const auto& [is_json, error] = event.error();
    if (!is_json) return bad_request(error.message);
    log_error(error);
    return function_error(error);
  }
  if (event->shape == EventShape::queue) return answer_queue(*event);
  const auto tally = run_all(*event);
  switch (event->shape) {
    case EventShape::single:
      if (tally.first_error) return function_error(*tally.first_error);
      return {AnswerKind::success, dump_line(tally.answers.front())};
    case EventShape::notification:
      if (!tally.first_error) break;
      return function_error(sum_up(*tally.first_error, tally.failed, tally.answers.size(), "records"));
    case EventShape::array:
    case EventShape::queue: break;
  }
  return {AnswerKind::success, dump_line(tally.answers)};
}

Invocation::Tally Invocation::run_all(const Event& event) {
  Tally tally;
  const auto fail = [&](const Error& error) {
    tally.answers.push_back(error_object(error));
    ++tally.failed;
    if (!tally.first_error) tally.first_error = error;
  };
  for (const auto& request : event.requests) {
    if (!request) {
      log_error(request.error());
      fail(request.error());
      continue;
    }
    const auto outcome = run(*request);
    if (outcome.error) {
      fail(*outcome.error);
    } else {
      tally.answers.push_back(outcome_json(outcome));
    }
  }
  return tally;
}

Outcome Invocation::run(const EventRequest& request) {
  auto [outcome, why] = settle(request);
  if (outcome.error) {
    log(Level::error, outcome.error->message, outcome_json(outcome));
  } else {
    std::string message{outcome_word(outcome.kind)};
    if (!why.empty()) message.append(": ").append(why);
    log(Level::info, message, outcome_json(outcome));
  }
  return std::move(outcome);
}

Invocation::Ended Invocation::settle(const EventRequest& request) {
  Outcome untouched;
  untouched.input = {request.bucket, request.key, {}};
  if (!request.bucket.empty() && request.bucket != means_.bucket_a) {
    untouched.error =
        Error{ErrorKind::invalid_event,
              "the event is about the bucket '" + request.bucket + "', and BUCKET_A is '" + means_.bucket_a + "'",
              std::nullopt};
    return {std::move(untouched), {}};
  }
  if (!request.skip.empty()) {
    untouched.kind = OutcomeKind::skipped;
    return {std::move(untouched), request.skip};
  }
  auto outcome = means_.run_job(request, means_.call);
  if (!request.notified || !is_gone(outcome)) return {std::move(outcome), {}};
  if (!request.second_key.empty()) {
    auto second = request;
    second.key = request.second_key;
    outcome = means_.run_job(second, means_.call);
    if (!is_gone(outcome)) return {std::move(outcome), {}};
  }
  untouched.kind = OutcomeKind::skipped;
  return {std::move(untouched), "the object is gone"};
}

Answer Invocation::answer_queue(const Event& queue) {
  auto failures = ordered_json::array();
  std::optional<Error> first_error;
  // No message is done, the first failed by something that the others would fail on too, and so did they, as far as
  // there was time for them.
  bool outage = true;
  std::size_t started = 0;
  for (const auto& message : queue.messages) {
    std::optional<Error> error;
    if (!means_.call.over()) {
      ++started;
      error = run_message(message);
      if (!error) {
        outage = false;
        continue;
      }
      if (!first_error) first_error = error;
    }
    const bool no_time = !error || error->kind == ErrorKind::deadline;
    outage = outage && first_error &&
             (is_outage(error ? error->kind : first_error->kind) || (no_time && is_outage(first_error->kind)));
    failures.push_back({{"itemIdentifier", message.id}});
  }
  const auto all = queue.messages.size();
  if (started < all) {
    log_error({ErrorKind::deadline,
               std::to_string(all - started) + " messages were handed back without a start: the time is nearly over",
               std::nullopt});
  }
  // Items that are handed back switch Lambda's back-off off: an outage would drain the queue into its dead letters.
  if (outage) return function_error(sum_up(*first_error, all, all, "messages"));
  return {AnswerKind::success, dump_line({{"batchItemFailures", std::move(failures)}})};
}

// The first error; none where all of the message is done.
std::optional<Error> Invocation::run_message(const Message& message) {
  context_["message_id"] = message.id;
  auto event = parse_event(message.body);
  std::optional<Error> error;
  if (!event) {
    error = std::move(event.error().error);
    log_error(*error);
  } else if (event->shape == EventShape::queue) {
    error = unknown_shape("an SQS message holds SQS messages");
    log_error(*error);
  } else {
    error = run_all(*event).first_error;
  }
  context_.erase("message_id");
  return error;
}

void Invocation::log_error(const Error& error) {
  log(Level::error, error.message, {{"ok", false}, {"error", error_json(error)}});
}

void Invocation::log(Level level, std::string_view message, const ordered_json& fields) {
  auto members = context_;
  members.update(fields);
  means_.log.write(level, message, members);
}

}  // namespace stripmeta
