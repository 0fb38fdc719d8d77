// Reducing a colour profile to what shows colour.
#include <gtest/gtest.h>

#include "strip/metadata/icc.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

std::string text_of(const std::vector<std::byte>& made_bytes) {
  return {reinterpret_cast<const char*>(made_bytes.data()), made_bytes.size()};
}
std::string reduced(const std::string& profile, bool share = false) {
  const auto result = reduce_icc(view(profile), share);
  EXPECT_TRUE(result);
  return text_of(result->bytes);
}

const IccTag white{"wtpt", lit("XYZ \0\0\0\0"
                               "123456789012")};
const IccTag desc{"desc", "desc of the camera"};
const IccTag cprt{"cprt", "text (c) somebody"};

TEST(Icc, CopiesAProfileWithOnlyColour) {
  for (const auto& profile :
       {icc_profile({white}), icc_profile({desc, cprt, white, {"dmnd", "maker"}, {"dmdd", "model"}}, 4),
        icc_profile({{"A2B0", "odd"}, {"B2D3", "12345"}})}) {
    const auto result = reduce_icc(view(profile), false);
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->changed);
    EXPECT_EQ(text_of(result->bytes), profile);
  }
}

TEST(Icc, RemovesOtherTags) {
  for (const std::string name :
       {"mmod", "vcgt", "dscm", "ndin", "psid", "pseq", "targ", "calt", "meta", "A2B3", "priv"}) {
    const std::string out = reduced(icc_profile({desc, {name, "SECRETSECRET"}, white}));
    EXPECT_EQ(out.find("SECRET"), std::string::npos);
    std::string expected = icc_profile({desc, white});
    expected.replace(84, 16, std::string(16, '\0'));
    EXPECT_EQ(out, expected);
    EXPECT_FALSE(reduce_icc(view(out), false)->changed);
  }
}

TEST(Icc, RemovesGapsAndBytesPastTheSize) {
  std::string gap = icc_profile({white, {"priv", "SECRET_IN_A_GAP!"}});
  gap.replace(128, 4, be32(1));  // the tag is no longer listed; its row and data are gaps
  EXPECT_EQ(reduced(gap).find("SECRET"), std::string::npos);
  const std::string past = reduced(icc_profile({white}, 2, "SECRET"));
  EXPECT_EQ(past.find("SECRET"), std::string::npos);
  std::string padding = icc_profile({{"desc", "12345"}, white});
  padding.replace(132 + 24 + 5, 1, "S");
  EXPECT_TRUE(reduce_icc(view(padding), false)->changed);
}

TEST(Icc, ClearsReservedBytesOfTheHeader) {
  const std::string clean = icc_profile({desc, white});
  std::string expected = clean;
  expected.replace(84, 16, std::string(16, '\0'));
  for (const std::size_t at : {100U, 113U, 127U}) {
    std::string profile = clean;
    profile.replace(at, 1, "S");
    const auto result = reduce_icc(view(profile), false);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->changed);
    EXPECT_EQ(text_of(result->bytes), expected);
  }
  std::string identified = clean;
  identified.replace(99, 1, "S");
  EXPECT_FALSE(reduce_icc(view(identified), false)->changed) << "the identifier is no slack";
}

TEST(Icc, KeepsSharedDataShared) {
  std::string profile = icc_profile({{"rTRC", "curvDATA"}, {"gTRC", ""}, {"bTRC", ""}, {"priv", "x"}});
  for (const std::size_t row : {1U, 2U}) profile.replace(132 + row * 12 + 4, 8, profile.substr(132 + 4, 8));
  const std::string out = reduced(profile);
  EXPECT_EQ(out.size(), 132U + 3 * 12 + 8);
  EXPECT_EQ(out.substr(132 + 4, 8), out.substr(132 + 12 + 4, 8));
  EXPECT_EQ(out.substr(132 + 4, 8), out.substr(132 + 24 + 4, 8));
}

TEST(Icc, ShareRemovesTheMakersNames) {
  for (const int version : {2, 4}) {
    const auto profile = icc_profile({desc, cprt, white, {"dmnd", "SECRET maker"}, {"dmdd", "SECRET model"}}, version);
    const std::string out = reduced(profile, true);
    for (const auto* gone : {"camera", "somebody", "SECRET", "CRTR"})
      EXPECT_EQ(out.find(gone), std::string::npos) << gone;
    EXPECT_EQ(out.substr(24, 12), std::string(12, '\0'));
    EXPECT_EQ(out.substr(84, 16), std::string(16, '\0'));
    EXPECT_NE(out.find(white.data), std::string::npos);
    const auto again = reduce_icc(view(out), true);
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->changed);
    EXPECT_EQ(text_of(again->bytes), out);
  }
}

TEST(Icc, RefusesDamagedTables) {
  const std::string good = icc_profile({white, desc});
  const auto broken = [&](std::size_t at, const std::string& with) {
    std::string profile = good;
    profile.replace(at, with.size(), with);
    return reduce_icc(view(profile), false).has_value();
  };
  EXPECT_TRUE(broken(0, be32(static_cast<std::uint32_t>(good.size()))));
  EXPECT_FALSE(broken(36, "acsx"));
  EXPECT_FALSE(broken(128, be32(3)));
  EXPECT_FALSE(broken(128, be32(0xFFFFFFFF)));
  EXPECT_FALSE(broken(136, be32(100)));         // data within the table
  EXPECT_FALSE(broken(136, be32(0xFFFFFFF0)));  // past the end
  EXPECT_FALSE(broken(140, be32(0xFFFFFFFF)));
  EXPECT_FALSE(broken(0, be32(131)));
  EXPECT_FALSE(broken(148, be32(160)));  // overlaps the first tag's data
  for (std::size_t size = 0; size < 132; ++size) EXPECT_FALSE(reduce_icc(view(good.substr(0, size)), false));
  EXPECT_TRUE(broken(0, be32(100000))) << "a size past the end is what is there, as decoders read it";
}

TEST(Icc, RefusesRepeatedSignatures) {
  for (const std::string name : {"wtpt", "desc", "priv"}) {
    const auto profile = icc_profile({white, {name, "first"}, {"cprt", "text"}, {name, "second"}});
    for (const bool share : {false, true}) EXPECT_FALSE(reduce_icc(view(profile), share)) << name;
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
    const std::string profile = icc_profile({}).substr(0, 128) + table + std::string(count, 'x');
    std::string sized = be32(static_cast<std::uint32_t>(profile.size())) + profile.substr(4);
    EXPECT_EQ(reduce_icc(view(sized), false).has_value(), !repeats);
  }
}

}  // namespace
}  // namespace stripmeta::test
