// The second reader of TIFF: it accepts what the stripper writes, and names the first byte that has no reason.
#include <gtest/gtest.h>

#include "strip/verify/tiff.hpp"
#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

verify::Verdict judged(std::string_view file, const Policy& policy = {}) {
  return verify::verify_tiff(verify::File{std::as_bytes(std::span{file.data(), file.size()})}, policy);
}

// "offset: rule", or "" if the file is accepted.
std::string said(std::string_view file, const Policy& policy = {}) {
  const auto verdict = judged(file, policy);
  return verdict ? std::to_string(verdict->offset) + ": " + std::string{verdict->rule} : "";
}

std::string clean(const TiffMaker& maker, const Policy& policy = {}) {
  const auto result = strip(maker.bytes(), policy);
  EXPECT_FALSE(result.error) << result.error->message;
  return result.output;
}

// The nine entries of maker.grey() and `more`, stripped, in a little-endian file.
std::string grey(const std::vector<TiffValue>& more = {}, const std::string& strip = "01234567") {
  TiffMaker maker;
  maker.page(maker.grey(more, strip));
  return clean(maker);
}
constexpr std::size_t entries_at = 10;
constexpr std::size_t entry_size = 12;
constexpr std::size_t directory_end = entries_at + 9 * entry_size + 4;

std::string with(std::string file, std::size_t at, char byte) {
  file.at(at) = byte;
  return file;
}

TEST(TiffVerifier, AcceptsWhatTheStripperWrites) {
  for (const bool little : {true, false}) {
    for (const bool big : {true, false}) {
      TiffMaker maker{little, big};
      maker.page(maker.grey(
          {maker.shorts(274, {6}), maker.rational(282, 300), maker.rational(283, 300),
           TiffMaker::text(315, lit("Jo\0")), TiffMaker::blob(33723, rights_iptc), TiffMaker::blob(700, rights_packet)},
          "01234567x"));
      maker.page(maker.jpeg(soi + sof() + sos() + scan + eoi, {TiffMaker::blob(347, soi + dqt + dht + eoi)}));
      maker.page(maker.grey({maker.longs(273, {0}), maker.longs(279, {0})}));
      for (const auto* preset : {"default", "share", "archive"}) {
        const auto policy = *make_policy({.preset = preset});
        EXPECT_EQ(said(clean(maker, policy), policy), "") << preset;
      }
      Policy nothing;
      nothing.keep = {};
      EXPECT_EQ(said(clean(maker, nothing), nothing), "");
    }
  }
}

TEST(TiffVerifier, NamesWhatTheHeaderMayNotHave) {
  EXPECT_EQ(said("II"), "2: a cut header");
  EXPECT_EQ(said(with(grey(), 0, 'X')), "0: the byte order");
  EXPECT_EQ(said(with(grey(), 2, 41)), "2: the version");
  EXPECT_EQ(said(with(grey(), 4, 10)), "4: a first page apart from the header");
}

TEST(TiffVerifier, NamesWhatADirectoryMayNotHave) {
  const auto file = grey();
  ASSERT_EQ(said(file), "");
  EXPECT_EQ(said(with(file, 8, 0)), "8: the number of entries");
  EXPECT_EQ(said(with(file, 9, 1)), "8: the number of entries");
  EXPECT_EQ(said(with(file, entries_at + entry_size, 0)), "22: tags that do not ascend");
  EXPECT_EQ(said(with(file, entries_at + 2, 2 + 4)), "12: the type of a field");
  EXPECT_EQ(said(with(file, entries_at + 4, 0)), "14: the number of a field's values");
  EXPECT_EQ(said(with(file, entries_at + 11, 'x')), "20: bytes beside a value in its entry");
  EXPECT_EQ(said(with(file, directory_end - 4, 1)),
            std::to_string(file.size()) + ": a page apart from the last strip or tile before it");
  EXPECT_EQ(said(file.substr(0, 40)), "40: a directory is not whole");
}

TEST(TiffVerifier, NamesFieldsThatNoCleanPageHas) {
  constexpr auto rule = ": a field, or a value of it, that no clean page has";
  auto file = grey();
  // 258 BitsPerSample becomes 3 bits more than there are bits in a double.
  EXPECT_EQ(said(with(file, entries_at + 2 * entry_size + 8, 67)), "8: a page that does not describe a picture");
  file = grey({TiffValue{266, 3, 1, lit("\2\0")}});
  EXPECT_EQ(said(file), "");
  EXPECT_EQ(said(with(file, entries_at + 5 * entry_size + 8, 3)), "78" + std::string{rule}) << "FillOrder";
  EXPECT_EQ(said(with(file, entries_at + 5 * entry_size, 9)), "78" + std::string{rule}) << "265";
}

TEST(TiffVerifier, TheTagsOfAPolicyAreNotThoseOfAnother) {
  const auto file = grey({TiffValue{274, 3, 1, lit("\6\0")}});
  Policy nothing;
  nothing.keep = {};
  EXPECT_EQ(said(file), "");
  EXPECT_NE(said(file, nothing), "");
}

TEST(TiffVerifier, NamesValuesThatDoNotFollow) {
  auto density = grey({TiffValue{282, 5, 1, lit("\x48\0\0\0\1\0\0\0")}});
  const auto value_at = directory_end + entry_size;
  ASSERT_EQ(said(density), "");
  EXPECT_EQ(said(with(density, entries_at + 9 * entry_size + 8, 0)),
            std::to_string(value_at) + ": a value apart from the one before it");
  density.insert(value_at + 8, "xx");
  EXPECT_EQ(said(density), std::to_string(density.size() - 2) + ": bytes behind the last strip or tile");
}

TEST(TiffVerifier, FractionsAreTheSimplest) {
  const auto density = grey({TiffValue{282, 5, 1, lit("\x48\0\0\0\1\0\0\0")}});
  const auto value_at = directory_end + entry_size;
  EXPECT_EQ(said(with(density, value_at + 4, 2)),
            std::to_string(value_at) + ": a field, or a value of it, that no clean page has");
  EXPECT_EQ(said(with(density, value_at, 0x49)), "");
}

TEST(TiffVerifier, NamesBytesBetweenAndBehind) {
  const auto file = grey();
  EXPECT_EQ(said(file + "x"), std::to_string(file.size()) + ": bytes behind the last strip or tile");
  EXPECT_EQ(said(file.substr(0, file.size() - 1)), std::to_string(file.size() - 1) + ": a strip or tile is not whole");
  EXPECT_EQ(said(with(file, entries_at + 5 * entry_size + 8, '\0')),
            std::to_string(directory_end) + ": a strip or tile apart from the one before it");
}

TEST(TiffVerifier, NamesTheByteBeforeAnEvenOffset) {
  TiffMaker maker;
  maker.page(maker.grey({maker.shorts(256, {3}), maker.shorts(257, {1})}, "odd"));
  maker.page(maker.grey());
  const auto pages = clean(maker);
  ASSERT_EQ(said(pages), "");
  const auto pad = pages.find("odd") + 3;
  EXPECT_EQ(said(with(pages, pad, 'x')), std::to_string(pad) + ": a byte before an even offset that is not zero");
}

TEST(TiffVerifier, NamesTailsOfStrips) {
  auto file = grey();
  const auto size_at = entries_at + 8 * entry_size + 8;
  file[size_at] = 10;
  EXPECT_EQ(said(file + "xx"), std::to_string(directory_end) + ": bytes behind the samples of a strip or tile");

  const auto packed = grey({TiffValue{259, 3, 1, lit("\x05\x80")}}, lit("\x07") + "01234567");
  ASSERT_EQ(said(packed), "");
  auto longer = packed;
  longer[size_at] = 11;
  EXPECT_EQ(said(longer + "xx"), std::to_string(directory_end) + ": bytes behind the last packet of a strip or tile");
}

TEST(TiffVerifier, NamesTablesThatNoStripUses) {
  TiffMaker maker;
  maker.page(maker.jpeg(soi + sof() + sos() + scan + eoi, {TiffMaker::blob(347, soi + dqt + dht + eoi)}));
  const auto file = clean(maker);
  ASSERT_EQ(said(file), "");
  const auto number_at = file.find(dqt) + 4;
  EXPECT_NE(said(with(file, number_at, 3)), "");
}

// A page of 4 x 2 pixels in one tile of 16 x 16, which stands at the end.
TEST(TiffVerifier, NamesSamplesOutsideOfThePicture) {
  TiffMaker m;
  const auto at = m.put(std::string(256, 'S'));
  m.page(m.tiled(at, 4, 2));
  const auto file = clean(m);
  const auto tile = file.size() - 256;
  EXPECT_EQ(said(with(file, tile + 3, 'x')), "");
  const std::string rule = ": samples outside of the picture";
  EXPECT_EQ(said(with(file, tile + 4, 'x')), std::to_string(tile + 4) + rule);
  EXPECT_EQ(said(with(file, tile + 255, 'x')), std::to_string(tile + 255) + rule);
}

}  // namespace
}  // namespace stripmeta::test
