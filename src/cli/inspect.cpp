// `stripmeta inspect`: what is in there, values included.
#include "inspect/inspect.hpp"

#include "cli/batch.hpp"
#include "cli/cloud.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/engine.hpp"
#include "cli/input.hpp"
#include "cli/summary.hpp"
#include "cli/tally.hpp"
#include "cli/text.hpp"

namespace stripmeta::cli {
namespace {

// Of a file that fails midway, what was found up to there.
Record inspect_one(Engine& engine, Cloud& cloud, const Walked& file) {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {{}}};
  auto input = Input::open(file.path, cloud);
  if (!input) {
    record.error = std::move(input.error());
    return record;
  }
  Inspector inspector;
  auto report = engine.judge(*input, Inspector::observe, &inspector);
  record.values = inspector.values();
  if (!report) {
    record.report.format = engine.format();
    record.error = std::move(report.error());
    if (is_left_out(file, engine.format(), *record.error)) record.outcome = "left_out";
    return record;
  }
  record.outcome = "inspected";
  record.report = std::move(*report);
  return record;
}

std::string table(const Record& record) {
  const auto values = values_table(*record.values);
  if (!record.error) return neutralise(record.path) + ": " + parts_table(record.report) + values;
  if (values.empty()) return {};
  return neutralise(record.path) + ": could not be read to its end; this was found before\n" + values;
}

}  // namespace

int inspect(const CommonOptions& options) {
  if (const auto refusal = refuse_inputs(options.files)) return usage_error("inspect", *refusal);
  Console console{options.print};
  Cloud cloud;
  Walk walk{options.files, options.walk};
  console.start_progress(
      [again = walk](const std::stop_token& stop) mutable { return count_all([&] { return again.next(); }, stop); });
  Tally tally;
  Batch batch{[&] { return walk.next(); }, options.policy,
              [&](const Walked& file, Engine& engine) { return inspect_one(engine, cloud, file); },
              [&](const Record& record, const Walked& file) {
                tally.add(record, file);
                console.show(record, table(record));
              }};
  batch.run(jobs_of(options));
  return console.finish() && !tally.has_failed() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
