// What the tests of every grammar expect when a file goes through the engine.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {

// Expects exactly this output, which the second reader has judged (strip_whole.hpp).
inline Stripped expect_output(const std::string& input, const std::string& output, const Policy& policy = {}) {
  auto result = strip(input, policy);
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(result.output, output);
  EXPECT_EQ(result.report.bytes_in, input.size());
  EXPECT_EQ(result.report.bytes_out, output.size());
  return result;
}

// Expects this output, and the same the second time, without a row.
inline void expect_stripped(const std::string& input, const std::string& output) {
  const auto once = strip(input);
  ASSERT_FALSE(once.error) << once.error->message << "\n" << input;
  EXPECT_EQ(once.output, output);
  EXPECT_EQ(once.report.changed(), input != output) << input;
  const auto twice = strip(output);
  EXPECT_EQ(twice.output, output);
  EXPECT_FALSE(twice.report.changed()) << output;
}

inline void expect_removed(const Stripped& result, Kind kind, std::uint64_t bytes, std::uint64_t count = 1) {
  const auto* row = find_row(result.report, kind, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, bytes);
  EXPECT_EQ(row->count, count);
  EXPECT_FALSE(result.report.clean());
}

// Expects that a damaged file becomes this one in any split, with a row about it, and that strict refuses it.
inline void expect_repaired(const std::string& input, const std::string& output) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
    const auto result = strip(input, {}, step);
    ASSERT_FALSE(result.error) << result.error->message;
    EXPECT_EQ(result.output, output);
    EXPECT_EQ(result.report.bytes_out, output.size());
    EXPECT_FALSE(result.report.clean());
  }
  EXPECT_FALSE(strip(output).report.changed());
  Policy strict;
  strict.strict = true;
  EXPECT_TRUE(strip(input, strict).error);
}

struct Refusal {
  std::string bytes;
  ErrorKind kind;
  std::uint64_t offset;
};

// Expects the same refusal however the input is split.
inline void expect_refused(const Refusal& refusal) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
    const auto result = strip(refusal.bytes, {}, step);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, refusal.kind) << result.error->message;
    EXPECT_EQ(result.error->offset, refusal.offset) << result.error->message;
  }
}

// What the observer gets to see of a file.
struct Findings {
  std::vector<Kind> kinds;
  std::vector<std::string> payloads;
  std::vector<std::uint64_t> offsets;
};

inline Findings findings(const std::string& file, std::size_t step = 1000) {
  Stripper stripper;
  Findings found;
  const auto add = [](void* caller, const Finding& finding) noexcept {
    auto& all = *static_cast<Findings*>(caller);
    all.kinds.push_back(finding.kind);
    all.payloads.emplace_back(reinterpret_cast<const char*>(finding.payload.data()), finding.payload.size());
    all.offsets.push_back(finding.source_offset);
  };
  stripper.observe(add, &found);
  strip_with(stripper, file, step);
  return found;
}

}  // namespace stripmeta::test
