// Measures the engine alone, in memory: MB/s over a JPEG of 8 MB. Its scan has an 0xFF 0x00 about every 256 bytes, as
// scans of real photos do.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "stripmeta/stripper.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace {

std::string big_jpeg() {
  using namespace stripmeta::test;
  std::string data;
  std::uint32_t state = 1;
  while (data.size() < std::size_t{8} << 20U) {
    state = state * 1664525U + 1013904223U;
    const int value = static_cast<int>(state >> 24U);
    data += bytes({value});
    if (value == 0xFF) data += bytes({0});
  }
  return soi + jfif + orientation_exif(6) + segment(0xED, std::string(20000, 'x')) + tables + sos() + data + eoi;
}

void strip_in_pieces(benchmark::State& state) {
  const std::string file = big_jpeg();
  const auto input = std::as_bytes(std::span{file});
  const auto step = static_cast<std::size_t>(state.range(0));
  std::uint64_t out = 0;
  const auto count = [](void* caller, stripmeta::Slice slice) noexcept {
    *static_cast<std::uint64_t*>(caller) += slice.bytes.size();
    return true;
  };
  stripmeta::Stripper stripper;
  for (auto _ : state) {
    for (std::size_t at = 0; at < input.size(); at += step) {
      if (!stripper.feed(input.subspan(at, std::min(step, input.size() - at)), count, &out))
        state.SkipWithError("refused");
    }
    if (!stripper.finish(count, &out)) state.SkipWithError("refused");
    stripper.reset();
  }
  benchmark::DoNotOptimize(out);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(input.size()));
}

}  // namespace

BENCHMARK(strip_in_pieces)->Arg(4 << 10)->Arg(64 << 10)->Arg(256 << 10)->Arg(8 << 20);
BENCHMARK_MAIN();
