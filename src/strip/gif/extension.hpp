// A GIF's extension (GIF89a 23 to 26): gathered, and what of it stays.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::gif {

inline constexpr std::uint8_t introducer = 0x21;

class Extension {
 public:
  void start(std::uint64_t offset);  // of its introducer
  void label(std::uint8_t label) { label_ = label; }
  void start_part(std::uint8_t size);  // of a sub-block, not 0
  void add(Bytes piece);               // of it; sub-blocks are told whole by their sizes

  // The extension has ended: reports it, tells the observer, and fills made(). `profile_seen`: the file's profile was
  // there already; set where this is it. Errors: malformed.
  Status settle(bool& profile_seen, Output& out);
  // What stays; empty: nothing.
  Bytes made() const { return made_; }
  // Where that stands in the input; stripmeta::made where it does not.
  std::uint64_t made_offset() const { return is_source_ ? offset_ : stripmeta::made; }

 private:
  enum class Role : std::uint8_t { other, loop, profile, xmp };

  void end_part();
  void on_identifier();
  void add_loop_part();
  std::uint64_t size() const { return size_ + 1; }  // with the terminator
  Status settle_control(Output& out);
  void settle_loop(Output& out);
  Status settle_profile(bool& profile_seen, Output& out);
  std::expected<KeptProfile, Error> judge_profile(bool is_first, const Policy& policy) const;
  void drop(Output& out);
  bool is_application() const;
  void put_head();

  std::uint64_t offset_{0};
  std::uint8_t label_{0};
  std::uint64_t size_{0};  // so far, framing included
  std::uint64_t parts_{0};
  std::size_t wanted_{0};           // of the sub-block
  std::vector<std::byte> part_;     // of it, so far
  std::vector<std::byte> first_;    // the first sub-block: an application's name
  std::vector<std::byte> content_;  // behind that, or all; with the sizes where it is XMP
  Role role_{Role::other};
  bool over_{false};    // a profile longer than what is held
  bool uneven_{false};  // a sub-block follows one that was not full
  bool loop_seen_{false};
  bool buffer_seen_{false};
  std::vector<std::byte> made_;
  bool is_source_{false};
};

}  // namespace stripmeta::gif
