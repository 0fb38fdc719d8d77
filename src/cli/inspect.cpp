// `stripmeta inspect`: what is in there, values included.
#include "inspect/inspect.hpp"

#include <utility>

#include "cli/batch.hpp"
#include "cli/brief.hpp"
#include "cli/cloud.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/engine.hpp"
#include "cli/input.hpp"
#include "cli/summary.hpp"
#include "cli/tally.hpp"
#include "cli/text.hpp"
#include "inspect/highlights.hpp"

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
  PictureHead head;
  auto report = engine.run(*input, PictureHead::emit, &head, Inspector::observe, &inspector);
  if (report) {
    record.outcome = "inspected";
    record.report = std::move(*report);
  } else {
    record.report.format = engine.format();
    record.error = std::move(report.error());
    if (is_left_out(file, engine.format(), *record.error)) record.outcome = "left_out";
  }
  auto contents = inspector.contents();
  record.highlights = highlights_of(contents, held(record.report), head.size());
  record.values = std::move(contents.values);
  return record;
}

std::string table(const Record& record) {
  if (!record.highlights) return {};
  const auto values = values_table(*record.values);
  const auto start = neutralise(record.path) + ": ";
  const auto first = brief(*record.highlights);
  if (!record.error) return start + heading(record.report) + first + parts_table(record.report) + values;
  if (values.empty()) return {};
  return start + "could not be read to its end; this was found before\n" + first + values;
}

// Of a file that a directory led to.
std::string row(const Record& record) {
  return record.error ? std::string{} : table_row(record);
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
                const bool all = file.is_named || options.verbose;
                console.show(record, all ? table(record) : row(record));
              }};
  batch.run(jobs_of(options));
  if (tally.has_walked()) console.say(tally.summary(false));
  return console.finish() && !tally.has_failed() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
