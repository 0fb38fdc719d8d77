// The environment as a plain struct, checked.
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
  std::string bucket_a;         // BUCKET_A: of S3, or a directory (has a slash)
  std::string bucket_b;         // BUCKET_B: likewise
  JobOptions job;               // job_settings.hpp; without its budget
  std::uint64_t job_memory{0};  // bytes for that budget
  ListenAddress listen;         // --listen, else STRIPMETA_LISTEN
  std::size_t at_once{
      10};  // STRIPMETA_AT_ONCE, 1 to 64, and no more than job_memory has 4 MiB for: objects of one event at a time
  Level log_level{Level::info};                     // STRIPMETA_LOG_LEVEL, else AWS_LAMBDA_LOG_LEVEL
  MetricsLevel metrics{MetricsLevel::off};          // STRIPMETA_METRICS: off, on, kinds; under Lambda on by default
  std::string function_name{"stripmeta-function"};  // AWS_LAMBDA_FUNCTION_NAME
  std::string runtime_api;  // AWS_LAMBDA_RUNTIME_API, "host:port": served instead of listening; "" outside of Lambda
};

// "127.0.0.1:8080", "[::1]:0". Error `configuration` that starts with `setting`, the name people gave it by.
std::expected<ListenAddress, Error> parse_listen(std::string_view text, std::string_view setting);

// `listen` is the argument of --listen, none where it was not given. Every error is a `configuration` that names the
// variable; the file system is not looked at (buckets.hpp does).
std::expected<Settings, Error> read_settings(const Lookup& lookup, const std::optional<std::string>& listen);

}  // namespace stripmeta
