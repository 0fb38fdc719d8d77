// Passes the bytes of one object from a reader through the engine to a writer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <span>

#include "job/job.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Adds the time from its construction to its destruction to a sum of milliseconds.
class Stopwatch {
 public:
  explicit Stopwatch(double& milliseconds) : milliseconds_(milliseconds) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() {
    milliseconds_ += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  double& milliseconds_;
  std::chrono::steady_clock::time_point start_{std::chrono::steady_clock::now()};
};

// The side that failed decides whether the job makes another attempt.
struct TransferError {
  enum class Side : std::uint8_t { reader, engine, writer, memory };
  Side side;
  Error error;
  Format format{Format::unknown};  // of an image that the engine refused, if it was recognised
};

// What a transfer needs to know about its input.
struct TransferInput {
  std::uint64_t length;  // of the object, in bytes
  std::function<bool()>
      may_hold_whole;  // called once if the format needs the whole input: whether there is memory for it
};

// Reads all of `reader` in pieces that fit `buffer` (not empty), strips and writes, but does not commit. Sets the
// content type of the detected format before the first write. Adds the times to `ms`. If `may_hold_whole` returns
// false, the error's side is `memory`. If the engine refuses an image, the rest of it is read too, at most 32 MiB,
// unless the error is `too_large`.
std::expected<Report, TransferError> transfer(Reader& reader, Writer& writer, const Policy& policy,
                                              const TransferInput& input, std::span<std::byte> buffer,
                                              Milliseconds& ms);

// The same without output: returns the report that transfer() would return. The error's side is never `writer`.
std::expected<Report, TransferError> dry_run(Reader& reader, const Policy& policy, const TransferInput& input,
                                             std::span<std::byte> buffer, Milliseconds& ms);

}  // namespace stripmeta
