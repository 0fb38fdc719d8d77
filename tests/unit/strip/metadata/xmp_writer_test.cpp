#include "strip/metadata/xmp_writer.hpp"

#include <gtest/gtest.h>

#include "strip/base/plain_text.hpp"
#include "support/cpp/xmp_bytes.hpp"

namespace stripmeta {
namespace {

using namespace test;

std::vector<XmpProperty> read(std::string_view packet) {
  const auto any = [](std::string_view, std::string_view) { return true; };
  return read_xmp(std::as_bytes(std::span{packet}), any);
}

const XmpProperty rights{dc_uri, "rights", XmpShape::alt, {{"x-default", "\u00A9 <me> & \"you\""}, {"de", "ich"}}};
const XmpProperty marked{rights_uri, "Marked", XmpShape::text, {{"", "True"}}};
const XmpProperty version{gain_map_uri, "Version", XmpShape::text, {{"", "1.0"}}};

TEST(XmpWriter, WritesOneForm) {
  EXPECT_EQ(
      make_xmp(std::vector{rights, marked}),
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" xmpRights:Marked=\"True\"><dc:rights><rdf:Alt>"
      "<rdf:li xml:lang=\"x-default\">\u00A9 &lt;me&gt; &amp; \"you\"</rdf:li><rdf:li xml:lang=\"de\">ich</rdf:li>"
      "</rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>");
  EXPECT_EQ(make_xmp(std::vector{version}),
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
            "<rdf:Description rdf:about=\"\" xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\""
            " hdrgm:Version=\"1.0\"/></rdf:RDF></x:xmpmeta>");
}

TEST(XmpWriter, ItsOutputIsReadBack) {
  const XmpProperty terms{rights_uri, "UsageTerms", XmpShape::text, {{"en", "one\ntwo\t\"three\""}}};
  const XmpProperty page{rights_uri, "WebStatement", XmpShape::text, {{"", "a\nb\tc \"d\" 'e' <f>&"}}};
  const std::vector all{marked, page, rights, terms};
  EXPECT_EQ(read(make_xmp(all)), all);
  EXPECT_EQ(read(make_xmp(std::vector{rights, marked})), (std::vector{marked, rights})) << "texts come first";
  EXPECT_EQ(make_xmp(read(make_xmp(std::vector{rights, marked}))), make_xmp(std::vector{rights, marked}));
}

TEST(XmpWriter, OmitsWhatWouldNotBeReadBack) {
  EXPECT_EQ(make_xmp({}), "");
  const auto with = [](std::string text) {
    return make_xmp(std::vector{XmpProperty{dc_uri, "rights", XmpShape::text, {{"", std::move(text)}}}});
  };
  EXPECT_NE(with("x"), "");
  for (const auto& text : {std::string{}, std::string{"a\rb"}, std::string("a\0b", 3), std::string{"\xC0\xAF"},
                           std::string{" x"}, std::string(text_limit + 1, 'x')}) {
    EXPECT_EQ(with(text), "") << text;
  }
  EXPECT_EQ(make_xmp(std::vector{XmpProperty{"http://example.org/", "a", XmpShape::text, {{"", "x"}}}}), "");
  EXPECT_EQ(make_xmp(std::vector{XmpProperty{dc_uri, "a b", XmpShape::text, {{"", "x"}}}}), "");
  EXPECT_EQ(make_xmp(std::vector{XmpProperty{dc_uri, "a", XmpShape::seq, {}}}), "");
  EXPECT_EQ(read(make_xmp(std::vector{marked, marked})).size(), 1U) << "once each";
}

TEST(XmpWriter, KeepsTheLimitsOfReading) {
  XmpProperty most{dc_uri, "creator", XmpShape::seq, {}};
  for (std::size_t i = 0; i < xmp_item_limit + 9; ++i) most.items.push_back({"", std::string(text_limit, 'x')});
  std::vector<XmpProperty> all;
  for (std::size_t i = 0; i < xmp_property_limit + 9; ++i) {
    most.name = "p" + std::to_string(i);
    all.push_back(most);
  }
  const auto packet = make_xmp(std::span{all}.first(3));
  EXPECT_EQ(read(packet).size(), 3U);
  EXPECT_EQ(read(packet).front().items.size(), xmp_item_limit);
  for (auto& property : all) property.items.resize(1);
  EXPECT_EQ(read(make_xmp(all)).size(), xmp_property_limit);
}

}  // namespace
}  // namespace stripmeta
