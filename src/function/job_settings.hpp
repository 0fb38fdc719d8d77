// What the environment says of the jobs.
#pragma once

#include <cstdint>
#include <expected>

#include "job/job.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// STRIPMETA_POLICY, STRIPMETA_KEEP, STRIPMETA_REMOVE, STRIPMETA_STRICT (default 1): the policy. Where
// AWS_LAMBDA_FUNCTION_MEMORY_SIZE says how much memory there is (MB), max_whole_bytes is a third of what lies above
// 128 MiB, at least 16 MiB.
// STRIPMETA_OUTPUT_KEY: see OutputKey; default the key in A.
// STRIPMETA_UNSUPPORTED: fail (default), skip, quarantine. STRIPMETA_QUARANTINE_PREFIX: default
// "_stripmeta/quarantine/".
// STRIPMETA_SOURCE: keep (default), tag, delete. STRIPMETA_SOURCE_TAG: "name=value", default "stripmeta=cleaned".
// STRIPMETA_OUTPUT_TAGS: see parse_tags(). STRIPMETA_CARRY_METADATA: names separated by commas, none of
// "stripmeta-...". The budget is not set: job_memory() says its size. Every error is a `configuration` that names the
// variable.
std::expected<JobOptions, Error> read_job_options(const Lookup& lookup);

// Bytes for all jobs together: what AWS_LAMBDA_FUNCTION_MEMORY_SIZE leaves beside 96 MiB for the program, at least
// 32 MiB; 384 MiB without it. Error `configuration`: the variable is no number.
std::expected<std::uint64_t, Error> job_memory(const Lookup& lookup);

// Error `configuration` that names the variable: files in a directory cannot do what is asked for.
std::expected<void, Error> check_for_directories(const JobOptions& options, bool a_is_directory, bool b_is_directory);

}  // namespace stripmeta
