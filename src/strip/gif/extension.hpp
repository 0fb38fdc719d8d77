// Gathers an extension of a GIF (GIF89a 23 to 26), and decides what stays of it.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::gif {

inline constexpr std::uint8_t introducer = 0x21;

enum class Role : std::uint8_t {
  other,
  control,
  netscape_loop,  // NETSCAPE2.0
  animexts_loop,  // ANIMEXTS1.0, which some decoders ignore
  profile,
  xmp,
};
constexpr bool is_loop(Role role) {
  return role == Role::netscape_loop || role == Role::animexts_loop;
}

// What stays of an extension.
struct KeptExtension {
  Role role;
  std::vector<std::byte> bytes;  // empty: it goes
  std::uint64_t offset;          // in the input; no_source_offset if the input has other bytes
};

// A field that nothing uses where it stands. Encoders fill it with one number in the whole file, which is a mere
// layout. Only a second number could belong to a text.
class UnusedField {
 public:
  // How to report a number, which is not 0.
  Kind kind_of(unsigned number) {
    if (!number_) number_ = number;
    return number == *number_ ? Kind::layout : Kind::slack;
  }

 private:
  std::optional<unsigned> number_;
};

// What a block has to know of those before it.
struct FileFacts {
  bool profile_seen{false};
  UnusedField transparent_index;  // of controls without transparency
  UnusedField palette_size;       // of images without a palette
};

class Extension {
 public:
  void start(std::uint64_t offset);  // the offset of its introducer
  void label(std::uint8_t label) { label_ = label; }
  void start_part(std::uint8_t size);  // of a sub-block, not 0
  void add(Bytes piece);               // of the sub-block

  // Call it at the end of the extension. It reports the extension, calls the observer, and makes the output.
  // Adds to `facts`. Error `malformed`.
  Status finalize(FileFacts& facts, Output& out);
  // As finalize(), if the extension goes whatever it is. Nothing stays then.
  void drop(Output& out);
  // What stays. Call it once, after finalize().
  KeptExtension take_output();

 private:
  void end_part();
  void on_identifier();
  void add_loop_part();
  std::uint64_t size() const { return size_ + 1; }  // terminator included
  Status write_control(FileFacts& facts, Output& out);
  void write_loop(Output& out);
  Status write_profile(bool& profile_seen, Output& out);
  std::expected<KeptProfile, Error> keep_profile_once(bool is_first, const Policy& policy) const;
  bool is_application() const;
  void write_head();

  std::uint64_t offset_{0};
  std::uint8_t label_{0};
  std::uint64_t size_{0};  // bytes so far, framing included
  std::uint64_t parts_{0};
  std::size_t wanted_{0};         // the size of the sub-block
  std::vector<std::byte> part_;   // the sub-block so far
  std::vector<std::byte> first_;  // the first sub-block: an application's name
  std::vector<std::byte>
      content_;  // the sub-blocks after the name, or all if there is no name; of XMP also their sizes
  Role role_{Role::other};
  bool too_long_{false};        // the content is longer than what is held
  bool has_short_part_{false};  // a sub-block other than the last is shorter than 255 bytes
  bool loop_seen_{false};
  std::vector<std::byte> output_;
  bool is_source_{false};
};

}  // namespace stripmeta::gif
