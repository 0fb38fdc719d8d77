#include "cli/run/engine.hpp"

#include <span>
#include <utility>

namespace stripmeta::cli {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} << 10U;

bool discard(void* /*caller*/, Slice /*slice*/) noexcept {
  return true;
}

}  // namespace

Engine::Engine(const Policy& policy)
    : stripper_(policy),
      // Not zeroed: that would touch pages that a small image never needs.
      buffer_(std::make_unique_for_overwrite<
              std::byte[]>(  // NOLINT(cppcoreguidelines-avoid-c-arrays,modernize-avoid-c-arrays)
          piece_bytes)) {}

std::expected<Report, Error> Engine::run(Input& input, Emit emit, void* caller) {
  stripper_.reset();
  const std::span<std::byte> buffer{buffer_.get(), piece_bytes};
  while (true) {
    const auto count = input.read(buffer);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return stripper_.finish(emit, caller);
    if (seen_) seen_(buffer.first(*count));
    if (auto fed = stripper_.feed(buffer.first(*count), emit, caller); !fed) {
      return std::unexpected(std::move(fed.error()));
    }
  }
}

std::expected<Report, Error> Engine::run(Input& input, Emit emit, void* caller, Observe observe, void* observer) {
  stripper_.observe(observe, observer);
  auto report = run(input, emit, caller);
  stripper_.observe(nullptr, nullptr);
  return report;
}

std::expected<Report, Error> Engine::judge(Input& input, Observe observe, void* observer) {
  return run(input, discard, nullptr, observe, observer);
}

}  // namespace stripmeta::cli
