// The second reader: it judges outputs before they are published. It knows only what a clean file of a format may hold
// under a policy, in the form in which the stripper writes it. It accepts a file, or names the first byte that it
// cannot account for. It shares no code with what strips, except for src/strip/base.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// Reads one file in pieces of any size.
class Verifier {
 public:
  Verifier() = default;
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;
  virtual ~Verifier() = default;

  // Reads the next piece, which is not needed after the call. Once there is a verdict, all later calls return it.
  virtual Verdict feed(Bytes piece) = 0;
  // Ends the file. Call it once, after the last piece.
  virtual Verdict finish() = 0;
};

// The base of verifiers of formats that stream. A derived class reads in steps.
class StreamVerifier : public Verifier {
 public:
  Verdict feed(Bytes piece) final;
  Verdict finish() final;

 protected:
  // Reads from the bytes at offset(), at least one, and returns how many of them it has accounted for. 0 means that it
  // needs more than these: it is called again with a longer run. So ask only for structures of limited size at once,
  // and return what is there of coded data. Calls reject() if a byte has no reason; its return value does not matter
  // then.
  virtual std::size_t step(Bytes run) = 0;
  // Called at the end, if each byte was accounted for. Calls reject() if something is missing.
  virtual void end() = 0;

  std::uint64_t offset() const { return offset_; }  // of the first byte of step()'s run
  // Rejects the byte that is `ahead` bytes behind offset(). The first rejection counts.
  void reject(std::uint64_t ahead, std::string_view rule);
  // Rejects if a part, which begins `ahead` bytes behind offset(), was rejected. Returns whether it was.
  bool reject(const Verdict& part, std::uint64_t ahead);

 private:
  std::size_t steps(Bytes run);

  std::uint64_t offset_{0};
  std::vector<std::byte> held_;  // the beginning of what the next step needs more of
  Verdict verdict_;
};

// How a format's outputs are judged: by one of the two, or not at all if both are null.
struct Rules {
  std::unique_ptr<Verifier> (*stream)(const Policy& policy){nullptr};
  Verdict (*whole)(const File& file, const Policy& policy){nullptr};
};

// Judges a range of a file by a verifier that streams. Offsets of the verdict are those of the file.
Verdict judge_range(Verifier& verifier, const File& file, std::uint64_t at, std::uint64_t count);

}  // namespace stripmeta::verify
