#include <gtest/gtest.h>

#include <string>

#include "findings.hpp"

namespace stripmeta::test {
namespace {

Buffer resource(std::uint16_t id, std::string_view name, std::string_view data, std::string_view signature = "8BIM") {
  Buffer out = bytes_of(signature);
  put_u16(out, id);
  put_u8(out, static_cast<unsigned>(name.size()));
  put_text(out, name);
  if (name.size() % 2 == 0) put_u8(out, 0);
  put_u32(out, static_cast<std::uint32_t>(data.size()));
  put_text(out, data);
  if (data.size() % 2 == 1) put_u8(out, 0);
  return out;
}

std::string dataset(unsigned record, unsigned number, std::string_view data) {
  Buffer out;
  put_u8(out, 0x1C);
  put_u8(out, record);
  put_u8(out, number);
  put_u16(out, static_cast<unsigned>(data.size()));
  put_text(out, data);
  return std::string(as_text(out));
}

Buffer segment(Bytes resources) {
  Buffer out = bytes_of(std::string_view("Photoshop 3.0\0", 14));
  put_bytes(out, resources);
  return out;
}

std::vector<Value> read_iptc(const std::string& records) {
  return read_one(Kind::photoshop, segment(resource(0x0404, "", records)));
}

TEST(Iptc, NamesDatasetsAndShowsDatesAndNumbers) {
  const auto values =
      read_iptc(dataset(1, 0, std::string_view("\0\4", 2)) + dataset(1, 70, "20240115") +
                dataset(2, 0, std::string_view("\0\4", 2)) + dataset(2, 5, "Title") + dataset(2, 25, "one") +
                dataset(2, 25, "two") + dataset(2, 55, "20240115") + dataset(2, 60, "102030+0100") +
                dataset(2, 80, "Ann") + dataset(2, 90, "London") + dataset(2, 202, "abc") + dataset(3, 7, "xyz"));
  EXPECT_EQ(lines_of(values), R"(iptc City: London
iptc Date Sent: 2024-01-15
iptc Date Created: 2024-01-15
iptc Time Created: 10:20:30+01:00
iptc By-line: Ann
iptc Model Version: 4
iptc Record Version: 4
iptc Object Name: Title
iptc Keywords: one
iptc Keywords: two
iptc ObjectData Preview Data: 3 bytes
iptc 3:7: 3 bytes
)");
}

TEST(Iptc, OddDatesStayAsTheyAre) {
  EXPECT_EQ(one_of(read_iptc(dataset(2, 55, "2024-01")), "iptc", "Date Created"), "2024-01");
  EXPECT_EQ(one_of(read_iptc(dataset(2, 60, "noon")), "iptc", "Time Created"), "noon");
}

TEST(Iptc, ReadsUtf8AndLatin1) {
  EXPECT_EQ(lines_of(read_iptc(dataset(1, 90, "\x1B%G") + dataset(2, 80, "Ren\xC3\xA9"))),
            "iptc By-line: René\niptc Coded Character Set: UTF-8\n");
  EXPECT_EQ(one_of(read_iptc(dataset(2, 80, "Ren\xE9")), "iptc", "By-line"), "René");
  EXPECT_EQ(one_of(read_iptc(dataset(2, 80, "\xC3\xA9")), "iptc", "By-line"), "é") << "UTF-8 that is not declared";
}

TEST(Iptc, ReadsExtendedLengthsAndSaysWhereItBreaks) {
  EXPECT_EQ(one_of(read_iptc(std::string("\x1C\2\x50\x80\x8\0\0\0\0\0\0\0\3Ann", 16)), "iptc", "By-line"), "Ann")
      << "a length of up to eight bytes, as ExifTool reads it";
  EXPECT_EQ(lines_of(read_iptc(dataset(2, 80, "Ann") + dataset(2, 90, "Vienna").substr(0, 8))),
            "iptc By-line: Ann\niptc Unreadable: 8 bytes behind the last dataset that is whole\n");
  EXPECT_EQ(one_of(read_iptc(std::string("\x1C\2\x50\x80\4\0\0\0\3Ann", 12)), "iptc", "By-line"), "Ann");
  EXPECT_EQ(lines_of(read_iptc(dataset(2, 80, "Ann") + "trash")),
            "iptc By-line: Ann\niptc Unreadable: 5 bytes behind the last dataset that is whole\n");
  EXPECT_EQ(lines_of(read_iptc(dataset(2, 80, "Ann") + std::string(3, '\0'))), "iptc By-line: Ann\n") << "padding";
}

TEST(Photoshop, NamesResourcesAndShowsWhatPeopleAskFor) {
  Buffer resources = resource(0x040B, "", "https://example.org/");
  put_bytes(resources, resource(0x040A, "", std::string_view("\1", 1)));
  put_bytes(resources, resource(0x040C, "odd", std::string("\0\0\0\1\0\0\0\xA0\0\0\0\x78", 12) + std::string(26, 'x')));
  put_bytes(resources, resource(0x0425, "", std::string("0123456789ABCDEF")));
  put_bytes(resources, resource(0x03ED, "", std::string_view("\0\x48\x80\0\0\1\0\1\1\x2C\0\0\0\1\0\1", 16)));
  put_bytes(resources, resource(0x7FFF, "", "12345"));
  EXPECT_EQ(lines_of(read_one(Kind::photoshop, segment(resources))), R"(photoshop URL: https://example.org/
photoshop CopyrightFlag: copyrighted
photoshop Thumbnail "odd": 160x120, 10 bytes
photoshop CaptionDigest: 30313233343536373839414243444546
photoshop ResolutionInfo: 72.5x300 per inch
photoshop 0x7FFF: 5 bytes
)");
}

TEST(Photoshop, OneResourceMayBeSpreadOverSegments) {
  const auto whole = resource(0x0404, "", dataset(2, 80, "A name in two segments"));
  Inspector inspector;
  feed(inspector, Kind::photoshop, segment(Bytes(whole).first(25)));
  feed(inspector, Kind::photoshop, segment(Bytes(whole).subspan(25)));
  EXPECT_EQ(lines_of(inspector.values()), "iptc By-line: A name in two segments\n");
}

TEST(Photoshop, DoesNotNameTheResourcesOfOtherPrograms) {
  Buffer resources = resource(0x0404, "", dataset(2, 80, "Ann"), "PHUT");
  put_bytes(resources, resource(0x0404, "", dataset(2, 80, "Ben")));
  EXPECT_EQ(lines_of(read_one(Kind::photoshop, segment(resources))), "iptc By-line: Ben\nphotoshop 0x0404: 8 bytes\n");
}

TEST(Photoshop, ReadsOnBehindDamage) {
  Buffer resources = bytes_of("8BIM torn 8B");
  put_bytes(resources, resource(0x0404, "", dataset(2, 80, "Ann")));
  EXPECT_EQ(lines_of(read_one(Kind::photoshop, segment(resources))), "iptc By-line: Ann\n");
}

TEST(Photoshop, ReadsXmpInside) {
  const auto values =
      read_one(Kind::photoshop, segment(resource(0x0424, "",
                                                 "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-"
                                                 "syntax-ns#'><rdf:Description dc:format='x'/></rdf:RDF>")));
  EXPECT_EQ(lines_of(values), "xmp dc:format: x\n");
}

}  // namespace
}  // namespace stripmeta::test
