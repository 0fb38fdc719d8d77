// The list of well-known colour profiles, and how a profile is found in it.
#include "strip/base/known_profiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "strip/base/sha256.hpp"
#include "support/cpp/icc_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

std::string digest(const std::string& text) {
  Sha256 sha;
  sha.update(view(text));
  return sha.hex();
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

TEST(KnownProfiles, HaveNamesSizesAndDigests) {
  EXPECT_GT(known_profiles().size(), 50U);
  for (const auto& known : known_profiles()) {
    EXPECT_FALSE(known.name.empty());
    EXPECT_GT(known.size, 132U) << known.name;
    EXPECT_TRUE(is_digest(known.colour)) << known.name;
    EXPECT_TRUE(known.published.empty() || is_digest(known.published)) << known.name;
  }
  const auto name_and_digest = [](const KnownProfile& known) { return std::pair{known.colour, known.published}; };
  std::vector<KnownProfile> rows{known_profiles().begin(), known_profiles().end()};
  std::ranges::sort(rows, {}, name_and_digest);
  EXPECT_EQ(std::ranges::adjacent_find(rows, {}, name_and_digest), rows.end());
}

TEST(KnownProfiles, AreFoundWhateverTheirFreeFieldsHold) {
  const std::string colour = icc_profile({{"desc", "a public name"}, {"priv", "text"}});
  std::string published = colour;
  published.replace(24, 12, "date of 1998");
  const std::string of_colour = digest(colour);
  const std::string of_published = digest(published);
  const std::array list{KnownProfile{"A", static_cast<std::uint32_t>(colour.size()), of_colour, of_published},
                        KnownProfile{"B", 9999, of_colour, ""}};
  const auto knowledge = [&](const std::string& profile) { return knowledge_of(view(profile), list); };
  EXPECT_EQ(knowledge(published), Knowledge::published);
  EXPECT_EQ(knowledge(colour), Knowledge::colour);
  for (const auto& field : icc_free_fields) {
    std::string other = published;
    other.replace(field.begin, field.size(), std::string(field.size(), 'S'));
    EXPECT_EQ(knowledge(other), Knowledge::colour);
  }
  for (const std::size_t at : {0U, 8U, 12U, 64U, 68U, 128U, 140U, 160U}) {
    std::string other = published;
    other.replace(at, 1, "S");
    EXPECT_EQ(knowledge(other), Knowledge::unknown) << at;
  }
  EXPECT_EQ(knowledge(published + "S"), Knowledge::unknown);
  EXPECT_EQ(knowledge(""), Knowledge::unknown);
}

}  // namespace
}  // namespace stripmeta::test
