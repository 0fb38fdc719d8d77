// Errors as values. The library, the command line and the function share one table of kinds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace stripmeta {

// The first six are the engine's; the stores and the job add the next seven, the programs the last three.
enum class ErrorKind : std::uint8_t {
  malformed,      // the bytes violate the format's grammar, or their content cannot be proven clean
  truncated,      // the input ends before the image does
  unsupported,    // not an image, or an image of a kind that is not supported
  too_large,      // a limit of the policy (header or whole input) would be exceeded
  sink,           // the caller's Emit returned false; the caller knows the cause
  misuse,         // feed() after finish()
  not_found,      // no such object or file
  access_denied,  // the store or the file system forbids it
  throttled,      // the store asks to slow down
  upstream,       // the store failed, or its response was damaged
  deadline,       // the time limit has passed, or a stop was requested
  conflict,       // the output already exists, was changed meanwhile, or belongs to another source
  invalid_key,    // the key cannot name an object of this store
  invalid_event,  // the event has no known shape
  configuration,  // a setting is missing, unknown or contradicts another
  internal,       // a defect of stripmeta itself
};

struct ErrorTrait {
  ErrorKind kind;
  std::string_view word;         // in JSON, snake_case
  std::string_view lambda_type;  // errorType of the function's answer
  bool retryable;                // the same request may succeed later
  int exit_code;                 // of `stripmeta`, if this error decides it (1 or 2)
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

// The row of a kind. The table has a row for every kind, in the enum's order.
constexpr const ErrorTrait& trait(ErrorKind kind) {
  return error_traits[static_cast<std::size_t>(kind)];
}

struct Error {
  ErrorKind kind{ErrorKind::internal};
  std::string message;                  // a sentence for a person; never a metadata value of the image
  std::optional<std::uint64_t> offset;  // the byte of the input where it was noticed; nullopt if no byte is at fault
};

}  // namespace stripmeta
