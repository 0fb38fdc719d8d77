// Makes clean copies of the images of one folder in another, with the job that the Lambda function runs (job/job.hpp).
// A marker on each copy tells what it was made from, so that an interrupted run can continue where it stopped.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "cli/arguments/found_file.hpp"
#include "cli/output/record.hpp"
#include "cli/run/folder.hpp"
#include "job/job.hpp"
#include "store/store.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

struct MirrorOptions {
  Policy policy{};
  bool redo{false};     // also clean images that are done already
  bool replace{false};  // replace files that have no marker
  bool dry_run{false};  // write nothing; recognise images by their first bytes or names
};

class Mirror {
 public:
  // Both folders must be open (`to` need not be in a dry run) and outlive the mirror.
  Mirror(const Folder& from, const Folder& to, const MirrorOptions& options, Call call);

  // Makes the copy of one file. Outcomes: cleaned; duplicate (already done); pending (dry run: to be cleaned); left_out
  // (neither an image nor named like one); failed. Thread-safe for different files.
  Record clean(const FoundFile& file);

 private:
  std::expected<std::optional<ObjectInfo>, Error> stat_output(const std::string& output) const;
  std::optional<ObjectInfo> find_finished_source(const std::string& key, const std::optional<ObjectInfo>& made) const;
  void dry_run(Record& record, const FoundFile& file, const std::optional<ObjectInfo>& made) const;
  std::expected<void, Error> check_image(const std::string& key) const;

  // The memory for all images that are held as a whole at the same time.
  static constexpr std::uint64_t budget_bytes = std::uint64_t{1} << 30U;

  const Folder& from_;
  const Folder& to_;
  MirrorOptions options_;
  ByteBudget budget_{budget_bytes};
  JobOptions job_;
  Call call_;
};

// One line about the record for a person, with its line feed.
std::string mirror_line(const Record& record);

}  // namespace stripmeta::cli
