// Which brands a HEIF has in the output, and which in-place changes the report names.
#include <gtest/gtest.h>

#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

std::string brands_of(const std::string& file) {
  Stripper stripper;
  stripper.verify(true);
  const auto result = strip_with(stripper, file);
  EXPECT_FALSE(result.error) << result.error->message;
  const auto size = static_cast<unsigned char>(result.output[3]);
  return result.output.substr(8, size - 8U);
}

Heif branded(Heif heif, const std::string& major, const std::string& brands) {
  heif.major = major;
  heif.brands = brands;
  return heif;
}

TEST(HeifBrands, AreThoseThatHold) {
  const auto avif = [](const std::string& major, const std::string& brands) {
    return brands_of(branded(plain_avif(), major, brands).file());
  };
  EXPECT_EQ(avif("avif", "avifmif1miafMA1B"), "avif" + be32(0) + "avifmif1miafMA1B");
  EXPECT_EQ(avif("avif", "mif1heicmsf1hevcisomtmap"), "avif" + be32(0) + "mif1");
  EXPECT_EQ(avif("avis", "avifavismsf1iso8mif1"), "avif" + be32(0) + "avifmif1");
  EXPECT_EQ(avif("JOE!", "mif1avif"), "avif" + be32(0) + "mif1avif");
  EXPECT_EQ(avif("heic", "heic"), "mif1" + be32(0) + "mif1");
  EXPECT_EQ(avif("mif1", "avifavifmif1avif"), "mif1" + be32(0) + "avifmif1");
  EXPECT_EQ(avif("avif", ""), "avif" + be32(0) + "avif");
}

TEST(HeifBrands, OfASequenceNeedItsTrack) {
  const auto file = sequence({HeifTrack{}});
  EXPECT_EQ(brands_of(file), "avis" + be32(0) + "avismsf1");
  auto still = branded(plain_avif(), "avis", "avifavismsf1");
  HeifTrack video;
  video.handler_type = "vide";
  still.moov = movie(video.trak(still.ftyp().size()));
  EXPECT_EQ(brands_of(still.file()), "avif" + be32(0) + "avif");
}

TEST(HeifBrands, OfAStillNeedAnItem) {
  auto file = sequence({HeifTrack{}});
  file.replace(file.find("avismsf1"), 8, "avisavif");
  EXPECT_EQ(brands_of(file), "avis" + be32(0) + "avis");
}

// 14496-12 8.7.2: flag 1 of a data reference stands for the file itself.
TEST(HeifData, MayNameTheirOwnFile) {
  auto heif = plain_avif();
  const auto located = be16(1) + be16(0) + be16(0) + be16(1);
  const auto elsewhere = be16(1) + be16(0) + be16(1) + be16(1);
  for (const int flags : {0, 1}) {
    heif.more_meta = box("dinf", full_box("dref", be32(1) + full_box("url ", "", 0, flags)));
    auto file = heif.file();
    file.replace(file.find(located), located.size(), elsewhere);
    const auto result = strip(file);
    EXPECT_EQ(result.error.has_value(), flags == 0);
  }
}

TEST(HeifLayers, AreCountedAnew) {
  const auto layer = [](int spatial, const std::string& words) {  // a frame with an extension
    return bytes({6 << 3 | 6, spatial << 3, static_cast<int>(words.size())}) + words;
  };
  const auto padding = bytes({15 << 3 | 2, 4}) + "JOE!";
  const auto first = layer(0, "\x10 first");
  const auto second = layer(1, "\x10 second");
  const auto sizes = [](std::size_t size) {
    return box("a1lx", bytes({0}) + be16(static_cast<unsigned>(size)) + be32(0));
  };
  const auto front = obu(2, "");  // a temporal delimiter
  auto heif = plain_avif();
  heif.items.front().data = front + first + padding + second;
  heif.items.front().properties.push_back(3);
  heif.property_boxes.push_back(sizes(front.size() + first.size() + padding.size()));
  Stripper stripper;
  stripper.verify(true);
  auto result = strip_with(stripper, heif.file());
  ASSERT_FALSE(result.error) << result.error->message;
  EXPECT_NE(result.output.find(sizes(front.size() + first.size())), std::string::npos);
  EXPECT_EQ(result.output.find("JOE!"), std::string::npos);
  heif.property_boxes.back() = sizes(3);  // inside of a unit
  stripper.reset();
  result = strip_with(stripper, heif.file());
  ASSERT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(result.output.find("a1lx"), std::string::npos);
}

TEST(HeifItems, AreCountedFromOneWithoutASequence) {
  auto heif = plain_avif();
  heif.items = {{70, "grid", grid_data(1, 2), {1}, "", "", true},
                {71, "av01", av1_picture("left"), {1, 0x82}},
                {99, "av01", av1_picture("right"), {1, 0x82}}};
  heif.primary = 70;
  heif.references = reference("dimg", 70, {71, 99});
  const auto result = strip(heif.file());
  ASSERT_FALSE(result.error);
  EXPECT_NE(result.output.find(reference("dimg", 1, {2, 3})), std::string::npos);
  EXPECT_NE(result.output.find(full_box("pitm", be16(1))), std::string::npos);
  EXPECT_TRUE(result.report.clean());
  EXPECT_TRUE(result.report.changed());
}

}  // namespace
}  // namespace stripmeta::test
