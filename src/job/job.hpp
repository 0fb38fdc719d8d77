// Cleans one object of bucket A into bucket B, with the protocol in docs/architecture.md: stat B, open A, strip while
// writing, publish if B has not changed, otherwise start again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "job/after_success.hpp"
#include "job/byte_budget.hpp"
#include "job/output_key.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

enum class OutcomeKind : std::uint8_t { cleaned, duplicate, superseded, skipped, quarantined, failed };
inline constexpr std::size_t outcome_kinds = 6;

// Why an empty object whose key ends in "/" is skipped: consoles create such objects for folders.
inline constexpr const char* only_marks_a_folder = "the object only marks a folder";

std::string_view outcome_word(OutcomeKind kind);

struct ObjectName {
  std::string bucket;
  std::string key;
  std::string version;  // "" if the store has no versions or it is not known
};

struct Milliseconds {
  double download{0};  // spent waiting for bytes of A
  double strip{0};     // spent in the engine
  double upload{0};    // spent writing to B, including the commit
};

// What a job does with an object that cannot be cleaned.
enum class RefusalAction : std::uint8_t {
  fail,        // the job fails
  skip,        // objects that are not images of a known kind are skipped; a damaged image fails
  quarantine,  // a record with the reason is written to B, under quarantine_prefix (quarantine.hpp)
};

// The options that all jobs of a process share.
struct JobOptions {
  Policy policy{};
  OutputKey output_key{};
  RefusalAction on_refusal{RefusalAction::fail};
  std::string quarantine_prefix{"_stripmeta/quarantine/"};
  AfterSuccess source{};                       // after `cleaned` and after `duplicate`
  Tags output_tags{};                          // of new objects in B
  std::vector<std::string> copied_metadata{};  // names of user metadata, in lower case, to copy from A
  ByteBudget* budget{nullptr};                 // must outlive the jobs; nullptr: no limit
  bool owns_b{true};  // false: an object in B without a marker stays, and the job fails with `conflict`
};

struct JobRequest {
  std::string key;                     // in A, not encoded
  std::optional<std::string> version;  // if this is not the current version any more, the outcome is `superseded`
  bool force{false};                   // skips the checks for a duplicate and for a newer version
  std::string output_key{};            // in B; "" to use JobOptions::output_key
};

struct Outcome {
  OutcomeKind kind{OutcomeKind::failed};
  Report report;               // of a cleaned image; for a refused one only its format
  std::optional<Error> error;  // set exactly if kind is `failed`; if `output` is set too, only the original could not
                               // be tagged or deleted
  std::string why;             // if it did not fail: a sentence on why it was not cleaned, or why its original was left
  ObjectName input;
  bool gone{false};                  // of a duplicate: the original had been deleted before
  std::optional<ObjectName> output;  // the clean image in B, or the record of a quarantined one
  // What was done with the original: "tagged"; "deleted"; "left" (its key has another object now, or it holds more than
  // B has); "" for nothing.
  std::string_view source;
  Milliseconds ms;
};

// The error of a job without owns_b if the object `key` in B has no marker.
Error made_by_another(const std::string& key);

// Blocks; may be called by several threads at once with the same stores. Never throws, never leaves a partial object in
// B.
Outcome run_job(Store& a, Store& b, const JobOptions& options, const JobRequest& request, const Call& call);

}  // namespace stripmeta
