// The interface of a grammar, which reads and writes one container format, and the Output that it writes to.
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

// Where one call of feed() or finish() writes to, and what it reports on the way.
class Output {
 public:
  Output(const Policy& policy, Report& report, Emit emit, void* caller, Observe observe, void* observer)
      : policy_(policy), report_(report), emit_(emit), caller_(caller), observe_(observe), observer_(observer) {}

  const Policy& policy() const { return policy_; }
  Report& report() const { return report_; }

  // Emits bytes; an empty span is not forwarded. Error: `sink` if the caller could not take them.
  Status put(Bytes bytes, std::uint64_t source_offset) {
    if (bytes.empty()) return {};
    if (!emit_(caller_, Slice{bytes, source_offset})) {
      return std::unexpected(Error{ErrorKind::sink, "the output could not be written", std::nullopt});
    }
    report_.bytes_out += bytes.size();
    return {};
  }

  // Emits a slice that another Output has counted.
  bool forward(Slice slice) const { return emit_(caller_, slice); }

  // An output with the same policy and observer but another destination, for a part of the file.
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

// An Emit that appends to a vector of bytes; the caller's pointer leads to that.
inline bool append_slice(void* bytes, Slice slice) noexcept {
  put_bytes(*static_cast<std::vector<std::byte>*>(bytes), slice.bytes);
  return true;
}

// Strips one file of one format, or of several formats that share a container. The Stripper makes errors sticky and
// counts bytes_in, so a grammar does neither.
class Grammar {
 public:
  Grammar() = default;
  Grammar(const Grammar&) = delete;
  Grammar& operator=(const Grammar&) = delete;
  virtual ~Grammar() = default;

  virtual Format format() const = 0;  // if formats share a container, it may change while the first bytes are read
  virtual Need need() const = 0;
  virtual void reset() = 0;  // prepares for the next file and keeps the buffers
  // The length of the input in bytes, or 0 if the caller does not know it. Called before the first feed().
  virtual void expect(std::uint64_t /*length*/) {}
  // Judges a file by its first bytes alone. Errors: as feed().
  virtual Status check_prefix(Bytes /*front*/) { return {}; }
  virtual Status feed(Bytes piece, Output& out) = 0;
  virtual Status finish(Output& out) = 0;
  // The input, as far as it is held until reset(). Empty if the format streams.
  virtual Bytes held() const { return {}; }
  // Strips a whole file at once. Call it instead of feed() and finish(), so that the file is not copied.
  virtual Status run(Bytes file, Output& out) {
    if (auto status = feed(file, out); !status) return status;
    return finish(out);
  }
};

// Makes the grammar of a format. Which one that is may depend on the policy.
using MakeGrammar = std::unique_ptr<Grammar> (*)(const Policy& policy);

}  // namespace stripmeta
