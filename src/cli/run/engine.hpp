// A stripper and a buffer that are reused for all files of a run.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <utility>

#include "cli/run/input.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta::cli {

class Engine {
 public:
  explicit Engine(const Policy& policy);

  // From now on, a second reader judges each output (Stripper::verify()).
  void verify() { stripper_.verify(true); }

  // Strips `input` from its next byte to its end and passes the output to `emit`. Errors: those of Input and Stripper.
  std::expected<Report, Error> run(Input& input, Emit emit, void* caller);

  // The same; `observe` (may be nullptr) gets the findings.
  std::expected<Report, Error> run(Input& input, Emit emit, void* caller, Observe observe, void* observer);

  // The same, without output.
  std::expected<Report, Error> judge(Input& input, Observe observe, void* observer);

  // From now on, calls `seen` with each piece that is read. `seen` must not throw.
  void watch_input(std::function<void(std::span<const std::byte>)> seen) { seen_ = std::move(seen); }

  // The format of the last input; Format::unknown if it was not recognised.
  Format format() const { return stripper_.format(); }

 private:
  Stripper stripper_;
  std::function<void(std::span<const std::byte>)> seen_;
  std::unique_ptr<std::byte[]> buffer_;  // NOLINT(cppcoreguidelines-avoid-c-arrays,modernize-avoid-c-arrays)
};

}  // namespace stripmeta::cli
