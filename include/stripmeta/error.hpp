// Errors are values, never exceptions. The library, the command line and the function share one table of their kinds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace stripmeta {

// The engine (stripper.hpp) returns the first six kinds, and `internal` if its second reader disagrees. The next seven
// come from the stores and the jobs that read and write files, the last three from the programs. make_policy() returns
// `configuration`, too.
enum class ErrorKind : std::uint8_t {
  malformed,      // the bytes violate the format's grammar, or their content cannot be proven clean
  truncated,      // the input ends before the image does
  unsupported,    // not an image, or an image of a kind that is not supported
  too_large,      // the input exceeds a limit: one of the policy, or a fixed one of its format
  sink,           // the caller's Emit returned false; the caller knows the cause
  misuse,         // feed() or finish() after finish()
  not_found,      // no such object or file
  access_denied,  // the store or the file system forbids it
  throttled,      // the store asks to slow down
  upstream,       // the store failed, or its response was damaged
  deadline,       // the time limit has passed, or somebody asked to stop
  conflict,       // the output already exists, was changed meanwhile, or belongs to another source
  invalid_key,    // the key cannot name an object of this store
  invalid_event,  // the event has no known shape
  configuration,  // a setting is missing, unknown or contradicts another
  internal,       // a defect of stripmeta itself
};

// How programs name a kind, and what they do about it. The texts are static.
struct ErrorTrait {
  ErrorKind kind;
  std::string_view word;         // in JSON, in snake_case: "too_large"
  std::string_view lambda_type;  // errorType of the function's answer: "TooLarge"
  bool retryable;                // whether the same request may succeed later
  int exit_code;                 // exit status of `stripmeta` if this error decides it: 1 or 2
};

inline constexpr std::array<ErrorTrait, 16> error_traits{{
    {ErrorKind::malformed, "malformed", "Malformed", false, 1},
    {ErrorKind::truncated, "truncated", "Truncated", false, 1},
    {ErrorKind::unsupported, "unsupported", "Unsupported", false, 1},
    {ErrorKind::too_large, "too_large", "TooLarge", false, 1},
    {ErrorKind::sink, "sink", "Sink", true, 1},
    {ErrorKind::misuse, "misuse", "Misuse", false, 1},
    {ErrorKind::not_found, "not_found", "NotFound", false, 1},
    {ErrorKind::access_denied, "access_denied", "AccessDenied", false, 1},
    {ErrorKind::throttled, "throttled", "Throttled", true, 1},
    {ErrorKind::upstream, "upstream", "Upstream", true, 1},
    {ErrorKind::deadline, "deadline", "Deadline", true, 1},
    {ErrorKind::conflict, "conflict", "Conflict", false, 1},
    {ErrorKind::invalid_key, "invalid_key", "InvalidKey", false, 1},
    {ErrorKind::invalid_event, "invalid_event", "InvalidEvent", false, 2},
    {ErrorKind::configuration, "configuration", "Configuration", false, 2},
    {ErrorKind::internal, "internal", "Internal", false, 1},
}};

static_assert([] {
  for (std::size_t i = 0; i < error_traits.size(); ++i) {
    if (static_cast<std::size_t>(error_traits[i].kind) != i) return false;
  }
  return true;
}());

// The row of a kind. The table has a row for every kind, in the enum's order.
constexpr const ErrorTrait& trait(ErrorKind kind) {
  return error_traits[static_cast<std::size_t>(kind)];
}

// What went wrong. It owns its message.
struct Error {
  ErrorKind kind{ErrorKind::internal};
  std::string message;  // a sentence for a person; it never quotes metadata of the image
  // Of the byte at fault, in the input; of `internal`, in the output. nullopt if no byte is at fault.
  std::optional<std::uint64_t> offset;
};

}  // namespace stripmeta
