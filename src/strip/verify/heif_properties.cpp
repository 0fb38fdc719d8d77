#include "strip/verify/heif_properties.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "strip/verify/display.hpp"
#include "strip/verify/icc.hpp"
#include "strip/verify/units.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::string_view reserved = "reserved bits of a property are not zero";

using Judge = void (*)(Fields& fields);

template <std::uint64_t size>
void full_numbers(Fields& fields) {
  fields.full(0, 0);
  fields.skip(size);
}

template <unsigned mask>
void one_byte(Fields& fields) {
  fields.only_bits(mask, reserved);
}

// pixi (6.5.6): depths; with flag 1 the kind of each channel and its position.
void channels(Fields& fields) {
  fields.expect(3, 0, "pixi has an unknown version or flags");
  const bool has_kinds = fields.only_bits(1, "pixi has an unknown version or flags") == 1;
  const auto at = fields.at();
  const auto count = fields.u8();
  if (count == 0 || count > 16) fields.reject(at, "pixi has more channels than a picture");
  for (unsigned i = 0; i < count && fields.ok(); ++i) {
    const auto depth_at = fields.at();
    const auto depth = fields.u8();
    if (depth == 0 || depth > 64) fields.reject(depth_at, "a channel has a depth that no picture has");
  }
  for (unsigned i = 0; has_kinds && i < count && fields.ok(); ++i) {
    if ((fields.only_bits(0xEE, "a channel has a label or a reserved bit") & 2U) != 0) fields.skip(1);
  }
}

std::uint64_t divisor(std::uint64_t a, std::uint64_t b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

// clap (14496-12 12.1.4): fractions in their lowest terms, the last two with a sign.
void aperture(Fields& fields) {
  for (int i = 0; i < 4; ++i) {
    const auto at = fields.at();
    const std::uint64_t above = fields.u32();
    const std::uint64_t below = fields.u32();
    const auto size = i >= 2 && above >= 0x80000000U ? 0x100000000U - above : above;
    if (below == 0 || below >= 0x80000000U || divisor(size, below) != 1)
      fields.reject(at, "clap has a fraction that is not in its lowest terms");
  }
}

// pasp
void pixel_ratio(Fields& fields) {
  const auto at = fields.at();
  const auto width = fields.u32();
  const auto height = fields.u32();
  if (width - 1U >= 0xFFFF || height - 1U >= 0xFFFF || divisor(width, height) != 1)
    fields.reject(at, "pasp has a ratio that is not in its lowest terms");
}

constexpr std::string_view brighter = "a light that no picture has";
constexpr std::uint64_t pq = 10'000;  // cd/m2

// clli
void light_level(Fields& fields) {
  fields.at_most(2, pq, brighter);
  fields.at_most(2, pq, brighter);
}

// x and y of so many colours, 50,000 for 1
template <std::size_t count>
std::array<std::int64_t, 2 * count> colours(Fields& fields) {
  std::array<std::int64_t, 2 * count> all{};
  for (auto& value : all) value = fields.u16();
  return all;
}

// mdcv (14496-12 12.1.7): the colours of a display, or zeros.
void display(Fields& fields) {
  const auto begin = fields.at();
  const auto at = colours<4>(fields);
  const bool none = std::ranges::all_of(at, [](std::int64_t value) { return value == 0; });
  if (!is_display(at) && !none) fields.reject(begin, "a colour that no display has");
  const auto most = fields.at_most(4, pq * 10'000, brighter);
  fields.at_most(4, most, brighter);
}

// amve
void ambient_light(Fields& fields) {
  fields.at_most(4, 2'000'000'000, brighter);
  const auto at = fields.at();
  const auto [x, y] = colours<1>(fields);
  if ((x != 0 || y != 0) && !is_white(x, y)) fields.reject(at, "a colour that no room's light has");
}

// ndwt
void diffuse_white(Fields& fields) {
  fields.full(0, 0);
  fields.at_most(4, pq * 10'000, brighter);
}

// cclv (14496-12 12.1.9)
void colour_volume(Fields& fields) {
  const unsigned present = fields.only_bits(0x3C, reserved);
  for (int i = 0; i < 6 && (present & 0x20U) != 0; ++i) {
    const auto at = fields.at();
    const auto value = static_cast<std::int32_t>(fields.u32());
    if (value < -5'000'000 || value > 5'000'000) fields.reject(at, "a colour that there cannot be");
  }
  for (const unsigned bit : {0x10U, 8U, 4U}) fields.skip((present & bit) != 0 ? 4 : 0);
}

// a1lx (AV1-AVIF 2.3.2.3)
void layer_sizes(Fields& fields) {
  const bool large = fields.only_bits(1, reserved) == 1;
  bool ended = false;
  for (int i = 0; i < 3; ++i) {
    const auto size = fields.at_most(large ? 4 : 2, ended ? 0 : UINT32_MAX, "a layer has a size behind the last layer");
    ended = size == 0;
  }
}

// lsel (23008-12 6.5.11)
void layer(Fields& fields) {
  const auto at = fields.at();
  const auto number = fields.u16();
  if (number > 3 && number != 0xFFFF) fields.reject(at, "a layer that AV1 does not have");
}

// uncC (23001-17 5.2.1). Names of layouts are those of 5.3.
void uncompressed(Fields& fields) {
  constexpr std::array known{box_name("gene"), box_name("rgb3"), box_name("rgba"), box_name("abgr"), box_name("2vuy"),
                             box_name("yuv2"), box_name("yvyu"), box_name("vyuy"), box_name("yuv1"), box_name("v308"),
                             box_name("v408"), box_name("y210"), box_name("v410"), box_name("v210"), box_name("i420"),
                             box_name("nv12"), box_name("nv21"), box_name("yu22"), box_name("yv22"), box_name("yv20")};
  const auto version = fields.at_most(1, 1, "uncC has an unknown version");
  fields.zeros(3, "uncC has flags");
  const auto at = fields.at();
  const auto profile = fields.u32();
  if (profile != 0 && std::ranges::find(known, profile) == known.end()) fields.reject(at, "an unknown layout in uncC");
  if (version == 1) return;
  const auto count = fields.u32();
  for (std::uint64_t i = 0; i < count && fields.ok(); ++i) fields.skip(5);
  fields.skip(3);
  fields.only_bits(0xF8, reserved);
  fields.skip(20);
}

// cmpd (5.1.2): kinds of components. Private ones have a name, which is empty.
void components(Fields& fields) {
  const auto count = fields.u32();
  for (std::uint64_t i = 0; i < count && fields.ok(); ++i) {
    if (fields.u16() >= 0x8000) fields.zeros(1, "a component has a private name");
  }
}

// cmpC (6.2.2)
void compression(Fields& fields) {
  fields.full(0, 0);
  const auto at = fields.at();
  const auto kind = fields.u32();
  if (kind != box_name("defl") && kind != box_name("zlib") && kind != box_name("brot")) {
    fields.reject(at, "an unknown compression in cmpC");
  }
  fields.skip(1);
}

// icef (6.2.3)
void compressed_units(Fields& fields) {
  constexpr std::array<std::uint64_t, 8> offset_bytes{0, 2, 3, 4, 8, 0, 0, 0};
  constexpr std::array<std::uint64_t, 8> size_bytes{1, 2, 3, 4, 8, 0, 0, 0};
  fields.full(0, 0);
  const auto at = fields.at();
  const unsigned codes = fields.only_bits(0xFC, reserved);
  if (codes >> 5U > 4 || (codes >> 2U & 7U) > 4) fields.reject(at, "fields of an unknown size in icef");
  const auto row = offset_bytes.at(codes >> 5U) + size_bytes.at(codes >> 2U & 7U);
  fields.skip(fields.u32() * row);
}

// ccst (23008-12 7.2.3)
void coding_constraints(Fields& fields) {
  fields.full(0, 0);
  fields.only_bits(0xFC, reserved);
  fields.zeros(3, reserved);
}

struct Row {
  BoxName name;
  Judge judge;
};
constexpr std::array<Row, 19> rows{{
    {box_name("ispe"), full_numbers<8>},    {box_name("pixi"), channels},      {box_name("pasp"), pixel_ratio},
    {box_name("clap"), aperture},           {box_name("irot"), one_byte<3>},   {box_name("imir"), one_byte<1>},
    {box_name("a1op"), one_byte<0x1F>},     {box_name("a1lx"), layer_sizes},   {box_name("lsel"), layer},
    {box_name("clli"), light_level},        {box_name("mdcv"), display},       {box_name("cclv"), colour_volume},
    {box_name("amve"), ambient_light},      {box_name("ndwt"), diffuse_white}, {box_name("uncC"), uncompressed},
    {box_name("cmpd"), components},         {box_name("cmpC"), compression},   {box_name("icef"), compressed_units},
    {box_name("ccst"), coding_constraints},
}};

class PropertyJudge {
 public:
  PropertyJudge(const File& file, const Box& property, const Policy& policy, Findings& findings)
      : file_(file), property_(property), policy_(policy), findings_(findings), fields_(file, property, findings) {}

  void judge() {
    switch (property_.name) {
      case box_name("colr"): return colour();
      case box_name("auxC"):
      case box_name("auxi"): return auxiliary();
      case box_name("j2kH"): return jpeg2000_header();
      case box_name("hvcC"): return configuration("hvcC");
      case box_name("lhvC"): return configuration("lhvC");
      case box_name("avcC"): return configuration("avcC");
      case box_name("vvcC"): return configuration("vvcC");
      case box_name("av1C"): return configuration("av1C");
      default: break;
    }
    const auto row = std::ranges::find(rows, property_.name, &Row::name);
    if (row == rows.end()) return findings_.reject(property_.at, "a property that must go");
    row->judge(fields_);
    fields_.finish();
  }

 private:
  void configuration(std::string_view name) {
    findings_.add(verify_configuration(name, file_, {property_.begin, property_.end - property_.begin}));
  }

  // 14496-12 12.1.5
  void colour() {
    const auto kind = fields_.u32();
    if (kind == box_name("prof") || kind == box_name("rICC")) return profile();
    if (kind != box_name("nclx") && kind != box_name("nclc"))
      findings_.reject(property_.begin, "a colour of an unknown kind");
    code_point(0b1'1111'1111'0110ULL | 1ULL << 22U);
    code_point(0b111'1111'1111'1111'0110ULL);
    code_point(0b11'1111'1111'1111'0111ULL);
    if (kind == box_name("nclx")) fields_.only_bits(0x80, reserved);
    fields_.finish();
  }

  // H.273 tables 2, 3 and 4: bit n is number n.
  void code_point(std::uint64_t known) {
    const auto at = fields_.at();
    const auto number = fields_.u16();
    if (number > 63 || (known >> number & 1U) == 0) fields_.reject(at, "a colour by a number that H.273 does not have");
  }

  void profile() {
    if (!policy_.keeps(Keep::icc)) return findings_.reject(property_.at, "a colour profile that the policy removes");
    if (!findings_.ok()) return;
    const auto at = fields_.at();
    findings_.add(within(verify_icc(file_.bytes(at, fields_.left()), policy_), at));
  }

  // 6.5.8, 7.5.3: a purpose by one of these names, and nothing behind it.
  void auxiliary() {
    constexpr std::array<std::string_view, 5> purposes{
        "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:avc:2015:auxid:1",
        "urn:com:apple:photo:2020:aux:hdrgainmap", "urn:com:photo:aux:hdrgainmap"};
    fields_.full(0, 0);
    if (!findings_.ok()) return;
    const auto at = fields_.at();
    const auto text = as_text(file_.bytes(at, fields_.left()));
    const bool is_known =
        text.ends_with('\0') && std::ranges::find(purposes, text.substr(0, text.size() - 1)) != purposes.end();
    if (!is_known) findings_.reject(at, "an auxiliary picture with a name that is not on the list");
  }

  // 15444-1 I.5.3, in 15444-16's box: a palette, its mapping, the meaning of channels; each at most once.
  void jpeg2000_header() {
    std::vector<BoxName> left{box_name("pclr"), box_name("cmap"), box_name("cdef")};
    std::uint64_t columns = 0;
    for (const auto& box : read_boxes(file_, property_.begin, property_.end, findings_)) {
      const auto place = std::ranges::find(left, box.name);
      if (place == left.end()) return findings_.reject(box.at, "a box that j2kH cannot have here");
      Fields fields{file_, box, findings_};
      if (box.name == box_name("pclr")) columns = palette(fields);
      if (box.name == box_name("cmap")) mapping(fields, columns);
      if (box.name == box_name("cdef")) definitions(fields);
      fields.finish();
      left.erase(place);
    }
  }

  std::uint64_t palette(Fields& fields) {
    const auto height = fields.at_most(2, 1024, "a palette has too many rows");
    const auto columns = fields.u8();
    std::uint64_t row = 0;
    for (unsigned i = 0; i < columns && fields.ok(); ++i) row += ((fields.u8() & 0x7FU) + 8U) / 8;
    fields.skip(height * row);
    return columns;
  }

  static void mapping(Fields& fields, std::uint64_t columns) {
    for (std::uint64_t i = 0; i < columns && fields.ok(); ++i) {
      fields.at_most(2, 0x3FFF, "a mapping names no component");
      const auto by_palette = fields.at_most(1, 1, "a mapping is of an unknown kind");
      fields.at_most(1, by_palette == 1 ? columns - 1 : 0, "a mapping names no column");
    }
  }

  void definitions(Fields& fields) {
    const auto count = fields.u16();
    std::vector<bool> named(count);
    for (unsigned i = 0; i < count && fields.ok(); ++i) {
      const auto at = fields.at();
      const auto channel = fields.u16();
      if (channel >= count || named[channel])
        return findings_.reject(at, "a definition of a second or unknown channel");
      named[channel] = true;
      const auto kind = fields.u16();
      const auto association = fields.u16();
      const bool is_right = (kind <= 2 || kind == 0xFFFF) && (association <= count || association == 0xFFFF);
      if (!is_right) findings_.reject(at, "a channel of an unknown meaning");
    }
  }

  const File& file_;
  const Box& property_;
  const Policy& policy_;
  Findings& findings_;
  Fields fields_;
};

struct Owner {
  BoxName property;
  std::array<BoxName, 2> items;
};
constexpr std::array<Owner, 13> owners{{
    {box_name("hvcC"), {box_name("hvc1"), box_name("hev1")}},
    {box_name("lhvC"), {box_name("hvc1"), box_name("hev1")}},
    {box_name("av1C"), {box_name("av01")}},
    {box_name("a1op"), {box_name("av01")}},
    {box_name("a1lx"), {box_name("av01")}},
    {box_name("avcC"), {box_name("avc1"), box_name("avc3")}},
    {box_name("vvcC"), {box_name("vvc1"), box_name("vvi1")}},
    {box_name("j2kH"), {box_name("j2k1"), box_name("j2ki")}},
    {box_name("uncC"), {box_name("unci")}},
    {box_name("cmpd"), {box_name("unci")}},
    {box_name("cmpC"), {box_name("unci")}},
    {box_name("icef"), {box_name("unci")}},
    {box_name("lsel"), {box_name("av01")}},
}};

}  // namespace

void judge_property(const File& file, const Box& property, const Policy& policy, Findings& findings) {
  PropertyJudge{file, property, policy, findings}.judge();
}

bool property_fits(BoxName property, BoxName item) {
  const auto row = std::ranges::find(owners, property, &Owner::property);
  return row == owners.end() || std::ranges::find(row->items, item) != row->items.end();
}

BoxName property_identity(const File& file, const Box& property) {
  if (property.name != box_name("colr") || property.begin == property.end) return property.name;
  return file.u8(property.begin) == 'n' ? box_name("nclx") : box_name("prof");
}

}  // namespace stripmeta::verify
