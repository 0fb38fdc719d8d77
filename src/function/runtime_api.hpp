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

// What `next` hands out.
struct RuntimeEvent {
  std::string request_id;
  std::string trace_id;                               // for X-Ray; "" where there is none
  std::optional<std::chrono::milliseconds> deadline;  // since the epoch; none where Lambda does not say
  std::string body;
};

// One connection, kept; HTTP/1.1, never through a proxy. For one thread.
class RuntimeApi {
 public:
  // `address` is AWS_LAMBDA_RUNTIME_API's "host:port". Once `*stop` is not 0, next() ends; a signal that sets it ends
  // its waiting at once, if it comes to this thread. `stop` must outlive the client.
  RuntimeApi(const std::string& address, const volatile std::sig_atomic_t* stop);
  RuntimeApi(const RuntimeApi&) = delete;
  RuntimeApi& operator=(const RuntimeApi&) = delete;
  ~RuntimeApi();

  // Waits as long as it takes for the next event. none: a stop was asked for. Error upstream: no event could be had in
  // several attempts.
  std::expected<std::optional<RuntimeEvent>, Error> next();

  // Hands in the answer. Error too_large: Lambda does not take one of this size, and nothing was answered. Error
  // upstream: the Runtime API cannot be reached, or refuses.
  std::expected<void, Error> respond(const std::string& request_id, const Answer& answer);

  // Instead of the first next(): the function cannot work at all.
  std::expected<void, Error> fail_init(const Error& error);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace stripmeta
