// The engine: takes an image in pieces of any size and emits the same image without its metadata.
//
//   stripmeta::Stripper stripper;
//   for (each piece of the file) stripper.feed(piece, emit, &out);  // stop at the first error
//   auto report = stripper.finish(emit, &out);                      // publish `out` only if this has a value
//
// It does no I/O, reads no clock and no environment, logs nothing and throws nothing. Picture data are copied, never
// decoded. One Stripper serves one file at a time and one thread at a time; different ones are independent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <span>

#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// The offset of bytes that are not a part of the input.
inline constexpr std::uint64_t no_source_offset = std::numeric_limits<std::uint64_t>::max();

// Bytes of the output. They belong to the caller's piece or to the Stripper, and are valid only during the call of
// Emit.
struct Slice {
  std::span<const std::byte> bytes;
  std::uint64_t source_offset;  // of the first byte, in the input; no_source_offset if the Stripper wrote them
};

// Your function that takes the next bytes of the output. `caller` is the pointer that you gave to feed() or finish().
// If it returns false, that call returns the error `sink`.
using Emit = bool (*)(void* caller, Slice slice) noexcept;

// A part with metadata that is removed, or replaced by what an allow-list leaves of it. Valid only during the call of
// Observe.
struct Finding {
  Kind kind;
  // What the part holds, its signature included, without its framing (marker, chunk or box header, checksum):
  //   exif  a TIFF structure, behind "Exif\0\0" in the formats that have it
  //   xmp   a packet, behind its signature in a JPEG
  //   iptc  IIM datasets
  //   text  the type and the data of a PNG chunk
  //   icc   in a PNG, the data of the iCCP chunk
  // A JPEG's segment has at most 65,533 bytes. If a streaming format drops a part that is longer than what it holds,
  // this is the part's beginning: 64 KiB in a PNG or a GIF, Policy::max_header_bytes in a JPEG XL or a JPEG 2000.
  std::span<const std::byte> payload;
  std::uint64_t source_offset;  // of the part's first byte in the input, framing included
};
// Your function that is shown a finding. `caller` is the pointer that you gave to observe().
using Observe = void (*)(void* caller, const Finding& finding) noexcept;

// How much of the input is held at once. `stream`: a header of limited size; `whole`: all of it; `undecided`: the
// format is not known yet.
enum class Need : std::uint8_t { undecided, stream, whole };

// A moved-from Stripper may only be assigned to or destroyed.
class Stripper {
 public:
  // Copies the policy.
  explicit Stripper(const Policy& policy = {});
  Stripper(const Stripper&) = delete;
  Stripper& operator=(const Stripper&) = delete;
  Stripper(Stripper&&) noexcept;
  Stripper& operator=(Stripper&&) noexcept;
  ~Stripper();

  // Prepares for the next file under the same policy, after an error as well. Buffers, verify() and the observer stay;
  // the length that expect() announced does not.
  void reset();

  // Announces the length of the input in bytes; 0, the default, means that you do not know it. Call it before the first
  // feed(). If the format needs the whole input and the length exceeds Policy::max_whole_bytes, feed() returns
  // `too_large` as soon as the format is known. It is not an error if the input has another length in the end.
  void expect(std::uint64_t length);

  // Calls `observer` with `caller` for each finding from now on; nullptr stops this. The output does not change.
  void observe(Observe observer, void* caller);

  // Whether a second reader judges each output from now on; it does not at first. The reader shares no code with what
  // strips. It knows what a clean file may hold, and accounts for each byte. If it cannot, finish() returns `internal`.
  // If the format needs the whole input, the parts of the output that are new are held until then. Takes effect with
  // the next file.
  void verify(bool on);

  // `undecided` and `unknown` until the first bytes have named the format. If formats share a container, as HEIC and
  // AVIF do, format() may change once more while these bytes are read.
  Need need() const;
  Format format() const;

  // Takes the next piece of the input, which may be empty. Its bytes are not needed after the call. Errors: malformed,
  // truncated (in a JPEG only finish() returns it), unsupported, too_large, sink; misuse after finish(). After an error
  // each later call returns the same one until reset(). Discard what was emitted before it.
  std::expected<void, Error> feed(std::span<const std::byte> piece, Emit emit, void* caller);

  // Ends the input, emits the rest of the output and returns the report. Call it once; a second call is misuse until
  // reset(). Errors: those of feed(), truncated, and internal if the second reader disagrees.
  std::expected<Report, Error> finish(Emit emit, void* caller);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stripmeta
