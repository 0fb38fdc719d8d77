// What the process says: results on standard output, errors on standard error, each harmless to a terminal.
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
  // Results go to `results`, which it does not own: stderr where standard output carries an image.
  // Colours are used where they go to a terminal, and NO_COLOR (no-color.org) is not set.
  explicit Console(Print print, std::FILE* results = stdout);

  // Keeps all records there, too. Errors: those of ReportFile.
  std::expected<void, Error> start_report(const std::string& path);

  // Draws how far the run is until finish(), where standard error is a terminal and results are for a person.
  void start_progress(Progress::Count count);

  // One file: its line of JSON, or `text` (already neutralised, with its line ends; "" for none) and the error. One
  // that was left out is in JSON alone.
  void show(const Record& record, const FoundFile& file, std::string_view text);

  // Of what is no file.
  void complain(const Error& error);

  // A result as it stands, already neutralised.
  void write(std::string_view text);

  // Of the run as a whole, for a person; already neutralised.
  void say(std::string_view text);

  // The summary of a run, which may have been stopped by a signal.
  void sum_up(const Tally& tally, bool dry_run);

  // Hands what was written to the system, for whoever reads it while the run goes on.
  void flush();

  // Hands everything to the system and publishes the report, after a signal too. False where results could not be
  // written, which it then says on standard error.
  bool finish();

 private:
  void put_error(const std::string& line);

  Print print_;
  std::FILE* results_;
  bool colours_results_;
  bool colours_errors_;
  std::optional<Progress> progress_;
  std::optional<ReportFile> report_;
};

// "stripmeta: <sentence>" and the way to the help of `verb`, on standard error. Answers exit_usage.
int usage_error(std::string_view verb, std::string_view sentence);

// "stripmeta: <sentence>" on standard error, where a run cannot begin or go on. Answers the exit code of its kind.
int run_error(const Error& error);

// Where standard input, output or error is closed: opens /dev/null there, the wrong way round, so that reading or
// writing it still fails, and no file opened later takes its number and gets messages written into it.
void open_standard_streams();

// Writes `text` to standard output. Answers exit_done, or exit_failed where it could not.
int print_text(std::string_view text);

// "stripmeta: photo.jpg: <sentence>", the name left out where the sentence quotes it already; neutralised, no line end.
std::string failure_line(std::string_view path, const Error& error);

}  // namespace stripmeta::cli
