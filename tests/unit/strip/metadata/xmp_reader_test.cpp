#include "strip/metadata/xmp_reader.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "strip/base/plain_text.hpp"
#include "support/cpp/xmp_bytes.hpp"

namespace stripmeta {
namespace {

using namespace test;

std::vector<XmpProperty> read(std::string_view packet) {
  const auto any = [](std::string_view, std::string_view) { return true; };
  return read_xmp(std::as_bytes(std::span{packet}), any);
}

// "name shape lang:text|lang:text" a property.
std::string shown(const std::vector<XmpProperty>& properties) {
  constexpr const char* shapes[] = {"text", "bag", "seq", "alt"};
  std::string lines;
  for (const auto& property : properties) {
    lines += (lines.empty() ? "" : "; ") + property.name + " " + shapes[static_cast<int>(property.shape)];
    for (const auto& item : property.items) lines += " [" + item.lang + ":" + item.text + "]";
  }
  return lines;
}

std::string shown(std::string_view attributes, std::string_view elements) {
  return shown(read(xmp_packet(attributes, elements)));
}

TEST(XmpReader, ReadsAttributesAndElements) {
  EXPECT_EQ(shown("hdrgm:Version=\"1.0\" hdrgm:GapMin='0.5'", "<dc:format>image/jpeg</dc:format>"),
            "Version text [:1.0]; GapMin text [:0.5]; format text [:image/jpeg]");
  const auto found = read(xmp_packet("hdrgm:Version=\"1.0\""));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().uri, gain_map_uri);
}

TEST(XmpReader, ReadsArrays) {
  EXPECT_EQ(shown("",
                  "<dc:creator>\n <rdf:Seq>\n <rdf:li>A</rdf:li> <rdf:li>B</rdf:li></rdf:Seq></dc:creator>"
                  "<dc:subject><rdf:Bag><rdf:li>C</rdf:li></rdf:Bag></dc:subject>"
                  "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">D</rdf:li>"
                  "<rdf:li xml:lang='de-AT'>E</rdf:li></rdf:Alt></dc:rights>"),
            "creator seq [:A] [:B]; subject bag [:C]; rights alt [x-default:D] [de-AT:E]");
}

TEST(XmpReader, ReadsOnlyWantedProperties) {
  const auto packet =
      xmp_packet("hdrgm:Version=\"1.0\"", "<dc:rights>mine</dc:rights><xmpRights:rights>o</xmpRights:rights>");
  const auto wanted = [](std::string_view uri, std::string_view name) { return uri == dc_uri && name == "rights"; };
  EXPECT_EQ(shown(read_xmp(std::as_bytes(std::span{packet}), wanted)), "rights text [:mine]");
}

TEST(XmpReader, ComparesNamespacesByUri) {
  const auto packet = [](std::string_view inner) {
    return "<r:RDF xmlns:r='" + rdf_uri + "'>" + std::string{inner} + "</r:RDF>";
  };
  EXPECT_EQ(shown(read(packet("<r:Description xmlns:a='" + dc_uri + "' a:rights='x'/>"))), "rights text [:x]");
  EXPECT_EQ(shown(read(packet("<r:Description><rights xmlns='" + dc_uri + "'>x</rights></r:Description>"))),
            "rights text [:x]");
  EXPECT_EQ(shown(read(packet("<r:Description xmlns:a='http&#58;//purl.org/dc/elements/1.1/' a:rights='x'/>"))),
            "rights text [:x]")
      << "an address may hold references";
  EXPECT_EQ(shown(read(packet("<r:Description rights='x' b:c='y'/>"))), "") << "neither has a namespace";
  const auto inner = packet("<r:Description xmlns:a='u:1'><a:p xmlns:a='u:2'>x</a:p><a:p>y</a:p></r:Description>");
  const auto found = read(inner);
  ASSERT_EQ(found.size(), 2U) << "the innermost declaration counts, and ends with its element";
  EXPECT_EQ(found[0].uri + " " + found[1].uri, "u:2 u:1");
}

TEST(XmpReader, RecognisesRdfByUri) {
  EXPECT_EQ(shown(read("<rdf:RDF xmlns:rdf='other:'><rdf:Description xmlns:d='u:' d:x='1'/></rdf:RDF>")), "");
}

TEST(XmpReader, ResolvesReferencesAndWhiteSpace) {
  EXPECT_EQ(shown("dc:a='&lt;&amp;&#x41;&#10;&quot;'", "<dc:b>&gt;<![CDATA[&lt;]]><!-- no -->x</dc:b>"),
            "a text [:<&A\n\"]; b text [:>&lt;x]");
  EXPECT_EQ(shown("dc:a=' x\n y '", "<dc:b>\n one\r\ntwo\rthree&#13;&#10;four\n </dc:b>"),
            "a text [:x  y]; b text [:one\ntwo\nthree\nfour]");
}

TEST(XmpReader, ReadsAResource) {
  EXPECT_EQ(shown("", "<xmpRights:WebStatement rdf:resource=\"https://example.org/a?b&amp;c\"/>"),
            "WebStatement text [:https://example.org/a?b&c]");
}

TEST(XmpReader, SkipsNestedValues) {
  const std::string inner = "<rdf:Description dc:rights=\"no\"><dc:title>no</dc:title></rdf:Description>";
  EXPECT_EQ(shown("", "<dc:source>" + inner + "</dc:source>"), "");
  EXPECT_EQ(shown("", "<dc:source>yes?" + inner + "</dc:source>"), "") << "mixed content";
  EXPECT_EQ(shown("", "<dc:source><rdf:Bag><rdf:li>" + inner + "</rdf:li><rdf:li>a</rdf:li></rdf:Bag></dc:source>"),
            "source bag [:a]");
  EXPECT_EQ(shown("", "<dc:source rdf:parseType=\"Resource\"><dc:title>no</dc:title></dc:source>"), "");
  EXPECT_EQ(
      shown("", "<dc:source><rdf:Bag><rdf:li><rdf:Bag><rdf:li>no</rdf:li></rdf:Bag></rdf:li></rdf:Bag></dc:source>"),
      "");
  EXPECT_EQ(shown(read("<a><b><rdf:RDF xmlns:rdf='" + rdf_uri + "'>" + inner + "</rdf:RDF></b></a>")), "");
  EXPECT_EQ(shown("", inner), "") << "a description in a description";
}

TEST(XmpReader, ReadsAPropertyOnce) {
  EXPECT_EQ(shown("dc:a=\"1\"", "<dc:a>2</dc:a>"), "a text [:1]");
  EXPECT_EQ(shown("", "<dc:a></dc:a><dc:a>2</dc:a>"), "a text [:2]") << "an empty one is none";
}

TEST(XmpReader, DropsInvalidTexts) {
  EXPECT_EQ(shown("", "<dc:a><rdf:Bag><rdf:li/><rdf:li> </rdf:li><rdf:li>x</rdf:li></rdf:Bag></dc:a>"), "a bag [:x]");
  EXPECT_EQ(shown("dc:a='\xC0\xAF' dc:b='\xFF' dc:c='&#xD800;' dc:d='&#1;' dc:e='\x7F' dc:f='ok'", ""), "f text [:ok]");
  EXPECT_EQ(shown("dc:a='" + std::string(text_limit, 'x') + "'", "").size(), text_limit + 10);
  EXPECT_EQ(shown("dc:a='" + std::string(text_limit + 1, 'x') + "'", ""), "");
  EXPECT_EQ(shown("", "<dc:a><rdf:Alt><rdf:li xml:lang='x_y &amp; z'>x</rdf:li></rdf:Alt></dc:a>"), "a alt [:x]")
      << "no language, no name of one";
  for (const auto* lang : {"x-home", "X-HOME", "en-x-home", "X-default"}) {
    const auto packet = std::string("<dc:a><rdf:Alt><rdf:li xml:lang='") + lang + "'>x</rdf:li></rdf:Alt></dc:a>";
    EXPECT_EQ(shown("", packet), "a alt [:x]") << lang << ", for private use";
  }
}

TEST(XmpReader, YieldsNothingFromUnreadablePackets) {
  const auto good = xmp_packet("dc:a='x'");
  ASSERT_EQ(read(good).size(), 1U);
  EXPECT_EQ(read(good + std::string(7, '\0')).size(), 1U) << "filled up";
  EXPECT_TRUE(read("").empty());
  EXPECT_TRUE(read("no XML").empty());
  EXPECT_TRUE(read(good.substr(0, good.size() / 2)).empty());
  EXPECT_TRUE(read(good + "<b/>").empty());
  EXPECT_TRUE(read(xmp_packet("dc:a='x' dc:b='&'")).empty());
  EXPECT_TRUE(read("<!DOCTYPE a [<!ENTITY e 'x'>]>" + good.substr(good.find("<x:"))).empty());
  std::string wide;
  for (const char c : good) wide += {c, '\0'};
  EXPECT_TRUE(read("\xFF\xFE" + wide).empty()) << "UTF-16";
  EXPECT_TRUE(read(xmp_packet("dc:a='x'", std::string(xmp_packet_limit, ' '))).empty());
}

TEST(XmpReader, HasLimits) {
  std::string attributes;
  std::string items;
  for (std::size_t i = 0; i < 3 * xmp_property_limit; ++i) {
    attributes += " dc:p" + std::to_string(i) + "='x'";
    items += "<rdf:li>x</rdf:li>";
  }
  EXPECT_EQ(read(xmp_packet(attributes)).size(), xmp_property_limit);
  const auto found = read(xmp_packet("", "<dc:a><rdf:Bag>" + items + "</rdf:Bag></dc:a>"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().items.size(), xmp_item_limit);
}

// A table that were gone over for each name would take minutes here.
TEST(XmpReader, TimeIsNotQuadratic) {
  std::string many;
  for (int i = 0; i < 60'000; ++i) many += " xmlns:a" + std::to_string(i) + "='u:'";
  std::string nested;
  std::string closing;
  for (int i = 0; i < 900; ++i) {
    nested += "<dc:n xmlns:dc='u:'>";
    closing += "</dc:n>";
  }
  std::string uses;
  for (int i = 0; i < 60'000; ++i) uses += "<a" + std::to_string(i) + ":x/>";
  const auto begin = std::clock();  // of this process, however busy the machine is
  EXPECT_EQ(shown(many + " dc:a='x'", uses + nested + closing), "a text [:x]");
  EXPECT_LT(std::clock() - begin, 5 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace stripmeta
