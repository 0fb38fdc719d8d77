#include "function/runtime.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

#include "function/runtime_api.hpp"
#include "stripmeta/version.hpp"

namespace stripmeta {
namespace {

constexpr std::chrono::minutes longest_invocation{15};  // Lambda's maximum
constexpr std::chrono::milliseconds longest_margin{1'000};

// A signal handler may write nothing else.
volatile std::sig_atomic_t stop_requested = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void request_stop(int /*number*/) {
  stop_requested = 1;
}

void stop_on_signals() {
  struct sigaction action{};
  action.sa_handler = request_stop;  // without SA_RESTART, so that waiting for the next event ends
  for (const int number : std::array{SIGTERM, SIGINT}) sigaction(number, &action, nullptr);
}

void answer_event(RuntimeApi& api, const RuntimeEvent& event, const Handler& handler, Log& log) {
  publish_trace(event.trace_id);
  const auto deadline =
      call_deadline(event.deadline, std::chrono::system_clock::now(), std::chrono::steady_clock::now());
  auto sent = api.respond(
      event.request_id,
      handler.handle(event.body, {.deadline = deadline, .stop = {}, .trace = event.trace_id}, event.request_id));
  if (!sent && sent.error().kind == ErrorKind::too_large) {
    log.write(Level::error, sent.error().message, {{"request_id", event.request_id}});
    sent = api.respond(event.request_id, function_error(sent.error()));
  }
  if (!sent) log.write(Level::error, sent.error().message, {{"request_id", event.request_id}});
}

}  // namespace

std::chrono::steady_clock::time_point call_deadline(std::optional<std::chrono::milliseconds> deadline,
                                                    std::chrono::system_clock::time_point now,
                                                    std::chrono::steady_clock::time_point steady_now) {
  using std::chrono::milliseconds;
  milliseconds left = longest_invocation;
  if (deadline) {
    const auto since_epoch = std::chrono::duration_cast<milliseconds>(now.time_since_epoch());
    left = std::clamp<milliseconds>(*deadline - since_epoch, milliseconds::zero(), longest_invocation);
  }
  return steady_now + left - std::min(longest_margin, left / 10);
}

void publish_trace(const std::string& trace_id) {
  constexpr const char* variable = "_X_AMZN_TRACE_ID";
  // NOLINTBEGIN(concurrency-mt-unsafe): no other thread runs between two invocations
  if (trace_id.empty()) {
    unsetenv(variable);
  } else {
    setenv(variable, trace_id.c_str(), 1);
  }
  // NOLINTEND(concurrency-mt-unsafe)
}

int serve_runtime(const std::string& address, const Handler& handler, Log& log) {
  stop_on_signals();
  RuntimeApi api{address, &stop_requested};
  log.write(Level::info, "waiting for events from the Lambda Runtime API", {{"build", build()}});
  while (true) {
    const auto event = api.next();
    if (!event) {
      log.write(Level::error, event.error().message);
      return 1;
    }
    if (!*event) {
      log.write(Level::info, "stopped");
      return 0;
    }
    answer_event(api, **event, handler, log);
  }
}

std::expected<void, Error> report_init_error(const std::string& address, const Error& error) {
  RuntimeApi api{address, &stop_requested};
  return api.report_init_error(error);
}

}  // namespace stripmeta
