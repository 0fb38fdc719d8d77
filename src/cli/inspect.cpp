// `stripmeta inspect`: what is in there, values included.
#include "inspect/inspect.hpp"

#include "cli/cloud.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/engine.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/summary.hpp"
#include "cli/text.hpp"

namespace stripmeta::cli {
namespace {

// Of a file that fails midway, what was found up to there.
Record inspect_one(Engine& engine, Cloud& cloud, const std::string& path) {
  Record record{.path = path, .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {{}}};
  auto input = Input::open(path, cloud);
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
  Engine engine{options.policy};
  Cloud cloud;
  bool failed = false;
  for (const auto& path : options.files) {
    const auto record = inspect_one(engine, cloud, path);
    if (record.error && interrupted()) break;
    console.show(record, table(record));
    failed = failed || record.error.has_value();
  }
  return console.finish() && !failed ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
