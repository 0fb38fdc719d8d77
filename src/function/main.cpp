// stripmeta-function: reads settings from the environment, then serves events from the Lambda Runtime API or, outside
// of Lambda, from the local invocation endpoint, until SIGTERM or SIGINT.
#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <span>
#include <stop_token>
#include <string>
#include <utility>

#include "function/arguments.hpp"
#include "function/buckets.hpp"
#include "function/endpoint.hpp"
#include "function/handler.hpp"
#include "function/log.hpp"
#include "function/runtime.hpp"
#include "function/settings.hpp"
#include "job/job.hpp"
#include "job/json.hpp"
#include "store/environment.hpp"
#include "stripmeta/version.hpp"

namespace {

constexpr std::chrono::minutes invocation_time{15};  // Lambda's maximum

// Reports an error to stderr; in Lambda to the log, and to the Runtime API, so that Lambda's console shows it.
int report_failure(const stripmeta::Error& error) {
  const auto runtime_api = stripmeta::environment("AWS_LAMBDA_RUNTIME_API");
  if (!runtime_api || runtime_api->empty()) {
    std::cerr << "stripmeta-function: " << error.message << '\n';
    return 1;
  }
  stripmeta::Log log{std::cout};
  log.write(stripmeta::Level::error, error.message, {{"ok", false}, {"error", stripmeta::error_json(error)}});
  const auto reported = stripmeta::report_init_error(*runtime_api, error);
  if (!reported) log.write(stripmeta::Level::error, reported.error().message);
  return 1;
}

int serve_endpoint(const stripmeta::ListenAddress& address, const stripmeta::Handler& handler, stripmeta::Log& log) {
  const auto endpoint = stripmeta::Endpoint::open(address, [&handler](const std::string& body, std::stop_token stop) {
    return handler.handle(body, {std::chrono::steady_clock::now() + invocation_time, std::move(stop)});
  });
  if (!endpoint) return report_failure(endpoint.error());
  (*endpoint)->stop_on_signals();
  log.write(stripmeta::Level::info, "listening on " + (*endpoint)->url(), {{"build", stripmeta::build()}});
  (*endpoint)->run();
  log.write(stripmeta::Level::info, "stopped");
  return 0;
}

int serve(const stripmeta::Settings& settings) {
  const bool deletes_in_a = settings.job.source.kind == stripmeta::AfterSuccess::Kind::remove;
  const auto buckets =
      stripmeta::open_buckets(settings.bucket_a, settings.bucket_b, stripmeta::environment, deletes_in_a);
  if (!buckets) return report_failure(buckets.error());
  stripmeta::ByteBudget budget{settings.job_memory};
  auto options = settings.job;
  options.budget = &budget;
  stripmeta::Log log{std::cout, settings.log_level};
  const stripmeta::Handler handler{[&](const stripmeta::JobRequest& request, const stripmeta::Call& call) {
                                     return stripmeta::run_job(*buckets->a, *buckets->b, options, request, call);
                                   },
                                   log,
                                   {.bucket_a = buckets->a->name(),
                                    .at_once = settings.at_once,
                                    .metrics = settings.metrics,
                                    .function_name = settings.function_name}};
  if (!settings.runtime_api.empty()) return stripmeta::serve_runtime(settings.runtime_api, handler, log);
  return serve_endpoint(settings.listen, handler, log);
}

int run(std::span<const char* const> words) {
  const auto arguments = stripmeta::parse_arguments(words);
  if (!arguments) {
    const auto& [text, exit_code] = arguments.error();
    (exit_code == 0 ? std::cout : std::cerr) << text;
    return exit_code;
  }
  // If the reader of the log goes away, the service must go on.
  if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return 1;
  const auto settings = stripmeta::read_settings(stripmeta::environment, arguments->listen);
  if (!settings) return report_failure(settings.error());
  return serve(*settings);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv, static_cast<std::size_t>(argc)});
  } catch (const std::exception& error) {
    std::cerr << "stripmeta-function: " << error.what() << '\n';
    return 1;
  }
}
