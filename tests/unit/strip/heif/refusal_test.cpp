// Which HEIFs are refused, of which kind and with which message, however the input is split.
#include <gtest/gtest.h>

#include <functional>

#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

struct Refusal {
  const char* name;
  std::string input;
  ErrorKind kind;
  std::string says;  // a part of the message
};

class HeifRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(HeifRefusal, HasAKindAndAMessage) {
  const auto& refusal = GetParam();
  for (const std::size_t step : {1U, 5U, 1000000U}) {
    const auto result = strip(refusal.input, {}, step);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, refusal.kind) << result.error->message;
    EXPECT_NE(result.error->message.find(refusal.says), std::string::npos) << result.error->message;
    EXPECT_TRUE(result.error->offset);
    EXPECT_EQ(result.output, "");
  }
}

std::string other(const std::string& major, const std::string& brands = "") {
  return box("ftyp", major + be32(0) + brands) + box("mdat", std::string(100, 'x'));
}

std::string changed(const std::function<void(Heif&)>& change) {
  auto heif = plain_heif();
  change(heif);
  return heif.file();
}

std::string with_replaced(std::string file, const std::string& from, const std::string& to) {
  const auto at = file.find(from);
  return at == std::string::npos ? "" : file.replace(at, from.size(), to);
}

std::string cut(const std::string& file) {
  return file.substr(0, file.size() - 1);
}

const std::string plain = plain_heif().file();
const std::string located = be16(1) + be16(0) + be16(0) + be16(1);  // the first item's location

const Refusal refusals[]{
    {"video", other("isom", "isommp42"), ErrorKind::unsupported, "an MP4 video"},
    {"quicktime", other("qt  "), ErrorKind::unsupported, "a QuickTime video"},
    {"sound", other("M4A "), ErrorKind::unsupported, "an MPEG-4 sound"},
    {"raw", other("crx ", "isom"), ErrorKind::unsupported, "CR3"},
    {"short_form", other("mif3", "avif").replace(8, 4, "mif3").replace(16, 4, "zzzz"), ErrorKind::unsupported, "mini"},
    {"mini_box", plain_heif().ftyp() + box("mini", "xxxx"), ErrorKind::unsupported, "mini"},
    {"no_brands", box("ftyp", "heic") + plain, ErrorKind::malformed, "brands"},
    {"long_brands", box("ftyp", std::string(5000, 'x')), ErrorKind::malformed, "brands"},
    {"only_brands", plain_heif().ftyp(), ErrorKind::truncated, "ends before"},
    {"brands_cut", cut(plain_heif().ftyp()), ErrorKind::truncated, ""},
    {"fragments", plain_heif().ftyp() + box("moof", ""), ErrorKind::unsupported, "fragments"},
    {"data_cut", cut(plain), ErrorKind::truncated, "cut off"},
    {"two_metas", plain + plain_heif().meta(0), ErrorKind::malformed, "twice"},
    {"two_tables", changed([](Heif& h) { h.more_meta = full_box("iloc", ""); }), ErrorKind::malformed, "twice"},
    {"no_primary", changed([](Heif& h) { h.primary = 7; }), ErrorKind::malformed, "missing"},
    {"same_number", changed([](Heif& h) { h.items.push_back({1, "hvc1", "x"}); }), ErrorKind::malformed, ""},
    {"unknown_type", changed([](Heif& h) { h.items.front().type = "zzzz"; }), ErrorKind::unsupported, "kind"},
    {"unknown_essential", changed([](Heif& h) {
       h.property_boxes.push_back(box("zzzz", ""));
       h.items.front().properties.push_back(0x83);
     }),
     ErrorKind::unsupported, "property"},
    {"no_such_property", changed([](Heif& h) { h.items.front().properties = {9}; }), ErrorKind::malformed, "property"},
    {"two_sizes", changed([](Heif& h) {
       h.property_boxes.push_back(ispe(9, 9));
       h.items.front().properties.push_back(3);
     }),
     ErrorKind::malformed, "contradict"},
    {"turned_twice", changed([](Heif& h) {
       h.property_boxes.push_back(box("irot", bytes({1})));
       h.items.front().properties.insert(h.items.front().properties.end(), {3, 3});
     }),
     ErrorKind::malformed, "contradict"},
    {"two_alpha_planes", changed([](Heif& h) {
       h.property_boxes.push_back(auxc(alpha_purpose));
       h.items.push_back({2, "hvc1", hevc_picture("alpha"), {1, 2, 3}});
       h.items.push_back({3, "hvc1", hevc_picture("another"), {1, 2, 3}});
       h.references = reference("auxl", 2, {1}) + reference("auxl", 3, {1});
     }),
     ErrorKind::malformed, "two alpha planes"},
    {"lengths_of_another_size", changed([](Heif& h) { h.property_boxes.back().replace(29, 1, bytes({0x0D})); }),
     ErrorKind::malformed, "lengths"},
    {"no_data", changed([](Heif& h) { h.items.front().data = ""; }), ErrorKind::malformed, "no data"},
    {"tile_missing", changed([](Heif& h) {
       h.items.push_back({2, "grid", grid_data(1, 1), {1}});
       h.primary = 2;
       h.references = reference("dimg", 2, {5});
     }),
     ErrorKind::malformed, "missing"},
    {"grid_cut", changed([](Heif& h) {
       h.items.push_back({2, "grid", cut(grid_data(1, 1)), {1}});
       h.primary = 2;
       h.references = reference("dimg", 2, {1});
     }),
     ErrorKind::malformed, "made from others"},
    {"elsewhere", with_replaced(plain, located, be16(1) + be16(0) + be16(1) + be16(1)), ErrorKind::unsupported,
     "not in the file"},
    {"unknown_method", with_replaced(plain, located, be16(1) + be16(3) + be16(0) + be16(1)), ErrorKind::unsupported,
     "not in the file"},
    {"bad_sizes", with_replaced(plain, bytes({0x44, 0}) + be16(1), bytes({0x55, 0}) + be16(1)), ErrorKind::malformed,
     "locations"},
    {"many_extents", with_replaced(plain, located, be16(1) + be16(0) + be16(0) + be16(0xFFFF)), ErrorKind::malformed,
     "locations"},
    {"box_past_parent", with_replaced(plain, full_box("pitm", be16(1)), be32(9999) + "pitm" + be32(0) + be16(1)),
     ErrorKind::malformed, "past the end"},
    {"encrypted",
     with_replaced(plain, full_box("infe", be16(1) + be16(0) + "hvc1" + lit("\0"), 2),
                   full_box("infe", be16(1) + be16(1) + "hvc1" + lit("\0"), 2)),
     ErrorKind::unsupported, "encrypted"},
    {"jpeg_tables_apart", changed([](Heif& h) {
       h.property_boxes[1] = box("jpgC", "x");
       h.items = {{1, "jpeg", minimal, {1, 2}}};
     }),
     ErrorKind::unsupported, "JPEG"},
    {"chunks_cut", cut(sequence({HeifTrack{}})), ErrorKind::truncated, "cut off"},
    {"movie_in_fragments", sequence({HeifTrack{}}, box("mvex", "")), ErrorKind::unsupported, "fragments"},
};

std::string name_of(const testing::TestParamInfo<Refusal>& row) {
  return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(Refusals, HeifRefusal, testing::ValuesIn(refusals), name_of);

TEST(HeifRefusal, ComesBeforeTheInputIsHeld) {
  Stripper stripper;
  Stripped result;
  EXPECT_FALSE(feed_copy(stripper, other("isom", "mp42").substr(0, 20), result));
  EXPECT_EQ(result.error->kind, ErrorKind::unsupported);
}

TEST(HeifRefusal, StrictRefusesACutMdat) {
  auto heif = plain_heif();
  heif.gap = "gap";
  const auto file = cut(heif.file());
  EXPECT_FALSE(strip(file).error);
  EXPECT_EQ(strip(file, {.strict = true}).error->kind, ErrorKind::truncated);
}

}  // namespace
}  // namespace stripmeta::test
