// `stripmeta strip`: the same images without their metadata.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <utility>

#include "cli/cloud.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/engine.hpp"
#include "cli/image_output.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/summary.hpp"
#include "cli/target.hpp"
#include "cli/text.hpp"
#include "store/errno_error.hpp"

namespace stripmeta::cli {
namespace {

// What a file in place would lose for good, as a refusal; no copy of it would be left.
std::expected<void, Error> check_losses(const std::string& path, const Report& report) {
  const auto holds = report.removed_holds();
  const bool picture = holds.contains(Holds::picture);
  const bool video = holds.contains(Holds::video);
  if (picture || video) {
    std::string what = picture ? "a further picture" : "a video";
    if (picture && video) what += " and a video";
    return std::unexpected(
        Error{ErrorKind::conflict,
              "'" + path + "' holds " + what + " that would be lost; write to another file with -o, or use --force",
              std::nullopt});
  }
  if (!report.truncated) return {};
  return std::unexpected(Error{ErrorKind::truncated,
                               "the image's end is missing in '" + path +
                                   "', so text behind it cannot be told from the picture; write to another file with "
                                   "-o, or use --force",
                               std::nullopt});
}

// All that counts of a report once its file has failed.
Report of_format(Format format) {
  Report report;
  report.format = format;
  return report;
}

// The files of one run, one after the other.
class Run {
 public:
  Run(const StripOptions& options, Plan plan)
      : options_(options), plan_(std::move(plan)), engine_(options.common.policy) {}

  Record strip_one(std::size_t index);

  // Takes a directory away that was made for outputs and got none.
  void finish() const;

 private:
  std::expected<void, Error> attempt(Record& record, const std::string& output);
  std::expected<std::string, Error> target(const std::string& path, const std::string& output,
                                           const Input& input) const;
  std::expected<void, Error> make_directory();

  Put put_of(const Input& input) const;

  const StripOptions& options_;
  Plan plan_;
  Engine engine_;
  Cloud cloud_;
  bool made_directory_{false};
};

Record Run::strip_one(std::size_t index) {
  Record record{
      .path = options_.common.files[index], .outcome = "failed", .report = {}, .error = {}, .output = {}, .values = {}};
  const auto& output = plan_.outputs[index];
  if (auto done = attempt(record, output); !done) {
    record.report = of_format(record.report.format);
    record.error = std::move(done.error());
    return record;
  }
  record.outcome = "cleaned";
  record.output = options_.in_place ? record.path : output;
  return record;
}

std::expected<void, Error> Run::attempt(Record& record, const std::string& output) {
  auto input = Input::open(record.path, cloud_);
  if (!input) return std::unexpected(std::move(input.error()));
  auto where = target(record.path, output, *input);
  if (!where) return std::unexpected(std::move(where.error()));
  if (auto made = make_directory(); !made) return made;

  ImageOutput image{std::move(*where), input->status(), {.cloud = cloud_, .engine = engine_, .put = put_of(*input)}};
  auto report = engine_.run(*input, ImageOutput::emit, &image);
  record.report.format = engine_.format();
  if (image.error()) return std::unexpected(*image.error());
  if (!report) return std::unexpected(std::move(report.error()));
  record.report = std::move(*report);
  if (options_.in_place && !options_.force) {
    if (auto kept = check_losses(record.path, record.report); !kept) return kept;
  }
  if (options_.in_place) {
    if (auto still = check_still(record.path, *input->status()); !still) return still;
  }
  using enum TemporaryFile::Existing;
  using enum TemporaryFile::Sync;
  return image.commit({.existing = options_.in_place || options_.force ? replace : refuse,
                       .sync = options_.in_place || options_.sync ? yes : no,
                       .preserve = options_.preserve});
}

std::expected<std::string, Error> Run::target(const std::string& path, const std::string& output,
                                              const Input& input) const {
  if (output == standard_stream || is_object_url(output)) return output;
  if (!options_.in_place) return resolve_output(output, plan_, options_.force);
  if (options_.force) return output;
  auto replaceable = check_replaceable(path, *input.status());
  if (!replaceable) return std::unexpected(std::move(replaceable.error()));
  return output;
}

// Of an output in S3.
Put Run::put_of(const Input& input) const {
  Put put;
  put.length_hint = input.length();
  if (!options_.force) put.precondition.kind = Precondition::Kind::absent;
  return put;
}

std::expected<void, Error> Run::make_directory() {
  if (!plan_.directory || made_directory_) return {};
  constexpr mode_t mode = 0777;
  if (::mkdir(plan_.directory->c_str(), mode) != 0) {
    return std::unexpected(errno_error(errno, "create the directory", *plan_.directory));
  }
  made_directory_ = true;
  return {};
}

void Run::finish() const {
  if (made_directory_) ::rmdir(plan_.directory->c_str());  // answers ENOTEMPTY where it is in use
}

}  // namespace

int strip(const StripOptions& options) {
  auto plan = plan_outputs(options);
  if (!plan) return usage_error("strip", plan.error());
  Console console{options.common.print, options.output == standard_stream ? stderr : stdout};
  Run run{options, std::move(*plan)};
  bool failed = false;
  for (std::size_t i = 0; i < options.common.files.size() && !interrupted(); ++i) {
    const auto record = run.strip_one(i);
    if (record.error && interrupted()) break;
    console.show(record, record.error ? ""
                                      : neutralise(record.path) + ": " + strip_summary(record.report) +
                                            naming_note(record.path, record.report) + '\n');
    failed = failed || record.error.has_value();
  }
  run.finish();
  return console.finish() && !failed ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli
