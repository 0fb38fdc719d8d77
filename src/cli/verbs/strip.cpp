// `stripmeta strip`: writes images without their metadata.
#include <cstdio>
#include <utility>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/naming.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/summary.hpp"
#include "cli/output/tally.hpp"
#include "cli/output/text.hpp"
#include "cli/run/backup.hpp"
#include "cli/run/batch.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/engine.hpp"
#include "cli/run/image_output.hpp"
#include "cli/run/input.hpp"
#include "cli/run/target.hpp"
#include "cli/run/walk.hpp"
#include "cli/verbs/verbs.hpp"

namespace stripmeta::cli {
namespace {

// Refuses to replace a file that would lose a picture or a video for good, because no copy of it is left.
std::expected<void, Error> check_losses(const std::string& path, const Report& report) {
  constexpr auto way_out = "; keep a copy with --backup, write to another file with -o, or use --force";
  const auto holds = report.removed_holds();
  const bool picture = holds.contains(Holds::picture);
  const bool video = holds.contains(Holds::video);
  if (picture || video) {
    std::string what = picture ? "another picture" : "a video";
    if (picture && video) what += " and a video";
    return std::unexpected(Error{ErrorKind::conflict,
                                 "'" + path + "' contains " + what + ", which would be lost" + way_out, std::nullopt});
  }
  if (!report.truncated) return {};
  return std::unexpected(Error{
      ErrorKind::truncated,
      "the end of the image is missing in '" + path + "', so hidden text after it may remain" + way_out, std::nullopt});
}

// The error if an output appears during a run with --force. The usual message would suggest --force.
std::unexpected<Error> appeared_error(const std::string& path) {
  return std::unexpected(Error{ErrorKind::conflict,
                               "'" + path +
                                   "' was created in the meantime, by another program or for another image of "
                                   "this run, and was not replaced",
                               std::nullopt});
}

// The report of a file that failed has only the format.
Report failed_report(Format format) {
  Report report;
  report.format = format;
  return report;
}

// Processes the files of one run. Thread-safe.
class Run {
 public:
  Run(const StripOptions& options, Plan plan)
      : options_(options), outputs_(std::move(plan), options.force, !options.dry_run) {}

  Record strip_one(const FoundFile& file, Engine& engine);
  void finish() const { outputs_.finish(); }

 private:
  std::expected<void, Error> attempt(Record& record, const FoundFile& file, Engine& engine);
  static std::expected<void, Error> skip_already_done(Record& record, Input& input, Engine& engine);
  static Error classify_failure(const FoundFile& file, Input& input, Engine& engine, Error error);
  std::expected<void, Error> dry_run(Record& record, Input& input, Engine& engine, const Target& target);
  std::expected<void, Error> check_absent(const Target& target);
  std::expected<void, Error> check_in_place(const Record& record, const Input& input) const;
  Put put_of(const Input& input) const;

  const StripOptions& options_;
  Outputs outputs_;
  Cloud cloud_;
};

Record Run::strip_one(const FoundFile& file, Engine& engine) {
  Record record{.path = file.path, .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {}};
  if (auto done = attempt(record, file, engine); !done) {
    record.outcome = is_left_out(file, engine.format(), done.error()) ? "left_out" : "failed";
    record.report = failed_report(record.report.format);
    record.error = std::move(done.error());
    record.output.reset();
  }
  return record;
}

std::expected<void, Error> Run::attempt(Record& record, const FoundFile& file, Engine& engine) {
  auto input = Input::open(file.path, cloud_);
  if (!input) return std::unexpected(std::move(input.error()));
  const auto target = outputs_.target_of(file, input->status());
  if (!target) return std::unexpected(classify_failure(file, *input, engine, target.error()));
  if (target->is_done) return skip_already_done(record, *input, engine);
  if (options_.dry_run) return dry_run(record, *input, engine, *target);

  ImageOutput image{
      target->path, *input, options_.in_place, {.cloud = cloud_, .engine = engine, .put = put_of(*input)}};
  auto report = engine.run(*input, ImageOutput::emit, &image);
  record.report.format = engine.format();
  if (image.error()) return std::unexpected(*image.error());
  if (!report) return std::unexpected(std::move(report.error()));
  record.report = std::move(*report);
  if (options_.in_place && (image.equals_input() || !record.report.changed())) {
    record.outcome = "clean";
    return {};
  }
  if (auto checked = check_in_place(record, *input); !checked) return checked;
  using enum TemporaryFile::Existing;
  using enum TemporaryFile::Sync;
  const auto id = image.complete(options_.preserve);
  if (!id) return std::unexpected(id.error());
  if (*id) outputs_.add_written(**id);
  // An output that was not there before is not replaced. It may be the output of another image, if the file system does
  // not distinguish upper and lower case.
  auto done = image.commit({.existing = target->is_there ? replace : refuse,
                            .sync = options_.in_place || options_.sync ? yes : no,
                            .backup = options_.backup});
  if (!done && options_.force && !target->is_there && done.error().kind == ErrorKind::conflict)
    return appeared_error(target->path);
  if (!done) return done;
  record.outcome = "cleaned";
  record.output = options_.in_place ? file.path : target->path;
  return {};
}

// Handles a file that was found before under another name. It is an image if its name or its content says so.
std::expected<void, Error> Run::skip_already_done(Record& record, Input& input, Engine& engine) {
  record.outcome = "duplicate";
  if (named_as(record.path) != Format::unknown) return {};
  auto report = engine.judge(input, nullptr, nullptr);
  return report ? std::expected<void, Error>{} : std::unexpected(std::move(report.error()));
}

// If the file was found in a directory and is not an image, it has no output, so an error of the output does not
// matter.
Error Run::classify_failure(const FoundFile& file, Input& input, Engine& engine, Error error) {
  if (file.is_named || named_as(file.path) != Format::unknown) return error;
  auto report = engine.judge(input, nullptr, nullptr);
  const bool no_image = !report && is_left_out(file, engine.format(), report.error());
  return no_image ? std::move(report.error()) : std::move(error);
}

// Finds out what strip would do, and whether it would refuse to.
std::expected<void, Error> Run::dry_run(Record& record, Input& input, Engine& engine, const Target& target) {
  auto report = engine.judge(input, nullptr, nullptr);
  record.report.format = engine.format();
  if (!report) return std::unexpected(std::move(report.error()));
  record.report = std::move(*report);
  record.outcome = record.report.clean() ? "clean" : "not_clean";
  if (!options_.in_place) return check_absent(target);
  if (!record.report.changed()) return {};
  if (auto checked = check_in_place(record, input); !checked) return checked;
  return options_.backup ? check_backup(target.path, *input.status()) : std::expected<void, Error>{};
}

// Checks that an object does not exist yet. target_of() has checked files.
std::expected<void, Error> Run::check_absent(const Target& target) {
  if (options_.force || !is_object_url(target.path)) return {};
  const auto found = cloud_.exists(target.path);
  if (!found) return std::unexpected(found.error());
  return *found ? std::unexpected(output_exists_error(target.path)) : std::expected<void, Error>{};
}

std::expected<void, Error> Run::check_in_place(const Record& record, const Input& input) const {
  if (!options_.in_place) return {};
  if (!options_.force && !options_.backup) {
    if (auto kept = check_losses(record.path, record.report); !kept) return kept;
  }
  return check_unchanged(record.path, *input.status());
}

// How to write an output in S3.
Put Run::put_of(const Input& input) const {
  Put put;
  put.length_hint = input.length();
  if (!options_.force) put.precondition.kind = Precondition::Kind::absent;
  return put;
}

std::string line(const Record& record, bool dry_run) {
  if (record.outcome == "duplicate") return neutralise(record.path) + ": already done\n";
  const auto summary = dry_run ? dry_run_summary(record.report) : strip_summary(record.report);
  auto note = naming_note(record.path, record.report);
  if (note.empty() && record.output) note = naming_note(*record.output, record.report);
  return neutralise(record.path) + ": " + summary + note + '\n';
}

}  // namespace

int strip(const StripOptions& options) {
  auto plan = plan_outputs(options);
  if (!plan) return usage_error("strip", plan.error());
  auto walk_options = options.common.walk;
  if (plan->to == Plan::To::directory) walk_options.leave_out = plan->out;
  Console console{options.common.print, options.output == standard_stream ? stderr : stdout};
  Run run{options, std::move(*plan)};
  Walk walk{options.common.files, std::move(walk_options)};
  if (options.common.report) {
    if (auto started = console.start_report(*options.common.report); !started) return run_error(started.error());
  }
  console.start_progress(
      [copy = walk](const std::stop_token& stop) mutable { return count_files([&] { return copy.next(); }, stop); });
  Tally tally;
  Batch batch{[&] { return walk.next(); }, options.common,
              [&](const FoundFile& file, Engine& engine) { return run.strip_one(file, engine); },
              [&](const Record& record, const FoundFile& file) {
                tally.add(record, file);
                const bool prints_line =
                    file.is_named || options.common.verbose || needs_attention(record.path, record.report);
                console.show(record, file, record.error || !prints_line ? "" : line(record, options.dry_run));
              }};
  batch.run(count_jobs(options.common));
  run.finish();
  tally.add_backups(walk.backups());
  if (tally.has_walked() || names_directory(options.common.files)) console.print_summary(tally, options.dry_run);
  return console.finish() && !tally.has_failed() ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
