// The second reader of colour profiles accepts what is left of them, and names the first byte without a reason.
#include "strip/verify/icc.hpp"

#include <gtest/gtest.h>

#include "strip/metadata/icc.hpp"
#include "support/cpp/icc_bytes.hpp"

namespace stripmeta::test {
namespace {

verify::Verdict judge(const std::string& profile, const Policy& policy = {}) {
  return verify::verify_icc(std::as_bytes(std::span{profile}), policy);
}

void expect_rejected(const std::string& profile, std::uint64_t offset, std::string_view rule) {
  const auto verdict = judge(profile);
  ASSERT_TRUE(verdict) << rule;
  EXPECT_EQ(verdict->rule, rule);
  EXPECT_EQ(verdict->offset, offset) << rule;
}

std::string changed(std::string profile, std::size_t at, const std::string& with) {
  return profile.replace(at, with.size(), with);
}

const std::vector<IccTag> tags{{"cprt", icc_copyright()},
                               {"desc", icc_description()},
                               {"rTRC", icc_curve(3)},
                               {"rXYZ", icc_xyz(1, 2, 3)},
                               {"wtpt", icc_xyz()}};
const std::string clean = icc_profile(tags);

// The offset of a tag's row in the table, and of its element.
std::size_t row_of(const std::string& profile, const std::string& tag) {
  return profile.find(tag, 132);
}
std::size_t element_of(const std::string& profile, const std::string& tag) {
  const auto at = row_of(profile, tag) + 4;
  std::size_t offset = 0;
  for (std::size_t i = 0; i < 4; ++i) offset = offset << 8U | static_cast<unsigned char>(profile[at + i]);
  return offset;
}

std::vector<std::string> samples() {
  std::vector<std::string> all{clean, icc_profile({})};
  const std::vector<std::pair<std::string, int>> spaces{{"GRAY", 1}, {"RGB ", 3}, {"CMYK", 4}};
  for (const auto& [space, channels] : spaces) {
    const auto add = [&](const std::vector<IccTag>& more) {
      all.push_back(icc_profile_with(icc_header(4, space), more));
    };
    add({{"A2B0", icc_lut(1, channels, 3)}, {"A2B1", icc_ab(true, channels, 3)}});
    const IccTag forward{"A2B0", icc_ab(true, channels, 3)};
    add({forward, {"B2A0", icc_lut(2, 3, channels)}, {"B2A1", icc_ab(false, 3, channels)}, {"gamt", icc_lut(1, 3, 1)}});
    add({forward, {"B2D0", icc_transform(3, channels)}});
    add({{"D2B3", icc_transform(channels, 3)}});
    add({{"chad", icc_adaptation()}, {"cicp", icc_code_points()}, {"desc", icc_description(4)}});
  }
  all.push_back(icc_profile_with(icc_header(4, "GRAY"), {{"kTRC", icc_parametric(4)}}));
  return all;
}

TEST(VerifyIcc, AcceptsCleanProfiles) {
  for (const auto& profile : samples()) {
    const auto verdict = judge(profile);
    EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset;
  }
}

// It accepts exactly what stripping leaves as it is.
TEST(VerifyIcc, AgreesAboutEachChangedByte) {
  for (const auto& profile : samples()) {
    for (std::size_t at = 0; at < profile.size(); ++at) {
      std::string other = profile;
      other[at] = static_cast<char>(other[at] ^ (at % 2 == 0 ? 0x01 : 0x53));
      const auto reduced = reduce_icc(std::as_bytes(std::span{other}));
      EXPECT_EQ(!judge(other), reduced && !reduced->changed) << at << " of " << profile.size();
    }
  }
}

TEST(VerifyIcc, RejectsEachCutProfile) {
  for (std::size_t size = 0; size < clean.size(); ++size) EXPECT_TRUE(judge(clean.substr(0, size))) << size;
}

TEST(VerifyIcc, RejectsAProfileThatThePolicyRemoves) {
  EXPECT_EQ(judge(clean, *make_policy({.remove = "icc"}))->rule, "a colour profile that the policy removes");
}

TEST(VerifyIcc, NamesBytesOfTheHeader) {
  const std::string_view zero = "a byte of a colour profile that shows no colour and is not zero";
  for (const std::size_t at : {4U, 10U, 24U, 35U, 40U, 44U, 48U, 52U, 56U, 64U, 66U, 80U, 84U, 100U, 127U})
    expect_rejected(changed(clean, at, "S"), at, zero);
  expect_rejected(clean + lit("\0\0\0\0"), 0, "a colour profile of another size");
  expect_rejected(changed(clean, 8, "\6"), 8, "an unknown version of a colour profile");
  expect_rejected(changed(clean, 9, "S"), 9, "an unknown version of a colour profile");
  expect_rejected(changed(clean, 12, "link"), 12, "a colour profile of a class that no image has");
  expect_rejected(changed(clean, 16, "text"), 16, "a colour profile of an unknown colour space");
  expect_rejected(changed(clean, 20, "text"), 20, "a colour profile of an unknown connection space");
  expect_rejected(changed(clean, 67, "\4"), 67, "an unknown rendering intent of a colour profile");
  expect_rejected(changed(clean, 71, "\1"), 68, "an illuminant of a colour profile that is not D50");
}

TEST(VerifyIcc, NamesBytesOfTheTable) {
  const auto wrong = icc_profile({{"rXYZ", icc_xyz(1)}, {"rTRC", icc_curve()}});
  expect_rejected(wrong, row_of(wrong, "rTRC"), "tags of a colour profile that do not ascend");
  const auto other = icc_profile({{"priv", icc_xyz(1)}, {"rTRC", icc_curve()}});
  expect_rejected(other, row_of(other, "priv"), "a tag of a colour profile that shows no colour");
  const auto twice = icc_profile({{"rTRC", icc_curve()}, {"rTRC", icc_curve()}});
  expect_rejected(twice, row_of(twice, "rTRC") + 12, "tags of a colour profile that do not ascend");
  expect_rejected(changed(clean, row_of(clean, "rXYZ") + 4, be32(0)), row_of(clean, "rXYZ") + 4,
                  "an offset in a colour profile that leads to no part");
  expect_rejected(changed(clean, row_of(clean, "wtpt") + 8, be32(9999)), row_of(clean, "wtpt") + 8,
                  "an element of a colour profile past its end");
}

TEST(VerifyIcc, NamesBytesOfElements) {
  const auto trc = element_of(clean, "rTRC");
  expect_rejected(changed(clean, trc, "text"), trc, "a curve of a colour profile of an unknown type");
  expect_rejected(changed(clean, trc + 4, "S"), trc + 4,
                  "a byte of a colour profile that shows no colour and is not zero");
  expect_rejected(changed(clean, trc + 8, be32(4)), trc + 12, "a cut element of a colour profile");
  expect_rejected(changed(clean, trc + 8, be32(2)), trc + 16, "bytes behind an element of a colour profile");
  expect_rejected(changed(clean, trc + 18, "S"), trc + 18,
                  "a byte of a colour profile that shows no colour and is not zero");
  const auto desc = element_of(clean, "desc");
  expect_rejected(changed(clean, desc + 12, "My"), desc + 12, "a text of a colour profile that is not the fixed one");
  const auto xyz = element_of(clean, "rXYZ");
  expect_rejected(changed(clean, xyz, "text"), xyz,
                  "an element of a colour profile of a type that its tag does not allow");
  const auto white = element_of(clean, "wtpt");
  expect_rejected(changed(clean, white + 12, "SECR"), white + 12,
                  "a white point of a colour profile that is not white");
}

TEST(VerifyIcc, NamesEqualParts) {
  const auto twice = icc_profile({{"gTRC", icc_curve()}, {"rTRC", icc_curve()}});
  expect_rejected(twice, row_of(twice, "rTRC") + 4, "two equal parts of a colour profile");
}

TEST(VerifyIcc, NamesBytesBetweenPartsOfATable) {
  const auto table = icc_profile_with(icc_header(4), {{"A2B0", icc_ab(true, 3, 3, "TEXT")}});
  const auto at = element_of(table, "A2B0");
  expect_rejected(table, at + 4, "a byte of a colour profile that shows no colour and is not zero");
  std::string gap = icc_ab(true, 3, 3);
  gap.replace(12, 4, be32(36));
  expect_rejected(icc_profile_with(icc_header(4), {{"A2B0", gap}}), at + 12,
                  "an offset in a colour profile that leads to no part");
}

}  // namespace
}  // namespace stripmeta::test
