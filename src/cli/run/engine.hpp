// One stripper and one buffer for all files of a run.
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

  // Strips one input, from its next byte to its end, into `emit`. Errors: those of the input and of the Stripper.
  std::expected<Report, Error> run(Input& input, Emit emit, void* caller);

  // The same; `observe` (may be nullptr) sees the findings.
  std::expected<Report, Error> run(Input& input, Emit emit, void* caller, Observe observe, void* observer);

  // The same, where the output is not wanted.
  std::expected<Report, Error> judge(Input& input, Observe observe, void* observer);

  // Shown each piece of the inputs from now on. `seen` must not throw.
  void watch_input(std::function<void(std::span<const std::byte>)> seen) { seen_ = std::move(seen); }

  // Of the input last run, as far as it was recognised.
  Format format() const { return stripper_.format(); }

 private:
  Stripper stripper_;
  std::function<void(std::span<const std::byte>)> seen_;
  std::unique_ptr<std::byte[]> buffer_;  // NOLINT(cppcoreguidelines-avoid-c-arrays,modernize-avoid-c-arrays)
};

}  // namespace stripmeta::cli
