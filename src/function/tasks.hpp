// Tasks of S3 Batch Operations and what they are answered with.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "function/event.hpp"
#include "job/job.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// {"invocationSchemaVersion": ..., "tasks": [...], ...}
bool is_task_list(const nlohmann::json& document);

// The key is form-encoded, as manifests have it. Of 2.0's user arguments {"force": "true"} is known. What is wrong with
// a task stands in its place. Error invalid_event: another schema version, an unknown user argument, no task, or a task
// without an id, so that nobody could be told what became of it.
std::expected<Event, Error> read_tasks(const nlohmann::json& document);

// One result a task, of the outcome with the same index: Succeeded, TemporaryFailure where the same task may succeed
// later, else PermanentFailure; with a sentence for the job's report, cut where it is longer than a line of it should
// be.
std::string task_results(const TaskList& tasks, const std::vector<Outcome>& outcomes);

}  // namespace stripmeta
