#include <gtest/gtest.h>

#include <string>

#include "findings.hpp"

namespace stripmeta::test {
namespace {

constexpr std::string_view signature("http://ns.adobe.com/xap/1.0/\0", 29);

std::string packet(const std::string& inside) {
  return "<?xpacket begin='\xEF\xBB\xBF' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
         "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/' "
         "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/' "
         "xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' xmlns:stRef='http://ns.adobe.com/xap/1.0/sType/ResourceRef#'>" +
         inside + "</rdf:RDF></x:xmpmeta>\n   \n<?xpacket end='w'?>";
}

std::string description(const std::string& inside) {
  return packet("<rdf:Description rdf:about=''>" + inside + "</rdf:Description>");
}

std::string read(const std::string& text) {
  return lines_of(read_one(Kind::xmp, std::string(signature) + text));
}

TEST(Xmp, ReadsAttributesAndElements) {
  EXPECT_EQ(read(packet("<rdf:Description rdf:about='' dc:format='image/jpeg' xmp:Rating='5'/>"
                        "<rdf:Description rdf:about=''><xmp:Label> red </xmp:Label><xmp:Empty/></rdf:Description>")),
            "xmp dc:format: image/jpeg\nxmp xmp:Rating: 5\nxmp xmp:Label: red\nxmp xmp:Empty: \n");
}

TEST(Xmp, ReadsArraysAndLanguages) {
  EXPECT_EQ(
      read(description("<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>"
                       "<dc:type><rdf:Seq><rdf:li>c</rdf:li></rdf:Seq></dc:type>"
                       "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Cat</rdf:li>"
                       "<rdf:li xml:lang='de'>Katze</rdf:li></rdf:Alt></dc:title>")),
      "xmp dc:subject[1]: a\nxmp dc:subject[2]: b\nxmp dc:type[1]: c\nxmp dc:title: Cat\nxmp dc:title[de]: Katze\n");
}

TEST(Xmp, ReadsEachFormOfStructures) {
  constexpr auto expected = "xmp xmpMM:DerivedFrom/stRef:documentID: 1\nxmp xmpMM:DerivedFrom/stRef:instanceID: 2\n";
  EXPECT_EQ(read(description("<xmpMM:DerivedFrom stRef:documentID='1' stRef:instanceID='2'/>")), expected);
  EXPECT_EQ(read(description("<xmpMM:DerivedFrom rdf:parseType='Resource'><stRef:documentID>1</stRef:documentID>"
                             "<stRef:instanceID>2</stRef:instanceID></xmpMM:DerivedFrom>")),
            expected);
  EXPECT_EQ(read(description("<xmpMM:DerivedFrom><rdf:Description stRef:documentID='1'>"
                             "<stRef:instanceID>2</stRef:instanceID></rdf:Description></xmpMM:DerivedFrom>")),
            expected);
}

TEST(Xmp, ReadsStructuresInArraysAndUris) {
  EXPECT_EQ(read(description("<xmpMM:Pantry><rdf:Bag><rdf:li stRef:documentID='1'/><rdf:li rdf:parseType='Resource'>"
                             "<stRef:documentID>2</stRef:documentID></rdf:li></rdf:Bag></xmpMM:Pantry>"
                             "<xmp:BaseURL rdf:resource='https://example.org/'/>")),
            "xmp xmpMM:Pantry[1]/stRef:documentID: 1\nxmp xmpMM:Pantry[2]/stRef:documentID: 2\n"
            "xmp xmp:BaseURL: https://example.org/\n");
}

TEST(Xmp, UsesTheStandardsPrefixes) {
  EXPECT_EQ(read("<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Description "
                 "xmlns:xap='http://ns.adobe.com/xap/1.0/' xap:CreatorTool='T' xmlns:own='https://example.org/own/' "
                 "own:thing='1'/></r:RDF>"),
            "xmp xmp:CreatorTool: T\nxmp own:thing: 1\n");
}

TEST(Xmp, DeclarationsEndWithTheirElement) {
  EXPECT_EQ(read(packet("<rdf:Description><own:a xmlns:own='http://ns.adobe.com/tiff/1.0/'>1</own:a><own:a>2</own:a>"
                        "<dc:a xmlns:dc='http://ns.adobe.com/tiff/1.0/'>3</dc:a><dc:a>4</dc:a></rdf:Description>")),
            "xmp tiff:a: 1\nxmp own:a: 2\nxmp tiff:a: 3\nxmp dc:a: 4\n");
}

TEST(Xmp, ShowsThePosition) {
  EXPECT_EQ(
      read(packet("<rdf:Description exif:GPSLatitude='51,30.0433N' exif:GPSLongitude='0,7,28.65W'/>")),
      "xmp Position: 51.500722, -0.124625\nxmp exif:GPSLatitude: 51,30.0433N\nxmp exif:GPSLongitude: 0,7,28.65W\n");
  EXPECT_EQ(read(packet("<rdf:Description exif:GPSLatitude='north'/>")), "xmp exif:GPSLatitude: north\n");
}

TEST(Xmp, DoesNotExpandEntitiesOfADoctype) {
  EXPECT_EQ(read("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f 'aaaa'>]>" +
                 packet("<rdf:Description dc:format='&e;&f;&amp;'/>")),
            "xmp dc:format: &e;&f;&\n");
}

TEST(Xmp, ReadsUtf16) {
  Buffer wide = bytes_of("\xFF\xFE");
  for (const char c : std::string("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                                  "<rdf:Description dc:format='x'/></rdf:RDF>")) {
    put_u16(wide, static_cast<unsigned char>(c), ByteOrder::little);
  }
  EXPECT_EQ(lines_of(read_one(Kind::xmp, wide)), "xmp dc:format: x\n");
}

TEST(Xmp, ReadsUpToDamage) {
  const auto text = packet("<rdf:Description dc:format='x'><dc:creator>Ann</dc:creator>");
  const auto found = read(text);
  EXPECT_TRUE(found.starts_with("xmp dc:creator: Ann\nxmp dc:format: x\nxmp Unreadable: not well-formed from byte "))
      << found;
  EXPECT_EQ(read(std::string(packet("<rdf:Description dc:format='x'/>")) + std::string(8, '\0')), "xmp dc:format: x\n")
      << "NULs at the end are common";
}

TEST(Xmp, BoundsDepthAndSize) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<dc:a>";
  EXPECT_NE(read(packet("<rdf:Description>" + deep)).find("nested too deeply to be read"), std::string::npos);
  std::string wide;
  for (int i = 0; i < 1000001; ++i) wide += "<a/>";
  EXPECT_EQ(read(wide), "xmp Unreadable: more than 1000000 elements and attributes\n");
}

TEST(Xmp, BoundsDeclarations) {
  std::string declarations;
  for (int i = 0; i < 300; ++i) declarations += " xmlns:p" + std::to_string(i) + "='http://ns.adobe.com/xap/1.0/'";
  EXPECT_EQ(read(packet("<rdf:Description" + declarations + " p0:a='1' p299:b='2'/>")),
            "xmp xmp:a: 1\nxmp p299:b: 2\n");
}

TEST(Xmp, BoundsPaths) {
  // A long path that each of many fields copied would take 20 GB.
  std::string fields;
  for (int i = 0; i < 10000; ++i) fields += "<dc:f>v</dc:f>";
  const auto found = lines_of(
      read_one(Kind::xmp, bytes_of(packet("<rdf:Description><dc:" + std::string(2'000'000, 'n') + ">" + fields +
                                          "</dc:" + std::string(2'000'000, 'n') + "></rdf:Description>"))));
  const auto cut = "xmp dc:" + std::string(253, 'n') + "\u2026: v\n";
  EXPECT_TRUE(found.starts_with(cut)) << found.substr(0, 400);
}

TEST(Xmp, MarksAGeneratorsPrompt) {
  EXPECT_EQ(read(description("<exif:UserComment><rdf:Alt><rdf:li xml:lang='x-default'>a cat, CFG scale: 7</rdf:li>"
                             "</rdf:Alt></exif:UserComment>")),
            "ai AIPrompt: a cat, CFG scale: 7\nxmp exif:UserComment: a cat, CFG scale: 7\n");
}

constexpr std::string_view guid = "0123456789ABCDEF0123456789ABCDEF";

Buffer part(std::string_view whole, std::size_t begin, std::size_t size, std::string_view id = guid) {
  Buffer out = bytes_of(std::string_view("http://ns.adobe.com/xmp/extension/\0", 35));
  put_text(out, id);
  put_u32(out, static_cast<std::uint32_t>(whole.size()));
  put_u32(out, static_cast<std::uint32_t>(begin));
  put_text(out, whole.substr(begin, size));
  return out;
}

TEST(ExtendedXmp, JoinsPartsOfAnyOrder) {
  const auto text = packet("<rdf:Description dc:source='long'/>");
  Inspector inspector;
  feed(inspector, Kind::extended_xmp, part(text, 200, 10000));
  feed(inspector, Kind::extended_xmp, part(text, 0, 100));
  feed(inspector, Kind::extended_xmp, part(text, 100, 100));
  feed(inspector, Kind::extended_xmp, part(text, 100, 100));
  EXPECT_EQ(lines_of(inspector.values()), "xmp dc:source: long\n");
  EXPECT_EQ(lines_of(inspector.values()), "xmp dc:source: long\n") << "values() changes nothing";
}

TEST(ExtendedXmp, SaysWhatIsMissing) {
  const auto text = packet("<rdf:Description dc:source='long'/>");
  const std::string line =
      "xmp Unreadable: extended XMP of " + std::to_string(text.size()) + " bytes in 2 parts that do not make a whole\n";
  Inspector gap;
  feed(gap, Kind::extended_xmp, part(text, 0, 100));
  feed(gap, Kind::extended_xmp, part(text, 200, 10000));
  EXPECT_EQ(lines_of(gap.values()), line);
  Inspector no_end;
  feed(no_end, Kind::extended_xmp, part(text, 0, 100));
  feed(no_end, Kind::extended_xmp, part(text, 100, 100));
  EXPECT_EQ(lines_of(no_end.values()), line);
}

TEST(ExtendedXmp, KeepsGuidsApart) {
  const auto text = packet("<rdf:Description dc:source='one'/>");
  const auto other = packet("<rdf:Description dc:source='two'/>");
  constexpr std::string_view other_guid = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
  Inspector inspector;
  feed(inspector, Kind::extended_xmp, part(text, 0, 100));
  feed(inspector, Kind::extended_xmp, part(other, 0, 100, other_guid));
  feed(inspector, Kind::extended_xmp, part(text, 100, 10000));
  feed(inspector, Kind::extended_xmp, part(other, 100, 10000, other_guid));
  EXPECT_EQ(all_of(inspector.values(), "xmp", "dc:source"), (std::vector<std::string>{"one", "two"}));
}

TEST(ExtendedXmp, HoldsNoMoreThanItsBound) {
  constexpr std::uint32_t size = 60000;
  constexpr std::uint32_t count = 1200;
  constexpr std::size_t head = 35 + 32;
  Buffer payload = part("", 0, 0);
  payload.resize(payload.size() + size, std::byte{'x'});
  set_u32(std::span{payload}, head, count * size);
  Inspector inspector;
  for (std::uint32_t i = 0; i < count; ++i) {
    set_u32(std::span{payload}, head + 4, i * size);
    feed(inspector, Kind::extended_xmp, payload);
  }
  // 64 MiB hold 1,116 parts of 60,128 bytes with their cost.
  EXPECT_EQ(one_of(inspector.values(), "xmp", "Unreadable"),
            "extended XMP of 72000000 bytes in 1116 parts that do not make a whole");
}

}  // namespace
}  // namespace stripmeta::test
