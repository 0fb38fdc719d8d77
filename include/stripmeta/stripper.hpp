// The engine: takes an image in pieces of any size and emits the same image without its metadata.
//
//   stripmeta::Stripper stripper;
//   for (each piece of the file) stripper.feed(piece, emit, &out);    // stop at the first error
//   auto report = stripper.finish(emit, &out);                       // publish `out` only if this has a value
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

inline constexpr std::uint64_t no_source_offset = std::numeric_limits<std::uint64_t>::max();

// Bytes of the output. They belong to the piece being fed or to the Stripper: valid only during the call of Emit.
struct Slice {
  std::span<const std::byte> bytes;
  std::uint64_t source_offset;  // their position in the input; `no_source_offset` if the stripper wrote them
};

// Takes the next bytes of the output. If it returns false, feed() or finish() returns error `sink`.
using Emit = bool (*)(void* caller, Slice slice) noexcept;

// A part with metadata that is removed, or rebuilt from an allow-list. Valid only during the call of Observe.
struct Finding {
  Kind kind;
  // What the part holds, without its framing (marker, chunk or box header, checksum), signature included; at most
  // 65,533 bytes in a JPEG. Kind::exif: a TIFF structure, behind "Exif\0\0" where the format has that; xmp: a packet,
  // behind its signature in a JPEG; iptc: IIM datasets; text: a PNG chunk's type and data; icc: an iCCP chunk's data in
  // a PNG. Of a part that a streaming format drops, the beginning (64 KiB in a PNG or a GIF,
  // Policy::max_header_bytes in a JPEG XL or a JPEG 2000).
  std::span<const std::byte> payload;
  std::uint64_t source_offset;  // of the part's first byte, its framing
};
using Observe = void (*)(void* caller, const Finding& finding) noexcept;

// How much of the input is held at once: `stream`: a header of limited size; `whole`: all of it.
enum class Need : std::uint8_t { undecided, stream, whole };

class Stripper {
 public:
  explicit Stripper(const Policy& policy = {});
  Stripper(const Stripper&) = delete;
  Stripper& operator=(const Stripper&) = delete;
  Stripper(Stripper&&) noexcept;
  Stripper& operator=(Stripper&&) noexcept;
  ~Stripper();

  // Prepares for the next file under the same policy. Buffers and the observer stay.
  void reset();

  // Announces the length of the input in bytes. Call it before the first feed(). If the format needs the whole input
  // and the length exceeds Policy::max_whole_bytes, feed() returns too_large as soon as the format is known. A
  // different length is not an error.
  void expect(std::uint64_t length);

  // Calls `observer` for each finding from now on; nullptr stops this. The output does not change.
  void observe(Observe observer, void* caller);

  // Known once the first bytes have named the format.
  Need need() const;
  Format format() const;

  // Takes the next piece of the input, an empty one included; its bytes are not needed after the call.
  // Errors: malformed, truncated (never from here in a JPEG), unsupported, too_large, sink, misuse (after finish()).
  // Errors are sticky: each later call returns the same one. Discard what was emitted before.
  std::expected<void, Error> feed(std::span<const std::byte> piece, Emit emit, void* caller);

  // Ends the input, emits the rest and returns the report. Errors as feed(), and truncated.
  // May be called once; then reset() or the destructor.
  std::expected<Report, Error> finish(Emit emit, void* caller);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stripmeta
