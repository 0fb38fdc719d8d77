#include "cli/output/report_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>
#include <utility>

#include "cli/arguments/naming.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/text.hpp"
#include "store/file_descriptor.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::string_view head =
    "path,outcome,format,output,bytes_in,bytes_out,removed,holds,error_type,error_message\r\n";

// RFC 4180, section 2: a field is quoted if necessary, and quotes in it are doubled.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string quoted{'"'};
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

// A spreadsheet would take a name that starts like this for a formula. With "./", it names the same file.
std::string path_field(const std::string& path) {
  const bool is_formula = !path.empty() && std::string_view{"=+-@\t\r"}.contains(path.front());
  return (is_formula && path != "-" ? "./" : "") + path;
}

std::string removed_kinds(const Report& report) {
  std::string kinds;
  for (const auto& row : report.rows) {
    if (row.fate != Fate::removed) continue;
    if (!kinds.empty()) kinds += ' ';
    kinds += kind_word(row.kind);
  }
  return kinds;
}

std::string csv_line(const Record& record) {
  const auto& report = record.report;
  const bool is_known = report.format != Format::unknown;
  const std::array<std::string, 10> fields{path_field(record.path),
                                           std::string{record.outcome},
                                           std::string{is_known ? format_word(report.format) : ""},
                                           path_field(record.output.value_or("")),
                                           std::to_string(report.bytes_in),
                                           std::to_string(report.bytes_out),
                                           removed_kinds(report),
                                           holds_list(report.removed_holds()),
                                           std::string{record.error ? trait(record.error->kind).word : ""},
                                           record.error ? record.error->message : ""};
  std::string line;
  for (const auto& each : fields) {
    if (&each != fields.data()) line += ',';
    line += field(neutralise(each));
  }
  return line + "\r\n";
}

// Only an older report may be replaced.
std::expected<void, Error> check_free(const std::string& path) {
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (file.get() < 0 && errno == ENOENT) return {};
  struct stat status{};
  const bool is_file = file.get() >= 0 && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
  std::array<char, head.size()> front{};
  const auto count = is_file ? ::read(file.get(), front.data(), front.size()) : -1;
  const std::string_view start{front.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
  if (start == head || start.starts_with("[\n{\"ok\":") || start == "[\n]\n") return {};
  return std::unexpected(Error{ErrorKind::conflict,
                               "'" + path + "' exists already and is not a report; name another file with --report",
                               std::nullopt});
}

}  // namespace

std::expected<ReportFile, Error> ReportFile::create(const std::string& path) {
  if (path == standard_stream) {
    return std::unexpected(Error{ErrorKind::configuration,
                                 "--report needs the name of a file; --json prints to standard output", std::nullopt});
  }
  if (auto free = check_free(path); !free) return std::unexpected(std::move(free.error()));
  auto file = TemporaryFile::beside(path);
  if (!file) return std::unexpected(std::move(file.error()));
  ReportFile report{std::move(*file), path, path.ends_with(".csv")};
  report.write(report.is_csv_ ? head : "[");
  return report;
}

void ReportFile::add(const Record& record) {
  if (is_csv_) return write(csv_line(record));
  write(std::exchange(is_first_, false) ? "\n" : ",\n");
  write(json_line(record));
}

std::expected<void, Error> ReportFile::commit() {
  if (!is_csv_) write("\n]\n");
  // Checked again, because the run itself may have written this file.
  if (auto free = check_free(path_); !free) return free;
  return file_.commit(TemporaryFile::Existing::replace);
}

void ReportFile::write(std::string_view text) {
  static_cast<void>(file_.write(std::as_bytes(std::span{text})));  // commit() reports an error
}

}  // namespace stripmeta::cli
