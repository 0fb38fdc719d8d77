// The local invocation endpoint: what the Lambda container's emulator offers, built in. HTTP/1.1, one I/O thread,
// invocations on a pool of workers.
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
  std::size_t connections{64};              // open at once; further ones wait in the system's queue
  std::size_t workers{0};                   // invocations at once; 0: as many as the machine runs threads
  std::chrono::milliseconds grace{10'000};  // for running invocations, once a stop was asked for
  SessionLimits session;
};

class Endpoint {
 public:
  // Runs one invocation: the request's body in, its answer out. Called by several threads at once; must not throw. Once
  // the token asks for a stop, it should answer soon.
  using Invoke = std::function<Answer(const std::string& body, std::stop_token stop)>;

  // Binds and listens; connections wait until run(). Error `configuration`: the address cannot be listened on.
  static std::expected<std::unique_ptr<Endpoint>, Error> open(const ListenAddress& address, Invoke invoke,
                                                              const EndpointLimits& limits = {});
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;
  ~Endpoint();

  // What is invoked, with the port that was chosen: "http://127.0.0.1:8080/2015-03-31/functions/function/invocations".
  std::string url() const;

  // Makes SIGTERM and SIGINT call stop().
  void stop_on_signals();

  // Serves until a stop is asked for and the last answer is sent. Call it once.
  void run();

  // Takes no further request; running invocations get `grace`, then their stop token. A second call ends the grace.
  // Safe to call from any thread.
  void stop();

 private:
  class State;
  explicit Endpoint(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace stripmeta
