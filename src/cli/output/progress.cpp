#include "cli/output/progress.hpp"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "cli/output/text.hpp"

namespace stripmeta::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_drawing{500};
constexpr milliseconds between_drawings{100};
constexpr std::string_view erase_line = "\r\x1b[K";

// "3.1 GB": three digits at most before the point, one behind it.
std::string amount(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> units{"B", "kB", "MB", "GB", "TB"};
  constexpr std::uint64_t step = 1000;
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  for (; unit + 1 < units.size() && tenths >= step * 10; ++unit) tenths /= step;
  std::string text = std::to_string(tenths / 10);
  if (unit > 0) text += '.' + std::to_string(tenths % 10);
  return text + ' ' + std::string{units.at(unit)};
}

std::string clock_time(std::uint64_t seconds) {
  constexpr std::uint64_t sixty = 60;
  const auto two_digits = [](std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const auto minutes = seconds / sixty;
  if (minutes < sixty) return std::to_string(minutes) + ':' + two_digits(seconds % sixty);
  return std::to_string(minutes / sixty) + ':' + two_digits(minutes % sixty) + ':' + two_digits(seconds % sixty);
}

std::size_t terminal_columns() {
  constexpr std::size_t usual = 80;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return size.ws_col;
}

void write_error(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
  static_cast<void>(std::fflush(stderr));
}

}  // namespace

std::string progress_line(const Standing& standing, std::size_t columns) {
  const auto& total = standing.total;
  std::string line = grouped(standing.files);
  if (total) line += " of " + grouped(total->files);
  line += " files, " + amount(standing.bytes);
  if (total && total->bytes > 0) line += " of " + amount(total->bytes);  // 0: of streams and objects nothing says it
  const auto elapsed = static_cast<std::uint64_t>(standing.elapsed.count());
  if (elapsed > 0) {
    constexpr std::uint64_t in_a_second = 1000;
    const auto rate = standing.bytes * in_a_second / elapsed;
    line += ", " + amount(rate) + "/s";
    const bool goes_on = total && rate > 0 && total->bytes > standing.bytes;
    if (goes_on) line += ", " + clock_time((total->bytes - standing.bytes) / rate) + " left";
  }
  if (standing.failed > 0) line += ", " + grouped(standing.failed) + " failed";
  if (line.size() > columns) line.resize(columns);
  return line;
}

bool Progress::is_possible() {
  const char* terminal = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): before any thread is made
  return ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view{terminal} != "dumb";
}

Progress::Progress(Count count)
    : counter_([this, count = std::move(count)](const std::stop_token& stop) {
        auto total = count(stop);
        const std::scoped_lock lock{mutex_};
        standing_.total = total;
      }),
      painter_([this](const std::stop_token& stop) {
        std::unique_lock lock{mutex_};
        auto wait = first_drawing;
        while (!over_.wait_for(lock, stop, wait, [&] { return stop.stop_requested(); })) {
          draw();
          wait = between_drawings;
        }
      }) {}

Progress::~Progress() {
  counter_.request_stop();
  painter_.request_stop();
  counter_.join();
  painter_.join();
  erase();
}

void Progress::add(std::uint64_t bytes, bool failed) {
  const std::scoped_lock lock{mutex_};
  ++standing_.files;
  standing_.bytes += bytes;
  if (failed) ++standing_.failed;
}

void Progress::draw() {
  standing_.elapsed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start_);
  // The last column stays free: some terminals break the line once it is written.
  write_error(std::string{erase_line} + progress_line(standing_, terminal_columns() - 1));
  is_drawn_ = true;
}

void Progress::erase() {
  if (std::exchange(is_drawn_, false)) write_error(erase_line);
}

std::uint64_t size_of(const FoundFile& file) {
  if (file.bytes) return *file.bytes;
  struct stat status{};
  if (file.error || ::stat(file.path.c_str(), &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

std::optional<Standing::Total> count_all(const std::function<std::optional<FoundFile>()>& next,
                                         const std::stop_token& stop) {
  Standing::Total total;
  while (!stop.stop_requested()) {
    const auto file = next();
    if (!file) return total;
    ++total.files;
    total.bytes += size_of(*file);
  }
  return std::nullopt;
}

}  // namespace stripmeta::cli
