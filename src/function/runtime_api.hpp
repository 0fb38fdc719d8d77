// The Lambda Runtime API's client: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, version 2018-06-01.
#pragma once

#include <chrono>
#include <csignal>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "function/answer.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// One event of the Runtime API.
struct RuntimeEvent {
  std::string request_id;
  std::string trace_id;                               // for X-Ray; "" if there is none
  std::optional<std::chrono::milliseconds> deadline;  // since the epoch; nullopt if Lambda sends none
  std::string body;
};

// Keeps one HTTP/1.1 connection, never through a proxy. Used by one thread.
class RuntimeApi {
 public:
  // `address` is AWS_LAMBDA_RUNTIME_API's "host:port". When `*stop` is not 0, next() ends; a signal that sets it ends
  // the wait at once if this thread receives it. `stop` must outlive the client.
  RuntimeApi(const std::string& address, const volatile std::sig_atomic_t* stop);
  RuntimeApi(const RuntimeApi&) = delete;
  RuntimeApi& operator=(const RuntimeApi&) = delete;
  ~RuntimeApi();

  // Waits for the next event without a time limit. If a stop is requested, the result is nullopt. Error `upstream`:
  // several attempts failed.
  std::expected<std::optional<RuntimeEvent>, Error> next();

  // Sends the answer. Error `too_large`: Lambda does not accept an answer of this size, and none was sent. Error
  // `upstream`: the Runtime API cannot be reached, or it refuses.
  std::expected<void, Error> respond(const std::string& request_id, const Answer& answer);

  // Reports that the function cannot start. Call it instead of the first next().
  std::expected<void, Error> report_init_error(const Error& error);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace stripmeta
