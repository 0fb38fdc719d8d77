#include "function/handler.hpp"

#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "job/json.hpp"

namespace stripmeta {
namespace {

using nlohmann::ordered_json;

ordered_json error_object(std::string_view type, std::string_view message) {
  return {{"errorType", type}, {"errorMessage", message}};
}

ordered_json error_object(const Error& error) {
  return error_object(trait(error.kind).lambda_type, error.message);
}

Answer function_error(const Error& error) {
  return {AnswerKind::function_error, dump_line(error_object(error))};
}

}  // namespace

std::string error_body(std::string_view type, std::string_view message) {
  return dump_line(error_object(type, message));
}

Handler::Handler(RunJob run_job, Log& log) : run_job_(std::move(run_job)), log_(&log) {}

Answer Handler::handle(std::string_view body, const Call& call) const noexcept {
  // Memory can run out in any line below; one invocation must not take the others with it.
  try {
    return answer(body, call);
  } catch (const std::exception&) {
    return {AnswerKind::function_error,
            R"({"errorType":"Internal","errorMessage":"the invocation ran out of memory"})"};
  }
}

Answer Handler::answer(std::string_view body, const Call& call) const {
  const auto event = parse_event(body);
  if (!event) {
    const auto& [is_json, error] = event.error();
    if (!is_json) return {AnswerKind::bad_request, error_body("InvalidRequestContent", error.message)};
    log_refusal(error);
    return function_error(error);
  }
  if (event->batch) return answer_batch(*event, call);
  const auto outcome = run(*event->requests.front(), call);
  if (outcome.error) return function_error(*outcome.error);
  return {AnswerKind::success, dump_line(outcome_json(outcome))};
}

Answer Handler::answer_batch(const Event& event, const Call& call) const {
  auto answers = ordered_json::array();
  for (const auto& request : event.requests) {
    if (!request) {
      log_refusal(request.error());
      answers.push_back(error_object(request.error()));
      continue;
    }
    const auto outcome = run(*request, call);
    answers.push_back(outcome.error ? error_object(*outcome.error) : outcome_json(outcome));
  }
  return {AnswerKind::success, dump_line(answers)};
}

Outcome Handler::run(const JobRequest& request, const Call& call) const {
  auto outcome = run_job_(request, call);
  if (outcome.error) {
    log_->write(Level::error, outcome.error->message, outcome_json(outcome));
  } else {
    log_->write(Level::info, outcome_word(outcome.kind), outcome_json(outcome));
  }
  return outcome;
}

void Handler::log_refusal(const Error& error) const {
  log_->write(Level::error, error.message, {{"ok", false}, {"error", error_json(error)}});
}

}  // namespace stripmeta
