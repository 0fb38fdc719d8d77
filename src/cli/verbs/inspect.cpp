// `stripmeta inspect`: shows the metadata of images, with all values.
#include "inspect/inspect.hpp"

#include <utility>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/naming.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/highlights_table.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/tally.hpp"
#include "cli/output/text.hpp"
#include "cli/run/batch.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/engine.hpp"
#include "cli/run/input.hpp"
#include "cli/run/thumbnail_output.hpp"
#include "cli/run/walk.hpp"
#include "cli/verbs/verbs.hpp"
#include "inspect/highlights.hpp"

namespace stripmeta::cli {
namespace {

struct Inspected {
  Record record;
  Thumbnails thumbnails;
};

// If reading fails midway, the record has what was found until then.
Inspected inspect_one(Engine& engine, Cloud& cloud, const FoundFile& file) {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {{}}};
  auto input = Input::open(file.path, cloud);
  if (!input) {
    record.error = std::move(input.error());
    return {std::move(record), {}};
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
  return {std::move(record), std::move(contents.thumbnails)};
}

std::string table(const Record& record) {
  if (!record.highlights) return {};
  const auto values = values_table(*record.values);
  const auto start = neutralise(record.path) + ": ";
  const auto first = highlights_table(*record.highlights);
  if (!record.error) return start + heading(record.report) + first + parts_table(record.report) + values;
  if (values.empty()) return {};
  return start + "could not be read to its end; found until then:\n" + first + values;
}

// The line of a file that was found in a directory.
std::string row(const Record& record) {
  return record.error ? std::string{} : table_row(record);
}

std::string thumbnail_line(const Record& record, const Thumbnails& thumbnails) {
  const auto& [count, largest] = thumbnails;
  auto text = neutralise(record.path) + ": thumbnail";
  if (largest.size.known()) text += ' ' + size_text(largest.size);
  text += shape_note(*record.highlights->thumbnail) + "; " + grouped(largest.file.size()) + " bytes, ";
  if (count > 1) text += "the largest of " + grouped(count) + ", ";
  const bool to_stream = record.output == standard_stream;
  return text + "written to " + (to_stream ? "standard output" : "'" + neutralise(*record.output) + "'") + '\n';
}

int extract_thumbnail(const InspectOptions& options) {
  if (const auto refusal = refuse_thumbnail(options)) return usage_error("inspect", *refusal);
  Console console{options.common.print, options.thumbnail == standard_stream ? stderr : stdout};
  Cloud cloud;
  Walk walk{options.common.files, options.common.walk};
  Thumbnails thumbnails;
  bool done = false;
  const auto extract = [&](const FoundFile& file, Engine& engine) {
    auto inspected = inspect_one(engine, cloud, file);
    auto& record = inspected.record;
    thumbnails = std::move(inspected.thumbnails);
    if (record.error) return std::move(record);
    if (auto written = write_thumbnail(thumbnails, options); !written) {
      record.outcome = "failed";
      record.error = std::move(written.error());
    } else {
      record.output = options.thumbnail;
    }
    return std::move(record);
  };
  Batch batch{[&] { return walk.next(); }, options.common, extract,
              [&](const Record& record, const FoundFile& file) {
                done = !record.error;
                console.show(record, file, done ? thumbnail_line(record, thumbnails) : "");
              }};
  batch.run(1);
  return console.finish() && done ? exit_done : exit_failed;
}

}  // namespace

int inspect(const InspectOptions& options) {
  const auto& common = options.common;
  if (const auto refusal = refuse_inputs(common.files)) return usage_error("inspect", *refusal);
  if (options.thumbnail) return extract_thumbnail(options);
  if (options.force) return usage_error("inspect", "--force works only with --thumbnail");
  Console console{common.print};
  Cloud cloud;
  Walk walk{common.files, common.walk};
  console.start_progress(
      [copy = walk](const std::stop_token& stop) mutable { return count_files([&] { return copy.next(); }, stop); });
  Tally tally;
  Batch batch{[&] { return walk.next(); }, common,
              [&](const FoundFile& file, Engine& engine) { return inspect_one(engine, cloud, file).record; },
              [&](const Record& record, const FoundFile& file) {
                tally.add(record, file);
                const bool all = file.is_named || common.verbose;
                console.show(record, file, all ? table(record) : row(record));
              }};
  batch.run(count_jobs(common));
  tally.add_backups(walk.backups());
  if (tally.has_walked() || names_directory(common.files)) console.print_summary(tally, false);
  return console.finish() && !tally.has_failed() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
