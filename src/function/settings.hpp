// The function's settings, from the environment and the command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "function/log.hpp"
#include "function/metrics.hpp"
#include "job/job.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

struct ListenAddress {
  std::string host{"127.0.0.1"};  // an IPv4 or IPv6 address, without brackets
  std::uint16_t port{8080};       // 0: the system chooses one
};

struct Settings {
  std::string bucket_a;         // BUCKET_A: an S3 bucket, or a directory (with a slash)
  std::string bucket_b;         // BUCKET_B: likewise
  JobOptions job;               // see job_settings.hpp; the budget is not set
  std::uint64_t job_memory{0};  // size of the budget, in bytes
  ListenAddress listen;         // --listen, else STRIPMETA_LISTEN
  std::size_t at_once{
      10};  // STRIPMETA_AT_ONCE, 1 to 64, but at most one for each 4 MiB of job_memory: objects of one event at a time
  Level log_level{Level::info};                     // STRIPMETA_LOG_LEVEL, else AWS_LAMBDA_LOG_LEVEL
  MetricsLevel metrics{MetricsLevel::off};          // STRIPMETA_METRICS: off, on, kinds; under Lambda on by default
  std::string function_name{"stripmeta-function"};  // AWS_LAMBDA_FUNCTION_NAME
  std::string runtime_api;  // AWS_LAMBDA_RUNTIME_API, "host:port": used instead of listening; "" outside of Lambda
};

// Parses "127.0.0.1:8080" or "[::1]:0". Error `configuration` starts with `setting`, the option or variable.
std::expected<ListenAddress, Error> parse_listen(std::string_view text, std::string_view setting);

// `listen` is the argument of --listen, if given. Error `configuration` names the variable. The file system is not
// checked; open_buckets() does that.
std::expected<Settings, Error> read_settings(const Lookup& lookup, const std::optional<std::string>& listen);

}  // namespace stripmeta
