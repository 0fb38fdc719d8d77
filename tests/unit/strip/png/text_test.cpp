// What the report says of a PNG's texts.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

struct Said {
  const char* name;
  std::string chunk;
  Kind kind;
  HoldSet holds;
};

HoldSet only(Holds what) {
  return HoldSet{}.add(what);
}
const Tiff tiff;
const std::string located =
    tiff.header() + tiff.ifd({tiff.long_entry(0x8825, 26)}) + tiff.ifd({tiff.entry(1, 2, 2, "N")});

class PngText : public testing::TestWithParam<Said> {};

TEST_P(PngText, IsNamed) {
  const auto result = strip(with(GetParam().chunk));
  ASSERT_FALSE(result.error);
  ASSERT_EQ(result.report.rows.size(), 1U);
  EXPECT_EQ(result.report.rows[0].kind, GetParam().kind);
  EXPECT_EQ(result.report.rows[0].holds, GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    All, PngText,
    testing::Values(
        Said{"plain", text("Software", "a program"), Kind::text, {}},
        Said{"author", text("Author", "Jo"), Kind::text, only(Holds::owner)},
        Said{"packed_author", ztxt("Author", "Jo"), Kind::text, only(Holds::owner)},
        Said{"date", text("date:create", "2024"), Kind::text, only(Holds::date)},
        Said{"parameters", text("parameters", "a cat"), Kind::text, only(Holds::ai_prompt)},
        Said{"workflow", itxt("workflow", "{}", true), Kind::text, only(Holds::ai_prompt)},
        Said{"prompt_in_comment", text("Comment", "a cat\nNegative prompt: dogs"), Kind::text, only(Holds::ai_prompt)},
        Said{"xmp", itxt("XML:com.adobe.xmp", "<a exif:GPSLatitude='1'/>"), Kind::xmp, only(Holds::gps)},
        Said{"packed_xmp", itxt("XML:com.adobe.xmp", "<a exif:GPSLatitude='1'/>", true), Kind::xmp, {}},
        Said{"raw_exif", text("Raw profile type exif", raw_profile("exif", lit("Exif\0\0") + located)), Kind::exif,
             only(Holds::gps)},
        Said{"raw_exif_alone", text("Raw profile type APP1", raw_profile("exif", located)), Kind::exif,
             only(Holds::gps)},
        Said{"packed_raw_exif", ztxt("Raw profile type exif", raw_profile("exif", located)), Kind::exif, {}},
        Said{"raw_iptc", text("Raw profile type iptc", raw_profile("iptc", iptc_dataset(80, "Jo"))), Kind::iptc,
             only(Holds::owner)},
        Said{"raw_photoshop",
             text("Raw profile type 8bim",
                  raw_profile("8bim", "8BIM\x04\x04" + lit("\0\0") + be32(7) + iptc_dataset(80, "Jo"))),
             Kind::photoshop, only(Holds::owner)},
        Said{"raw_xmp", text("Raw profile type xmp", raw_profile("xmp", "<a dc:creator='Jo'/>")), Kind::xmp,
             only(Holds::owner)},
        Said{"raw_other", text("Raw profile type generic", raw_profile("generic", "x")), Kind::text, {}},
        Said{"raw_without_lines", text("Raw profile type exif", "4578"), Kind::exif, {}}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(PngFindings, AreWhatTheContractSays) {
  const auto seen = findings(
      with(itxt("XML:com.adobe.xmp", "<x/>") + text("a", "b") + chunk("eXIf", located) + chunk("iCCP", "profile")));
  EXPECT_EQ(seen.kinds, (std::vector{Kind::xmp, Kind::text, Kind::exif, Kind::icc}));
  EXPECT_EQ(seen.payloads, (std::vector<std::string>{"<x/>", lit("tEXta\0b"), located, "profile"}));
}

TEST(PngFindings, ShowTheBeginningOfALongChunk) {
  const auto seen = findings(with(chunk("prVt", std::string(200000, 'x'))));
  ASSERT_EQ(seen.payloads.size(), 1U);
  EXPECT_EQ(seen.payloads[0].size(), 65536U);
}

}  // namespace
}  // namespace stripmeta::test
