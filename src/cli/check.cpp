// `stripmeta check`: is there anything that strip would remove or repair?
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

Record check_one(Engine& engine, Cloud& cloud, const std::string& path) {
  Record record{.path = path, .outcome = "unjudged", .report = {}, .error = {}, .output = {}, .values = {}};
  auto input = Input::open(path, cloud);
  if (!input) {
    record.error = std::move(input.error());
    return record;
  }
  auto report = engine.judge(*input, nullptr, nullptr);
  if (!report) {
    record.report.format = engine.format();
    record.error = std::move(report.error());
    return record;
  }
  record.outcome = report->clean() ? "clean" : "not_clean";
  record.report = std::move(*report);
  return record;
}

}  // namespace

int check(const CommonOptions& options) {
  if (const auto refusal = refuse_inputs(options.files)) return usage_error("check", *refusal);
  Console console{options.print};
  Engine engine{options.policy};
  Cloud cloud;
  bool dirty = false;
  bool unjudged = false;
  for (const auto& path : options.files) {
    const auto record = check_one(engine, cloud, path);
    if (record.error && interrupted()) break;
    console.show(record, record.error ? ""
                                      : neutralise(path) + ": " + check_summary(record.report) +
                                            naming_note(record.path, record.report) + '\n');
    if (record.error) {
      unjudged = true;
    } else if (!record.report.clean()) {
      dirty = true;
    }
  }
  if (!console.finish()) unjudged = true;
  if (dirty) return exit_failed;
  return unjudged ? exit_unjudged : exit_done;
}

}  // namespace stripmeta::cli
