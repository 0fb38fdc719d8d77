#include <gtest/gtest.h>

#include "findings.hpp"

namespace stripmeta::test {
namespace {

TEST(Svg, ValuesOfEditorsAreNamedByTheirAttributes) {
  EXPECT_EQ(lines_of(read_one(Kind::editor, "a:docname = '/home/jane/b.svg'")), "editor a:docname: /home/jane/b.svg\n");
  EXPECT_EQ(lines_of(read_one(Kind::editor, "<a:b c='d'>e<f/> g</a:b>")), "editor Text: e g\n");
  EXPECT_EQ(lines_of(read_one(Kind::editor, "<a:b c='d'/>")), "editor Text: 12 bytes\n");
  EXPECT_EQ(lines_of(read_one(Kind::editor, "xmlns:a=\"urn:a\"")), "");
}

TEST(Svg, MetadataAreRdfOrText) {
  const auto rdf = R"(<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:source>Jane</dc:source></rdf:Description></rdf:RDF></metadata>)";
  EXPECT_EQ(lines_of(read_one(Kind::metadata, rdf)), "xmp dc:source: Jane\n");
  EXPECT_EQ(lines_of(read_one(Kind::metadata, "<metadata> a </metadata>")), "metadata Text: a\n");
  EXPECT_EQ(lines_of(read_one(Kind::title, "<desc>a</desc>")), "title Text: a\n");
  EXPECT_EQ(lines_of(read_one(Kind::instruction, "a b")), "instruction Text: a b\n");
}

}  // namespace
}  // namespace stripmeta::test
