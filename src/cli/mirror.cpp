#include "cli/mirror.hpp"

#include <utility>

#include "cli/summary.hpp"
#include "cli/tally.hpp"
#include "cli/text.hpp"
#include "job/marker.hpp"

namespace stripmeta::cli {

Mirror::Mirror(const Place& from, const Place& to, const MirrorOptions& options, Call call)
    : from_(from), to_(to), options_(options), call_(std::move(call)) {
  job_.policy = options_.policy;
  job_.budget = &budget_;
  job_.owns_b = options_.replace;
}

Record Mirror::make(const Walked& file) {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {}};
  const auto key = from_.key_of(file.below);
  const auto output = to_.key_of(file.below);
  const auto source = options_.again ? std::nullopt : source_of_done(key, output);
  if (source) {
    record.outcome = outcome_word(OutcomeKind::duplicate);
    record.report.bytes_in = source->size;
    record.output = to_.name_of(file.below);
    return record;
  }
  if (options_.dry_run) {
    record.outcome = "pending";
    return record;
  }
  auto outcome = run_job(from_.store(), to_.store(), job_,
                         {.key = key, .version = {}, .force = options_.again, .output_key = output}, call_);
  record.outcome = outcome_word(outcome.kind);
  record.report = std::move(outcome.report);
  record.error = std::move(outcome.error);
  if (!record.error) record.output = to_.name_of(file.below);
  if (record.error && is_left_out(file, record.report.format, *record.error)) record.outcome = "left_out";
  return record;
}

// The original, where its clean image is there. Asks for both headers and no bytes. What strict made is what the policy
// without it makes, too. Where one cannot be asked for, the job will say why.
std::optional<ObjectInfo> Mirror::source_of_done(const std::string& key, const std::string& output) const {
  if (!to_.is_open()) return std::nullopt;
  const auto made = to_.store().stat(output, call_);
  const auto marker = made && *made ? marker_of(**made) : std::nullopt;
  if (!marker) return std::nullopt;
  auto source = from_.store().stat(key, call_);
  if (!source || !*source) return std::nullopt;
  auto strict = options_.policy;
  strict.strict = true;
  const bool is_done =
      marker == make_marker(key, **source, options_.policy) || marker == make_marker(key, **source, strict);
  return is_done ? *source : std::nullopt;
}

std::string mirror_line(const Record& record) {
  const auto name = neutralise(record.path) + ": ";
  if (record.outcome == "duplicate") return name + "done already\n";
  if (record.outcome == "pending") return name + "would be cleaned, if it is an image\n";
  return name + strip_summary(record.report) + naming_note(record.path, record.report) + '\n';
}

}  // namespace stripmeta::cli
