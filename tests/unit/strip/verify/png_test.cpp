// What the second reader of PNG accepts, and which byte it names if it does not.
#include "strip/verify/png.hpp"

#include <gtest/gtest.h>

#include "support/cpp/png_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/verdicts.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

void accepted(const std::string& file, const Policy& policy = {}) {
  expect_accepted_by(verify::make_png_verifier, file, policy);
}
// A fault in the chunk that follows `before`.
void rejected(const std::string& before, const std::string& rest, const Policy& policy = {}, std::size_t ahead = 0) {
  expect_rejected_by(verify::make_png_verifier, before + rest, before.size() + ahead, policy);
}
const std::string rest = idat + iend;
const std::string palette = signature + ihdr(3);

TEST(VerifyPng, AcceptsWhatIsClean) {
  accepted(plain);
  accepted(animation);
  accepted(front + actl(1) + idat + fctl(0) + fdat(1) + oriented(6) + iend);
  accepted(with(gamma + chromaticities + intent + code_points + mastering() + content_light() + density()));
  accepted(palette + chunk("PLTE", "rgbRGB") + chunk("tRNS", "a") + chunk("bKGD", bytes({1})) + rest);
  accepted(front + chunk("IDAT") + chunk("IDAT", std::string(100000, 'x')) + iend);
}

TEST(VerifyPng, AcceptsWhatThePolicyKeeps) {
  const std::string areas = nine_patch() + nine_patch_outline() + png::nine_patch_layout;
  accepted(with(areas), *make_policy({.keep = "ninepatch"}));
  rejected(front, areas + rest);
  const auto rights = text("Author", "Jo") + itxt("Copyright", "\u00A9 Jo") + itxt("XML:com.adobe.xmp", made_packet);
  accepted(with(rights), archive);
  accepted(with("", rights), archive);
  rejected(front, rights + rest);
  rejected(front, density() + rest, *make_policy({.preset = "share"}));
  const auto profile = iccp(icc_profile({{"wtpt", "white"}}), "icc");
  accepted(strip(with(profile)).output);
  rejected(front, profile + rest, *make_policy({.remove = "icc"}));
}

TEST(VerifyPng, NamesAChunkThatHasNoReason) {
  for (const auto& part :
       {text("Comment", "x"), ztxt("Author", "x"), chunk("tIME", "1234567"), chunk("sPLT", "x"), chunk("prVt", "x"),
        chunk("PLTE", "rgb"), gamma + gamma, chunk("eXIf", "x"), chunk("tRNS", "RrGgBb"), chunk("gAMA", be32(0)),
        chunk("sBIT", bytes({8, 8, 9})), actl(0), chunk("bKGD", "RrGgBb")}) {
    const bool twice = part == gamma + gamma;
    const auto verdict_at = part.starts_with(be32(1) + "eXIf") ? 8U : 0U;
    rejected(twice ? front + gamma : front, (twice ? gamma : part) + rest, {}, verdict_at);
  }
  rejected(front + idat, gamma + iend);
  rejected(front + idat + oriented(6), oriented(6) + iend);
  rejected(palette, chunk("PLTE", "rgbR") + rest);
  for (const auto& part : {gamma, chromaticities, intent, code_points, mastering(), content_light(),
                           chunk("sBIT", bytes({8, 8, 8})), iccp(icc_profile({{"wtpt", "white"}}), "icc")}) {
    rejected(palette + chunk("PLTE", "rgb"), part + rest);
  }
  rejected(palette + chunk("PLTE", "rgb"), chunk("bKGD", bytes({1})) + rest);
  rejected(palette, chunk("tRNS", "a") + chunk("PLTE", "rgb") + rest);
  rejected(palette, rest);
  rejected(signature + ihdr(3, 1), chunk("PLTE", "rgbrgbrgb") + rest);
}

TEST(VerifyPng, ReadsATransparencyThatIsTooLong) {
  const auto two = palette + chunk("PLTE", "rgbRGB");
  accepted(two + chunk("tRNS", lit("ab\0")) + rest);
  rejected(two, chunk("tRNS", "abc") + rest);
  rejected(two, chunk("tRNS", lit("ab\0\0")) + rest);
  accepted(with(chunk("tRNS", lit("\0r\0g\0b\0"))));
  rejected(front, chunk("tRNS", lit("\0r\0g\0b\0\0")) + rest);
  rejected(palette + chunk("PLTE", std::string(768, 'c')), chunk("tRNS", std::string(257, '\0')) + rest);
}

TEST(VerifyPng, ReadsBitsAboveTheDepth) {
  accepted(with(chunk("tRNS", lit("\1r\0g\1b"))));
  rejected(front, chunk("tRNS", lit("\2r\0g\1b")) + rest);
  const auto grey = signature + ihdr(0, 2);
  accepted(grey + chunk("tRNS", bytes({1, 7})) + rest);
  rejected(grey, chunk("tRNS", bytes({0, 8})) + rest);
  accepted(signature + ihdr(2, 16) + chunk("tRNS", "RrGgBb") + rest);
}

TEST(VerifyPng, NamesAWrongFrame) {
  rejected("", "JPEG", {}, 4);
  rejected("", "\x89PNG\r\n\x1A\r" + rest);
  rejected(signature, rest);
  rejected(signature, ihdr(1) + rest);
  rejected(front, iend);
  rejected(front + idat, chunk("IEND", "x"));
  rejected(plain, "x");
  rejected(front + idat, "");
  rejected(front + idat + iend.substr(0, 9), "");
  rejected(front, spoilt("gAMA", be32(45455)) + rest);
  rejected(front + chunk("IDAT", "x").substr(0, 9), std::string(4, '\0') + iend);
  rejected(front + idat + oriented(6), idat + iend);
}

TEST(VerifyPng, NamesAWrongAnimation) {
  rejected(front + actl(2) + fctl(0) + idat, iend);
  rejected(front + actl(1) + fctl(0) + idat, fctl(1) + fdat(2) + iend);
  rejected(front, fctl(0) + rest);
  rejected(front + actl(2) + fctl(0) + idat, fdat(1) + iend);
  rejected(front + actl(2) + fctl(0) + idat, fctl(2) + fdat(3) + iend);
  rejected(front + actl(2) + fctl(0) + idat + fctl(1), fdat(3) + iend, {}, 8);
  rejected(front + actl(2) + fctl(0) + idat + fctl(1), iend);
  rejected(front + actl(2) + fctl(0) + idat + fctl(1) + fdat(2), idat + iend);
}

TEST(VerifyPng, ReadsAProfileToItsEnd) {
  const std::string clean = strip(with(iccp(icc_profile({{"rTRC", icc_curve(200)}})))).output;
  accepted(clean);
  const auto profile = icc_profile({{"rTRC", icc_curve(200)}});
  rejected(front, iccp(profile, "own") + rest, {}, 8);
  const std::size_t stream = 13;
  rejected(front, iccp(profile, "icc", 1) + rest, {}, stream);
  rejected(front, chunk("iCCP", lit("icc\0\0") + deflated(profile) + "x") + rest, {}, stream);
  rejected(front, chunk("iCCP", lit("icc\0\0") + "x") + rest, {}, stream);
  rejected(front, iccp(icc_profile({{"wtpt", "white"}, {"priv", "text"}}), "icc") + rest, {}, stream);
}

TEST(VerifyPng, ReadsTexts) {
  rejected(front, text("Author", "J\x01") + rest, archive, 8 + 7);
  rejected(front, itxt("Author", "Jo", true) + rest, archive, 8 + 7);
  rejected(front, text("Author", "") + rest, archive);
  rejected(front + text("Author", "Jo"), itxt("Author", "Jo") + rest, archive);
  rejected(front, itxt("XML:com.adobe.xmp", "<x/>") + rest, archive, 8 + 22);
}

}  // namespace
}  // namespace stripmeta::test
