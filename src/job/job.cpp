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
constexpr int attempts = 10;  // each failed one means that someone else wrote B, or A changed: ten in a row is no race
constexpr int upstream_attempts = 3;  // of these, where a store failed that had tried again by itself already

bool is_encoded(const std::string& content_encoding) {
  return !content_encoding.empty() && content_encoding != "identity" && content_encoding != "aws-chunked";
}

// Whether people who ask for that version mean this object. In a bucket without versions it is "null", as S3's lists
// have it, or the ETag.
bool is_version(const ObjectInfo& info, const std::string& version) {
  if (!info.version.empty()) return info.version == version;
  return version == "null" || version == info.etag;
}

// The same of an object that is gone, by what its clean image was made from. That of a directory does not tell.
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

Precondition unchanged(const std::optional<ObjectInfo>& output) {
  if (!output) return {.kind = Precondition::Kind::absent, .etag = {}};
  return {.kind = Precondition::Kind::matches, .etag = output->etag};
}

// An object that another job wrote, for another key of A.
bool is_of_another(const std::optional<ObjectInfo>& object, const Marker& marker) {
  const auto made_from = object ? marker_of(*object) : std::nullopt;
  return made_from && made_from->source_key() != marker.source_key();
}

// B by another name of A's. An ETag and a second prove nothing where B's object was made of A's, since
// what is clean already comes out as it went in.
bool is_same_object(const std::optional<ObjectInfo>& output, const ObjectInfo& input) {
  return output && output->source == input.source && (!input.source.starts_with("e:") || !marker_of(*output));
}

Error is_one_bucket(const std::string& a, const std::string& b) {
  return {ErrorKind::configuration,
          "'" + a + "' and '" + b + "' hold the very same object; the clean images need a bucket of their own",
          std::nullopt};
}

Error made_from_another(const std::string& key) {
  return {ErrorKind::conflict, "'" + key + "' was made from another object; choose another output, or delete it first",
          std::nullopt};
}

}  // namespace

Error made_by_another(const std::string& key) {
  return {ErrorKind::conflict,
          "'" + key + "' was there before and no marker says what it was made from; move it away, or use --force",
          std::nullopt};
}

namespace {

// A commit whose effect is not known.
struct Uncertain {
  Report report;
  std::string etag_before;  // what B held until then; "" for nothing
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
    if (outcome_.kind == OutcomeKind::cleaned || outcome_.kind == OutcomeKind::duplicate) settle_original();
    return std::move(outcome_);
  }

 private:
  // One way through the protocol. False: someone else was faster or A changed, so it must look again; the outcome
  // then holds the error in case there is no further attempt.
  bool run_once() {
    outcome_.output.reset();
    outcome_.report = {};
    const auto in_time = check_call(call_, request_.key);
    if (!in_time) return failed(in_time.error());
    // B before A: the other order would let the output of an older image replace a newer one's.
    const auto output = b_.stat(output_key_, call_);
    if (!output) return failed(output.error());
    auto reader = open_input();
    if (!reader) return missing(reader.error());
    input_ = (*reader)->info();
    outcome_.input.version = input_.version;
    const auto marker = make_marker(request_.key, input_, options_.policy);
    if (is_same_object(*output, input_)) return failed(is_one_bucket(a_.name(), b_.name()));
    if (is_settled(*output, marker)) return outcome_.kind != OutcomeKind::duplicate || weigh_original(**reader);
    if (request_.key.ends_with('/') && input_.size == 0) {
      outcome_.why = only_marks_a_folder;
      return settled(OutcomeKind::skipped);
    }
    if (is_encoded(input_.attributes.content_encoding)) {
      return refuse({ErrorKind::unsupported,
                     "'" + request_.key + "' has a Content-Encoding; only objects stored without one can be cleaned",
                     std::nullopt},
                    marker);
    }
    if (is_of_another(*output, marker)) return failed(made_from_another(output_key_));
    if (!options_.owns_b && *output && !marker_of(**output)) return failed(made_by_another(output_key_));
    return write_output(**reader, marker, unchanged(*output));
  }

  // The original may be missing because what is asked for is in B: what comes twice is done once. B is looked at anew,
  // for whoever deleted the original may have written there since.
  bool missing(const Error& error) {
    const bool may_be_deleted = options_.source.kind == AfterSuccess::Kind::remove && !request_.force;
    if (error.kind != ErrorKind::not_found || !may_be_deleted) return failed(error);
    const auto output = b_.stat(output_key_, call_);
    if (!output) return failed(output.error());
    if (!is_asked_for(*output)) return failed(error);
    outcome_.gone = true;
    outcome_.output = location_in_b(output_key_, **output);
    return settled(OutcomeKind::duplicate);
  }

  // Whether an object in B was made from an original of this key, under this policy, and from the version asked for.
  bool is_asked_for(const std::optional<ObjectInfo>& output) const {
    const auto made_from = output ? marker_of(*output) : std::nullopt;
    if (!made_from || made_from->policy != canonical(options_.policy)) return false;
    if (is_of_another(output, make_marker(request_.key, {}, options_.policy))) return false;
    return !request_.version || was_version(*made_from, *request_.version);
  }

  std::expected<std::unique_ptr<Reader>, Error> open_input() {
    const Stopwatch stopwatch{outcome_.ms.download};
    return a_.open(request_.key, call_);
  }

  // Whether the outcome is known without reading the image.
  bool is_settled(const std::optional<ObjectInfo>& output, const Marker& marker) {
    const auto made_from = output ? marker_of(*output) : std::nullopt;
    if (uncertain_ && made_from == marker && output->etag != uncertain_->etag_before) {
      return cleaned(std::move(uncertain_->report), *output);
    }
    if (!request_.force && request_.version && !is_version(input_, *request_.version)) {
      return settled(OutcomeKind::superseded);
    }
    if (request_.force || made_from != marker || is_encoded(input_.attributes.content_encoding)) return false;
    outcome_.output = location_in_b(output_key_, *output);
    return settled(OutcomeKind::duplicate);
  }

  // What would be lost with a duplicate's original is told by its bytes: B does not say it, and whoever cleaned it may
  // not have lived to. True: it is known, or the job has failed.
  bool weigh_original(Reader& reader) {
    if (options_.source.kind != AfterSuccess::Kind::remove) return true;
    auto memory = reserve();
    if (!memory) return failed(memory.error());
    const TransferInput input{.length = input_.size, .hold_all = [&] { return may_hold_all(*memory); }};
    const auto report = judge(reader, options_.policy, input, buffer(), outcome_.ms);
    if (!report && report.error().side == TransferError::Side::memory) return begin_with_all(report.error().error);
    if (!report && report.error().side == TransferError::Side::reader) {
      return look_again(report.error().error, ErrorKind::upstream);
    }
    loss_ = report ? loss_of(*report) : "it cannot be judged anew";
    return true;
  }

  bool write_output(Reader& reader, const Marker& marker, Precondition precondition) {
    using Side = TransferError::Side;
    const auto etag_before = precondition.etag;
    auto memory = reserve();
    if (!memory) return failed(memory.error());
    auto writer = create_output(marker, std::move(precondition));
    if (!writer) return look_again(writer.error(), ErrorKind::conflict);
    const TransferInput input{.length = input_.size, .hold_all = [&] { return may_hold_all(*memory); }};
    auto report = transfer(reader, **writer, options_.policy, input, buffer(), outcome_.ms);
    if (report) return commit(**writer, std::move(*report), etag_before);
    abort(**writer);
    const auto& [side, error, format] = report.error();
    if (side == Side::memory) return begin_with_all(error);
    if (side == Side::engine) {
      outcome_.report.format = format;
      return refuse(error, marker);
    }
    return look_again(error, side == Side::reader ? ErrorKind::upstream : ErrorKind::conflict);
  }

  std::expected<ByteBudget::Lease, Error> reserve() {
    if (options_.budget == nullptr) return ByteBudget::Lease{};
    const auto streaming = job_footprint(input_.size, b_.write_footprint(input_.size));
    return options_.budget->acquire(streaming + (needs_all_ ? whole() : 0), call_);
  }

  std::uint64_t whole() const { return whole_footprint(input_.size, options_.policy.preset); }

  bool begin_with_all(const Error& error) {
    needs_all_ = true;
    failed(error);
    return false;
  }

  // Only the first bytes tell whether an image must be held as a whole. Where there is no room for it then, all is
  // given back, and the next attempt waits for all of it before it begins.
  bool may_hold_all(ByteBudget::Lease& memory) const {
    return options_.budget == nullptr || needs_all_ || memory.try_grow(whole());
  }

  std::expected<std::unique_ptr<Writer>, Error> create_output(const Marker& marker, Precondition precondition) {
    const Stopwatch stopwatch{outcome_.ms.upload};
    return b_.create(output_key_,
                     {.attributes = output_attributes(input_.attributes, marker, options_.carried),
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
    if (published) return cleaned(std::move(report), *published);
    abort(writer);
    // The answer may have been lost on its way, and a repeated request failed on what the first had done: the marker
    // in B tells.
    uncertain_ = Uncertain{.report = std::move(report), .etag_before = etag_before};
    return look_again_after_commit(published.error(), etag_before);
  }

  // What cannot be cleaned, however often it is tried, as the options have it.
  bool refuse(const Error& error, const Marker& marker) {
    if (options_.refused == Refused::skip && error.kind == ErrorKind::unsupported) {
      outcome_.why = error.message;
      return settled(OutcomeKind::skipped);
    }
    if (options_.refused == Refused::quarantine && is_refusal(error.kind)) return quarantine(error, marker);
    return failed(error);
  }

  // In the order of run_once(), and for the same reason: the record that stands there was written for an image that was
  // current before A is looked at here.
  bool quarantine(const Error& error, const Marker& image) {
    const auto marker = record_marker(image);
    const auto key = quarantine_key(options_.quarantine_prefix, request_.key);
    const auto record = b_.stat(key, call_);
    if (!record) return failed(record.error());
    if (is_of_another(*record, marker)) return failed(made_from_another(key));
    const bool is_there = *record && marker_of(**record) == marker;
    if (is_there && !request_.force) return quarantined(error, location_in_b(key, **record));
    const auto current = a_.stat(request_.key, call_);
    if (!current) return failed(current.error());
    if (!*current || (*current)->source != input_.source) {
      failed({ErrorKind::conflict, "'" + request_.key + "' changed while it was judged", std::nullopt});
      return false;
    }
    const auto condition = unchanged(*record);
    const auto written =
        write_record(key, quarantine_record(error, outcome_.input, options_.policy), marker, condition);
    if (!written) return look_again_after_commit(written.error(), condition.etag);
    return quarantined(error, location_in_b(key, *written));
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

  bool quarantined(const Error& error, Location record) {
    outcome_.why = error.message;
    outcome_.output = std::move(record);
    return settled(OutcomeKind::quarantined);
  }

  void settle_original() {
    if (outcome_.gone) return;
    if (options_.source.kind == AfterSuccess::Kind::remove && !loss_.empty()) {
      outcome_.source = "left";
      outcome_.why = "the original is left, since " + loss_;
      return;
    }
    const auto done = settle_source(a_, options_.source, request_.key, input_, call_);
    if (done) {
      outcome_.source = *done;
    } else {
      failed(done.error());
    }
  }

  void abort(Writer& writer) {
    const Stopwatch stopwatch{outcome_.ms.upload};
    writer.abort();
  }

  // Fails; for good unless the error is of the kind that another look may cure.
  bool look_again(const Error& error, ErrorKind curable) {
    failed(error);
    if (error.kind == ErrorKind::upstream && ++upstream_failures_ == upstream_attempts) return true;
    return error.kind != curable;
  }

  // A condition that fails on the same object again and again is not failing because of somebody else.
  bool look_again_after_commit(const Error& error, const std::string& etag_before) {
    constexpr int most_in_a_row = 3;
    if (error.kind != ErrorKind::conflict) return look_again(error, ErrorKind::upstream);
    conflicts_ = conflicting_ == etag_before ? conflicts_ + 1 : 1;
    conflicting_ = etag_before;
    failed(error);
    return conflicts_ == most_in_a_row;
  }

  bool failed(Error error) {
    outcome_.kind = OutcomeKind::failed;
    outcome_.error = std::move(error);
    return true;
  }

  bool settled(OutcomeKind kind) {
    outcome_.kind = kind;
    outcome_.error.reset();
    return true;
  }

  bool cleaned(Report report, const ObjectInfo& output) {
    loss_ = loss_of(report);
    outcome_.report = std::move(report);
    outcome_.output = location_in_b(output_key_, output);
    return settled(OutcomeKind::cleaned);
  }

  Location location_in_b(const std::string& key, const ObjectInfo& object) const {
    return {.bucket = b_.name(), .key = key, .version = object.version};
  }

  // Made when the first byte is read: a duplicate needs none.
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
  ObjectInfo input_;  // of A, as it was opened last
  std::vector<std::byte> buffer_;
  std::optional<Uncertain> uncertain_;
  bool needs_all_{false};  // the format was seen to need the whole input
  int upstream_failures_{0};
  std::optional<std::string> conflicting_;  // what B held at the last conflict
  int conflicts_{0};                        // in a row, with that in B
  std::string loss_;                        // of what is done: what would be gone with its original; "" for nothing
  Outcome outcome_;
};

Outcome failed_by(const Store& a, const JobRequest& request) {
  Outcome outcome;
  outcome.input = {.bucket = a.name(), .key = request.key, .version = {}};
  outcome.error = Error{ErrorKind::internal, "the job was given up: out of memory or a defect", std::nullopt};
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
    // Its text may quote what was being worked on: it is not passed on.
    return failed_by(a, request);
  }
}

}  // namespace stripmeta
