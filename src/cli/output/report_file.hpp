// What became of each file of a run, kept as a file for whoever asks later: JSON, or CSV for a spreadsheet.
#pragma once

#include <expected>
#include <string>

#include "cli/output/record.hpp"
#include "store/temporary_file.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// Appears whole once the run is over, after a signal too: with what was done until then. Not shared between threads.
class ReportFile {
 public:
  // CSV (RFC 4180) where `path` ends in ".csv", with control characters as neutralise() has them and "./" before names
  // that a spreadsheet would compute, else a JSON array of the objects that --json prints. A report that is there is
  // replaced. Errors: those of TemporaryFile, conflict where there is something else by that name, configuration for
  // "-".
  static std::expected<ReportFile, Error> create(const std::string& path);

  // An error sticks until commit().
  void add(const Record& record);

  // Errors: as create().
  std::expected<void, Error> commit();

 private:
  ReportFile(TemporaryFile file, std::string path, bool is_csv)
      : file_(std::move(file)), path_(std::move(path)), is_csv_(is_csv) {}
  void write(std::string_view text);

  TemporaryFile file_;
  std::string path_;
  bool is_csv_;
  bool is_first_{true};
};

}  // namespace stripmeta::cli
