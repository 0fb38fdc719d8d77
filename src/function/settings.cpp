#include "function/settings.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <utility>

#include "function/buckets.hpp"
#include "function/job_settings.hpp"
#include "store/ascii.hpp"
#include "store/environment.hpp"

namespace stripmeta {
namespace {

std::expected<std::string, Error> read_bucket(const Lookup& lookup, const std::string& name) {
  auto value = value_or_empty(lookup, name);
  if (value.empty()) {
    return misconfigured(name,
                         "is not set; name an S3 bucket, or a directory with a slash, such as /srv/photos or ./photos");
  }
  return value;
}

bool is_address(const std::string& host, int family) {
  in6_addr parsed{};
  return inet_pton(family, host.c_str(), &parsed) == 1;
}

std::expected<ListenAddress, Error> read_listen(const Lookup& lookup, const std::optional<std::string>& argument) {
  if (argument) return parse_listen(*argument, "--listen");
  const auto value = value_or_empty(lookup, "STRIPMETA_LISTEN");
  if (value.empty()) return ListenAddress{};
  return parse_listen(value, "STRIPMETA_LISTEN");
}

std::expected<std::size_t, Error> read_at_once(const Lookup& lookup) {
  constexpr const char* variable = "STRIPMETA_AT_ONCE";
  constexpr std::size_t default_number = 10;
  constexpr std::size_t most = 64;
  const auto value = value_or_empty(lookup, variable);
  if (value.empty()) return default_number;
  const auto number = parse_number<std::size_t>(value);
  if (!number || *number < 1 || *number > most) return misconfigured(variable, "must be a number from 1 to 64");
  return *number;
}

// Even an object that waits for memory holds some memory: the part of it that was received ahead.
std::size_t most_at_once(std::uint64_t job_memory) {
  constexpr std::uint64_t share = std::uint64_t{4} << 20U;
  return static_cast<std::size_t>(std::max<std::uint64_t>(job_memory / share, 1));
}

std::expected<Level, Error> read_log_level(const Lookup& lookup) {
  const auto word = value_or_empty(lookup, "STRIPMETA_LOG_LEVEL");
  // AWS_LAMBDA_LOG_LEVEL comes from Lambda's console. An unknown word in it must not stop the function.
  if (word.empty()) return parse_level(value_or_empty(lookup, "AWS_LAMBDA_LOG_LEVEL")).value_or(Level::info);
  const auto level = parse_level(word);
  if (!level) return misconfigured("STRIPMETA_LOG_LEVEL", "must be debug, info, warn or error");
  return *level;
}

std::expected<MetricsLevel, Error> read_metrics(const Lookup& lookup, bool is_lambda) {
  const auto word = value_or_empty(lookup, "STRIPMETA_METRICS");
  if (word.empty()) return is_lambda ? MetricsLevel::on : MetricsLevel::off;
  if (word == "off") return MetricsLevel::off;
  if (word == "on") return MetricsLevel::on;
  if (word == "kinds") return MetricsLevel::kinds;
  return misconfigured("STRIPMETA_METRICS", "must be off, on or kinds");
}

// Reads the settings of logs and metrics.
std::expected<void, Error> read_monitoring(const Lookup& lookup, Settings& settings) {
  const auto level = read_log_level(lookup);
  if (!level) return std::unexpected(level.error());
  settings.log_level = *level;
  const auto metrics = read_metrics(lookup, !settings.runtime_api.empty());
  if (!metrics) return std::unexpected(metrics.error());
  settings.metrics = *metrics;
  if (auto name = value_or_empty(lookup, "AWS_LAMBDA_FUNCTION_NAME"); !name.empty()) {
    settings.function_name = std::move(name);
  }
  return {};
}

}  // namespace

std::expected<ListenAddress, Error> parse_listen(std::string_view text, std::string_view setting) {
  constexpr const char* shape =
      "must be an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080 (port 0: any free port)";
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return misconfigured(setting, shape);
  auto host = text.substr(0, colon);
  const bool brackets = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
  if (brackets) host = host.substr(1, host.size() - 2);

  ListenAddress address{.host = std::string{host}};
  if (!is_address(address.host, brackets ? AF_INET6 : AF_INET)) return misconfigured(setting, shape);
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!port) return misconfigured(setting, shape);
  address.port = *port;
  return address;
}

std::expected<Settings, Error> read_settings(const Lookup& lookup, const std::optional<std::string>& listen) {
  auto bucket_a = read_bucket(lookup, "BUCKET_A");
  if (!bucket_a) return std::unexpected(std::move(bucket_a.error()));
  auto bucket_b = read_bucket(lookup, "BUCKET_B");
  if (!bucket_b) return std::unexpected(std::move(bucket_b.error()));
  auto job = read_job_options(lookup);
  if (!job) return std::unexpected(std::move(job.error()));
  auto usable = check_for_directories(*job, is_directory(*bucket_a), is_directory(*bucket_b));
  if (!usable) return std::unexpected(std::move(usable.error()));
  const auto memory = job_memory(lookup);
  if (!memory) return std::unexpected(memory.error());
  auto address = read_listen(lookup, listen);
  if (!address) return std::unexpected(std::move(address.error()));
  const auto at_once = read_at_once(lookup);
  if (!at_once) return std::unexpected(at_once.error());
  Settings settings{.bucket_a = std::move(*bucket_a),
                    .bucket_b = std::move(*bucket_b),
                    .job = std::move(*job),
                    .job_memory = *memory,
                    .listen = std::move(*address),
                    .at_once = std::min(*at_once, most_at_once(*memory)),
                    .runtime_api = value_or_empty(lookup, "AWS_LAMBDA_RUNTIME_API")};
  if (auto monitoring = read_monitoring(lookup, settings); !monitoring)
    return std::unexpected(std::move(monitoring.error()));
  return settings;
}

}  // namespace stripmeta
