// Prints results to standard output and errors to standard error, without control characters that a terminal obeys.
#pragma once

#include <cstdio>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/options.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/record.hpp"
#include "cli/output/report_file.hpp"
#include "cli/output/tally.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

class Console {
 public:
  // Prints results to `results`, which it does not own: stderr if standard output carries an image. Uses colours if
  // that is a terminal and NO_COLOR (no-color.org) is not set.
  explicit Console(Print print, std::FILE* results = stdout);

  // Also saves all records in the file `path`. Errors: those of ReportFile.
  std::expected<void, Error> start_report(const std::string& path);

  // Draws a progress line until finish(), if standard error is a terminal and the results are for a person.
  void start_progress(Progress::Count count);

  // Prints the result of one file: its line of JSON, or `text` and the error. `text` is already neutralised and has its
  // line feeds; "" prints nothing. A file that was left out is only printed as JSON.
  void show(const Record& record, const FoundFile& file, std::string_view text);

  // Prints an error that belongs to no file.
  void print_error(const Error& error);

  // Prints a result that is already neutralised.
  void write(std::string_view text);

  // Prints a text about the whole run, already neutralised, if the results are for a person.
  void print_note(std::string_view text);

  // Prints the summary of a run, also if a signal stopped it.
  void print_summary(const Tally& tally, bool dry_run);

  // Flushes the results, so that they can be read while the run goes on.
  void flush();

  // Flushes the results and publishes the report, also after a signal. If that fails, prints why to standard error and
  // returns false.
  bool finish();

 private:
  void print_error_line(const std::string& line);

  Print print_;
  std::FILE* results_;
  bool colours_results_;
  bool colours_errors_;
  std::optional<Progress> progress_;
  std::optional<ReportFile> report_;
};

// Prints "stripmeta: <sentence>" and how to get the help of `verb` to standard error. Returns exit_usage.
int usage_error(std::string_view verb, std::string_view sentence);

// Prints "stripmeta: <sentence>" to standard error, if a run cannot begin or go on. Returns the exit code of its kind.
int run_error(const Error& error);

// If standard input, output or error is closed, opens /dev/null in its place. Otherwise a file opened later would get
// its number, and messages would be written into that file. Using the stream still fails, because /dev/null is opened
// for the opposite direction.
void open_standard_streams();

// Writes `text` to standard output. Returns exit_done, or exit_failed if that fails.
int print_text(std::string_view text);

// "stripmeta: photo.jpg: <sentence>", neutralised, without a line feed. The name is left out if the sentence has it.
std::string failure_line(std::string_view path, const Error& error);

}  // namespace stripmeta::cli
