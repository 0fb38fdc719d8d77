// What the second reader of WebP accepts, and which byte it names if it does not.
#include "strip/verify/webp.hpp"

#include <gtest/gtest.h>

#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/webp_bytes.hpp"

namespace stripmeta::test {
namespace {

verify::Verdict judge(const std::string& file, const Policy& policy = {}) {
  return verify::verify_webp(verify::File{std::as_bytes(std::span{file})}, policy);
}
void accepted(const std::string& file, const Policy& policy = {}) {
  const auto verdict = judge(file, policy);
  EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset;
}
void rejected(const std::string& file, std::size_t offset, const Policy& policy = {}) {
  const auto verdict = judge(file, policy);
  ASSERT_TRUE(verdict) << "nothing at " << offset;
  EXPECT_EQ(verdict->offset, offset) << verdict->rule;
}
// Of a file of these chunks, the fault is `ahead` bytes behind `before`.
void rejected_in(const std::string& before, const std::string& rest, std::size_t ahead = 0, const Policy& policy = {}) {
  rejected(riff(before + rest), 12 + before.size() + ahead, policy);
}

TEST(VerifyWebp, AcceptsWhatIsClean) {
  for (const auto& file : {simple_webp, extended_webp, animated_webp, riff(vp8l), riff(vp8_odd)}) accepted(file);
  accepted(riff(canvas(webp_exif) + vp8 + chunk("EXIF", orientation_tiff(6))));
  accepted(riff(canvas(webp_xmp) + vp8 + chunk("XMP ", made_packet)), archive);
  const auto profile = icc_profile({{"rTRC", icc_curve(250)}});
  accepted(riff(canvas(webp_icc) + chunk("ICCP", profile) + vp8));
}

TEST(VerifyWebp, NamesAWrongForm) {
  rejected("RIFF", 4);
  rejected(simple_webp + "x", 4);
  rejected("RIFX" + simple_webp.substr(4), 0);
  rejected(simple_webp.substr(0, 8) + "WAVE" + simple_webp.substr(12), 8);
  rejected(riff(""), 12);
  rejected_in(vp8, chunk("ABCD", "x"));
  rejected_in(vp8, vp8);
  rejected_in(vp8, "abcd");
  std::string padded = vp8_odd;
  padded.back() = 'x';
  rejected_in(padded.substr(0, padded.size() - 1), "x");
}

TEST(VerifyWebp, NamesAWrongCanvas) {
  rejected_in("", canvas(0x01) + vp8, 8);
  rejected_in("", canvas(0x40) + vp8, 8);
  rejected_in("", chunk("VP8X", bytes({0, 't', 'x', 't', 7, 0, 0, 7, 0, 0})) + vp8, 9);
  rejected_in("", chunk("VP8X", bytes({0, 0, 0, 0}) + "secret") + vp8, 12);
  rejected_in("", chunk("VP8X", std::string(12, '\0')) + vp8, 4);
}

TEST(VerifyWebp, NamesAChunkThatHasNoReason) {
  const auto profile = icc_profile({{"rTRC", icc_curve(250)}});
  rejected_in(canvas(0), chunk("ICCP", profile) + vp8);
  rejected_in(canvas(webp_icc), vp8);
  rejected_in(canvas(webp_icc), chunk("ICCP", profile) + vp8, 0, *make_policy({.remove = "icc"}));
  rejected_in(canvas(webp_icc), chunk("ICCP", "text") + vp8, 8);
  rejected_in(canvas(0) + vp8, chunk("EXIF", orientation_tiff(6)));
  rejected_in(canvas(webp_exif) + vp8, chunk("EXIF", lit("Exif\0\0") + orientation_tiff(6)), 8);
  EXPECT_TRUE(judge(riff(canvas(webp_xmp) + vp8 + chunk("XMP ", made_packet)))) << "by policy alone";
  rejected_in(canvas(0) + vp8, anim);
  rejected_in(canvas(0), alph + vp8l);
  rejected_in("", alph + vp8);
}

TEST(VerifyWebp, ReadsAnAlphaPlane) {
  const std::string whole(64, 'a');
  accepted(riff(canvas(webp_alpha) + chunk("ALPH", lit("\0") + whole) + vp8));
  accepted(riff(canvas(webp_alpha) + chunk("ALPH", "\1" + whole + whole) + vp8));
  rejected_in(canvas(webp_alpha), chunk("ALPH", lit("\0") + whole + "text") + vp8, 8 + 65);
  for (const int head : {0x40, 0x20, 0x02, 0x03}) {
    rejected_in(canvas(webp_alpha), chunk("ALPH", bytes({head})) + vp8, 8);
  }
}

TEST(VerifyWebp, ReadsFrames) {
  const auto start = canvas(webp_animation);
  rejected_in(start, frame(vp8));
  rejected_in(start, chunk("ANIM", std::string(8, '\0')) + frame(vp8), 4);
  rejected_in(start + anim, "");
  rejected_in(start + anim, frame(vp8, 4), 8 + 15);
  rejected_in(start + anim, frame(vp8 + chunk("ABCD", "x")), 8 + 16 + vp8.size());
  rejected_in(start + anim, frame(""), 8 + 16);
  rejected_in(start + anim, frame(alph), 8 + 16 + alph.size());
  rejected_in(start + anim, chunk("ANMF", le24(1) + anmf_head().substr(3) + vp8), 8);
}

TEST(VerifyWebp, ComparesSizes) {
  rejected_in("", canvas(0, 9, 8) + vp8, 12);
  rejected_in("", canvas(0, 8, 9) + vp8l, 12);
  const auto start = canvas(webp_animation, 20, 20) + anim;
  rejected_in(start, frame(vp8_of(8, 7)), 8 + 6);
  rejected_in(start, frame(vp8_of(9, 8)), 8 + 6);
}

TEST(VerifyWebp, ReadsTheStartOfAPicture) {
  rejected_in("", chunk("VP8 ", std::string(14, 'x')), 8);
  rejected_in("", chunk("VP8L", std::string(14, 'x')), 8);
}

}  // namespace
}  // namespace stripmeta::test
