// Tests what every format promises. The samples carry a marker in each place where the format can hold metadata. A new
// format joins with a file FORMAT_samples.cpp, which has a SampleList. The second reader judges each output
// (strip_whole.hpp).
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "samples.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

class Conformance : public testing::TestWithParam<Sample> {};

TEST_P(Conformance, AnySplitGivesTheSameBytes) {
  const auto& file = GetParam().bytes;
  const auto whole = strip(file, GetParam().policy);
  ASSERT_FALSE(whole.error) << whole.error->message;
  for (const std::size_t step : {1U, 2U, 3U, 5U, 7U, 13U, 17U, 23U, 120U, 700U, 1050U, 4099U}) {
    const auto pieces = strip(file, GetParam().policy, step);
    ASSERT_FALSE(pieces.error) << step;
    EXPECT_EQ(pieces.output, whole.output) << step;
    EXPECT_EQ(pieces.report.rows.size(), whole.report.rows.size()) << step;
    EXPECT_EQ(pieces.report.bytes_out, whole.output.size());
    EXPECT_EQ(pieces.report.bytes_in, file.size());
  }
}

TEST_P(Conformance, EverySplitInTwoGivesTheSameBytes) {
  const auto& file = GetParam().bytes;
  const auto whole = strip(file, GetParam().policy);
  const std::size_t step = file.size() > 4000 ? 37 : 1;
  for (std::size_t at = 0; at <= file.size(); at += step) {
    Stripper stripper{GetParam().policy};
    Stripped result;
    feed_copy(stripper, std::string_view{file}.substr(0, at), result);
    feed_copy(stripper, std::string_view{file}.substr(at), result);
    finish(stripper, result);
    ASSERT_EQ(result.output, whole.output) << at;
  }
}

TEST_P(Conformance, WhatIsCopiedSaysWhereItStood) {
  const auto& file = GetParam().bytes;
  Stripper stripper{GetParam().policy};
  bool right = true;
  struct Check {
    const std::string& file;
    bool& right;
  } check{file, right};
  const Emit emit = [](void* caller, Slice slice) noexcept {
    const auto& [source, all_right] = *static_cast<Check*>(caller);
    if (slice.source_offset == no_source_offset) return true;
    const std::string_view bytes{reinterpret_cast<const char*>(slice.bytes.data()), slice.bytes.size()};
    const bool inside = slice.source_offset <= source.size() && bytes.size() <= source.size() - slice.source_offset;
    if (!inside || source.compare(slice.source_offset, bytes.size(), bytes) != 0) all_right = false;
    return true;
  };
  ASSERT_TRUE(stripper.feed(std::as_bytes(std::span{file.data(), file.size()}), emit, &check));
  ASSERT_TRUE(stripper.finish(emit, &check));
  EXPECT_TRUE(right);
}

TEST_P(Conformance, StrippingTwiceEqualsOnce) {
  const auto once = strip(GetParam().bytes, GetParam().policy);
  const auto twice = strip(once.output, GetParam().policy);
  ASSERT_FALSE(twice.error);
  EXPECT_EQ(twice.output, once.output);
  EXPECT_TRUE(twice.report.clean());
}

// Whatever -o changes has a row, so that --in-place and check know of it.
TEST_P(Conformance, AChangeHasARow) {
  const auto& file = GetParam().bytes;
  for (const auto* preset : {"default", "share", "archive", "location"}) {
    const auto once = strip(file, *make_policy({.preset = preset}));
    ASSERT_FALSE(once.error) << preset << once.error->message;
    EXPECT_EQ(once.report.changed(), once.output != file) << preset;
    EXPECT_FALSE(strip(once.output, *make_policy({.preset = preset})).report.changed()) << preset;
  }
}

TEST_P(Conformance, NothingPlantedIsLeft) {
  const auto result = strip(GetParam().bytes, GetParam().policy);
  EXPECT_EQ(result.output.find(planted), std::string::npos);
  EXPECT_EQ(result.report.format, GetParam().format);
}

TEST_P(Conformance, ThePolicyDecidesOverAllThatIsOptional) {
  Policy nothing;
  nothing.keep = {};
  const auto result = strip(GetParam().bytes, nothing);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(find_row(result.report, Kind::orientation, Fate::kept), nullptr);
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept), nullptr);
}

// The contract allows 1 KiB; each format says by how much it can grow at most.
TEST_P(Conformance, TheOutputIsHardlyLonger) {
  for (const auto* preset : {"default", "share"}) {
    for (const auto* remove : {"", "icc", "icc,orientation,density"}) {
      const auto policy = make_policy({.preset = preset, .remove = remove});
      ASSERT_TRUE(policy);
      EXPECT_LE(strip(GetParam().bytes, *policy).output.size(), GetParam().bytes.size() + GetParam().growth)
          << preset << remove;
    }
  }
}

// Policies that keep rights, a panorama, or both. The last one keeps little else.
struct Keeping {
  const char* keep;
  const char* remove;
};
constexpr std::array<Keeping, 4> keepings{{
    {"copyright", ""},
    {"panorama", ""},
    {"copyright,panorama", ""},
    {"copyright,panorama", "icc,orientation,density"},
}};

TEST_P(Conformance, OfRightsAndPanoramaNothingElseStays) {
  const auto& sample = GetParam();
  for (const auto& keeping : keepings) {
    const auto policy = make_policy({.keep = keeping.keep, .remove = keeping.remove});
    ASSERT_TRUE(policy);
    const auto whole = strip(sample.bytes, *policy);
    ASSERT_FALSE(whole.error) << whole.error->message;
    EXPECT_LE(whole.output.size(), sample.bytes.size() + sample.growth + kept_growth) << keeping.keep;
    for (const std::size_t step : {1U, 7U, 120U, 4099U}) {
      EXPECT_EQ(strip(sample.bytes, *policy, step).output, whole.output) << keeping.keep << step;
    }
    const auto twice = strip(whole.output, *policy);
    EXPECT_EQ(twice.output, whole.output) << keeping.keep;
    EXPECT_TRUE(twice.report.clean()) << keeping.keep;
  }
}

TEST_P(Conformance, FormatsThatKeepNoRightsDoAsByDefault) {
  const auto& sample = GetParam();
  const bool keeps = format_info(sample.format).rule(Keep::copyright) == Rule::policy;
  if (keeps) return;
  const auto policy = make_policy({.preset = "archive", .keep = "panorama"});
  ASSERT_TRUE(policy);
  EXPECT_EQ(strip(sample.bytes, *policy).output, strip(sample.bytes).output);
}

// What the policy `location` promises in addition.
class Location : public testing::TestWithParam<Sample> {
 protected:
  const Policy policy_ = *make_policy({.preset = "location"});
};

TEST_P(Location, AnySplitGivesTheSameBytes) {
  const auto& file = GetParam().bytes;
  const auto whole = strip(file, policy_);
  ASSERT_FALSE(whole.error) << whole.error->message;
  EXPECT_EQ(whole.report.format, GetParam().format);
  EXPECT_EQ(whole.report.bytes_in, file.size());
  EXPECT_EQ(whole.report.bytes_out, whole.output.size());
  for (const std::size_t step : {1U, 2U, 3U, 7U, 23U, 120U, 1050U, 4099U}) {
    const auto pieces = strip(file, policy_, step);
    ASSERT_FALSE(pieces.error) << step;
    EXPECT_EQ(pieces.output, whole.output) << step;
    EXPECT_EQ(pieces.report.rows.size(), whole.report.rows.size()) << step;
  }
}

TEST_P(Location, StrippingTwiceEqualsOnce) {
  const auto once = strip(GetParam().bytes, policy_);
  const auto twice = strip(once.output, policy_);
  ASSERT_FALSE(twice.error);
  EXPECT_EQ(twice.output, once.output);
  EXPECT_TRUE(twice.report.clean());
}

TEST_P(Location, WhatIsCleanPassesAsItIs) {
  const auto result = strip(GetParam().bytes, policy_);
  EXPECT_EQ(result.report.clean(), result.output == GetParam().bytes);
  EXPECT_LE(result.output.size(), GetParam().bytes.size() + 2) << "but for the padding of base64";
}

TEST_P(Location, ThePictureIsTheSame) {
  const auto result = strip(GetParam().bytes, policy_);
  EXPECT_EQ(strip(result.output).output, strip(GetParam().bytes).output);
}

TEST_P(Location, NothingThatStripsLeavesIsAPlace) {
  const auto stripped = strip(GetParam().bytes).output;
  const auto result = strip(stripped, policy_);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output, stripped);
}

// The name of a test, such as "jpeg_plain", whether or not the sample's own name begins with the format.
std::string name_of(const testing::TestParamInfo<Sample>& row) {
  const std::string word{format_word(row.param.format)};
  return row.param.name.starts_with(word) ? row.param.name : word + "_" + row.param.name;
}

INSTANTIATE_TEST_SUITE_P(Samples, Conformance, testing::ValuesIn(SampleList::every_sample()), name_of);
INSTANTIATE_TEST_SUITE_P(Samples, Location, testing::ValuesIn(SampleList::every_sample()), name_of);

// If the table of formats does not leave a part to the policy, the output is the same with and without that part in the
// policy.
TEST_P(Conformance, ThePolicyDecidesOverNothingElse) {
  const auto& sample = GetParam();
  for (const auto& row : keep_words) {
    if (format_info(sample.format).rule(row.part) == Rule::policy) continue;
    Policy with = sample.policy;
    with.keep = with.keep.with(row.part);
    Policy without = sample.policy;
    without.keep = without.keep.without(row.part);
    EXPECT_EQ(strip(sample.bytes, with).output, strip(sample.bytes, without).output) << row.word;
  }
}

TEST(Samples, EveryFormatHasSome) {
  const auto samples = SampleList::every_sample();
  for (const auto format : all_formats) {
    EXPECT_GT(std::ranges::count(samples, format, &Sample::format), 0) << format_word(format);
  }
}

}  // namespace
}  // namespace stripmeta::test
