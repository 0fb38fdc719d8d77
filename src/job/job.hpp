// One object from bucket A to bucket B, by the level-triggered protocol of docs/architecture.md:
// stat B, open A, strip while writing, publish only if B is still what it was, else look again.
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

// Why an empty object is skipped whose key ends in "/", as consoles make one for a folder.
inline constexpr const char* only_marks_a_folder = "the object only marks a folder";

std::string_view outcome_word(OutcomeKind kind);

struct Location {
  std::string bucket;
  std::string key;
  std::string version;  // "" where the store has none, or it is not known
};

struct Milliseconds {
  double download{0};  // waiting for bytes of A
  double strip{0};     // the engine
  double upload{0};    // handing bytes to B, commit included
};

// What becomes of objects that cannot be cleaned.
enum class Refused : std::uint8_t {
  fail,        // the job fails
  skip,        // what is no image of a known kind is passed over; a damaged image fails
  quarantine,  // the reason is written to B, under quarantine_prefix (quarantine.hpp)
};

// What all jobs of a process have in common.
struct JobOptions {
  Policy policy{};
  OutputKey output_key{};
  Refused refused{Refused::fail};
  std::string quarantine_prefix{"_stripmeta/quarantine/"};
  AfterSuccess source{};               // after `cleaned` and after `duplicate`
  Tags output_tags{};                  // of new objects in B
  std::vector<std::string> carried{};  // names of user metadata, in lower case, that are copied from A
  ByteBudget* budget{nullptr};         // must outlive the jobs; none: a job waits for nothing
  bool owns_b{true};                   // else an object in B that no job has made stays, and the job fails: `conflict`
};

struct JobRequest {
  std::string key;                     // in A, literal
  std::optional<std::string> version;  // only if this is still the current one, else `superseded`
  bool force{false};                   // skips the duplicate and the superseded check
  std::string output_key{};            // in B; "" for JobOptions::output_key's
};

struct Outcome {
  OutcomeKind kind{OutcomeKind::failed};
  Report report;               // of what was stripped; of what is refused its format alone, else empty
  std::optional<Error> error;  // exactly where kind is `failed`; with an `output`, only the original was not settled
  std::string why;             // of what did not fail: why it was not cleaned, or its original was left, a sentence
  Location input;
  bool gone{false};                // of a duplicate: the original was deleted before
  std::optional<Location> output;  // where B holds the clean image, or the record of a quarantined one
  // "tagged"; "deleted"; "left": another one has its key by now, or it holds what B has not; "" for nothing.
  std::string_view source;
  Milliseconds ms;
};

// What a job without owns_b answers where B holds an object under `key` that has no marker.
Error made_by_another(const std::string& key);

// Blocking; safe to call from several threads at once with the same stores. Never throws, never leaves a part in B.
Outcome run_job(Store& a, Store& b, const JobOptions& options, const JobRequest& request, const Call& call);

}  // namespace stripmeta
