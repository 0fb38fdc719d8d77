// What stays of all that stands before a PNG's picture data, held until then and written in the source's order.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/metadata/exif.hpp"
#include "strip/png/chunk.hpp"

namespace stripmeta::png {

class Header {
 public:
  // A profile holds at most this many bytes, inflated or not; a greater one goes.
  static constexpr std::size_t profile_limit = 16U << 20U;

  void reset();

  void add_frame(const Frame& frame) { frame_ = frame; }
  // A chunk that stays as it is, or eXIf.
  void add(const Chunk& chunk);
  // A chunk that was made, of at most a packet's size.
  void add_made(Type type, Bytes payload);
  // iCCP, of which what shows colour stays.
  void add_profile(const Chunk& chunk);

  // All that was added. Error `malformed` under `strict` for a damaged profile.
  Status write(Output& out);
  // An eXIf behind the picture data, once write() was called.
  Status write_late_exif(const Chunk& chunk, Output& out);

  // Whether something of an eXIf's payload may stay, the profile aside.
  bool keeps_any(Bytes tiff, const Policy& policy) const;

 private:
  struct Held {  // a chunk in `bytes_`
    Type type;
    std::size_t begin;
    std::size_t size;
    std::uint64_t offset;
  };

  Bytes bytes_of(const Held& held) const { return Bytes{bytes_}.subspan(held.begin, held.size); }
  Status settle_profile(Output& out);
  Status refuse_profile(std::uint64_t size, std::uint64_t offset, Output& out);
  KeptExif essence(const KeptExif& found, const Policy& policy, bool has_profile) const;
  Status put_exif(Bytes tiff, Output& out) const;

  Frame frame_;
  std::vector<std::byte> bytes_;
  std::vector<Held> held_;
  std::optional<std::vector<std::byte>> source_profile_;  // the iCCP chunk's payload
  std::uint64_t profile_at_{0};
  std::vector<std::byte> profile_;  // the chunk that stays of it; empty: none
  bool profile_copied_{false};      // it is the source's
};

}  // namespace stripmeta::png
