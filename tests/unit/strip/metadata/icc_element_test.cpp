// The elements of a colour profile: text that is planted in every byte that shows no colour goes, and nothing else.
#include <gtest/gtest.h>

#include "strip/metadata/icc.hpp"
#include "strip/verify/icc.hpp"
#include "support/cpp/icc_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string secret = "SECRETSE";  // eight bytes, so that what stands behind it keeps its place modulo 4

struct Case {
  std::string name;
  std::string space;
  std::string tag;
  std::string clean;
  std::string planted;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  const auto add = [&](const std::string& name, const std::string& space, const std::string& tag, const auto& make) {
    all.push_back({name, space, tag, make(""), make(secret)});
  };
  add("XYZ", "RGB ", "rXYZ", [](const std::string& s) { return icc_xyz(0x6FA2, 0x38F5, 0x390, s); });
  add("white", "RGB ", "wtpt", [](const std::string& s) { return icc_xyz(0xF6D6, 0x10000, 0xD32D, s); });
  for (const std::uint32_t points : {0U, 1U, 2U, 5U}) {
    add("curv" + std::to_string(points), "RGB ", "gTRC", [=](const std::string& s) { return icc_curve(points, s); });
  }
  for (const unsigned function : {0U, 1U, 2U, 3U, 4U}) {
    add("para" + std::to_string(function), "GRAY", "kTRC",
        [=](const std::string& s) { return icc_parametric(function, s); });
  }
  add("chad", "RGB ", "chad", [](const std::string& s) { return icc_adaptation(s); });
  add("cicp", "RGB ", "cicp", [](const std::string& s) { return icc_code_points(s); });
  const std::vector<std::pair<std::string, int>> spaces{{"GRAY", 1}, {"RGB ", 3}, {"CMYK", 4}};
  for (const auto& [space, channels] : spaces) {
    for (const int width : {1, 2}) {
      const std::string name = "mft" + std::to_string(width) + space;
      add(name + "to", space, "A2B0", [=](const std::string& s) { return icc_lut(width, channels, 3, s); });
      add(name + "from", space, "B2A1", [=](const std::string& s) { return icc_lut(width, 3, channels, s); });
      add(name + "gamut", space, "gamt", [=](const std::string& s) { return icc_lut(width, 3, 1, s); });
    }
    add("mAB" + space, space, "A2B1", [=](const std::string& s) { return icc_ab(true, channels, 3, s); });
    add("mBA" + space, space, "B2A0", [=](const std::string& s) { return icc_ab(false, 3, channels, s); });
    add("D2B" + space, space, "D2B0", [=](const std::string& s) { return icc_transform(channels, 3, s); });
    add("B2D" + space, space, "B2D3", [=](const std::string& s) { return icc_transform(3, channels, s); });
  }
  return all;
}

std::string reduced(const std::string& profile) {
  const auto result = reduce_icc(std::as_bytes(std::span{profile}));
  return result ? std::string{as_text(result->bytes)} : "";
}

// A profile of one tag. One that leads to the device has a table from it, too, or it would go.
std::string profile_of(const std::string& space, const std::vector<IccTag>& tag) {
  const int channels = space == "GRAY" ? 1 : space == "RGB " ? 3 : 4;
  std::vector<IccTag> tags{{"A2B0", icc_ab(true, channels, 3)}};
  if (!tag.empty() && !tag[0].name.starts_with("B2") && tag[0].name != "gamt") tags.clear();
  tags.insert(tags.end(), tag.begin(), tag.end());
  return icc_profile_with(icc_header(4, space), tags);
}

TEST(IccElement, WhatShowsNoColourGoes) {
  std::size_t places = 0;
  for (const auto& [name, space, tag, clean, planted] : cases()) {
    ASSERT_NE(planted.find("SECRET"), std::string::npos) << name;
    for (auto at = planted.find("SECR"); at != std::string::npos; at = planted.find("SECR", at + 1)) ++places;
    const auto expected = profile_of(space, {{tag, clean}});
    EXPECT_EQ(reduced(expected), expected) << name;
    const auto out = reduced(profile_of(space, {{tag, planted}}));
    EXPECT_EQ(out, expected) << name;
    EXPECT_EQ(out.find("SECR"), std::string::npos) << name;
  }
  EXPECT_GT(places, 150U);
}

TEST(IccElement, ACutOneIsBroken) {
  for (const auto& [name, space, tag, clean, planted] : cases()) {
    const bool reverse = tag.starts_with("B2") || tag == "gamt";
    const auto without = reverse ? profile_of(space, {}) : icc_profile_with(icc_header(4, space), {});
    // Whole words, so that no padding follows.
    for (std::size_t size = 4; size < clean.size(); size += 4 * (1 + clean.size() / 160)) {
      const auto out = reduced(profile_of(space, {{tag, clean.substr(0, size)}}));
      EXPECT_TRUE(out.empty() || out == without) << name << " of " << size;
    }
  }
}

// Without a harmless one, lcms shows the same under the intents perceptual and relative.
TEST(IccElement, ABrokenOneGoesOrDamagesTheProfile) {
  const std::string text = lit("text\0\0\0\0A text of any length, in a tag of another type");
  const auto with = [&](const std::string& space, const std::string& tag) {
    return reduced(profile_of(space, {{tag, text}}));
  };
  for (const std::string tag : {"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "A2B0", "A2B1", "D2B0", "D2B1"})
    EXPECT_EQ(with("RGB ", tag), "") << tag;
  for (const std::string tag : {"wtpt", "chad", "cicp", "A2B2", "D2B2", "D2B3", "kTRC"})
    EXPECT_EQ(with("RGB ", tag), icc_profile_with(icc_header(4), {})) << tag;
  for (const std::string tag : {"B2A0", "B2A1", "B2A2", "gamt", "B2D0", "B2D1", "B2D2", "B2D3"})
    EXPECT_EQ(with("RGB ", tag), profile_of("RGB ", {})) << tag;
  EXPECT_EQ(with("GRAY", "kTRC"), "");
  EXPECT_EQ(with("CMYK", "rXYZ"), icc_profile_with(icc_header(4, "CMYK"), {})) << "no such space has colorants";
}

TEST(IccElement, TablesToTheDeviceGoIfNoneLeadsFromIt) {
  const std::vector<IccTag> matrix{{"rTRC", icc_curve()}, {"rXYZ", icc_xyz(3)}};
  for (const std::string tag : {"B2A0", "B2A1", "B2A2", "gamt", "B2D0", "B2D1", "B2D2", "B2D3"}) {
    const std::string table = tag == "gamt" ? icc_lut(1, 3, 1) : tag[2] == 'A' ? icc_lut(1, 3, 3) : icc_transform(3, 3);
    std::vector<IccTag> tags = matrix;
    tags.push_back({tag, table});
    EXPECT_EQ(reduced(icc_profile_with(icc_header(4), tags)), icc_profile_with(icc_header(4), matrix)) << tag;
    tags.push_back({"A2B2", "broken"});
    EXPECT_EQ(reduced(icc_profile_with(icc_header(4), tags)), icc_profile_with(icc_header(4), matrix)) << tag;
  }
}

TEST(IccElement, NumbersThatShowNothingArePlausible) {
  const auto goes = [](const std::string& tag, const std::string& data) {
    return reduced(icc_profile_with(icc_header(4), {{tag, data}})) == icc_profile_with(icc_header(4), {});
  };
  EXPECT_TRUE(goes("wtpt", lit("XYZ \0\0\0\0SECRETSECRET")));
  EXPECT_TRUE(goes("chad", lit("sf32\0\0\0\0SECRETSECRETSECRETSECRETSECRETSECRET")));
  EXPECT_TRUE(goes("cicp", lit("cicp\0\0\0\0SECR")));
}

TEST(IccElement, TablesHaveTheChannelsOfTheirSpaces) {
  const auto damages = [](const std::string& data) {
    return reduced(icc_profile_with(icc_header(4), {{"A2B0", data}})).empty();
  };
  EXPECT_FALSE(damages(icc_lut(1, 3, 3)));
  EXPECT_TRUE(damages(icc_lut(1, 4, 3)));
  EXPECT_TRUE(damages(icc_lut(2, 3, 4)));
  EXPECT_TRUE(damages(icc_ab(true, 4, 3)));
  EXPECT_TRUE(damages(icc_ab(false, 3, 3))) << "the other direction's type";
}

// The offsets of the B and the M curves lead to one place, as writers do that save bytes.
TEST(IccElement, PartsMayBeShared) {
  std::string table = icc_ab(true, 3, 3);
  table.replace(20, 4, table.substr(12, 4));
  const auto profile = icc_profile_with(icc_header(4), {{"A2B0", table}});
  const auto out = reduced(profile);
  EXPECT_LT(out.size(), profile.size());
  EXPECT_EQ(reduced(out), out);
  EXPECT_FALSE(verify::verify_icc(std::as_bytes(std::span{out}), {}));
  EXPECT_EQ(out.substr(144 + 12, 4), out.substr(144 + 20, 4));
}

// 64 positions lead to one large part, and to 64 that overlap.
TEST(IccElement, PartsDoNotMakeAProfileGrow) {
  std::string grid = icc_head("clut") + be16(3) + be16(3) + std::string(3, '\x20') + std::string(13, '\0');
  grid += std::string(std::size_t{4} * 3 * 32 * 32 * 32, '\0');
  for (const bool overlap : {false, true}) {
    std::string head = icc_head("mpet") + be16(3) + be16(3) + be32(64);
    std::string heads;
    for (std::uint32_t i = 0; i < 64; ++i) {
      head += be32(16 + 8 * 64 + (overlap ? i * 28 : 0)) + be32(static_cast<std::uint32_t>(grid.size()));
      heads += overlap ? grid.substr(0, 28) : "";
    }
    const auto profile = icc_profile_with(icc_header(4), {{"D2B3", head + heads + grid}});
    const auto out = reduced(profile);
    EXPECT_LE(out.size(), profile.size());
    EXPECT_EQ(out == icc_profile_with(icc_header(4), {}), overlap);
  }
}

}  // namespace
}  // namespace stripmeta::test
