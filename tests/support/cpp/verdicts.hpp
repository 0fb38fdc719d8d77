// What tests of second readers expect.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "strip/verify/verifier.hpp"

namespace stripmeta::test {

using MakeVerifier = std::unique_ptr<verify::Verifier> (*)(const Policy& policy);

inline verify::Verdict read_by(verify::Verifier& verifier, std::string_view file, std::size_t step) {
  for (std::size_t at = 0; at < file.size(); at += step) {
    const auto piece = file.substr(at, step);
    if (const auto verdict = verifier.feed(std::as_bytes(std::span{piece}))) return verdict;
  }
  return verifier.finish();
}

// Expects that a reader that streams accepts the file in any split.
inline void expect_accepted_by(MakeVerifier make, const std::string& file, const Policy& policy = {}) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{100000}}) {
    const auto verdict = read_by(*make(policy), file, step);
    EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset;
  }
}

// Expects that it names this byte in any split.
inline void expect_rejected_by(MakeVerifier make, const std::string& file, std::size_t offset,
                               const Policy& policy = {}) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{100000}}) {
    const auto verdict = read_by(*make(policy), file, step);
    ASSERT_TRUE(verdict) << "nothing at " << offset;
    EXPECT_EQ(verdict->offset, offset) << verdict->rule;
  }
}

// The file with `text` instead of as many bytes at `at`.
inline std::string replaced(std::string file, std::size_t at, const std::string& text) {
  return file.replace(at, text.size(), text);
}

}  // namespace stripmeta::test
