#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/sensitive_in.hpp"

#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

TEST(Sensitive, XmpByTheNamesOfItsProperties) {
  EXPECT_EQ(xmp_holds(view("<exif:GPSLatitude>")), HoldSet{}.add(Holds::gps));
  EXPECT_EQ(xmp_holds(view("aux:SerialNumber='1'")), HoldSet{}.add(Holds::serial));
  EXPECT_EQ(xmp_holds(view("<dc:creator>")), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(xmp_holds(view("xmp:CreateDate='2026'")), HoldSet{}.add(Holds::date));
  EXPECT_EQ(xmp_holds(view("<xmpMM:History>")), HoldSet{}.add(Holds::edit_history));
  EXPECT_EQ(xmp_holds(view("<xmp:Thumbnails>")), HoldSet{}.add(Holds::thumbnail));
  EXPECT_EQ(xmp_holds(view("<Iptc4xmpExt:AIPromptInformation>")), HoldSet{}.add(Holds::ai_prompt));
  EXPECT_EQ(xmp_holds(view("hdrgm:Version='1.0'")), HoldSet{}.add(Holds::gain_map));
  EXPECT_EQ(xmp_holds(view("<dc:format>image/jpeg")), HoldSet{});
}

TEST(Sensitive, XmpBehindAnyPrefix) {
  EXPECT_EQ(xmp_holds(view("<r:Description xmlns:e=\"http://ns.adobe.com/exif/1.0/\" e:GPSLatitude='1'/>")),
            HoldSet{}.add(Holds::gps));
  EXPECT_EQ(xmp_holds(view("<q:creator>")), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(xmp_holds(view("<creator xmlns='http://purl.org/dc/elements/1.1/'>")), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(xmp_holds(view("\xC3\xA9:CreateDate\t=")), HoldSet{}.add(Holds::date));
  EXPECT_EQ(xmp_holds(view("q:DateTimeOriginal")), HoldSet{}.add(Holds::date));
  EXPECT_EQ(xmp_holds(view("<m:History/>")), HoldSet{}.add(Holds::edit_history));
  EXPECT_EQ(xmp_holds(view("q:ProcessVersion='6.7'")), HoldSet{}.add(Holds::edit_history));
  EXPECT_EQ(xmp_holds(view("<g:image>")), HoldSet{}.add(Holds::thumbnail));
  EXPECT_EQ(xmp_holds(view("xmlns:h='http://ns.adobe.com/hdr-gain-map/1.0/'")), HoldSet{}.add(Holds::gain_map));
  for (const auto* other : {"xmlns:creator='urn:x'", "<rights:x>", "dc:creators", "creator", " creator='x'",
                            "< creator>", "xmp:CreatorTool", "plus:ImageCreator", ":creator", "http://image/History",
                            "a::History", "dc:format='image/jpeg'", "xmpMM:HistoryOf"}) {
    EXPECT_EQ(xmp_holds(view(other)), HoldSet{}) << other;
  }
}

TEST(Sensitive, PhotoshopByItsResourcesAndDatasets) {
  const auto holds = [](unsigned id, const std::string& data) {
    return sensitive_in(Kind::photoshop, view(photoshop_segment(id, data).substr(4)));
  };
  EXPECT_EQ(holds(0x0404, iptc_dataset(5, "title") + iptc_dataset(80, "Jo")), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(holds(0x0404, iptc_dataset(55, "20261123")), HoldSet{}.add(Holds::date));
  EXPECT_EQ(holds(0x0404, iptc_dataset(80, "")), HoldSet{});
  EXPECT_EQ(holds(0x040C, "jpeg"), HoldSet{}.add(Holds::thumbnail));
  EXPECT_EQ(holds(0x0424, "exif:GPSLatitude"), HoldSet{}.add(Holds::gps));
  EXPECT_EQ(holds(0x03ED, "resolution"), HoldSet{});
}

TEST(Sensitive, CutPhotoshopAndMpfAreHarmless) {
  const std::string photoshop = photoshop_segment(0x0404, iptc_dataset(80, "Jo")).substr(4);
  const std::string mpf = mpf_segment({1, 2}).substr(4);
  for (std::size_t size = 0; size <= photoshop.size(); ++size) {
    const std::string cut = photoshop.substr(0, size);
    const auto holds = sensitive_in(Kind::photoshop, view(cut));
    if (size == photoshop.size()) {
      EXPECT_EQ(holds, HoldSet{}.add(Holds::owner));
    }
  }
  for (std::size_t size = 0; size < mpf.size(); ++size) {
    const std::string cut = mpf.substr(0, size);
    EXPECT_LE(read_mpf(view(cut)).pictures, 1U);
  }
  EXPECT_EQ(read_mpf(view(mpf)).thumbnails, 1U);
  EXPECT_EQ(read_mpf(view(mpf)).pictures, 1U);
  const Tiff t;
  const std::string list = t.entry(0xB002, 7, 48, be32(38));
  const std::string twice = lit("MPF\0") + t.header() + t.ifd({list, list}) + mpf.substr(mpf.size() - 48);
  EXPECT_EQ(read_mpf(view(twice)).thumbnails, 1U) << "the first list alone counts";
}

TEST(Sensitive, PartsThatNoFormatNamesAreText) {
  for (const auto kind : {Kind::chunk, Kind::box, Kind::comment, Kind::plain_text}) {
    EXPECT_EQ(sensitive_in(kind, view("Negative prompt: hat")), HoldSet{}.add(Holds::ai_prompt));
  }
  EXPECT_EQ(sensitive_in(Kind::padding, view("Negative prompt: hat")), HoldSet{});
}

TEST(Sensitive, ExifWithOrWithoutItsSignature) {
  const Tiff t;
  const std::string tiff = t.header() + t.ifd({t.entry(0x9003, 2, 4, "2026")});
  EXPECT_EQ(sensitive_in(Kind::exif, view(tiff)), HoldSet{}.add(Holds::date));
  EXPECT_EQ(sensitive_in(Kind::exif, view(lit("Exif\0\0") + tiff)), HoldSet{}.add(Holds::date));
}

TEST(Sensitive, AFilmIsKnownWithoutAFileTypeBox) {
  const std::string quicktime = be32(8) + "wide" + be32(20) + "mdat" + std::string(12, 'x') + be32(100) + "moov";
  const std::string avi = "RIFF" + be32(5000) + "AVI LIST";
  const auto is_film = [](std::string_view trailer, std::size_t step) {
    TrailerScan scan_of;
    for (std::size_t at = 0; at < trailer.size(); at += step) scan_of.feed(view(trailer.substr(at, step)));
    return scan_of.has_video();
  };
  for (std::size_t step = 1; step <= 60; ++step) {
    for (const std::string before : {"", "a", "RIFF....text of AVI "}) {
      EXPECT_TRUE(is_film(before + quicktime, step)) << step;
      EXPECT_TRUE(is_film(before + avi, step)) << step;
    }
    for (const std::string other :
         {"RIFF....WAVEfmt ", "an AVI is one kind of RIFF", "mdat wide moo", "AVI RIFF", "RIFF....text of AVI "})
      EXPECT_FALSE(is_film(other, step)) << other;
  }
}

TEST(Sensitive, ATrailerIsSearchedAcrossPieces) {
  const std::string trailer = "....\xFF\xD8\xFF....ftypmp42....hdrgm:Version....hdrgainmap....";
  for (std::size_t step = 1; step <= trailer.size(); ++step) {
    TrailerScan scan_of;
    for (std::size_t at = 0; at < trailer.size(); at += step)
      scan_of.feed(view(std::string_view{trailer}.substr(at, step)));
    EXPECT_TRUE(scan_of.has_picture() && scan_of.has_video() && scan_of.has_gain_map()) << step;
  }
  TrailerScan plain;
  plain.feed(view("fty"));
  plain.feed({});
  plain.feed(view("x\xFF\xD8"));
  EXPECT_FALSE(plain.has_picture() || plain.has_video() || plain.has_gain_map());
}

}  // namespace
}  // namespace stripmeta::test
