#include "job/job.hpp"

#include <array>
#include <cstddef>
#include <exception>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "job/footprint.hpp"
#include "job/marker.hpp"
#include "job/quarantine.hpp"
#include "job/transfer.hpp"
#include "store/call.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} << 10U;
constexpr int attempts = 10;          // each failed attempt means that B or A changed; ten in a row are no coincidence
constexpr int upstream_attempts = 3;  // at most, if a store fails: it has retried by itself already

bool is_encoded(const std::string& content_encoding) {
  return !content_encoding.empty() && content_encoding != "identity" && content_encoding != "aws-chunked";
}

// Whether `version` means this object. In a bucket without versions it may be "null", as in S3's lists, or the ETag.
bool is_version(const ObjectInfo& info, const std::string& version) {
  if (!info.version.empty()) return info.version == version;
  return version == "null" || version == info.etag;
}

// The same for an object that is gone, by the marker of its clean image. The marker of a file has no version.
bool was_version(const Marker& marker, const std::string& version) {
  const auto source = std::string_view{marker.source}.substr(marker.source_key().size());
  if (source.starts_with(";v:")) return source.substr(3) == version;
  if (!source.starts_with(";e:")) return false;
  return version == "null" || source.substr(3).starts_with(version + ",");
}

Attributes output_attributes(const Attributes& input, const Marker& marker, const std::vector<std::string>& carried) {
  Attributes output;
  output.cache_control = input.cache_control;
  output.content_disposition = input.content_disposition;
  output.content_language = input.content_language;
  output.expires = input.expires;
  for (const auto& name : carried) {
    if (const auto found = input.user.find(name); found != input.user.end()) output.user.insert(*found);
  }
  add_marker(marker, output);
  return output;
}

Precondition if_unchanged(const std::optional<ObjectInfo>& output) {
  if (!output) return {.kind = Precondition::Kind::absent, .etag = {}};
  return {.kind = Precondition::Kind::matches, .etag = output->etag};
}

// Whether a job made the object from another key of A.
bool has_other_source(const std::optional<ObjectInfo>& object, const Marker& marker) {
  const auto made_from = object ? marker_of(*object) : std::nullopt;
  return made_from && made_from->source_key() != marker.source_key();
}

// Whether A and B are the same bucket under two names. An equal ETag and modification time do not prove it if B's
// object was made from A's, because a clean image is copied unchanged.
bool is_same_object(const std::optional<ObjectInfo>& output, const ObjectInfo& input) {
  return output && output->source == input.source && (!input.source.starts_with("e:") || !marker_of(*output));
}

Error same_bucket(const std::string& a, const std::string& b) {
  return {ErrorKind::configuration,
          "'" + a + "' and '" + b + "' hold the same object; choose another bucket for the clean images", std::nullopt};
}

Error made_from_other_key(const std::string& key) {
  return {ErrorKind::conflict,
          "'" + key + "' was made from another object; choose another output name, or delete it first", std::nullopt};
}

}  // namespace

Error made_by_another(const std::string& key) {
  return {ErrorKind::conflict,
          "'" + key + "' already exists and has no marker that names its source; move it away, or use --force",
          std::nullopt};
}

namespace {

// A commit with an unknown result.
struct Uncertain {
  Report report;
  std::string etag_before;  // what B held before; "" if nothing
};

class Job {
 public:
  Job(Store& a, Store& b, const JobOptions& options, const JobRequest& request, const Call& call)
      : a_(a),
        b_(b),
        options_(options),
        request_(request),
        output_key_(request.output_key.empty() ? options.output_key.expand(request.key) : request.output_key),
        call_(call) {
    outcome_.input = {.bucket = a.name(), .key = request.key, .version = {}};
  }

  Outcome run() {
    for (int attempt = 0; attempt < attempts; ++attempt) {
      if (run_once()) break;
    }
    if (outcome_.kind == OutcomeKind::cleaned || outcome_.kind == OutcomeKind::duplicate) finish_original();
    return std::move(outcome_);
  }

 private:
  // Makes one attempt. False: it must be repeated, because someone else was faster or A changed. The outcome holds the
  // error for the case that this was the last attempt.
  bool run_once() {
    outcome_.output.reset();
    outcome_.report = {};
    const auto in_time = check_call(call_, request_.key);
    if (!in_time) return fail(in_time.error());
    // Look at B before A. Otherwise the output of an older image could replace that of a newer one.
    const auto output = b_.stat(output_key_, call_);
    if (!output) return fail(output.error());
    auto reader = open_input();
    if (!reader) return handle_missing_input(reader.error());
    input_ = (*reader)->info();
    outcome_.input.version = input_.version;
    const auto marker = make_marker(request_.key, input_, options_.policy);
    if (is_same_object(*output, input_)) return fail(same_bucket(a_.name(), b_.name()));
    if (is_decided(*output, marker)) return outcome_.kind != OutcomeKind::duplicate || find_loss(**reader);
    if (request_.key.ends_with('/') && input_.size == 0) {
      outcome_.why = only_marks_a_folder;
      return finish(OutcomeKind::skipped);
    }
    if (is_encoded(input_.attributes.content_encoding)) {
      return refuse({ErrorKind::unsupported,
                     "'" + request_.key + "' has a Content-Encoding; store the image without one to have it cleaned",
                     std::nullopt},
                    marker);
    }
    if (has_other_source(*output, marker)) return fail(made_from_other_key(output_key_));
    if (!options_.owns_b && *output && !marker_of(**output)) return fail(made_by_another(output_key_));
    return write_output(**reader, marker, if_unchanged(*output));
  }

  // The original may have been deleted after it was cleaned, and the same event came twice. B is read again, because
  // whoever deleted the original may have written to B since.
  bool handle_missing_input(const Error& error) {
    const bool may_be_deleted = options_.source.kind == AfterSuccess::Kind::remove && !request_.force;
    if (error.kind != ErrorKind::not_found || !may_be_deleted) return fail(error);
    const auto output = b_.stat(output_key_, call_);
    if (!output) return fail(output.error());
    if (!is_requested(*output)) return fail(error);
    outcome_.gone = true;
    outcome_.output = name_in_b(output_key_, **output);
    return finish(OutcomeKind::duplicate);
  }

  // Whether the object in B was made from this key, under this policy, and from the requested version.
  bool is_requested(const std::optional<ObjectInfo>& output) const {
    const auto made_from = output ? marker_of(*output) : std::nullopt;
    if (!made_from || made_from->policy != canonical(options_.policy)) return false;
    if (has_other_source(output, make_marker(request_.key, {}, options_.policy))) return false;
    return !request_.version || was_version(*made_from, *request_.version);
  }

  std::expected<std::unique_ptr<Reader>, Error> open_input() {
    const Stopwatch stopwatch{outcome_.ms.download};
    return a_.open(request_.key, call_);
  }

  // Whether the outcome is decided without reading the image.
  bool is_decided(const std::optional<ObjectInfo>& output, const Marker& marker) {
    const auto made_from = output ? marker_of(*output) : std::nullopt;
    if (uncertain_ && made_from == marker && output->etag != uncertain_->etag_before) {
      return finish_cleaned(std::move(uncertain_->report), *output);
    }
    if (!request_.force && request_.version && !is_version(input_, *request_.version)) {
      return finish(OutcomeKind::superseded);
    }
    if (request_.force || made_from != marker || is_encoded(input_.attributes.content_encoding)) return false;
    outcome_.output = name_in_b(output_key_, *output);
    return finish(OutcomeKind::duplicate);
  }

  // Strips a duplicate's original once more to find out what deleting it would lose: B does not tell. False: the
  // attempt must be repeated.
  bool find_loss(Reader& reader) {
    if (options_.source.kind != AfterSuccess::Kind::remove) return true;
    auto memory = reserve();
    if (!memory) return fail(memory.error());
    const TransferInput input{.length = input_.size, .may_hold_whole = [&] { return can_hold_whole(*memory); }};
    const auto report = dry_run(reader, options_.policy, input, buffer(), outcome_.ms);
    if (!report && report.error().side == TransferError::Side::memory) return retry_with_whole(report.error().error);
    if (!report && report.error().side == TransferError::Side::reader) {
      return retry_if(report.error().error, ErrorKind::upstream);
    }
    loss_ = report ? loss_without_original(*report) : "it could not be checked again";
    return true;
  }

  bool write_output(Reader& reader, const Marker& marker, Precondition precondition) {
    using Side = TransferError::Side;
    const auto etag_before = precondition.etag;
    auto memory = reserve();
    if (!memory) return fail(memory.error());
    auto writer = create_output(marker, std::move(precondition));
    if (!writer) return retry_if(writer.error(), ErrorKind::conflict);
    const TransferInput input{.length = input_.size, .may_hold_whole = [&] { return can_hold_whole(*memory); }};
    auto report = transfer(reader, **writer, options_.policy, input, buffer(), outcome_.ms);
    if (report) return commit(**writer, std::move(*report), etag_before);
    abort(**writer);
    const auto& [side, error, format] = report.error();
    if (side == Side::memory) return retry_with_whole(error);
    if (side == Side::engine) {
      outcome_.report.format = format;
      return refuse(error, marker);
    }
    return retry_if(error, side == Side::reader ? ErrorKind::upstream : ErrorKind::conflict);
  }

  std::expected<ByteBudget::Lease, Error> reserve() {
    if (options_.budget == nullptr) return ByteBudget::Lease{};
    const auto streaming = job_footprint(input_.size, b_.write_footprint(input_.size));
    return options_.budget->acquire(streaming + (needs_whole_ ? whole_bytes() : 0), call_);
  }

  std::uint64_t whole_bytes() const { return whole_footprint(input_.size, options_.policy.preset); }

  bool retry_with_whole(const Error& error) {
    needs_whole_ = true;
    fail(error);
    return false;
  }

  // Only the first bytes show whether an image must be held as a whole. If there is no room for it, the memory is
  // returned, and the next attempt waits for all of it before it starts.
  bool can_hold_whole(ByteBudget::Lease& memory) const {
    return options_.budget == nullptr || needs_whole_ || memory.try_grow(whole_bytes());
  }

  std::expected<std::unique_ptr<Writer>, Error> create_output(const Marker& marker, Precondition precondition) {
    const Stopwatch stopwatch{outcome_.ms.upload};
    return b_.create(output_key_,
                     {.attributes = output_attributes(input_.attributes, marker, options_.copied_metadata),
                      .length_hint = input_.size,
                      .precondition = std::move(precondition),
                      .tags = options_.output_tags,
                      .mode = input_.mode},
                     call_);
  }

  bool commit(Writer& writer, Report report, const std::string& etag_before) {
    const auto published = [&] {
      const Stopwatch stopwatch{outcome_.ms.upload};
      return writer.commit();
    }();
    if (published) return finish_cleaned(std::move(report), *published);
    abort(writer);
    // The response may have been lost, and a repeated request failed because the first one had succeeded. The marker in
    // B will tell.
    uncertain_ = Uncertain{.report = std::move(report), .etag_before = etag_before};
    return retry_after_commit(published.error(), etag_before);
  }

  // Does what the options say about an image that cannot be cleaned.
  bool refuse(const Error& error, const Marker& marker) {
    if (options_.on_refusal == RefusalAction::skip && error.kind == ErrorKind::unsupported) {
      outcome_.why = error.message;
      return finish(OutcomeKind::skipped);
    }
    if (options_.on_refusal == RefusalAction::quarantine && is_refusal(error.kind)) return quarantine(error, marker);
    return fail(error);
  }

  // Looks at B before A, as run_once() does and for the same reason.
  bool quarantine(const Error& error, const Marker& image) {
    const auto marker = record_marker(image);
    const auto key = quarantine_key(options_.quarantine_prefix, request_.key);
    const auto record = b_.stat(key, call_);
    if (!record) return fail(record.error());
    if (has_other_source(*record, marker)) return fail(made_from_other_key(key));
    const bool is_there = *record && marker_of(**record) == marker;
    if (is_there && !request_.force) return finish_quarantined(error, name_in_b(key, **record));
    const auto current = a_.stat(request_.key, call_);
    if (!current) return fail(current.error());
    if (!*current || (*current)->source != input_.source) {
      fail({ErrorKind::conflict, "'" + request_.key + "' changed while it was read", std::nullopt});
      return false;
    }
    const auto condition = if_unchanged(*record);
    const auto written =
        write_record(key, quarantine_record(error, outcome_.input, options_.policy), marker, condition);
    if (!written) return retry_after_commit(written.error(), condition.etag);
    return finish_quarantined(error, name_in_b(key, *written));
  }

  std::expected<ObjectInfo, Error> write_record(const std::string& key, std::string_view text, const Marker& marker,
                                                const Precondition& condition) {
    const Stopwatch stopwatch{outcome_.ms.upload};
    Put put{.attributes = {}, .length_hint = text.size(), .precondition = condition};
    add_marker(marker, put.attributes);
    const auto writer = b_.create(key, std::move(put), call_);
    if (!writer) return std::unexpected(writer.error());
    (*writer)->set_content_type("application/json");
    const auto filled = (*writer)->write(std::as_bytes(std::span{text}));
    if (!filled) return std::unexpected(filled.error());
    return (*writer)->commit();
  }

  bool finish_quarantined(const Error& error, ObjectName record) {
    outcome_.why = error.message;
    outcome_.output = std::move(record);
    return finish(OutcomeKind::quarantined);
  }

  void finish_original() {
    if (outcome_.gone) return;
    if (options_.source.kind == AfterSuccess::Kind::remove && !loss_.empty()) {
      outcome_.source = "left";
      outcome_.why = "the original was not deleted: " + loss_;
      return;
    }
    const auto done = stripmeta::finish_original(a_, options_.source, request_.key, input_, call_);
    if (done) {
      outcome_.source = *done;
    } else {
      fail(done.error());
    }
  }

  void abort(Writer& writer) {
    const Stopwatch stopwatch{outcome_.ms.upload};
    writer.abort();
  }

  // Fails. Another attempt follows if the error is of the kind `retryable`.
  bool retry_if(const Error& error, ErrorKind retryable) {
    fail(error);
    if (error.kind == ErrorKind::upstream && ++upstream_failures_ == upstream_attempts) return true;
    return error.kind != retryable;
  }

  // If the precondition keeps failing although B holds the same object, nobody else is the cause.
  bool retry_after_commit(const Error& error, const std::string& etag_before) {
    constexpr int most_in_a_row = 3;
    if (error.kind != ErrorKind::conflict) return retry_if(error, ErrorKind::upstream);
    conflicts_ = conflicting_ == etag_before ? conflicts_ + 1 : 1;
    conflicting_ = etag_before;
    fail(error);
    return conflicts_ == most_in_a_row;
  }

  bool fail(Error error) {
    outcome_.kind = OutcomeKind::failed;
    outcome_.error = std::move(error);
    return true;
  }

  bool finish(OutcomeKind kind) {
    outcome_.kind = kind;
    outcome_.error.reset();
    return true;
  }

  bool finish_cleaned(Report report, const ObjectInfo& output) {
    loss_ = loss_without_original(report);
    outcome_.report = std::move(report);
    outcome_.output = name_in_b(output_key_, output);
    return finish(OutcomeKind::cleaned);
  }

  ObjectName name_in_b(const std::string& key, const ObjectInfo& object) const {
    return {.bucket = b_.name(), .key = key, .version = object.version};
  }

  // Allocated at the first use: a duplicate needs no buffer.
  std::span<std::byte> buffer() {
    buffer_.resize(piece_bytes);
    return buffer_;
  }

  Store& a_;
  Store& b_;
  const JobOptions& options_;
  const JobRequest& request_;
  const std::string output_key_;
  const Call& call_;
  ObjectInfo input_;  // the object of A that was opened last
  std::vector<std::byte> buffer_;
  std::optional<Uncertain> uncertain_;
  bool needs_whole_{false};  // the format needs the whole input
  int upstream_failures_{0};
  std::optional<std::string> conflicting_;  // what B held at the last conflict
  int conflicts_{0};                        // in a row, with the same object in B
  std::string loss_;                        // what deleting the original would lose; "" for nothing
  Outcome outcome_;
};

Outcome internal_failure(const Store& a, const JobRequest& request) {
  Outcome outcome;
  outcome.input = {.bucket = a.name(), .key = request.key, .version = {}};
  outcome.error = Error{ErrorKind::internal, "the job failed: out of memory, or a defect of stripmeta", std::nullopt};
  return outcome;
}

}  // namespace

std::string_view outcome_word(OutcomeKind kind) {
  constexpr std::array<std::string_view, outcome_kinds> words{"cleaned", "duplicate",   "superseded",
                                                              "skipped", "quarantined", "failed"};
  return words[static_cast<std::size_t>(kind)];
}

Outcome run_job(Store& a, Store& b, const JobOptions& options, const JobRequest& request, const Call& call) {
  try {
    return Job{a, b, options, request, call}.run();
  } catch (const std::exception&) {
    // The exception's text may quote the image, so it is not passed on.
    return internal_failure(a, request);
  }
}

}  // namespace stripmeta
