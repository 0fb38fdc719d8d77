#include "cli/output/console.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "cli/output/exit_code.hpp"
#include "cli/output/interrupt.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/text.hpp"
#include "store/environment.hpp"

namespace stripmeta::cli {
namespace {

// Errors are ignored: if standard error cannot be written to, there is no other place to report that.
void put(std::FILE* file, std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), file));
}

bool may_colour(std::FILE* file) {
  if (environment("NO_COLOR") || environment("TERM").value_or("dumb") == "dumb") return false;
  return ::isatty(::fileno(file)) == 1;
}

constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view plain = "\x1b[0m";

std::string_view colour_of(std::string_view outcome) {
  if (outcome == "clean") return green;
  return outcome == "not_clean" ? yellow : std::string_view{};
}

// Colours the part of the line that follows the file's name.
std::string coloured(std::string_view text, const Record& record) {
  const auto colour = colour_of(record.outcome);
  const auto start = neutralise(record.path).size() + 2;
  if (colour.empty() || text.size() <= start || !text.ends_with('\n')) return std::string{text};
  return std::string{text.substr(0, start)}
      .append(colour)
      .append(text.substr(start, text.size() - start - 1))
      .append(plain)
      .append("\n");
}

std::string coloured_error(std::string_view line, std::string_view name) {
  return std::string{red}.append(line.substr(0, name.size())).append(plain).append(line.substr(name.size()));
}

}  // namespace

Console::Console(Print print, std::FILE* results)
    : print_(print),
      results_(results),
      colours_results_(print == Print::human && may_colour(results)),
      colours_errors_(may_colour(stderr)) {}

std::expected<void, Error> Console::start_report(const std::string& path) {
  auto report = ReportFile::create(path);
  if (!report) return std::unexpected(std::move(report.error()));
  report_ = std::move(*report);
  return {};
}

void Console::write(std::string_view text) {
  put(results_, text);
}

void Console::start_progress(Progress::Count count) {
  if (print_ != Print::human || !Progress::is_possible()) return;
  try {
    progress_.emplace(std::move(count));
  } catch (const std::system_error&) {
    progress_.reset();  // the system has no thread for it; the run works without
  }
}

void Console::show(const Record& record, const FoundFile& file, std::string_view text) {
  const bool is_left_out = record.outcome == "left_out";
  if (report_) report_->add(record);
  std::optional<Progress::Pause> pause;
  if (progress_) {
    // A file that failed was not read to its end, so its record has no size.
    const auto bytes = record.report.bytes_in > 0 ? record.report.bytes_in : size_of(file);
    progress_->add(bytes, record.error && !is_left_out);
    if (!is_left_out && (record.error || !text.empty())) pause.emplace(*progress_);
  }
  if (is_left_out && print_ != Print::json) return;
  if (print_ == Print::json) return write(json_line(record) + '\n');
  if (print_ == Print::human) write(colours_results_ ? coloured(text, record) : text);
  if (record.error) print_error_line(failure_line(record.path, *record.error));
}

void Console::print_error(const Error& error) {
  print_error_line("stripmeta: " + error_sentence(error));
}

void Console::print_error_line(const std::string& line) {
  static_cast<void>(std::fflush(results_));  // keeps the order if both streams go to the same terminal
  put(stderr, (colours_errors_ ? coloured_error(line, "stripmeta:") : line) + '\n');
}

void Console::print_note(std::string_view text) {
  progress_.reset();
  if (print_ == Print::human) write(text);
}

void Console::print_summary(const Tally& tally, bool dry_run) {
  print_note((is_interrupted() ? "stopped by a signal; so far: " : "") + tally.summary(dry_run));
}

void Console::flush() {
  static_cast<void>(std::fflush(results_));  // finish() reports an error, which stays set
}

bool Console::finish() {
  progress_.reset();
  bool is_kept = true;
  if (report_) {
    const auto committed = report_->commit();
    is_kept = committed.has_value();
    if (!is_kept) put(stderr, "stripmeta: " + error_sentence(committed.error()) + '\n');
  }
  const bool written = std::ferror(results_) == 0;
  if (std::fflush(results_) == 0 && written) return is_kept;
  put(stderr, "stripmeta: cannot write the results: " + std::generic_category().message(errno) + '\n');
  return false;
}

void open_standard_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    // open() takes the lowest free number: this one, because those below are open.
    static_cast<void>(::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

int print_text(std::string_view text) {
  put(stdout, text);
  return Console{Print::human}.finish() ? exit_done : exit_failed;
}

int usage_error(std::string_view verb, std::string_view sentence) {
  std::string text = "stripmeta: " + neutralise(sentence) + "\nTry 'stripmeta ";
  if (!verb.empty()) text += std::string{verb} + ' ';
  put(stderr, text + "--help'.\n");
  return exit_usage;
}

int run_error(const Error& error) {
  put(stderr, "stripmeta: " + error_sentence(error) + '\n');
  return trait(error.kind).exit_code;
}

std::string failure_line(std::string_view path, const Error& error) {
  std::string text = "stripmeta: ";
  const auto quoted = "'" + std::string{path} + "'";
  if (error.message.find(quoted) == std::string::npos) text += neutralise(path) + ": ";
  return text + error_sentence(error);
}

}  // namespace stripmeta::cli
