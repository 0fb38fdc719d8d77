#include "strip/heif/property.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/bmff/writer.hpp"
#include "strip/heif/sei.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "strip/metadata/sensitive.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::Type;
using bmff::type;

struct Allowed {
  Type name;
  std::size_t size;  // of the payload; 0: it varies
};

// Properties that may stay (23008-12 6.5, 14496-12 12.1, 14496-15, AV1-ISOBMFF, AV1-AVIF, 23001-17).
constexpr std::array<Allowed, 30> allowed{{
    {type("ispe"), 12}, {type("pixi"), 0}, {type("colr"), 0},  {type("pasp"), 8}, {type("clap"), 32}, {type("irot"), 1},
    {type("imir"), 1},  {type("clop"), 0}, {type("imor"), 0},  {type("auxC"), 0}, {type("hvcC"), 0},  {type("av1C"), 0},
    {type("avcC"), 0},  {type("vvcC"), 0}, {type("jpgC"), 0},  {type("j2kH"), 0}, {type("uncC"), 0},  {type("cmpd"), 0},
    {type("cmpC"), 0},  {type("icef"), 0}, {type("icbr"), 0},  {type("a1op"), 1}, {type("a1lx"), 0},  {type("lsel"), 2},
    {type("rloc"), 12}, {type("clli"), 4}, {type("mdcv"), 24}, {type("cclv"), 0}, {type("amve"), 8},  {type("ndwt"), 8},
}};

// Known properties that are not needed for the picture: descriptions, times, a camera's position.
constexpr std::array<Type, 10> known_metadata{type("udes"), type("crtt"), type("mdft"), type("cmin"), type("cmex"),
                                              type("altt"), type("aebr"), type("free"), type("skip"), type("colr")};

const Allowed* find_allowed(Type name) {
  const auto row = std::ranges::find(allowed, name, &Allowed::name);
  return row == allowed.end() ? nullptr : &*row;
}

Kind kind_of(const Box& property) {
  const auto name = property.type;
  if (name == type("free") || name == type("skip")) return Kind::padding;
  if (name == type("uuid")) return Kind::uuid;
  if (name == type("crtt") || name == type("mdft")) return Kind::time;
  if (name == type("colr") && !starts_with(property.payload, "ncl")) return Kind::icc;
  return Kind::property;
}

FinalProperty make_placeholder(const Box& property) {
  constexpr std::size_t head = 8;
  bmff::BoxWriter writer;
  writer.open(type("free"));
  writer.zeros(property.size() - head);
  writer.close();
  FinalProperty placeholder;
  placeholder.box = writer.take();
  placeholder.droppable = std::ranges::find(known_metadata, property.type) != known_metadata.end();
  return placeholder;
}

FinalProperty drop(const Box& property, Output& out) {
  const auto kind = kind_of(property);
  if (property.type == type("free") && is_zero(property.payload)) return make_placeholder(property);
  HoldSet holds;
  if (kind == Kind::time) holds.add(Holds::date);
  if (property.type == type("udes")) holds.add(text_holds(property.payload));
  out.report().add(kind, Fate::removed, property.size(), holds);
  constexpr std::size_t colour_name = 4;
  const bool profile = kind == Kind::icc && property.payload.size() > colour_name;
  out.found(kind, profile ? property.payload.subspan(colour_name) : property.payload, property.at);
  return make_placeholder(property);
}

FinalProperty keep(const Box& property, Bytes payload) {
  bmff::BoxWriter writer;
  writer.box(property.type, payload);
  FinalProperty kept;
  kept.box = writer.take();
  kept.stays = true;
  return kept;
}

FinalProperty keep_front(const Box& property, std::size_t size, Output& out) {
  const auto cut = property.payload.first(std::min(size, property.payload.size()));
  const auto slack = property.payload.size() - cut.size();
  if (slack > 0) out.report().add(Kind::slack, Fate::removed, slack);
  return keep(property, cut);
}

// Colour (14496-12 12.1.5).
std::expected<FinalProperty, Error> rewrite_colour(const Box& property, Output& out) {
  constexpr std::size_t nclx_size = 11;
  constexpr std::size_t nclc_size = 10;
  constexpr std::size_t name_size = 4;
  if (starts_with(property.payload, "nclx")) return keep_front(property, nclx_size, out);
  if (starts_with(property.payload, "nclc")) return keep_front(property, nclc_size, out);
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

std::expected<FinalProperty, Error> rewrite_hevc(const Box& property, Output& out) {
  const auto read = read_configuration(property.payload);
  if (read.length_size == 0)
    return fail(ErrorKind::malformed, property.at, "the decoder configuration (hvcC) is cut off");
  if (!read.user_data.empty()) {
    out.report().add(Kind::encoder_note, Fate::removed, read.user_data.size());
    out.found(Kind::encoder_note, read.user_data, property.at);
  } else if (read.bytes.size() < property.payload.size()) {
    out.report().add(Kind::slack, Fate::removed, property.payload.size() - read.bytes.size());
  }
  auto kept = keep(property, read.bytes);
  kept.length_size = read.length_size;
  return kept;
}

// Keeps the number and depths of channels (23008-12 6.5.6). Another version or other flags add more fields; then all of
// it stays.
FinalProperty rewrite_pixi(const Box& property, Output& out) {
  bmff::Reader reader{property.payload};
  const auto head = bmff::read_full(reader);
  const std::size_t channels = reader.u8();
  const bool plain = head.version == 0 && head.flags == 0;
  return keep_front(property, plain ? reader.at() + channels : property.payload.size(), out);
}

// Keeps the name of the purpose. Only after HEVC's names may more follow (23008-12 B.2.3.3).
FinalProperty rewrite_auxiliary(const Box& property, Output& out) {
  bmff::Reader reader{property.payload};
  bmff::read_full(reader);
  const bool has_more = reader.text().starts_with("urn:mpeg:hevc:");
  return keep_front(property, has_more ? property.payload.size() : reader.at(), out);
}

std::expected<FinalProperty, Error> rewrite_allowed(const Box& property, const Allowed& row, Output& out) {
  if (row.size != 0) return keep_front(property, row.size, out);
  switch (property.type) {
    case type("colr"): return rewrite_colour(property, out);
    case type("hvcC"): return rewrite_hevc(property, out);
    case type("pixi"): return rewrite_pixi(property, out);
    case type("auxC"): return rewrite_auxiliary(property, out);
    default: return keep(property, property.payload);
  }
}

}  // namespace

std::expected<FinalProperty, Error> rewrite_property(const Box& property, bool used, Output& out) {
  const auto* const row = find_allowed(property.type);
  return row == nullptr || !used ? drop(property, out) : rewrite_allowed(property, *row, out);
}

std::expected<FinalProperty, Error> rewrite_entry_box(const Box& box, Output& out) {
  constexpr std::size_t ccst_size = 8;
  if (box.type == type("ccst")) return keep_front(box, ccst_size, out);  // 23008-12 7.2.3
  if (box.type == type("auxi")) return rewrite_auxiliary(box, out);      // 7.5.3
  return rewrite_property(box, true, out);
}

}  // namespace stripmeta::heif
