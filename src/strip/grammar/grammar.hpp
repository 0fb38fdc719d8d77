// What each container grammar offers to the Stripper, and what it works with.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {

using Status = std::expected<void, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::uint64_t offset, std::string_view message) {
  return std::unexpected(Error{kind, std::string{message}, offset});
}

// The way out of one call of feed() or finish(), and what is told about the file on the way.
class Output {
 public:
  Output(const Policy& policy, Report& report, Emit emit, void* caller, Observe observe, void* observer)
      : policy_(policy), report_(report), emit_(emit), caller_(caller), observe_(observe), observer_(observer) {}

  const Policy& policy() const { return policy_; }
  Report& report() const { return report_; }

  // Passes bytes on; none are no call. Error `sink` where the caller could not take them.
  Status put(Bytes bytes, std::uint64_t source_offset) {
    if (bytes.empty()) return {};
    if (!emit_(caller_, Slice{bytes, source_offset})) {
      return std::unexpected(Error{ErrorKind::sink, "the output could not be written", std::nullopt});
    }
    report_.bytes_out += bytes.size();
    return {};
  }

  // The same policy and observer, for a part of the file that is worked on apart.
  Output divert(Report& report, Emit emit, void* caller) const {
    return {policy_, report, emit, caller, observe_, observer_};
  }

  void found(Kind kind, Bytes payload, std::uint64_t source_offset) const {
    if (observe_ != nullptr) observe_(observer_, Finding{kind, payload, source_offset});
  }

 private:
  const Policy& policy_;
  Report& report_;
  Emit emit_;
  void* caller_;
  Observe observe_;
  void* observer_;
};

// An Emit whose caller is a vector of bytes.
inline bool append_slice(void* bytes, Slice slice) noexcept {
  put_bytes(*static_cast<std::vector<std::byte>*>(bytes), slice.bytes);
  return true;
}

// One file of one format, or of two that share a container. The Stripper makes errors sticky and counts bytes_in; a
// grammar need do neither.
class Grammar {
 public:
  Grammar() = default;
  Grammar(const Grammar&) = delete;
  Grammar& operator=(const Grammar&) = delete;
  virtual ~Grammar() = default;

  virtual Format format() const = 0;  // may become another one of its container's while the first bytes are read
  virtual Need need() const = 0;
  virtual void reset() = 0;  // ready for the next file; buffers stay
  // How long the input is said to be, in bytes; 0 where nobody says. Called before the first feed().
  virtual void expect(std::uint64_t /*length*/) {}
  // Judges a file by its first bytes alone. Errors: as feed().
  virtual Status check_prefix(Bytes /*front*/) { return {}; }
  virtual Status feed(Bytes piece, Output& out) = 0;
  virtual Status finish(Output& out) = 0;
  // All of a file at once, instead of feed() and finish(): it is not held.
  virtual Status run(Bytes file, Output& out) {
    if (auto status = feed(file, out); !status) return status;
    return finish(out);
  }
};

// Makes the grammar of a format, some of which depends on the policy.
using MakeGrammar = std::unique_ptr<Grammar> (*)(const Policy& policy);

}  // namespace stripmeta
