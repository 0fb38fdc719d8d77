#include "function/tasks.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include "job/json.hpp"

namespace stripmeta {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_result_bytes = 1'000;

// The task has "arn:aws:s3:::bucket" in schema 1.0 and the bucket's name in 2.0.
std::string bucket_of(const Json& task, bool first_schema) {
  if (!first_schema) return text_at(task, {"s3Bucket"});
  const auto arn = text_at(task, {"s3BucketArn"});
  const auto name = arn.rfind(':');
  return name == std::string::npos ? std::string{} : arn.substr(name + 1);
}

std::expected<bool, Error> read_force(const Json& document) {
  static const Json::json_pointer at{"/job/userArguments"};
  if (!document.contains(at) || document.at(at).is_null()) return false;
  const auto& arguments = document.at(at);
  if (!arguments.is_object()) return unknown_shape("the job's userArguments are not an object");
  for (const auto& [name, value] : arguments.items()) {
    if (name != "force") return unknown_shape("the job has an unknown user argument " + quoted_name(name));
    if (value != "true" && value != "false")
      return unknown_shape(R"(the user argument "force" must be "true" or "false")");
  }
  return text_at(arguments, {"force"}) == "true";
}

std::expected<EventRequest, Error> read_task(const Json& task, bool first_schema, bool force) {
  const auto encoded = text_at(task, {"s3Key"});
  EventRequest request;
  request.bucket = bucket_of(task, first_schema);
  if (encoded.empty() || request.bucket.empty()) return unknown_shape("a task has no key or no bucket");
  read_encoded_key(encoded, request);
  if (auto version = text_at(task, {"s3VersionId"}); !version.empty()) request.version = std::move(version);
  request.force = force;
  return request;
}

// A conflict may not occur again, and memory or threads may be free later. If the error persists, S3 stops after a
// number of attempts.
bool may_succeed_later(ErrorKind kind) {
  return trait(kind).retryable || kind == ErrorKind::conflict || kind == ErrorKind::internal;
}

std::string_view result_code(const Outcome& outcome) {
  if (!outcome.error) return "Succeeded";
  return may_succeed_later(outcome.error->kind) ? "TemporaryFailure" : "PermanentFailure";
}

std::string result_string(const Outcome& outcome) {
  std::string text;
  if (outcome.error) {
    text.append(trait(outcome.error->kind).word).append(": ").append(outcome.error->message);
  } else {
    text.append(outcome_word(outcome.kind));
    if (!outcome.why.empty()) text.append(": ").append(outcome.why);
  }
  if (text.size() > max_result_bytes) text.resize(max_result_bytes);
  return text;
}

}  // namespace

bool is_task_list(const Json& document) {
  return document.is_object() && document.contains("invocationSchemaVersion");
}

std::expected<Event, Error> read_tasks(const Json& document) {
  Event event{.shape = EventShape::tasks};
  auto& [schema_version, invocation_id, ids] = event.tasks;
  schema_version = text_at(document, {"invocationSchemaVersion"});
  if (schema_version != "1.0" && schema_version != "2.0") {
    return unknown_shape("the schema version of the tasks is " + quoted_name(schema_version) +
                         R"(; the supported ones are "1.0" and "2.0")");
  }
  invocation_id = text_at(document, {"invocationId"});
  const auto force = read_force(document);
  if (!force) return std::unexpected(force.error());
  const auto tasks = document.find("tasks");
  if (tasks == document.end() || !tasks->is_array() || tasks->empty()) {
    return unknown_shape(R"("tasks" is not an array, or it is empty)");
  }
  for (const auto& task : *tasks) {
    ids.push_back(text_at(task, {"taskId"}));
    if (ids.back().empty()) return unknown_shape("a task has no taskId");
    event.requests.push_back(read_task(task, schema_version == "1.0", *force));
  }
  return event;
}

std::string task_results(const TaskList& tasks, const std::vector<Outcome>& outcomes) {
  auto results = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    results.push_back({{"taskId", tasks.ids.at(i)},
                       {"resultCode", result_code(outcomes[i])},
                       {"resultString", result_string(outcomes[i])}});
  }
  return dump_line({{"invocationSchemaVersion", tasks.schema_version},
                    {"treatMissingKeysAs", "PermanentFailure"},
                    {"invocationId", tasks.invocation_id},
                    {"results", std::move(results)}});
}

}  // namespace stripmeta
