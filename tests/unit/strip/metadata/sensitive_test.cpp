#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/sensitive_in.hpp"

#include <gtest/gtest.h>

#include "strip/metadata/mpf.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

TEST(Sensitive, FindsXmpPropertiesByName) {
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

TEST(Sensitive, FindsXmpPropertiesWithAnyPrefix) {
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

TEST(Sensitive, FindsPhotoshopResourcesAndDatasets) {
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

TEST(Sensitive, FindsIptcBehindAnExtendedDataset) {
  const auto preview = bytes({0x1C, 2, 202}) + be16(0x8004) + be32(40'000) + std::string(40'000, 'p');
  const auto iim = preview + iptc_dataset(80, "Jo");
  EXPECT_EQ(resources_hold(view(iim)), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(sensitive_in(Kind::photoshop, view(photoshop_segment(0x0404, iim).substr(4))), HoldSet{}.add(Holds::owner));
  const auto cut = iim.substr(0, iim.size() - 1);
  EXPECT_EQ(resources_hold(view(cut)), HoldSet{}) << "a dataset that is cut off is not read";
}

TEST(Sensitive, SkipsResourcesOfOtherPrograms) {
  const auto other = "PHUT" + be16(0x0404) + lit("\0\0") + be32(8) + iptc_dataset(80, "Joe");
  const auto own = photoshop_segment(0x0404, iptc_dataset(55, "20261123")).substr(4 + 14);
  EXPECT_EQ(resources_hold(view(other + own)), HoldSet{}.add(Holds::date)) << "its ids have other meanings";
}

TEST(Sensitive, ReadsCutPhotoshopAndMpf) {
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

}  // namespace
}  // namespace stripmeta::test
