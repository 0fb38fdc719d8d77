// The options of the jobs, from the environment.
#pragma once

#include <cstdint>
#include <expected>

#include "job/job.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// STRIPMETA_POLICY, STRIPMETA_KEEP, STRIPMETA_REMOVE, STRIPMETA_STRICT (default 1): the policy. If
// AWS_LAMBDA_FUNCTION_MEMORY_SIZE (MB) is set, max_whole_bytes is a third of the memory above 128 MiB, but at least
// 16 MiB.
// STRIPMETA_OUTPUT_KEY: see OutputKey; default the key in A.
// STRIPMETA_UNSUPPORTED: fail (default), skip, quarantine. STRIPMETA_QUARANTINE_PREFIX: default
// "_stripmeta/quarantine/".
// STRIPMETA_SOURCE: keep (default), tag, delete. STRIPMETA_SOURCE_TAG: "name=value", default "stripmeta=cleaned".
// STRIPMETA_OUTPUT_TAGS: see parse_tags(). STRIPMETA_CARRY_METADATA: names separated by commas, not starting
// with "stripmeta-". The budget is not set; job_memory() is its size. Error `configuration` names the variable.
std::expected<JobOptions, Error> read_job_options(const Lookup& lookup);

// The memory for all jobs together, in bytes: AWS_LAMBDA_FUNCTION_MEMORY_SIZE minus 96 MiB for the program, but at
// least 32 MiB; 384 MiB if it is not set. Error `configuration`: the variable is not a number.
std::expected<std::uint64_t, Error> job_memory(const Lookup& lookup);

// Error `configuration` names an option that a directory does not support.
std::expected<void, Error> check_for_directories(const JobOptions& options, bool a_is_directory, bool b_is_directory);

}  // namespace stripmeta
