// `stripmeta check`: tells whether strip would remove or repair anything.
#include "cli/arguments/found_file.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/tally.hpp"
#include "cli/output/text.hpp"
#include "cli/run/batch.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/engine.hpp"
#include "cli/run/input.hpp"
#include "cli/run/walk.hpp"
#include "cli/verbs/verbs.hpp"

namespace stripmeta::cli {
namespace {

Record check_one(Engine& engine, Cloud& cloud, const FoundFile& file) {
  Record record{.path = file.path, .outcome = "unjudged", .report = {}, .error = {}, .output = {}, .values = {}};
  auto input = Input::open(file.path, cloud);
  if (!input) {
    record.error = std::move(input.error());
    return record;
  }
  auto report = engine.judge(*input, nullptr, nullptr);
  if (!report) {
    record.report.format = engine.format();
    record.error = std::move(report.error());
    if (is_left_out(file, engine.format(), *record.error)) record.outcome = "left_out";
    return record;
  }
  record.outcome = report->clean() ? "clean" : "not_clean";
  record.report = std::move(*report);
  return record;
}

std::string line(const Record& record) {
  return neutralise(record.path) + ": " + check_summary(record.report) + naming_note(record.path, record.report) + '\n';
}

}  // namespace

int check(const CommonOptions& options) {
  if (const auto refusal = refuse_inputs(options.files)) return usage_error("check", *refusal);
  Console console{options.print};
  Cloud cloud;
  Walk walk{options.files, options.walk};
  if (options.report) {
    if (auto started = console.start_report(*options.report); !started) {
      return run_error(started.error()) == exit_usage ? exit_usage : exit_unjudged;
    }
  }
  console.start_progress(
      [copy = walk](const std::stop_token& stop) mutable { return count_files([&] { return copy.next(); }, stop); });
  Tally tally;
  Batch batch{[&] { return walk.next(); }, options,
              [&](const FoundFile& file, Engine& engine) { return check_one(engine, cloud, file); },
              [&](const Record& record, const FoundFile& file) {
                tally.add(record, file);
                // A clean file in a directory needs no line.
                const bool prints_line = file.is_named || options.verbose || record.outcome == "not_clean" ||
                                         needs_attention(record.path, record.report);
                console.show(record, file, record.error || !prints_line ? "" : line(record));
              }};
  batch.run(count_jobs(options));
  tally.add_backups(walk.backups());
  if (tally.has_walked() || names_directory(options.files)) console.print_summary(tally, false);
  const bool unjudged = !console.finish() || tally.has_failed();
  if (tally.has_unclean()) return exit_failed;
  return unjudged ? exit_unjudged : exit_done;
}

}  // namespace stripmeta::cli
