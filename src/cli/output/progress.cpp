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

// "3.1 GB": at most three digits before the point, one after it.
std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> units{"B", "kB", "MB", "GB", "TB"};
  constexpr std::uint64_t step = 1000;
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  for (; unit + 1 < units.size() && tenths >= step * 10; ++unit) tenths /= step;
  std::string text = std::to_string(tenths / 10);
  if (unit > 0) text += '.' + std::to_string(tenths % 10);
  return text + ' ' + std::string{units.at(unit)};
}

std::string duration_text(std::uint64_t seconds) {
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

std::string progress_line(const ProgressState& state, std::size_t columns) {
  const auto& total = state.total;
  std::string line = grouped(state.files);
  if (total) line += " of " + grouped(total->files);
  line += " files, " + bytes_text(state.bytes);
  if (total && total->bytes > 0) line += " of " + bytes_text(total->bytes);  // 0: unknown, as for streams
  const auto elapsed = static_cast<std::uint64_t>(state.elapsed.count());
  if (elapsed > 0) {
    constexpr std::uint64_t in_a_second = 1000;
    const auto rate = state.bytes * in_a_second / elapsed;
    line += ", " + bytes_text(rate) + "/s";
    const bool goes_on = total && rate > 0 && total->bytes > state.bytes;
    if (goes_on) line += ", " + duration_text((total->bytes - state.bytes) / rate) + " left";
  }
  if (state.failed > 0) line += ", " + grouped(state.failed) + " failed";
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
        state_.total = total;
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
  ++state_.files;
  state_.bytes += bytes;
  if (failed) ++state_.failed;
}

void Progress::draw() {
  state_.elapsed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start_);
  // The last column stays free: some terminals wrap the line when it is written.
  write_error(std::string{erase_line} + progress_line(state_, terminal_columns() - 1));
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

std::optional<ProgressState::Total> count_files(const std::function<std::optional<FoundFile>()>& next,
                                                const std::stop_token& stop) {
  ProgressState::Total total;
  while (!stop.stop_requested()) {
    const auto file = next();
    if (!file) return total;
    ++total.files;
    total.bytes += size_of(*file);
  }
  return std::nullopt;
}

}  // namespace stripmeta::cli
