// Saves the results of a run in a file: as JSON, or as CSV for a spreadsheet.
#pragma once

#include <expected>
#include <string>

#include "cli/output/record.hpp"
#include "store/temporary_file.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// The file appears at the end of the run; after a signal, with the results until then. Not thread-safe.
class ReportFile {
 public:
  // If `path` ends in ".csv", the file is CSV (RFC 4180): texts are neutralised, and names that a spreadsheet would
  // take for formulas start with "./". Otherwise it is a JSON array of the objects that --json prints. An older report
  // is replaced. Errors: those of TemporaryFile, conflict if another file has that name, configuration for "-".
  static std::expected<ReportFile, Error> create(const std::string& path);

  // commit() reports an error of this.
  void add(const Record& record);

  // Publishes the file. Errors: as create().
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
