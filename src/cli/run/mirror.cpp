#include "cli/run/mirror.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "cli/arguments/found_file.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/tally.hpp"
#include "cli/output/text.hpp"
#include "job/marker.hpp"
#include "strip/detect.hpp"

namespace stripmeta::cli {

Mirror::Mirror(const Folder& from, const Folder& to, const MirrorOptions& options, Call call)
    : from_(from), to_(to), options_(options), call_(std::move(call)) {
  job_.policy = options_.policy;
  job_.budget = &budget_;
  job_.owns_b = options_.replace;
}

Record Mirror::clean(const FoundFile& file) {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {}};
  const auto key = from_.key_of(file.below);
  const auto output = to_.key_of(file.below);
  auto found = stat_output(output);
  if (!found && options_.dry_run) record.error = std::move(found.error());
  if (record.error) return record;
  const auto made = std::move(found).value_or(std::nullopt);  // on an error, the job will report it
  const auto source = options_.redo ? std::nullopt : find_finished_source(key, made);
  if (source) {
    record.outcome = outcome_word(OutcomeKind::duplicate);
    record.report.bytes_in = source->size;
    record.output = to_.name_of(file.below);
    return record;
  }
  if (options_.dry_run) {
    dry_run(record, file, made);
    return record;
  }
  auto outcome = run_job(from_.store(), to_.store(), job_,
                         {.key = key, .version = {}, .force = options_.redo, .output_key = output}, call_);
  record.outcome = outcome_word(outcome.kind);
  record.report = std::move(outcome.report);
  record.error = std::move(outcome.error);
  if (!record.error) record.output = to_.name_of(file.below);
  if (record.error && is_left_out(file, record.report.format, *record.error)) record.outcome = "left_out";
  return record;
}

// The file that the target has at this path, if any.
std::expected<std::optional<ObjectInfo>, Error> Mirror::stat_output(const std::string& output) const {
  if (!to_.is_open()) return std::nullopt;
  return to_.store().stat(output, call_);
}

void Mirror::dry_run(Record& record, const FoundFile& file, const std::optional<ObjectInfo>& made) const {
  record.outcome = "pending";
  // Opening an object costs a request; if its name says that it is an image, that is enough.
  if (from_.is_local() || named_as(file.path) == Format::unknown) {
    if (auto image = check_image(from_.key_of(file.below)); !image) record.error = std::move(image.error());
  }
  const bool is_in_the_way = made && !marker_of(*made) && !options_.replace;
  if (!record.error && is_in_the_way) record.error = made_by_another(to_.key_of(file.below));
  if (!record.error) return;
  record.outcome = is_left_out(file, Format::unknown, *record.error) ? "left_out" : "failed";
}

// Error unsupported: the first bytes are not those of an image. Other errors: those of Store.
std::expected<void, Error> Mirror::check_image(const std::string& key) const {
  const auto reader = from_.store().open(key, call_);
  if (!reader) return std::unexpected(reader.error());
  std::vector<std::byte> front(longest_signature());
  std::size_t filled = 0;
  while (filled < front.size()) {
    const auto count = (*reader)->read(std::span{front}.subspan(filled));
    if (!count) return std::unexpected(count.error());
    if (*count == 0) break;
    filled += *count;
  }
  const auto format = detect(std::span{front}.first(filled), true);
  return format ? std::expected<void, Error>{} : std::unexpected(format.error());
}

// The source file, if `made` is its clean copy and up to date. Reads only headers. A copy made with --strict counts as
// the same as one made without it.
std::optional<ObjectInfo> Mirror::find_finished_source(const std::string& key,
                                                       const std::optional<ObjectInfo>& made) const {
  const auto marker = made ? marker_of(*made) : std::nullopt;
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
  if (record.outcome == "duplicate") return name + "already done\n";
  if (record.outcome == "pending") return name + "would be cleaned if it is an image\n";
  return name + strip_summary(record.report) + naming_note(record.path, record.report) + '\n';
}

}  // namespace stripmeta::cli
