// What every format promises, over samples that carry a marker in each place where the format can hold metadata. A new
// format joins with a list of samples and a reader that judges its output.
#include <gtest/gtest.h>

#include <functional>

#include "support/jpeg_bytes.hpp"
#include "support/jpeg_reader.hpp"
#include "support/strip_whole.hpp"

namespace stripmeta::test {
namespace {

const std::string planted = "PLANTED-5f0c1a";

struct Sample {
  std::string name;
  Format format;
  std::string bytes;
  std::function<std::string(std::string_view)> judge;  // "" where the output holds nothing but its allow-list
};

std::string judge_jpeg(std::string_view output) {
  return JpegReader{output}.judge();
}

std::string planted_exif(bool little) {
  const Tiff t{little};
  const std::string ifd0 = t.ifd({t.entry(270, 2, 14, t.n32(38)), t.short_entry(274, 6)});
  return exif_segment(t.header() + ifd0 + planted);
}

std::vector<Sample> jpeg_samples() {
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{"jpeg_" + name, Format::jpeg, file, judge_jpeg};
  };
  std::string every_app;
  for (int n = 0; n < 16; ++n)
    every_app += segment(0xE0 + n, planted + std::string(static_cast<std::size_t>(n) * 700, 'x'));
  const std::string between = segment(0xFE, planted) + segment(0xED, planted) + planted;
  return {
      sample("plain", minimal),
      sample("every_app", soi + every_app + picture),
      sample("comments", soi + segment(0xFE, planted) + jfif + segment(0xFE, planted) + picture),
      sample("exif_big", soi + planted_exif(false) + picture),
      sample("exif_little", soi + planted_exif(true) + planted_exif(false) + picture),
      sample("xmp", soi + xmp_segment(planted) + picture),
      sample("iptc", soi + photoshop_segment(0x0404, iptc_dataset(80, planted)) + picture),
      sample("icc", soi + icc_segment(1, 1, icc_profile({{"wtpt", "white"}, {"priv", planted}}, 2, planted)) + picture),
      sample("icc_broken", soi + icc_segment(2, 3, planted) + picture),
      sample("jfif_tail",
             soi + segment(0xE0, jfif_payload() + planted) + segment(0xEE, adobe_payload + planted) + picture),
      sample("junk", soi + planted + dqt + planted + sof() + dht + sos() + scan + eoi),
      sample("between_scans", soi + tables + sos() + scan + between + dht + sos() + scan + eoi),
      sample("dnl_tail", soi + tables + sos() + scan + segment(0xDC, be16(8) + planted) + eoi),
      sample("trailer", minimal + planted + minimal + planted),
      sample("no_end", soi + segment(0xFE, planted) + tables + sos() + scan + segment(0xFE, planted)),
      sample("fills", soi + std::string(9, '\xFF') + dqt + sof() + dht + sos() + scan + std::string(5, '\xFF') + eoi),
  };
}

class Conformance : public testing::TestWithParam<Sample> {};

TEST_P(Conformance, AnySplitGivesTheSameBytes) {
  const auto& file = GetParam().bytes;
  const auto whole = strip(file);
  ASSERT_FALSE(whole.error) << whole.error->message;
  for (const std::size_t step : {1U, 2U, 3U, 5U, 7U, 13U, 17U, 23U, 120U, 700U, 1050U, 4099U}) {
    const auto pieces = strip(file, {}, step);
    ASSERT_FALSE(pieces.error) << step;
    EXPECT_EQ(pieces.output, whole.output) << step;
    EXPECT_EQ(pieces.report.rows.size(), whole.report.rows.size()) << step;
    EXPECT_EQ(pieces.report.bytes_out, whole.output.size());
    EXPECT_EQ(pieces.report.bytes_in, file.size());
  }
}

TEST_P(Conformance, EverySplitInTwoGivesTheSameBytes) {
  const auto& file = GetParam().bytes;
  const auto whole = strip(file);
  const std::size_t step = file.size() > 4000 ? 37 : 1;
  for (std::size_t at = 0; at <= file.size(); at += step) {
    Stripper stripper;
    Stripped result;
    feed_copy(stripper, std::string_view{file}.substr(0, at), result);
    feed_copy(stripper, std::string_view{file}.substr(at), result);
    finish(stripper, result);
    ASSERT_EQ(result.output, whole.output) << at;
  }
}

TEST_P(Conformance, StrippingTwiceEqualsOnce) {
  const auto once = strip(GetParam().bytes);
  const auto twice = strip(once.output);
  ASSERT_FALSE(twice.error);
  EXPECT_EQ(twice.output, once.output);
  EXPECT_TRUE(twice.report.clean());
}

TEST_P(Conformance, NothingPlantedIsLeft) {
  const auto result = strip(GetParam().bytes);
  EXPECT_EQ(result.output.find(planted), std::string::npos);
  EXPECT_EQ(GetParam().judge(result.output), "");
  EXPECT_EQ(result.report.format, GetParam().format);
}

TEST_P(Conformance, ThePolicyDecidesOverAllThatIsOptional) {
  Policy nothing;
  nothing.keep = {};
  const auto result = strip(GetParam().bytes, nothing);
  ASSERT_FALSE(result.error);
  EXPECT_EQ(GetParam().judge(result.output), "");
  EXPECT_EQ(find_row(result.report, Kind::orientation, Fate::kept), nullptr);
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept), nullptr);
}

// The contract is 1 KiB. The most that a JPEG can grow by is 408 bytes: 216 in the profile (36 tags of one byte aligned
// to four, the fixed texts of `share` where description and copyright shared another tag's data), 18 for a chunk more,
// 172 for a fresh Exif segment, 2 for the end.
TEST_P(Conformance, TheOutputIsHardlyLonger) {
  for (const auto* preset : {"default", "share"}) {
    for (const auto* remove : {"", "icc", "icc,orientation,density"}) {
      const auto policy = make_policy({.preset = preset, .remove = remove});
      ASSERT_TRUE(policy);
      EXPECT_LE(strip(GetParam().bytes, *policy).output.size(), GetParam().bytes.size() + 408) << preset << remove;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Jpeg, Conformance, testing::ValuesIn(jpeg_samples()),
                         [](const testing::TestParamInfo<Sample>& row) { return row.param.name; });

}  // namespace
}  // namespace stripmeta::test
