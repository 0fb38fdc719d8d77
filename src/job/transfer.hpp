// The bytes of one object, through the engine, from a reader to a writer.
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

// Where a transfer failed decides whether the job looks again.
struct TransferError {
  enum class Side : std::uint8_t { reader, engine, writer, memory };
  Side side;
  Error error;
  Format format{Format::unknown};  // of what the engine refused, as far as it was recognised
};

// What a transfer is told besides its two ends.
struct TransferInput {
  std::uint64_t length;            // of the object, in bytes
  std::function<bool()> hold_all;  // asked once where the format needs the whole input: whether there is memory for it
};

// Reads all of `reader` in pieces that fit `buffer` (not empty), strips, and writes; does not commit. The content type
// of the detected format is set before the first byte is written. The times are added to `ms`. Where `hold_all` said
// no, the error's side is `memory`. What is refused as too_large is not read to its end.
std::expected<Report, TransferError> transfer(Reader& reader, Writer& writer, const Policy& policy,
                                              const TransferInput& input, std::span<std::byte> buffer,
                                              Milliseconds& ms);

// The same without an output: what would be reported. Errors of all sides but writer.
std::expected<Report, TransferError> judge(Reader& reader, const Policy& policy, const TransferInput& input,
                                           std::span<std::byte> buffer, Milliseconds& ms);

}  // namespace stripmeta
