// Text is planted into each field of each kind of page, in each type that it may have: no output holds five characters
// of it in a row. Four of them may be the value of a number. The pages are compressed: of an uncompressed one that
// claims to be larger, samples stand where the text does.
#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

constexpr std::string_view text = "HiddenSecret";

std::string repeated(std::size_t size) {
  std::string all;
  while (all.size() < size) all += text;
  return all.substr(0, size);
}

bool holds_text(std::string_view output) {
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (output.find(repeated(2 * text.size()).substr(from, 5)) != std::string_view::npos) return true;
  }
  return false;
}

struct PageKind {
  const char* name;
  std::vector<TiffValue> (*more)(const TiffMaker& maker);
};

const std::vector<PageKind> kinds{
    {"Grey", [](const TiffMaker& m) { return std::vector{m.shorts(259, {5})}; }},
    {"Jpeg", [](const TiffMaker& m) { return std::vector{m.shorts(259, {7})}; }},
    {"Fax3", [](const TiffMaker& m) { return std::vector{m.shorts(258, {1}), m.shorts(259, {3})}; }},
    {"Fax4", [](const TiffMaker& m) { return std::vector{m.shorts(258, {1}), m.shorts(259, {4})}; }},
    {"Lerc", [](const TiffMaker& m) { return std::vector{m.shorts(259, {34887})}; }},
    {"Ycbcr",
     [](const TiffMaker& m) {
       return std::vector{m.shorts(258, {8, 8, 8}), m.shorts(259, {5}), m.shorts(262, {6}), m.shorts(277, {3})};
     }},
    {"Rgb",
     [](const TiffMaker& m) {
       return std::vector{m.shorts(258, {8, 8, 8}), m.shorts(259, {5}), m.shorts(262, {2}), m.shorts(277, {3})};
     }},
    {"Inks",
     [](const TiffMaker& m) {
       return std::vector{m.shorts(258, {8, 8, 8, 8, 8}), m.shorts(259, {5}), m.shorts(262, {5}), m.shorts(277, {5})};
     }},
    {"Float",
     [](const TiffMaker& m) { return std::vector{m.shorts(258, {32}), m.shorts(259, {5}), m.shorts(339, {3})}; }},
    {"Log", [](const TiffMaker& m) { return std::vector{m.shorts(259, {34676}), m.shorts(262, {32844})}; }},
    {"Tiles",
     [](const TiffMaker& m) { return std::vector{m.shorts(259, {5}), m.shorts(322, {16}), m.shorts(323, {16})}; }},
};

class TiffPlanted : public testing::TestWithParam<PageKind> {
 protected:
  // Plants `size` bytes into a tag as values of `type`, and strips the file.
  static std::optional<std::string> output_with(unsigned tag, unsigned type, std::size_t unit, std::size_t size,
                                                bool little, bool big) {
    TiffMaker maker{little, big};
    const std::string strip = GetParam().name == std::string{"Jpeg"} ? minimal : "01234567";
    const auto more = [&] {
      auto values = GetParam().more(maker);
      std::erase_if(values, [&](const TiffValue& value) { return value.tag == tag; });
      values.push_back({tag, type, size / unit, repeated(size)});
      return values;
    }();
    maker.page(maker.grey(more, strip));
    auto result = strip_all(maker.bytes());
    if (result.error && result.error->kind == ErrorKind::internal) ADD_FAILURE() << result.error->message;
    return result.error ? std::nullopt : std::optional{result.output};
  }
  static Stripped strip_all(const std::string& file) { return strip(file, *make_policy({.preset = "archive"})); }
};

TEST_P(TiffPlanted, NoTextSurvivesInAField) {
  // Except the picture's own numbers: strips, and the text that `archive` keeps.
  const std::vector<unsigned> tags{
      254, 255, 256, 257, 258,   259,   262,   263,   264,   265,   266,   269,   270,   271,   272,   277,
      278, 280, 281, 282, 283,   284,   285,   286,   287,   290,   291,   292,   293,   296,   297,   300,
      301, 305, 306, 316, 317,   318,   319,   320,   321,   322,   323,   326,   327,   328,   330,   332,
      333, 334, 336, 337, 338,   339,   340,   341,   342,   343,   346,   347,   512,   519,   529,   530,
      531, 532, 559, 700, 32995, 32996, 32997, 32998, 33723, 34377, 34665, 34675, 34853, 37439, 50674, 65000};
  const std::vector<std::pair<unsigned, std::size_t>> types{{1, 1}, {2, 1},  {3, 2},  {4, 4},  {5, 8}, {7, 1},
                                                            {9, 4}, {10, 8}, {12, 8}, {16, 8}, {99, 1}};
  std::size_t planted = 0;
  std::size_t stripped = 0;
  for (const auto tag : tags) {
    for (const auto& [type, unit] : types) {
      for (const std::size_t size : {std::size_t{8}, std::size_t{48}, std::size_t{1536}}) {
        const auto output = output_with(tag, type, unit, size, planted % 2 == 0, planted % 4 < 2);
        ++planted;
        if (!output) continue;
        ++stripped;
        EXPECT_FALSE(holds_text(*output)) << "tag " << tag << " of type " << type << ", " << size << " bytes";
      }
    }
  }
  RecordProperty("planted", static_cast<int>(planted));
  EXPECT_GT(stripped, planted / 2);
}

INSTANTIATE_TEST_SUITE_P(All, TiffPlanted, testing::ValuesIn(kinds),
                         [](const auto& row) { return std::string{row.param.name}; });

}  // namespace
}  // namespace stripmeta::test
