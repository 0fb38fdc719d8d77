// The local invocation endpoint, like that of the Lambda container's emulator. HTTP/1.1, with one I/O thread and a pool
// of workers for invocations.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "function/answer.hpp"
#include "function/session.hpp"
#include "function/settings.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

struct EndpointLimits {
  std::size_t connections{64};              // open at once; others wait in the system's queue
  std::size_t workers{0};                   // invocations at once; 0: as many as the machine has hardware threads
  std::chrono::milliseconds grace{10'000};  // time for running invocations after stop()
  SessionLimits session;
};

class Endpoint {
 public:
  // Runs one invocation. Called by several threads at once; must not throw. When a stop is requested, it should return
  // soon.
  using Invoke = std::function<Answer(const std::string& body, std::stop_token stop)>;

  // Starts to listen; connections wait until run(). Error `configuration`: it cannot listen on the address.
  static std::expected<std::unique_ptr<Endpoint>, Error> open(const ListenAddress& address, Invoke invoke,
                                                              const EndpointLimits& limits = {});
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;
  ~Endpoint();

  // The URL to invoke, with the actual port: "http://127.0.0.1:8080/2015-03-31/functions/function/invocations".
  std::string url() const;

  // Makes SIGTERM and SIGINT call stop().
  void stop_on_signals();

  // Serves until a stop is requested and the last answer is sent. Call it once.
  void run();

  // Accepts no more requests. Running invocations may go on for `grace`; then their stop token is set. A second call
  // ends the grace at once. May be called by any thread.
  void stop();

 private:
  class State;
  explicit Endpoint(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace stripmeta
