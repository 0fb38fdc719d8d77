// `stripmeta sync`: keeps clean copies of a directory or a bucket in another one.
#include <utility>

#include "cli/arguments/found_file.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/tally.hpp"
#include "cli/run/batch.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/folder.hpp"
#include "cli/run/listing.hpp"
#include "cli/run/mirror.hpp"
#include "cli/verbs/verbs.hpp"

namespace stripmeta::cli {
namespace {

constexpr unsigned at_once_with_s3 = 10;  // each job waits for S3 most of the time

unsigned count_sync_jobs(const CommonOptions& options, const FolderPair& folders) {
  const bool with_s3 = !folders.from.is_local() || !folders.to.is_local();
  return options.jobs == 0 && with_s3 ? at_once_with_s3 : count_jobs(options);
}

// Checks that the bucket of a dry run exists: if it does not, S3 only says that each object does not exist. Other
// errors are ignored, because a user who may not list the bucket may still write to it.
std::expected<void, Error> check_bucket(const Folder& to, const Call& call) {
  if (to.is_local()) return {};
  const auto stop_at_first = [](const std::string& /*key*/, const ObjectInfo& /*info*/) { return false; };
  auto listed = to.store().list(to.prefix(), call, stop_at_first);
  if (!listed && listed.error().kind == ErrorKind::configuration) return listed;
  return {};
}

}  // namespace

int sync(const SyncOptions& options) {
  const auto& common = options.common;
  if (common.files.size() != 2)
    return usage_error("sync", "name two folders: where the images are, and where the clean copies go");
  auto folders = parse_folders(common.files[0], common.files[1]);
  if (!folders) return usage_error("sync", folders.error());
  Console console{common.print};
  if (common.report) {
    if (auto started = console.start_report(*common.report); !started) return run_error(started.error());
  }
  Cloud cloud;
  if (auto opened = folders->open(cloud, options.dry_run); !opened) return run_error(opened.error());
  if (options.dry_run) {
    if (auto there = check_bucket(folders->to, cloud.call()); !there) return run_error(there.error());
  }
  Mirror mirror{folders->from,
                folders->to,
                {.policy = common.policy, .redo = options.force, .replace = options.force, .dry_run = options.dry_run},
                cloud.call()};
  console.start_progress([&](const std::stop_token& stop) {
    Listing listing{folders->from, common.walk, cloud.call()};
    return count_files([&] { return listing.next(); }, stop);
  });
  Listing listing{folders->from, common.walk, cloud.call()};
  Tally tally;
  Batch batch{[&] { return listing.next(); }, common,
              [&](const FoundFile& file, Engine& /*engine*/) { return mirror.clean(file); },
              [&](const Record& record, const FoundFile& file) {
                tally.add(record, file);
                const bool prints_line =
                    common.verbose || options.dry_run || needs_attention(record.path, record.report);
                console.show(record, file, record.error || !prints_line ? "" : mirror_line(record));
              }};
  batch.run(count_sync_jobs(common, *folders));
  console.print_summary(tally, options.dry_run);
  const auto& from = folders->from;
  if (!from.is_local() && !from.prefix().empty() && tally.is_empty()) {
    console.print_error({ErrorKind::not_found,
                         "there are no objects below '" + from.name_of("") + "'; use strip to clean a single object",
                         std::nullopt});
    console.finish();
    return exit_failed;
  }
  return console.finish() && !tally.has_failed() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
