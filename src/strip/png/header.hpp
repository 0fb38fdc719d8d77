// Decides what stays of the chunks before a PNG's picture data, holds it, and writes it in the source's order.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/metadata/exif.hpp"
#include "strip/png/chunk.hpp"
#include "strip/png/profile.hpp"

namespace stripmeta::png {

class Header {
 public:
  // The most bytes of an iCCP chunk, and also of the inflated profile. A larger profile goes.
  static constexpr std::size_t profile_limit = 16U << 20U;

  void reset();

  void add_frame(const Frame& frame) { frame_ = frame; }
  // Adds a chunk that stays as it is, or eXIf, which write() reduces.
  void add(const Chunk& chunk);
  // Adds what stays of PLTE, or of a chunk for which is_front() is true, and reports what is cut. `length` is that of
  // the payload, which may be cut to longest_payload(). False: the chunk goes.
  bool add_front(const Chunk& chunk, std::uint32_t length, Report& report);
  // A palette that is only a suggestion goes.
  void drop_palette() { palette_dropped_ = true; }
  // Adds a new chunk.
  void add_new(Type type, Bytes payload);
  // Adds iCCP. prepare() reduces its profile to the colour. `is_intact` says that its checksum is right.
  void add_profile(const Chunk& chunk, bool is_intact);
  // Replaces the number of frames in acTL, and reports it; 0 removes the chunk.
  void set_frames(std::uint32_t frames, Report& report);

  // Reduces the profile; call it once, before what writes. Errors: those of keep_profile_chunk().
  Status prepare(Output& out);
  // Writes all that was added.
  Status write(Output& out);
  // Writes an eXIf that comes after the picture data; call it after prepare().
  Status write_late_exif(const Chunk& chunk, Output& out);

  // Whether a chunk that can stay only once has come, and stays.
  bool has(Type type) const;
  // Notes such a chunk. False if it has come before.
  bool is_first(Type type);
  // Whether libpng ignores a chunk because of where it stands: about colour behind a palette, transparency before it.
  bool is_misplaced(Type type) const;

  // Whether the policy would keep anything of an eXIf's payload if the picture had no profile.
  bool keeps_any(Bytes tiff, const Policy& policy) const;

 private:
  struct Held {  // a chunk in `bytes_`
    Type type;
    std::size_t begin;
    std::size_t size;
    std::uint64_t offset;
  };

  Bytes bytes_of(const Held& held) const { return Bytes{bytes_}.subspan(held.begin, held.size); }
  void report_profile(ProfileChange change, std::uint64_t source_size, Report& report) const;
  KeptExif essence(const KeptExif& found, const Policy& policy, bool has_profile) const;
  Status put_exif(Bytes tiff, Output& out) const;

  void erase(Type type, Report& report);

  Frame frame_;
  std::vector<Type> seen_;  // types that may occur only once
  std::size_t palette_entries_{0};
  bool palette_dropped_{false};
  std::vector<std::byte> bytes_;
  std::vector<Held> held_;
  std::optional<std::vector<std::byte>> source_profile_;  // iCCP's payload
  std::uint64_t profile_at_{0};
  std::vector<std::byte> profile_;  // the iCCP chunk as written; empty: none
  bool profile_copied_{false};      // profile_ equals the source's chunk
};

}  // namespace stripmeta::png
