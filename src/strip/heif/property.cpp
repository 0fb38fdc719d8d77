#include "strip/heif/property.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string_view>

#include "strip/bmff/writer.hpp"
#include "strip/coded/configuration.hpp"
#include "strip/heif/fields.hpp"
#include "strip/heif/select.hpp"
#include "strip/metadata/display.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "strip/metadata/sensitive.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::Type;
using bmff::type;

// Properties that need more than a copy of their fields (14496-12 12.1, 23008-12 6.5, 14496-15, AV1-ISOBMFF).
constexpr std::array<Type, 7> special{type("colr"), type("auxC"), type("hvcC"), type("av1C"),
                                      type("avcC"), type("vvcC"), type("jpgC")};

bool is_known(Type name) {
  return has_known_fields(name) || std::ranges::find(special, name) != special.end();
}

// Known properties that are not needed for the picture: descriptions, times, a camera's position. rloc places a picture
// within another one that a reference names, which goes. icbr is a draft of icef that counts in the old file's bytes.
constexpr std::array<Type, 11> known_metadata{type("udes"), type("crtt"), type("mdft"), type("cmin"),
                                              type("cmex"), type("altt"), type("aebr"), type("free"),
                                              type("skip"), type("rloc"), type("icbr")};

// Properties that are for items of some types only (14496-15, AV1-AVIF 2.3, 23001-17 5 and 6, 15444-16).
struct Belonging {
  Type property;
  std::array<Type, 2> items;  // or sample entries
};
constexpr std::array<Belonging, 14> belongings{{
    {type("hvcC"), {type("hvc1"), type("hev1")}},
    {type("lhvC"), {type("hvc1"), type("hev1")}},
    {type("av1C"), {type("av01")}},
    {type("a1op"), {type("av01")}},
    {type("a1lx"), {type("av01")}},
    {type("avcC"), {type("avc1"), type("avc3")}},
    {type("vvcC"), {type("vvc1"), type("vvi1")}},
    {type("jpgC"), {type("jpeg")}},
    {type("j2kH"), {type("j2k1"), type("j2ki")}},
    {type("uncC"), {type("unci")}},
    {type("cmpd"), {type("unci")}},
    {type("cmpC"), {type("unci")}},
    {type("icef"), {type("unci")}},
    {type("lsel"), {type("av01")}},
}};

Kind kind_of(const Box& property) {
  const auto name = property.type;
  if (name == type("free") || name == type("skip")) return Kind::padding;
  if (name == type("uuid")) return Kind::uuid;
  if (name == type("crtt") || name == type("mdft")) return Kind::time;
  if (name == type("colr") && !starts_with(property.payload, "ncl")) return Kind::icc;
  return Kind::property;
}

// The property goes. If an item calls it essential, only a reader that knows it could say whether it shows something.
FinalProperty leave_out(const Box& property) {
  FinalProperty gone;
  gone.droppable = is_known(property.type) || std::ranges::find(known_metadata, property.type) != known_metadata.end();
  return gone;
}

// Zeros, and ffmpeg's word that the picture is not interlaced.
bool is_layout(const Box& property) {
  constexpr std::array progressive{std::byte{1}, std::byte{0}};
  return (property.type == type("free") && is_zero(property.payload)) ||
         (property.type == type("fiel") && same_bytes(property.payload, progressive));
}

FinalProperty drop(const Box& property, Output& out) {
  const auto kind = kind_of(property);
  if (is_layout(property)) return leave_out(property);
  HoldSet holds;
  if (kind == Kind::time) holds.add(Holds::date);
  if (property.type == type("udes")) holds.add(text_holds(property.payload));
  out.report().add(kind, Fate::removed, property.size(), holds);
  constexpr std::size_t colour_name = 4;
  const bool profile = kind == Kind::icc && property.payload.size() > colour_name;
  out.found(kind, profile ? property.payload.subspan(colour_name) : property.payload, property.at);
  return leave_out(property);
}

FinalProperty keep(const Box& property, Bytes payload) {
  bmff::BoxWriter writer;
  writer.box(property.type, payload);
  FinalProperty kept;
  kept.box = writer.take();
  kept.stays = true;
  return kept;
}

// Whether the property is an aperture whose offsets are halves, as libheif writes them even if they are whole numbers.
// To reduce them is mere layout.
bool has_halves(const Box& property) {
  constexpr std::size_t size = 32;
  const auto is_below = [&](std::size_t at, std::uint32_t most) { return u32(property.payload, at) - 1U < most; };
  return property.type == type("clap") && property.payload.size() == size && is_below(4, 1) && is_below(12, 1) &&
         is_below(20, 2) && is_below(28, 2);
}

// Keeps the property with a payload that was written from its fields. nullopt: they are damaged.
std::expected<FinalProperty, Error> keep_fields(const Box& property,
                                                const std::optional<std::vector<std::byte>>& fields, Output& out) {
  if (!fields) {
    if (out.policy().strict) return fail(ErrorKind::malformed, property.at, "a property of the picture is damaged");
    return drop(property, out);
  }
  if (!same_bytes(*fields, property.payload)) {
    const auto kind = has_halves(property) ? Kind::layout : Kind::slack;
    out.report().add(kind, Fate::removed, property.payload.size() - std::min(fields->size(), property.payload.size()));
    if (kind != Kind::layout) out.found(kind, property.payload, property.at);
  }
  return keep(property, *fields);
}

// Code points of H.273: primaries (table 2), transfer characteristics (table 3), matrix coefficients (table 4).
bool is_code_point(int field, unsigned number) {
  constexpr unsigned most_matrix = 17;
  if (field == 0) return is_primaries_code(number);
  if (field == 1) return is_transfer_code(number);
  return number != 3 && number <= most_matrix;
}

// A number that H.273 does not have becomes 2, unspecified: it says as little.
void copy_code_point(FieldCopy& copy, int field) {
  constexpr std::array unspecified{std::byte{0}, std::byte{2}};
  const auto number = copy.take(2);
  const bool is_known = number.size() == 2 && is_code_point(field, u16(number, 0));
  copy.write(is_known ? number : Bytes{unspecified});
}

// A colour by numbers: primaries, transfer and matrix. In nclx a bit for the full range follows, and 7 reserved bits.
std::optional<std::vector<std::byte>> rewrite_numbers(Bytes payload) {
  FieldCopy copy{payload};
  const bool has_range = copy.number(4) == type("nclx");
  for (int field = 0; field < 3; ++field) copy_code_point(copy, field);
  if (has_range) copy.masked(0x80);
  return copy.done();
}

// Colour (14496-12 12.1.5).
std::expected<FinalProperty, Error> rewrite_colour(const Box& property, Output& out) {
  constexpr std::size_t name_size = 4;
  const bool has_numbers = starts_with(property.payload, "nclx") || starts_with(property.payload, "nclc");
  if (has_numbers) return keep_fields(property, rewrite_numbers(property.payload), out);
  const bool is_profile = starts_with(property.payload, "prof") || starts_with(property.payload, "rICC");
  if (!is_profile) return drop(property, out);
  const auto profile = property.payload.subspan(name_size);
  const auto kept = keep_profile(profile, property.at, out.policy());
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) return drop(property, out);
  out.found(Kind::icc, profile, property.at);
  report_reduced_profile(*kept, profile.size(), kept->bytes.size(), out.report());
  std::vector<std::byte> payload;
  put_bytes(payload, property.payload.first(name_size));
  put_bytes(payload, kept->bytes);
  auto rewritten = keep(property, payload);
  out.report().add(Kind::icc, Fate::kept, rewritten.box.size());
  return rewritten;
}

// Whether at most four bits differ. libheif sets a reserved bit of each array in hvcC; so few bits hold nothing.
bool are_alike(Bytes a, Bytes b) {
  constexpr int most = 4;
  if (a.size() != b.size()) return false;
  int differ = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differ += std::popcount(static_cast<unsigned>(u8(a, i) ^ u8(b, i)));
  return differ <= most;
}

// What a decoder has to know first: hvcC, avcC, vvcC, av1C; lhvC in sample entries.
std::expected<FinalProperty, Error> rewrite_configuration(const Box& property, const coded::PictureUse& use,
                                                          Output& out) {
  const auto read = coded::rewrite_configuration(bmff::name_of(property.type), property.payload, use);
  if (!read && (property.type == type("hvcC") || out.policy().strict)) {
    return fail(ErrorKind::malformed, property.at, "a decoder configuration is cut off");
  }
  if (!read) return drop(property, out);
  if (!read->notes.empty()) {
    out.report().add(Kind::encoder_note, Fate::removed, read->notes.size());
    out.found(Kind::encoder_note, read->notes, property.at);
  } else if (!same_bytes(read->bytes, property.payload)) {
    const auto size = std::min(read->bytes.size(), property.payload.size());
    const auto kind = are_alike(read->bytes, property.payload) ? Kind::layout : Kind::slack;
    out.report().add(kind, Fate::removed, property.payload.size() - size);
    if (kind != Kind::layout) out.found(kind, property.payload, property.at);
  }
  auto kept = keep(property, read->bytes);
  kept.length_size = read->length_size;
  kept.picture_sets = read->picture_sets;
  return kept;
}

// What an auxiliary picture is for (23008-12 6.5.8, 7.5.3). Only names that are known stay. What may follow the name
// does not show anything here: in HEVC these are SEI messages, which decoders take from the picture itself.
std::expected<FinalProperty, Error> rewrite_auxiliary(const Box& property, Output& out) {
  const auto name = auxiliary_name(property.payload);
  if (!name) return keep_fields(property, std::nullopt, out);
  const auto purpose = known_auxiliary(*name);
  if (purpose.empty()) return drop(property, out);
  std::vector<std::byte> payload(bmff::full_head);
  put_text(payload, purpose);
  put_u8(payload, 0);
  return keep_fields(property, payload, out);
}

std::expected<FinalProperty, Error> rewrite_known(const Box& property, const coded::PictureUse& use, Output& out) {
  switch (property.type) {
    case type("colr"): return rewrite_colour(property, out);
    case type("hvcC"):
    case type("avcC"):
    case type("vvcC"):
    case type("av1C"): return rewrite_configuration(property, use, out);
    case type("auxC"): return rewrite_auxiliary(property, out);
    case type("jpgC"):
      return fail(ErrorKind::unsupported, property.at,
                  "a JPEG picture whose tables are stored apart from it is not supported");
    default: return keep_fields(property, rewrite_fields(property.type, property.payload), out);
  }
}

}  // namespace

bool belongs_to(Type property, Type item) {
  const auto row = std::ranges::find(belongings, property, &Belonging::property);
  return row == belongings.end() || std::ranges::find(row->items, item) != row->items.end();
}

Type identity_of(const Box& property) {
  if (property.type != type("colr")) return property.type;
  return starts_with(property.payload, "ncl") ? type("nclx") : type("prof");
}

std::expected<FinalProperty, Error> rewrite_property(const Box& property, bool used, const coded::PictureUse& use,
                                                     Output& out) {
  return used && is_known(property.type) ? rewrite_known(property, use, out) : drop(property, out);
}

std::expected<FinalProperty, Error> rewrite_entry_box(const Box& box, Type entry, const coded::PictureUse& use,
                                                      Output& out) {
  if (!belongs_to(box.type, entry)) return drop(box, out);
  if (box.type == type("auxi")) return rewrite_auxiliary(box, out);
  if (box.type == type("lhvC")) return rewrite_configuration(box, {}, out);
  return rewrite_property(box, true, use, out);
}

}  // namespace stripmeta::heif
