// Reducing a colour profile to what shows colour: header, table, what stays and what goes.
#include "strip/metadata/icc.hpp"

#include <gtest/gtest.h>

#include "strip/verify/icc.hpp"
#include "support/cpp/icc_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

// The reduced profile, which the second reader accepts and reducing again leaves as it is; empty if it is damaged.
std::string reduced(const std::string& profile) {
  const auto result = reduce_icc(view(profile));
  if (!result) return {};
  const std::string out{as_text(result->bytes)};
  EXPECT_EQ(result->changed, out != profile);
  const auto again = reduce_icc(view(out));
  EXPECT_TRUE(again && !again->changed && as_text(again->bytes) == out);
  const auto verdict = verify::verify_icc(view(out), {});
  EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset;
  return out;
}

const IccTag white{"wtpt", icc_xyz()};
const std::vector<IccTag> matrix{{"bTRC", icc_curve()}, {"bXYZ", icc_xyz(1)},   {"gTRC", icc_curve(3)},
                                 {"gXYZ", icc_xyz(2)},  {"rTRC", icc_curve(4)}, {"rXYZ", icc_xyz(3)}};

std::vector<IccTag> with(std::vector<IccTag> tags, const std::vector<IccTag>& more) {
  tags.insert(tags.end(), more.begin(), more.end());
  return tags;
}

TEST(Icc, CopiesACleanProfile) {
  for (const int version : {2, 4}) {
    const auto texts = {IccTag{"cprt", icc_copyright(version)}, IccTag{"desc", icc_description(version)}};
    const auto profile = icc_profile(with(texts, {{"rTRC", icc_curve()}, white}), version);
    EXPECT_EQ(reduced(profile), profile);
  }
  EXPECT_EQ(reduced(icc_profile(matrix)), icc_profile(matrix));
  EXPECT_EQ(reduced(icc_profile({})), icc_profile({}));
}

TEST(Icc, RemovesTagsThatShowNoColour) {
  for (const std::string name :
       {"mmod", "vcgt", "dscm", "ndin", "psid", "pseq", "targ", "calt", "meta", "A2B3", "priv", "dmnd", "dmdd",
        "vued", "view", "meas", "tech", "lumi", "bkpt", "chrm", "rig0", "rig2", "ncl2", "clrt", "clot", "kTRC"}) {
    const auto profile = icc_profile({{name, "SECRETSECRET"}, white});
    EXPECT_EQ(reduced(profile), icc_profile({white})) << name;
  }
}

TEST(Icc, TextsBecomeFixedOnes) {
  for (const int version : {2, 4}) {
    const auto profile = icc_profile({{"desc", "desc of the camera"}, {"cprt", "text (c) somebody"}, white}, version);
    const auto expected =
        icc_profile({{"cprt", icc_copyright(version)}, {"desc", icc_description(version)}, white}, version);
    EXPECT_EQ(reduced(profile), expected);
  }
}

TEST(Icc, ClearsTheHeadersFieldsThatShowNoColour) {
  const std::string clean = icc_profile(matrix);
  const std::vector<std::pair<int, int>> free{{4, 8}, {10, 12}, {24, 36}, {40, 66}, {80, 128}};
  for (const auto& [from, to] : free) {
    for (int at = from; at < to; ++at) {
      std::string profile = clean;
      profile.replace(static_cast<std::size_t>(at), 1, "S");
      EXPECT_EQ(reduced(profile), clean) << at;
    }
  }
}

TEST(Icc, HoldsTheHeadersOtherFieldsToKnownValues) {
  const std::string clean = icc_profile(matrix);
  const auto with_header = [&](std::size_t at, const std::string& value) {
    std::string profile = clean;
    return profile.replace(at, value.size(), value);
  };
  for (const int version : {0, 1, 2, 3, 4})
    EXPECT_EQ(reduced(with_header(8, bytes({version, 0x30}))), with_header(8, bytes({version, 0x30})));
  EXPECT_EQ(reduced(with_header(8, bytes({5, 0}))), with_header(8, bytes({5, 0})));
  EXPECT_EQ(reduced(with_header(8, bytes({4, 'x'}))), with_header(8, bytes({4, 0x40})));
  EXPECT_EQ(reduced(with_header(8, bytes({5, 0x10}))), "") << "lcms refuses versions above 5.0";
  EXPECT_EQ(reduced(with_header(8, "x")), "");
  EXPECT_EQ(reduced(with_header(12, lit("\0\0\0\0"))), with_header(12, lit("\0\0\0\0"))) << "lcms takes it";
  for (const std::string name : {"link", "nmcl", "text"}) EXPECT_EQ(reduced(with_header(12, name)), "") << name;
  EXPECT_EQ(reduced(with_header(16, "text")), "");
  EXPECT_EQ(reduced(with_header(20, "RGB ")), "");
  EXPECT_EQ(reduced(with_header(67, "\3")), with_header(67, "\3"));
  EXPECT_EQ(reduced(with_header(67, "\4")), clean);
  EXPECT_EQ(reduced(with_header(68, be32(0xF6D5))), clean) << "near D50";
  EXPECT_EQ(reduced(with_header(68, "text")), with_header(68, std::string(12, '\0')));
}

TEST(Icc, WritesTagsInTheOrderOfTheirSignatures) {
  const std::vector<IccTag> turned{matrix.rbegin(), matrix.rend()};
  EXPECT_EQ(reduced(icc_profile(turned)), icc_profile(matrix));
}

TEST(Icc, RemovesGapsAndBytesPastTheSize) {
  const std::string clean = icc_profile({white});
  std::string gap = icc_profile({white, {"priv", "SECRET_IN_A_GAP!"}});
  gap.replace(128, 4, be32(1));  // the tag is no longer listed; its row and data are gaps
  EXPECT_EQ(reduced(gap), clean);
  EXPECT_EQ(reduced(icc_profile({white}, 2, "SECRET")), clean);
  std::string padding = icc_profile({{"rTRC", icc_curve(1)}, white});
  const auto expected = padding;
  padding.replace(132 + 24 + icc_curve(1).size(), 1, "S");
  EXPECT_EQ(reduced(padding), expected);
}

TEST(Icc, TagsWithEqualElementsShareOne) {
  std::string shared = icc_profile({{"bTRC", icc_curve(9)}, {"gTRC", ""}, {"priv", "x"}, {"rTRC", ""}});
  for (const std::size_t row : {1U, 3U}) shared.replace(132 + row * 12 + 4, 8, shared.substr(132 + 4, 8));
  const std::string out = reduced(shared);
  EXPECT_EQ(out.size(), 132U + 3 * 12 + 32);
  EXPECT_EQ(reduced(icc_profile({{"bTRC", icc_curve(9)}, {"gTRC", icc_curve(9)}, {"rTRC", icc_curve(9)}})), out);
}

TEST(Icc, OverlappingElementsAreWrittenWhole) {
  std::string profile = icc_profile({{"cprt", "text"}, white});
  profile.replace(132 + 8, 4, be32(20));  // the copyright reaches into the white point
  EXPECT_EQ(reduced(profile), icc_profile({{"cprt", icc_copyright()}, white}));
}

// Each table begins four bytes behind the one before it and reaches to the same end.
TEST(Icc, OverlapsDoNotMakeAProfileGrow) {
  const std::vector<std::string> names{"bTRC", "gTRC", "rTRC"};
  std::string table = be32(3);
  std::string heads;
  for (std::uint32_t i = 0; i < 3; ++i) {
    table += names[i] + be32(168 + 12 * i) + be32(12 + 2 * (2000 + i));
    heads += icc_head("curv") + be32(2000 + i);
  }
  const std::string points(2 * 2002, 'p');
  const std::string body = icc_header().substr(4) + table + heads + points;
  EXPECT_EQ(reduced(be32(static_cast<std::uint32_t>(body.size() + 4)) + body), "");
}

TEST(Icc, RefusesDamagedTables) {
  const std::string good = icc_profile({white, {"desc", "text"}});
  const auto broken = [&](std::size_t at, const std::string& with) {
    std::string profile = good;
    profile.replace(at, with.size(), with);
    return reduced(profile) != "";
  };
  EXPECT_TRUE(broken(0, be32(static_cast<std::uint32_t>(good.size()))));
  EXPECT_FALSE(broken(36, "acsx"));
  EXPECT_FALSE(broken(128, be32(0xFFFFFFFF)));
  EXPECT_FALSE(broken(0, be32(131)));
  for (std::size_t size = 0; size < 132; ++size) EXPECT_FALSE(reduce_icc(view(good.substr(0, size))));
  EXPECT_TRUE(broken(0, be32(100000))) << "a size past the end is what is there, as decoders read it";
}

// lcms has no such tag, whatever its signature.
TEST(Icc, ATagWithoutAnElementGoesAlone) {
  for (const std::string name : {"priv", "desc", "A2B0", "B2A0"}) {
    for (const auto& [at, size] :
         {std::pair{0xFFFFFFF0U, 16U}, {100000U, 8U}, {132U, 0xFFFFFFFFU}, {200U, 0U}, {0U, 40U}}) {
      auto tags = matrix;
      tags.push_back({name, "text"});
      std::string profile = icc_profile(tags);
      profile.replace(132 + 12 * matrix.size() + 4, 8, be32(at) + be32(size));
      EXPECT_EQ(reduced(profile), icc_profile(matrix)) << name << " at " << at << " of " << size;
    }
  }
}

TEST(Icc, WhatOnlyBrowsersUseStays) {
  auto many = matrix;
  for (int i = 100; i < 220; ++i) many.push_back({"p" + std::to_string(i), "SECRET"});
  EXPECT_EQ(reduced(icc_profile(many)), icc_profile(matrix));
  const auto curve = icc_profile({{"rTRC", icc_curve(32768)}, white});
  EXPECT_EQ(reduced(curve), curve);
}

TEST(Icc, TheFirstOfARepeatedSignatureStays) {
  const std::string second = icc_xyz(1, 2, 3);
  EXPECT_EQ(reduced(icc_profile({white, {"priv", "SECRET"}, {"wtpt", second}, {"priv", "SECRET"}})),
            icc_profile({white}));
  EXPECT_EQ(reduced(icc_profile({{"wtpt", second}, {"rTRC", "no curve"}, {"rTRC", icc_curve()}})), "");
}

// lcms reads neither if there is a table A2B0.
TEST(Icc, ABrokenColorantGoesBesideATable) {
  const IccTag table{"A2B0", icc_lut(1, 3, 3)};
  const auto profile = [&](const std::vector<IccTag>& more) { return reduced(icc_profile(with({table}, more))); };
  for (const std::string name : {"rXYZ", "bTRC"}) EXPECT_EQ(profile({{name, "SECRET"}}), icc_profile({table})) << name;
  EXPECT_EQ(reduced(icc_profile({{"A2B1", icc_lut(1, 3, 3)}, {"rXYZ", "SECRET"}})), "") << "perceptual needs it";
}

// lcms reads on behind the size that the tag gives.
TEST(Icc, AnElementReachesAsFarAsItsFieldsSay) {
  std::string cut = icc_profile(matrix);
  cut.replace(132 + 12 + 8, 4, be32(8));
  EXPECT_EQ(reduced(cut), icc_profile(matrix));
  cut.replace(132 + 12 + 8, 4, be32(7));
  EXPECT_EQ(reduced(cut), "");
}

TEST(Icc, TellsAMereLayoutApart) {
  const auto is_layout = [](const std::string& profile) {
    const auto result = reduce_icc(view(profile));
    return result && result->changed && result->layout;
  };
  const std::vector<IccTag> turned{matrix.rbegin(), matrix.rend()};
  EXPECT_TRUE(is_layout(icc_profile(turned))) << "the order";
  EXPECT_TRUE(is_layout(icc_profile({{"bTRC", icc_curve()}, {"gTRC", icc_curve()}}))) << "equal elements";
  EXPECT_TRUE(is_layout(icc_profile(matrix) + std::string(5, '\0'))) << "padding";
  EXPECT_FALSE(is_layout(icc_profile(matrix)));
  EXPECT_FALSE(is_layout(icc_profile(turned, 2, "S")));
  EXPECT_FALSE(is_layout("TEXT" + icc_profile(turned).substr(4))) << "a size that holds text";
  EXPECT_FALSE(is_layout(icc_profile(with(turned, {{"priv", std::string(4, '\0')}}))));
  EXPECT_FALSE(is_layout(icc_profile(with(turned, {{"desc", icc_description() + '\0'}}))));
  for (const std::size_t at : {5U, 66U, 130U}) {
    std::string profile = icc_profile(turned);
    profile.replace(at, 1, "S");
    EXPECT_FALSE(is_layout(profile)) << at;
  }
}

// One signature and many: by the square of their number these would take minutes.
TEST(Icc, ReadsAHugeTableQuickly) {
  constexpr std::uint32_t count = 250000;
  for (const bool repeats : {true, false}) {
    std::string table = be32(count);
    table.reserve(std::size_t{count} * 13);
    const std::uint32_t data_at = 132 + 12 * count;
    for (std::uint32_t i = 0; i < count; ++i) table += (repeats ? "wtpt" : be32(i)) + be32(data_at + i) + be32(1);
    const std::string profile = icc_header().substr(4) + table + std::string(count, 'x');
    const std::string sized = be32(static_cast<std::uint32_t>(profile.size() + 4)) + profile;
    EXPECT_EQ(reduced(sized), icc_profile({})) << repeats;
  }
}

}  // namespace
}  // namespace stripmeta::test
