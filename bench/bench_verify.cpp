// Measures what the second reader costs: CPU time to strip each file of a folder in memory, without and with it.
//
// usage: bench_verify FOLDER
// Prints for each format the files, their size, the CPU time of both, and their difference for each MB. The two ways
// take turns, and the median of nine turns counts.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "stripmeta/stripper.hpp"

namespace {

constexpr std::size_t turns = 9;
constexpr std::size_t piece_bytes = std::size_t{256} << 10U;  // as the function reads

double cpu_ms() {
  return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

bool discard(void* /*caller*/, stripmeta::Slice /*slice*/) noexcept {
  return true;
}

// Returns whether the file was stripped.
bool strip(stripmeta::Stripper& stripper, std::span<const std::byte> file) {
  stripper.reset();
  for (std::size_t at = 0; at < file.size(); at += piece_bytes) {
    const auto piece = file.subspan(at, std::min(piece_bytes, file.size() - at));
    if (!stripper.feed(piece, discard, nullptr)) return false;
  }
  return stripper.finish(discard, nullptr).has_value();
}

struct Cost {
  int files{0};
  std::size_t bytes{0};
  std::array<double, 2> ms{};  // without the second reader, and with it
};

std::vector<std::byte> read(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto bytes = std::as_bytes(std::span{text});
  return {bytes.begin(), bytes.end()};
}

void measure(const std::filesystem::path& path, std::map<std::string, Cost>& costs) {
  const auto file = read(path);
  std::array<stripmeta::Stripper, 2> strippers;
  strippers[1].verify(true);
  if (!strip(strippers[1], file)) return;
  auto& cost = costs[std::string{stripmeta::format_word(strippers[1].format())}];
  std::array<std::array<double, turns>, 2> ms{};
  const auto repeats = 1 + (std::size_t{4} << 20U) / (file.size() + 1);
  for (std::size_t turn = 0; turn < turns; ++turn) {
    for (std::size_t way = 0; way < 2; ++way) {
      const auto start = cpu_ms();
      for (std::size_t i = 0; i < repeats; ++i) strip(strippers.at(way), file);
      ms.at(way).at(turn) = (cpu_ms() - start) / static_cast<double>(repeats);
    }
  }
  ++cost.files;
  cost.bytes += file.size();
  for (std::size_t way = 0; way < 2; ++way) {
    std::ranges::sort(ms.at(way));
    cost.ms.at(way) += ms.at(way).at(turns / 2);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fputs("usage: bench_verify FOLDER\n", stderr), 2;
  std::map<std::string, Cost> costs;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{argv[1]}) {
    if (entry.is_regular_file()) measure(entry.path(), costs);
  }
  std::printf("format  files        MB  strip ms  with reader ms  reader ms a file  reader ms a MB\n");
  for (const auto& [format, cost] : costs) {
    const auto megabytes = static_cast<double>(cost.bytes) / 1e6;
    const auto more = cost.ms[1] - cost.ms[0];
    std::printf("%-6s %6d %9.2f %9.4f %15.4f %17.4f %15.3f\n", format.c_str(), cost.files, megabytes, cost.ms[0],
                cost.ms[1], more / cost.files, more / megabytes);
  }
  return 0;
}
