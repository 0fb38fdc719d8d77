// Counts the results of all files of a run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/arguments/found_file.hpp"
#include "cli/output/record.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {

// Whether a file that was found in a directory is neither an image nor named like one. A directory of photos has other
// files too, and those are not failures.
bool is_left_out(const FoundFile& file, Format format, const Error& error);

class Tally {
 public:
  void add(const Record& record, const FoundFile& file);

  // Backups (*.orig), which still have the metadata of the images.
  void add_backups(std::uint64_t count) { backups_ += count; }

  bool has_walked() const { return has_walked_; }  // a directory was among the arguments
  bool has_failed() const { return failed_ + unjudged_ + unreadable_ > 0; }
  bool is_empty() const { return files() + left_out_ + unreadable_ == 0; }
  bool has_unclean() const { return not_clean_ > 0; }
  std::uint64_t files() const {  // without those that were left out
    return cleaned_ + clean_ + not_clean_ + done_ + pending_ + failed_ + unjudged_ + inspected_;
  }

  // "1,204 images: 1,190 cleaned, 12 already clean, 2 failed; 35 other files left out" and, if something was removed, a
  // second line "removed exif from 1,190, xmp from 20; saved 1,234 bytes". For files that were inspected, the second
  // line is "found gps in 5, serial in 2, nothing personal in 3". Each line ends with a line feed. An image without
  // metadata counts as already clean, even if a copy of it was written.
  std::string summary(bool dry_run) const;

 private:
  std::uint64_t& count_of(std::string_view outcome);
  std::string removed_line(bool dry_run) const;
  void add_inspected(const Record& record);
  std::string found_line() const;

  bool has_walked_{false};
  bool has_clean_copies_{false};  // an image that was clean was copied
  std::uint64_t cleaned_{0};
  std::uint64_t clean_{0};
  std::uint64_t not_clean_{0};
  std::uint64_t done_{0};     // by an earlier run
  std::uint64_t pending_{0};  // not read yet
  std::uint64_t failed_{0};
  std::uint64_t unjudged_{0};
  std::uint64_t unreadable_{0};  // directories and buckets
  std::uint64_t inspected_{0};
  std::uint64_t left_out_{0};
  std::uint64_t backups_{0};
  std::uint64_t bytes_before_{0};  // of files that were cleaned, or that a dry run would clean
  std::uint64_t bytes_after_{0};
  std::array<std::uint64_t, kind_count> files_with_{};      // by Kind, of the same files
  std::array<std::uint64_t, holds_count> files_holding_{};  // by Holds, of inspected files
  std::uint64_t files_with_others_{0};                      // inspected, with only other metadata that would be removed
  std::uint64_t files_with_nothing_{0};                     // inspected, with nothing to remove
};

}  // namespace stripmeta::cli
