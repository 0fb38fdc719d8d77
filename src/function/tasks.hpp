// Tasks of S3 Batch Operations, and the answer to them.
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

// Keys are form-encoded, as in manifests. The only user argument (schema 2.0) is {"force": "true"}. An invalid task
// becomes an error in its place. Error `invalid_event`: another schema version, an unknown user argument, no task, or a
// task without an id, so that its result could not be reported.
std::expected<Event, Error> read_tasks(const nlohmann::json& document);

// Writes one result for each task, from the outcome with the same index: Succeeded, TemporaryFailure if the same task
// may succeed later, or PermanentFailure; with a sentence for the job's report, shortened if it is too long.
std::string task_results(const TaskList& tasks, const std::vector<Outcome>& outcomes);

}  // namespace stripmeta
