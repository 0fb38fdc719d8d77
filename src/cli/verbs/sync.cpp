// `stripmeta sync`: the clean images of a directory or a bucket in another.
#include <utility>

#include "cli/arguments/found_file.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/tally.hpp"
#include "cli/run/batch.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/listing.hpp"
#include "cli/run/mirror.hpp"
#include "cli/run/place.hpp"
#include "cli/run/walk.hpp"
#include "cli/verbs/verbs.hpp"

namespace stripmeta::cli {
namespace {

constexpr unsigned at_once_with_s3 = 10;  // each of them waits most of the time

unsigned jobs_of_sync(const CommonOptions& options, const Places& places) {
  const bool with_s3 = !places.from.is_directory() || !places.to.is_directory();
  return options.jobs == 0 && with_s3 ? at_once_with_s3 : jobs_of(options);
}

// Of a bucket that a dry run would write to: S3 says of a missing one no more than that the object is not there. Who
// may not list it may still write.
std::expected<void, Error> check_bucket(const Place& to, const Call& call) {
  if (to.is_directory()) return {};
  const auto first_alone = [](const std::string& /*key*/, const ObjectInfo& /*info*/) { return false; };
  auto listed = to.store().list(to.prefix(), call, first_alone);
  if (!listed && listed.error().kind == ErrorKind::configuration) return listed;
  return {};
}

}  // namespace

int sync(const SyncOptions& options) {
  const auto& common = options.common;
  if (common.files.size() != 2) return usage_error("sync", "name two places: where the images are, and where to");
  auto places = parse_places(common.files[0], common.files[1]);
  if (!places) return usage_error("sync", places.error());
  Console console{common.print};
  if (common.report) {
    if (auto started = console.start_report(*common.report); !started) return run_error(started.error());
  }
  Cloud cloud;
  if (auto opened = places->open(cloud, options.dry_run); !opened) return run_error(opened.error());
  if (options.dry_run) {
    if (auto there = check_bucket(places->to, cloud.call()); !there) return run_error(there.error());
  }
  Mirror mirror{places->from,
                places->to,
                {.policy = common.policy, .again = options.force, .replace = options.force, .dry_run = options.dry_run},
                cloud.call()};
  console.start_progress([&](const std::stop_token& stop) {
    Listing listing{places->from, common.walk, cloud.call()};
    return count_all([&] { return listing.next(); }, stop);
  });
  Listing listing{places->from, common.walk, cloud.call()};
  Tally tally;
  Batch batch{[&] { return listing.next(); }, common.policy,
              [&](const FoundFile& file, Engine& /*engine*/) { return mirror.make(file); },
              [&](const Record& record, const FoundFile& file) {
                tally.add(record, file);
                const bool says = common.verbose || options.dry_run || is_remarkable(record.path, record.report);
                console.show(record, file, record.error || !says ? "" : mirror_line(record));
              }};
  batch.run(jobs_of_sync(common, *places));
  console.sum_up(tally, options.dry_run);
  const auto& from = places->from;
  if (!from.is_directory() && !from.prefix().empty() && tally.has_met_nothing()) {
    console.complain({ErrorKind::not_found,
                      "nothing lies below '" + from.name_of("") + "'; one object is cleaned by strip", std::nullopt});
    console.finish();
    return exit_failed;
  }
  return console.finish() && !tally.has_failed() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
