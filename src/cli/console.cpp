#include "cli/console.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "cli/summary.hpp"
#include "cli/text.hpp"

namespace stripmeta::cli {
namespace {

// What cannot be written to standard error cannot be said anywhere.
void put(std::FILE* file, std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), file));
}

}  // namespace

void Console::write(std::string_view text) {
  put(results_, text);
}

void Console::start_progress(Progress::Count count) {
  if (print_ == Print::human && Progress::is_possible()) progress_.emplace(std::move(count));
}

void Console::show(const Record& record, std::string_view text) {
  const bool is_left_out = record.outcome == "left_out";
  std::optional<Progress::Pause> pause;
  if (progress_) {
    progress_->add(record.report.bytes_in, record.error && !is_left_out);
    if (!is_left_out && (record.error || !text.empty())) pause.emplace(*progress_);
  }
  if (is_left_out && print_ != Print::json) return;
  if (print_ == Print::json) return write(json_line(record) + '\n');
  if (print_ == Print::human) write(text);
  if (!record.error) return;
  static_cast<void>(std::fflush(results_));  // so that both streams read in order where they meet
  put(stderr, failure_line(record.path, *record.error) + '\n');
}

void Console::say(std::string_view text) {
  progress_.reset();
  if (print_ == Print::human) write(text);
}

void Console::flush() {
  static_cast<void>(std::fflush(results_));  // an error sticks, and finish() tells of it
}

bool Console::finish() {
  progress_.reset();
  const bool written = std::ferror(results_) == 0;
  if (std::fflush(results_) == 0 && written) return true;
  put(stderr, "stripmeta: cannot write the results: " + std::generic_category().message(errno) + '\n');
  return false;
}

void open_standard_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    // The lowest free number is taken: this one, as those below are open by now.
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
  return exit_failed;
}

std::string failure_line(std::string_view path, const Error& error) {
  std::string text = "stripmeta: ";
  const auto quoted = "'" + std::string{path} + "'";
  if (error.message.find(quoted) == std::string::npos) text += neutralise(path) + ": ";
  return text + error_sentence(error);
}

}  // namespace stripmeta::cli
