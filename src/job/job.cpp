#include "job/job.hpp"

#include <array>
#include <cstddef>
#include <exception>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "job/marker.hpp"
#include "job/stopwatch.hpp"
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

// What identifies an object to people who ask for one version of it.
const std::string& version_of(const ObjectInfo& info) {
  return info.version.empty() ? info.etag : info.version;
}

Attributes output_attributes(const Attributes& input, const Marker& marker) {
  Attributes output;
  output.cache_control = input.cache_control;
  output.content_disposition = input.content_disposition;
  output.content_language = input.content_language;
  output.expires = input.expires;
  add_marker(marker, output);
  return output;
}

Precondition unchanged(const std::optional<ObjectInfo>& output) {
  if (!output) return {.kind = Precondition::Kind::absent, .etag = {}};
  return {.kind = Precondition::Kind::matches, .etag = output->etag};
}

// A commit whose effect is not known.
struct Uncertain {
  Report report;
  std::string etag_before;  // what B held until then; "" for nothing
};

class Job {
 public:
  Job(Store& a, Store& b, const JobOptions& options, const JobRequest& request, const Call& call)
      : a_(a), b_(b), policy_(options.policy), request_(request), call_(call) {
    outcome_.input = {.bucket = a.name(), .key = request.key, .version = {}};
  }

  Outcome run() {
    for (int attempt = 0; attempt < attempts; ++attempt) {
      if (run_once()) return std::move(outcome_);
    }
    return std::move(outcome_);
  }

 private:
  // One way through the protocol. False: someone else was faster or A changed, so it must look again; the outcome
  // then holds the error in case there is no further attempt.
  bool run_once() {
    const auto in_time = check_call(call_, request_.key);
    if (!in_time) return failed(in_time.error());
    // B before A: the other order would let the output of an older image replace a newer one's.
    const auto output = b_.stat(request_.key, call_);
    if (!output) return failed(output.error());
    auto reader = open_input();
    if (!reader) return failed(reader.error());
    const auto& input = (*reader)->info();
    outcome_.input.version = input.version;
    const auto marker = make_marker(request_.key, input, policy_);
    if (is_settled(input, *output, marker)) return true;
    return write_output(**reader, marker, unchanged(*output));
  }

  std::expected<std::unique_ptr<Reader>, Error> open_input() {
    const Stopwatch stopwatch{outcome_.ms.download};
    return a_.open(request_.key, call_);
  }

  // Whether the outcome is known without reading the image.
  bool is_settled(const ObjectInfo& input, const std::optional<ObjectInfo>& output, const Marker& marker) {
    const auto made_from = output ? marker_of(*output) : std::nullopt;
    if (uncertain_ && made_from == marker && output->etag != uncertain_->etag_before) {
      return cleaned(std::move(uncertain_->report), *output);
    }
    if (!request_.force && request_.version && *request_.version != version_of(input)) {
      return settled(OutcomeKind::superseded);
    }
    if (is_encoded(input.attributes.content_encoding)) {
      return failed({ErrorKind::unsupported,
                     "'" + request_.key + "' has a Content-Encoding; only objects stored without one can be cleaned",
                     std::nullopt});
    }
    if (made_from && made_from->source_key() != marker.source_key()) {
      return failed({ErrorKind::conflict,
                     "'" + request_.key + "' was made from another object; choose another output, or delete it first",
                     std::nullopt});
    }
    if (request_.force || made_from != marker) return false;
    outcome_.output = output_location(*output);
    return settled(OutcomeKind::duplicate);
  }

  bool write_output(Reader& reader, const Marker& marker, Precondition precondition) {
    const auto etag_before = precondition.etag;
    auto writer = create_output(reader.info(), marker, std::move(precondition));
    if (!writer) return look_again(writer.error(), ErrorKind::conflict);
    auto report = transfer(reader, **writer, policy_, buffer(), outcome_.ms);
    if (!report) {
      abort(**writer);
      const bool from_reader = report.error().side == TransferError::Side::reader;
      return look_again(report.error().error, from_reader ? ErrorKind::upstream : ErrorKind::conflict);
    }
    return commit(**writer, std::move(*report), etag_before);
  }

  std::expected<std::unique_ptr<Writer>, Error> create_output(const ObjectInfo& input, const Marker& marker,
                                                              Precondition precondition) {
    const Stopwatch stopwatch{outcome_.ms.upload};
    return b_.create(request_.key,
                     {.attributes = output_attributes(input.attributes, marker),
                      .length_hint = input.size,
                      .precondition = std::move(precondition)},
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
    const auto& error = published.error();
    if (error.kind == ErrorKind::conflict) return look_again_at_conflict(error, etag_before);
    return look_again(error, ErrorKind::upstream);
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
  bool look_again_at_conflict(const Error& error, const std::string& etag_before) {
    constexpr int most_in_a_row = 3;
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
    outcome_.report = std::move(report);
    outcome_.output = output_location(output);
    return settled(OutcomeKind::cleaned);
  }

  Location output_location(const ObjectInfo& output) const {
    return {.bucket = b_.name(), .key = request_.key, .version = output.version};
  }

  // Made when the first byte is read: a duplicate needs none.
  std::span<std::byte> buffer() {
    buffer_.resize(piece_bytes);
    return buffer_;
  }

  Store& a_;
  Store& b_;
  const Policy& policy_;
  const JobRequest& request_;
  const Call& call_;
  std::vector<std::byte> buffer_;
  std::optional<Uncertain> uncertain_;
  int upstream_failures_{0};
  std::optional<std::string> conflicting_;  // what B held at the last conflict
  int conflicts_{0};                        // in a row, with that in B
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
