// The bytes of one object, through the engine, from a reader to a writer.
#pragma once

#include <cstddef>
#include <expected>
#include <span>

#include "job/job.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Where a transfer failed decides whether the job looks again.
struct TransferError {
  enum class Side : std::uint8_t { reader, engine, writer };
  Side side;
  Error error;
};

// Reads all of `reader` in pieces that fit `buffer` (not empty), strips, and writes; does not commit. The content type
// of the detected format is set before the first byte is written. The times are added to `ms`.
std::expected<Report, TransferError> transfer(Reader& reader, Writer& writer, const Policy& policy,
                                              std::span<std::byte> buffer, Milliseconds& ms);

}  // namespace stripmeta
