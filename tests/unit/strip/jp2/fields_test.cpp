// Each field of a JPEG 2000 that is kept: what is free in it becomes zero, or is cut, or is written anew.
#include <gtest/gtest.h>

#include "strip/jp2/bare.hpp"
#include "support/cpp/expectations.hpp"
#include "support/cpp/jp2_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace jp2;

const std::string end = tile_part("", data) + eoc;

// Expects it of a bare codestream and in a box, and that nothing is left to do.
void expect_held(const std::string& before, const std::string& after, Kind kind = Kind::slack) {
  for (const auto& wrapped : {+[](const std::string& codestream) { return codestream; }, +file}) {
    const auto result = expect_output(wrapped(before), wrapped(after));
    EXPECT_NE(find_row(result.report, kind, Fate::removed), nullptr);
    EXPECT_EQ(strip(wrapped(before), {}, 1).output, wrapped(after));
    EXPECT_FALSE(expect_output(wrapped(after), wrapped(after)).report.changed());
  }
}

std::string after(std::size_t at, const std::string& text, std::string whole) {
  return whole.replace(at, text.size(), text);
}

TEST(Jp2Fields, ReservedBitsOfTheMainHeaderBecomeZeros) {
  const auto with = [](const std::string& segments) { return soc + siz() + segments + end; };
  expect_held(with(after(4, "\xF8", cod) + qcd), with(cod + qcd));
  expect_held(with(after(10, "\xF4\xF4", cod) + qcd), with(cod + qcd));
  expect_held(with(cod + after(5, "\x0F\x17\x18\x27", qcd)), with(cod + after(5, "\x08\x10\x18\x20", qcd)));
  expect_held(soc + siz(1, 0x2A2A) + cod + qcd + end, stream);
  expect_held(soc + siz(1, 0x6A2A) + cod + qcd + end, soc + siz(1, 0x4000) + cod + qcd + end);
  const auto part15 = [](unsigned bits) { return segment(0x50, be32(0x00020000) + be16(bits)); };
  expect_held(with(part15(0x07C1) + cod + qcd), with(part15(1) + cod + qcd));
  const auto coc = [](int style) { return segment(0x53, bytes({0, style, 1, 4, 4, 0, 1})); };
  expect_held(with(cod + qcd + coc(0xFE)), with(cod + qcd + coc(0)));
}

TEST(Jp2Fields, ProfilesStay) {
  for (const unsigned profile : {1U, 2U, 7U, 0x0101U, 0x0306U, 0x0400U, 0x0975U, 0x4000U}) {
    const auto file = soc + siz(1, profile) + cod + qcd + end;
    EXPECT_FALSE(expect_output(file, file).report.changed());
  }
}

TEST(Jp2Fields, TablesHaveTheBandsThatThereAre) {
  const std::string surplus(93, '\x58');
  const auto with = [](const std::string& table) { return soc + siz() + cod + segment(0x5C, table) + end; };
  const auto table = bytes({0x40, 8, 16, 24, 32});
  expect_held(with(table + surplus), with(table));
  expect_held(soc + siz() + segment(0x5C, table + surplus) + cod + end, soc + siz() + segment(0x5C, table) + cod + end);
  const auto steps = bytes({0x42}) + std::string(8, 's');
  expect_held(with(steps + std::string(6, 't')), with(steps));
  const auto in_tile = [&](const std::string& more) {
    return main_header + tile_part(segment(0x5C, table + more), data) + eoc;
  };
  expect_held(in_tile(surplus), in_tile(std::string(93, '\0')));
  const auto more_levels = segment(0x52, bytes({0, 0, 0, 1, 0, 2, 4, 4, 0, 1}));
  const auto refused = strip(soc + siz() + cod + segment(0x5C, table + surplus) + tile_part(more_levels, data) + eoc);
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::unsupported);
  const auto own_levels = main_header + tile_part(more_levels + segment(0x5C, table + bytes({8, 8, 8})), data) + eoc;
  EXPECT_FALSE(expect_output(own_levels, own_levels).report.changed());
}

TEST(Jp2Fields, OfSegmentsThatComeTwiceTheLastOneStays) {
  const auto other = segment(0x5C, bytes({0x40, 64, 64, 64, 64}));
  expect_held(soc + siz() + cod + other + qcd + end, stream, Kind::junk);
  const auto one = [](int value) { return segment(0x5D, bytes({0, 0x21, 1, value})); };
  expect_held(main_header + one(1) + one(2) + end, main_header + one(2) + end, Kind::junk);
}

TEST(Jp2Fields, TilePartsAreNumbered) {
  const auto parts = [](int second, int total) {
    return main_header + tile_part("", data) + segment(0x90, be16(0) + be32(19) + bytes({second, total})) + sod + data +
           eoc;
  };
  expect_held(parts('t', 'x'), parts(1, 'x'));
  expect_held(parts(1, 1), parts(1, 0));
  const auto refused = strip(main_header + segment(0x90, be16(1) + be32(19) + bytes({0, 0})) + sod + data + eoc);
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::malformed);
}

TEST(Jp2Fields, PointersGo) {
  const auto tlm = segment(0x55, bytes({0, 0x50, 0}) + "text");
  const auto plt = segment(0x58, bytes({0}) + "text");
  expect_held(main_header + tlm + segment(0x57, bytes({0, 4}) + "text") + segment(0x63, "text") + end, stream,
              Kind::junk);
  expect_held(main_header + tile_part(plt, data) + eoc, main_header + tile_part(blank(plt), data) + eoc, Kind::junk);
}

TEST(Jp2Fields, TheHeaderSaysWhatTheCodestreamSays) {
  const auto with = [](const std::string& fields) {
    return front + box("jp2h", box("ihdr", fields) + grey) + box("jp2c", stream);
  };
  const auto result = expect_output(with("someWORD" + be16(1) + lit("te\0t")), plain);
  EXPECT_NE(find_row(result.report, Kind::slack, Fate::removed), nullptr);
  const auto depths = [](char depth) {
    return front +
           box("jp2h", box("ihdr", be32(6) + be32(8) + be16(1) + bytes({255, 7, 0, 0})) +
                           box("bpcc", std::string(1, depth)) + grey) +
           box("jp2c", stream);
  };
  EXPECT_TRUE(expect_output(depths('t'), depths('\7')).report.changed());
  const auto refused = strip(with(be32(6) + be32(8) + be16(3) + bytes({7, 7, 0, 0})));
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::malformed);
}

TEST(Jp2Fields, FreeFieldsOfColoursBecomeZeros) {
  const auto expect_colours = [](const std::string& before, const std::string& after) {
    const auto with = [](const std::string& boxes) { return front + header(boxes) + box("jp2c", stream); };
    EXPECT_TRUE(expect_output(with(before), with(after)).report.changed());
    EXPECT_FALSE(expect_output(with(after), with(after)).report.changed());
  };
  expect_colours(box("colr", "\1hi" + be32(17)), grey);
  expect_colours(box("colr", bytes({1, 0, 0}) + "text"), grey);
  expect_colours(box("colr", bytes({5, 'a', 'b', 'c', 1, 'd', 13, 'e', 0, 0x7F})),
                 box("colr", bytes({5, 0, 0, 0, 1, 0, 13, 0, 0, 0})));
  const auto rows = [](const std::string& values) {
    return grey + box("pclr", be16(static_cast<unsigned>(values.size())) + bytes({1, 7}) + values);
  };
  expect_colours(rows(std::string(256, 'a') + "text"), rows(std::string(256, 'a')));
  const auto palette = [](int value) { return grey + box("pclr", be16(1) + bytes({1, 3, value})); };
  expect_colours(palette(0xF5), palette(0x05));
}

TEST(Jp2Fields, ABareCodestreamInMemoryIsStrippedTheSame) {
  const auto strip_bare = [](const std::string& bytes) {
    std::vector<std::byte> made;
    Report report;
    const Policy policy;
    Output out{policy, report, stripmeta::append_slice, &made, nullptr, nullptr};
    EXPECT_TRUE(stripmeta::jp2::strip_codestream(std::as_bytes(std::span{bytes}), 7, out));
    return std::pair{std::string{as_text(made)}, report.changed()};
  };
  EXPECT_EQ(strip_bare(soc + siz() + com("text") + cod + qcd + end + "a tail"), std::pair(stream, true));
  EXPECT_EQ(strip_bare(stream), std::pair(stream, false));
}

}  // namespace
}  // namespace stripmeta::test
