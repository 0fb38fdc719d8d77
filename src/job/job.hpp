// One object from bucket A to bucket B, by the level-triggered protocol of docs/architecture.md:
// stat B, open A, strip while writing, publish only if B is still what it was, else look again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "store/store.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

enum class OutcomeKind : std::uint8_t { cleaned, duplicate, superseded, skipped, quarantined, failed };
inline constexpr std::size_t outcome_kinds = 6;

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

// What all jobs of a process have in common.
struct JobOptions {
  Policy policy;
};

struct JobRequest {
  std::string key;                     // literal, the same in A and B
  std::optional<std::string> version;  // only if this is still the current one, else `superseded`
  bool force{false};                   // skips the duplicate and the superseded check
};

struct Outcome {
  OutcomeKind kind{OutcomeKind::failed};
  Report report;               // of what was stripped; empty where nothing was
  std::optional<Error> error;  // exactly where kind is `failed`
  std::string why;             // of what was not cleaned and did not fail: a sentence; "" where the word says enough
  Location input;
  std::optional<Location> output;  // where B holds the object now
  Milliseconds ms;
};

// Blocking; safe to call from several threads at once with the same stores. Never throws, never leaves a part in B.
Outcome run_job(Store& a, Store& b, const JobOptions& options, const JobRequest& request, const Call& call);

}  // namespace stripmeta
