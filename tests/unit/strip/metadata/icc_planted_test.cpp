// Text in every field of a colour profile that can hold any and shows no colour: none of it survives. Colorants,
// points, parameters and matrices are the colour itself, so they are not planted.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "strip/metadata/icc.hpp"
#include "support/cpp/icc_bytes.hpp"

namespace stripmeta::test {
namespace {

// Eight characters, the first of which is nowhere else in these profiles: so its number is that of the texts.
const std::string note = "\xE9lodie#1";

std::size_t texts_in(const std::string& data) {
  return static_cast<std::size_t>(std::ranges::count(data, note.front()));
}

class Planting {
 public:
  void plant(const std::string& name, const std::string& profile) {
    const auto result = reduce_icc(std::as_bytes(std::span{profile}));
    const auto left = result ? texts_in(std::string{as_text(result->bytes)}) : 0;
    EXPECT_GT(texts_in(profile), 0U) << name;
    EXPECT_EQ(left, 0U) << name;
    planted_ += texts_in(profile);
    left_ += left;
    kept_ += result ? 1 : 0;
  }
  // Writes four characters at each place of `[from, to)` in turn.
  void sweep(const std::string& name, const std::string& profile, std::size_t from, std::size_t to) {
    for (std::size_t at = from; at + 4 <= to; ++at) {
      std::string planted = profile;
      plant(name + " at " + std::to_string(at - from), planted.replace(at, 4, note, 0, 4));
    }
  }

  std::size_t planted() const { return planted_; }
  std::size_t left() const { return left_; }
  std::size_t kept() const { return kept_; }  // profiles that are not damaged by it

 private:
  std::size_t planted_{0};
  std::size_t left_{0};
  std::size_t kept_{0};
};

struct Space {
  std::string name;
  int channels;
};
const std::vector<Space> spaces{{"GRAY", 1}, {"RGB ", 3}, {"CMYK", 4}};

// Elements of every type, with text in each byte that shows no colour, by the tags that may have them.
std::vector<IccTag> matrix_tags() {
  std::vector<IccTag> tags;
  for (const std::string name : {"rXYZ", "gXYZ", "bXYZ", "wtpt"}) tags.push_back({name, icc_xyz(1, 2, 3, note)});
  for (const std::string name : {"rTRC", "gTRC", "bTRC", "kTRC"}) {
    for (const std::uint32_t points : {0U, 1U, 2U, 5U}) tags.push_back({name, icc_curve(points, note)});
    for (const unsigned function : {0U, 1U, 2U, 3U, 4U}) tags.push_back({name, icc_parametric(function, note)});
  }
  tags.push_back({"chad", icc_adaptation(note)});
  tags.push_back({"cicp", icc_code_points(note)});
  return tags;
}

std::vector<IccTag> table_tags(int channels) {
  std::vector<IccTag> tags;
  for (const int width : {1, 2}) {
    for (const std::string name : {"A2B0", "A2B1", "A2B2"}) tags.push_back({name, icc_lut(width, channels, 3, note)});
    for (const std::string name : {"B2A0", "B2A1", "B2A2"}) tags.push_back({name, icc_lut(width, 3, channels, note)});
    tags.push_back({"gamt", icc_lut(width, 3, 1, note)});
  }
  for (const std::string name : {"A2B0", "A2B1", "A2B2"}) tags.push_back({name, icc_ab(true, channels, 3, note)});
  for (const std::string name : {"B2A0", "B2A1", "B2A2"}) tags.push_back({name, icc_ab(false, 3, channels, note)});
  for (const char intent : {'0', '1', '2', '3'}) {
    tags.push_back({std::string("D2B") + intent, icc_transform(channels, 3, note)});
    tags.push_back({std::string("B2D") + intent, icc_transform(3, channels, note)});
  }
  return tags;
}

// Each type that holds texts, with one in each of its fields.
std::vector<std::string> text_elements() {
  const std::string wide = lit("\0") + note.substr(0, 1) + lit("\0A");
  const std::string both = be32(9) + note + '\0';
  return {
      icc_head("text", note) + note,
      icc_head("desc", note) + both + be32(2) + be32(2) + wide + be16(1) + bytes({9}) + icc_spare(67, note) + note,
      icc_head("mluc", note) + be32(2) + be32(12) + note.substr(0, 4) + be32(4) + be32(40) + "enUS" + be32(4) +
          be32(44) + wide + wide + note,
      icc_head("dtim", note) + icc_spare(12, note),
      icc_head("sig ", note) + icc_spare(4, note),
      icc_head("data", note) + be32(0) + note,
      icc_head("ncl2", note) + icc_spare(76, note),
      icc_head("dict", note) + be32(1) + be32(16) + be32(32) + be32(8) + be32(40) + be32(8) + note + note,
      note,
  };
}

const std::vector<std::string> text_names{"desc", "cprt", "dmnd", "dmdd", "vued", "view", "meas", "tech", "lumi",
                                          "bkpt", "chrm", "rig0", "rig2", "ncl2", "clrt", "clot", "mmod", "vcgt",
                                          "meta", "targ", "calt", "pseq", "psid", "dscm", "ndin", "priv"};

TEST(IccPlanted, NoTextSurvivesInElements) {
  Planting planting;
  for (const auto& [space, channels] : spaces) {
    const IccTag table{"A2B0", icc_ab(true, channels, 3)};
    for (const int version : {2, 4}) {
      auto tags = matrix_tags();
      for (const auto& tag : table_tags(channels)) tags.push_back(tag);
      for (const auto& name : text_names) {
        for (const auto& element : text_elements()) tags.push_back({name, element});
      }
      for (const auto& tag : tags) {
        const auto beside = tag.name == table.name ? std::vector{tag} : std::vector{table, tag};
        planting.plant(space + " " + tag.name, icc_profile_with(icc_header(version, space), beside));
      }
    }
  }
  std::cout << planting.planted() << " texts planted in elements of profiles, " << planting.left() << " survive\n";
  EXPECT_EQ(planting.left(), 0U);
  EXPECT_GT(planting.planted(), 5000U);
}

TEST(IccPlanted, NoTextSurvivesAroundElements) {
  const std::vector<IccTag> tags{{"bTRC", icc_curve(1)},    {"chad", icc_adaptation()},  {"cicp", icc_code_points()},
                                 {"cprt", icc_copyright()}, {"desc", icc_description()}, {"wtpt", icc_xyz()}};
  const auto profile = icc_profile(tags);
  Planting planting;
  planting.sweep("header", profile, 0, 128);
  planting.sweep("table", profile, 128, 132 + 12 * tags.size());
  const auto element = [&](std::size_t tag) {
    std::size_t at = 132 + 12 * tags.size();
    for (std::size_t i = 0; i < tag; ++i) at += (tags[i].data.size() + 3) / 4 * 4;
    return at;
  };
  // The curve's one point and its padding, two bytes each, are swept up to the point; the others wholly.
  planting.sweep("curve", profile, element(0), element(0) + 12);
  for (std::size_t i = 1; i < tags.size(); ++i) planting.sweep(tags[i].name, profile, element(i), element(i + 1));
  std::string padding = profile;
  planting.plant("padding", padding.replace(element(0) + 14, 2, note, 0, 2));
  planting.plant("a gap", icc_profile({{"wtpt", icc_xyz()}, {note.substr(0, 4), note}}));
  planting.plant("past the end", icc_profile(tags, 2, note));
  std::cout << planting.planted() << " texts planted around elements of profiles, " << planting.left() << " survive\n";
  EXPECT_EQ(planting.left(), 0U);
  EXPECT_GT(planting.kept(), planting.planted() / 2) << "few of them damage the profile";
}

}  // namespace
}  // namespace stripmeta::test
