// What the second reader of JPEG accepts, and which byte it names if it does not.
#include "strip/verify/jpeg.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

using verify::JpegForm;

verify::Verdict read(verify::Verifier& verifier, const std::string& file, std::size_t step) {
  for (std::size_t at = 0; at < file.size(); at += step) {
    const auto piece = std::string_view{file}.substr(at, step);
    if (const auto verdict = verifier.feed(std::as_bytes(std::span{piece}))) return verdict;
  }
  return verifier.finish();
}

verify::Verdict judge(const std::string& file, const Policy& policy = {}, JpegForm form = JpegForm::picture,
                      std::size_t step = 1000) {
  return read(*verify::make_jpeg_verifier(policy, form), file, step);
}

void expect_accepted(const std::string& file, const Policy& policy = {}, JpegForm form = JpegForm::picture) {
  for (const std::size_t step : {1U, 3U, 100000U}) {
    const auto verdict = judge(file, policy, form, step);
    EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset;
  }
}

void expect_rejected(const std::string& file, std::size_t offset, const Policy& policy = {},
                     JpegForm form = JpegForm::picture) {
  for (const std::size_t step : {1U, 3U, 100000U}) {
    const auto verdict = judge(file, policy, form, step);
    ASSERT_TRUE(verdict) << "at " << offset;
    EXPECT_EQ(verdict->offset, offset) << verdict->rule;
  }
}

// The file with `text` instead of as many bytes at `at`.
std::string with(std::string file, std::size_t at, const std::string& text) {
  return file.replace(at, text.size(), text);
}

const std::string scanned = soi + tables + sos() + scan;
const std::string several = soi + progressive_tables + sos() + scan;

TEST(VerifyJpeg, AcceptsWhatIsClean) {
  expect_accepted(minimal);
  expect_accepted(soi + jfif + orientation_exif(6) + adobe + picture);
  expect_accepted(several + dht + sos() + scan + eoi);
  const std::string ff = bytes({1, 0xFF, 0xFF, 0}) + std::string(5000, '\xFF') + bytes({0, 0xFF, 0xD3});
  expect_accepted(soi + tables + sos() + ff + eoi);
}

TEST(VerifyJpeg, RejectsWhatIsCut) {
  for (std::size_t size = 0; size < minimal.size(); ++size) EXPECT_TRUE(judge(minimal.substr(0, size))) << size;
  expect_rejected(soi + eoi, 2);
  expect_rejected(soi + tables + eoi, soi.size() + tables.size());
}

TEST(VerifyJpeg, NamesBytesBetweenParts) {
  expect_rejected("x" + minimal, 0);
  expect_rejected(soi + "x" + picture, 2);
  expect_rejected(minimal + "x", minimal.size());
  expect_rejected(soi + tables + sos() + scan + bytes({0xFF, 0xFF, 0xFF}) + eoi, scanned.size());
  expect_rejected(soi + bytes({0xFF}) + picture, 2);
  expect_rejected(scanned + soi, scanned.size());
}

TEST(VerifyJpeg, NamesSegmentsThatMustGo) {
  const std::string rights = photoshop_segment(0x0404, iptc_dataset(80, "Jo"));
  for (const auto& part :
       {segment(0xFE, "text"), segment(0xE4, "text"), segment(0xE0, "JFXX"), xmp_segment("<x/>"), rights,
        segment(0xE2, gain_map_urn + be32(0)), mpf_segment({2}), adobe + jfif, jfif + jfif, adobe + adobe}) {
    const bool second = part.starts_with(adobe) || part.starts_with(jfif);
    const auto offset = second ? soi.size() + (part.starts_with(jfif) ? jfif : adobe).size() : soi.size();
    expect_rejected(soi + part + picture, offset);
    expect_rejected(soi + dqt + (second ? adobe : part) + picture.substr(dqt.size()), soi.size() + dqt.size());
    expect_rejected(scanned + (second ? adobe : part) + eoi, scanned.size());
  }
  expect_accepted(soi + rights + picture, *make_policy({.preset = "archive"}));
}

TEST(VerifyJpeg, NamesFieldsOfApplicationSegments) {
  const std::string jfif_file = soi + jfif + picture;
  expect_rejected(with(jfif_file, 11, "S"), 11);
  expect_rejected(with(jfif_file, 12, "E"), 11);
  expect_rejected(with(jfif_file, 13, "C"), 13);
  expect_rejected(with(jfif_file, 18, "R"), 18);
  expect_rejected(jfif_file, 13, *make_policy({.preset = "share"}));
  expect_rejected(soi + segment(0xE0, jfif_payload() + "x") + picture, 6);
  const std::string adobe_file = soi + adobe + picture;
  expect_rejected(with(adobe_file, 12, "S"), 11);
  expect_rejected(with(adobe_file, 13, "\x01"), 13);
  expect_rejected(with(adobe_file, 14, "E"), 13);
  expect_rejected(with(adobe_file, 16, "C"), 13);
  expect_rejected(with(adobe_file, 17, "R"), 17);
  expect_rejected(soi + segment(0xEE, adobe_payload + "x") + picture, 6);
  expect_rejected(soi + orientation_exif(6) + picture, 2 + 10 + 10, Policy{.keep = KeepSet{}});
}

TEST(VerifyJpeg, NamesTablesThatAreNotUsed) {
  const std::string payload = dqt.substr(4);
  const std::string second = with(payload, 0, bytes({1}));
  expect_rejected(soi + segment(0xDB, second) + picture, 6);
  expect_rejected(soi + segment(0xDB, second + payload) + picture.substr(dqt.size()), 6);
  expect_rejected(soi + dqt + picture, 6);
  expect_rejected(scanned + dqt + eoi, scanned.size() + 4);
  expect_rejected(several + dqt + sos() + scan + eoi, several.size() + 4);
  expect_rejected(scanned + dht + eoi, scanned.size() + 4);
  expect_rejected(scanned + segment(0xDD, be16(1)) + eoi, scanned.size() + 4);
  expect_rejected(soi + segment(0xDD, be16(1)) + segment(0xDD, be16(2)) + picture, 6);
  expect_rejected(soi + segment(0xDF, bytes({0x11})) + picture, 6);
  expect_rejected(soi + segment(0xCC, bytes({0, 0x10})) + picture, 6);
  expect_rejected(scanned + segment(0xDC, be16(8)) + eoi, scanned.size() + 4);
  expect_rejected(soi + segment(0xDB, "") + picture, 6);
}

TEST(VerifyJpeg, NamesTablesThatAreNotValid) {
  const auto at = soi.size() + dqt.size() + sof().size();
  const auto with_table = [&](const std::string& table) { return soi + dqt + sof() + table + sos() + scan + eoi; };
  expect_rejected(with_table(with(dht, 4, bytes({0x20}))), at + 4);
  expect_rejected(with_table(with(dht, 5, bytes({3}))), at + 4);
  expect_rejected(with_table(with(dht, dht.size() - 1, bytes({17}))), at + 4);
  expect_rejected(with_table(segment(0xC4, dht.substr(4) + "x")), at + 4 + 18);
  expect_rejected(soi + segment(0xDB, dqt.substr(4) + "x") + picture.substr(dqt.size()), 6 + 65);
  expect_rejected(with_table(segment(0xDD, "x")), at + 4);
  expect_rejected(with_table(segment(0xDD, "SE")), at + 4);
  expect_rejected(with_table(segment(0xF7, "x")), at);
}

TEST(VerifyJpeg, NamesFieldsOfFramesAndScans) {
  const auto frame_at = soi.size() + dqt.size();
  expect_rejected(with(minimal, frame_at + 11, bytes({0x51})), frame_at + 10);
  expect_rejected(with(minimal, frame_at + 12, bytes({4})), frame_at + 10);
  expect_rejected(with(minimal, frame_at + 7, bytes({0, 0})), frame_at + 4);
  expect_rejected(soi + dqt + sof() + sof() + dht + sos() + scan + eoi, frame_at + sof().size() + 4);
  const auto scan_at = soi.size() + tables.size();
  const auto selection_at = scan_at + 7;
  for (std::size_t i = 0; i < 3; ++i) expect_rejected(with(minimal, selection_at + i, "S"), selection_at);
  expect_rejected(with(minimal, scan_at + 4, bytes({2})), scan_at + 4);
  const std::string progressive = with(minimal, frame_at + 1, bytes({0xC2}));
  expect_accepted(with(progressive, selection_at + 1, bytes({0})));
  expect_rejected(with(with(progressive, selection_at + 1, bytes({0})), scan_at + 6, bytes({1})), scan_at + 6);
}

TEST(VerifyJpeg, NamesScansThatAreNotShown) {
  expect_rejected(scanned + sos() + scan + eoi, scanned.size() + 4);
  for (const int code : {0x01, 0x02, 0xBF}) {
    expect_rejected(scanned + marker(code) + marker(0xD1) + scan + eoi, scanned.size());
    expect_rejected(several + marker(code) + "text" + marker(0xD1) + scan + eoi, several.size());
  }
}

TEST(VerifyJpeg, NamesRestartIntervalsWithoutAnEffect) {
  const std::string front = soi + dqt + sof(0xC2, 24, 16) + dht;  // 3 x 2 units
  const std::string one = sos() + scan;
  const auto dri = [](unsigned interval) { return segment(0xDD, be16(interval)); };
  expect_accepted(front + dri(5) + one + dri(0) + one + dri(5) + one + eoi);
  for (const unsigned interval : {0U, 6U, 0x5345U})
    expect_rejected(front + dri(interval) + one + eoi, front.size() + 4);
  expect_rejected(front + dri(5) + one + dri(5) + one + eoi, front.size() + 6 + one.size() + 4);
}

TEST(VerifyJpeg, ReadsAProfileInChunks) {
  const std::string profile(70000, 'p');
  const auto chunk = [&](int number, int count, std::size_t at, std::size_t size) {
    return icc_segment(number, count, profile.substr(at, size));
  };
  constexpr std::size_t most = 65519;
  const std::string first = chunk(1, 2, 0, most);
  const std::string second = chunk(2, 2, most, profile.size());
  expect_rejected(soi + first + picture, 2 + first.size());
  expect_rejected(soi + second + picture, 2 + 4 + 12);
  expect_rejected(soi + chunk(1, 2, 0, 100) + second + picture, 2 + 4 + 12);
  expect_rejected(soi + first + first + second + picture, 2 + first.size() + 4 + 12);
  expect_rejected(soi + icc_segment(1, 1, "") + picture, 2);
  expect_rejected(soi + first + second + picture, 2, Policy{.keep = KeepSet{}});
}

TEST(VerifyJpeg, StripsMayLackTablesAndTablesStandAlone) {
  const std::string bare = soi + sof() + sos() + scan + eoi;
  verify::JpegTableUse use;
  EXPECT_FALSE(read(*verify::make_jpeg_verifier({}, JpegForm::strip, &use), bare, 5));
  EXPECT_EQ(use.numbers, (std::array<std::uint16_t, 5>{1, 1, 1, 0, 0}));
  const auto judge_tables = [&](const std::string& file) {
    return read(*verify::make_jpeg_verifier({}, JpegForm::tables, &use), file, 5);
  };
  EXPECT_FALSE(judge_tables(soi + dqt + dht + eoi));
  const auto unused = judge_tables(soi + dqt + with(dht, 4, bytes({1})) + eoi);
  ASSERT_TRUE(unused);
  EXPECT_EQ(unused->offset, soi.size() + dqt.size() + 4);
  EXPECT_TRUE(judge_tables(soi + dqt + dht + segment(0xDD, be16(1)) + eoi));
  EXPECT_TRUE(judge_tables(soi + dqt + sof() + sos() + scan + eoi));
}

TEST(VerifyJpeg, AcceptsWhatTheStripperWrites) {
  const auto policy = *make_policy({.keep = "gainmap,copyright,panorama"});
  const std::string iso = segment(0xE2, gain_map_urn + gain_map_metadata(3));
  for (const auto& map : {xmp_segment(ultra_hdr_xmp), iso, xmp_segment(apple_xmp), xmp_segment(ultra_hdr_xmp) + iso}) {
    const auto result = strip(with_second(jfif + xmp_segment(ultra_hdr_xmp), soi + jfif + map + picture), policy);
    ASSERT_FALSE(result.error) << result.error->message;
    expect_accepted(result.output, policy);
    EXPECT_TRUE(judge(result.output)) << "the policy keeps no gain map";
    EXPECT_TRUE(judge(result.output + "x", policy));
    const auto end = result.output.size();
    EXPECT_TRUE(judge(result.output.substr(0, end - picture.size()) + segment(0xE4, "x") + picture, policy));
  }
}

// Whatever byte of the two packets or of the list of pictures changes, it is noticed.
TEST(VerifyJpeg, ADescriptionOfAGainMapHasNoRoom) {
  const auto policy = *make_policy({.keep = "gainmap"});
  const auto result = strip(with_second("", soi + xmp_segment(ultra_hdr_xmp) + picture), policy);
  ASSERT_FALSE(result.error);
  const auto& file = result.output;
  const auto second = file.rfind(soi);
  for (const auto& [begin, end] : {std::pair{std::size_t{0}, file.find(dqt)}, {second, file.find(dqt, second)}}) {
    for (auto at = begin; at < end; ++at) EXPECT_TRUE(judge(with(file, at, "~"), policy)) << at;
  }
}

}  // namespace
}  // namespace stripmeta::test
