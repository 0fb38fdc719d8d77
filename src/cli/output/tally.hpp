// What became of all files of a run.
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

// Whether a file that a walk came upon is no image and neither said to be one by its name: a directory of photos has
// other files too, and they are not failures.
bool is_left_out(const FoundFile& file, Format format, const Error& error);

class Tally {
 public:
  void add(const Record& record, const FoundFile& file);

  // *.orig, which hold what the images did.
  void add_backups(std::uint64_t count) { backups_ += count; }

  bool has_walked() const { return has_walked_; }  // a directory was among the arguments
  bool has_failed() const { return failed_ + unjudged_ + unreadable_ > 0; }
  bool has_met_nothing() const { return files() + left_out_ + unreadable_ == 0; }
  bool has_unclean() const { return not_clean_ > 0; }
  std::uint64_t files() const {  // not left out
    return cleaned_ + clean_ + not_clean_ + done_ + pending_ + failed_ + unjudged_ + inspected_;
  }

  // "1,204 images: 1,190 cleaned, 12 clean already, 2 failed; 35 other files left out", and a line of what was removed,
  // by kind in how many files, and how many bytes that saved. Two lines, each with its end; one where nothing was
  // removed. An image without metadata counts as clean already, whether it is written or not. Of files that were
  // inspected the second is what they hold: "found gps in 5, serial in 2, nothing personal in 3".
  std::string summary(bool dry_run) const;

 private:
  std::uint64_t& count_of(std::string_view outcome);
  std::string removed(bool dry_run) const;
  void add_inspected(const Record& record);
  std::string found() const;

  bool has_walked_{false};
  bool has_copied_{false};  // an image that was clean
  std::uint64_t cleaned_{0};
  std::uint64_t clean_{0};
  std::uint64_t not_clean_{0};
  std::uint64_t done_{0};     // before this run
  std::uint64_t pending_{0};  // not yet read
  std::uint64_t failed_{0};
  std::uint64_t unjudged_{0};
  std::uint64_t unreadable_{0};  // directories and buckets
  std::uint64_t inspected_{0};
  std::uint64_t left_out_{0};
  std::uint64_t backups_{0};
  std::uint64_t bytes_before_{0};  // of those that were cleaned, or would be
  std::uint64_t bytes_after_{0};
  std::array<std::uint64_t, kind_count> files_with_{};      // by Kind, of those that were cleaned, or would be
  std::array<std::uint64_t, holds_count> files_holding_{};  // by Holds, of those that were inspected
  std::uint64_t files_with_others_{0};                      // that hold none of these, but what would go
  std::uint64_t files_with_nothing_{0};                     // nor that
};

}  // namespace stripmeta::cli
