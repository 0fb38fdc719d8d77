#include "strip/jpeg/application.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/jpeg/header.hpp"
#include "strip/jpeg/marker.hpp"
#include "strip/metadata/photoshop.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::jpeg {
namespace {

struct Signature {
  std::uint8_t marker;
  std::string_view text;
  Kind kind;
};

// The first bytes of an application segment say what it is. An APPn that matches no row is reported by its number.
constexpr std::array<Signature, 12> signatures{{
    {app0, {"JFIF\0", 5}, Kind::jfif},
    {app0, {"JFXX\0", 5}, Kind::jfxx},
    {app1, {"Exif\0", 5}, Kind::exif},
    {app1, xmp_signature, Kind::xmp},
    {app1, {"http://ns.adobe.com/xmp/extension/\0", 35}, Kind::extended_xmp},
    {app2, icc_signature, Kind::icc},
    {app2, {"MPF\0", 4}, Kind::mpf},
    {app2, {"FPXR\0", 5}, Kind::flashpix},
    {app2, {"urn:iso:std:iso:ts:21496:-1\0", 28}, Kind::gain_map_info},
    {app11, "JP", Kind::jumbf},
    {app13, photoshop_signature, Kind::photoshop},
    {app14, "Adobe", Kind::adobe},
}};

}  // namespace

Kind application_kind(const Segment& segment) {
  if (segment.marker == com) return Kind::comment;
  const auto matches = [&](const Signature& s) {
    return s.marker == segment.marker && starts_with(segment.payload, s.text);
  };
  const auto row = std::ranges::find_if(signatures, matches);
  if (row != signatures.end()) return row->kind;
  return static_cast<Kind>(segment.marker - app0);  // app0..app15 come first
}
static_assert(static_cast<int>(Kind::app0) == 0 && static_cast<int>(Kind::app15) == 15);

// "JP", an instance number, a sequence number, the box.
Kind BoxInstances::name(const Segment& segment) {
  constexpr std::size_t instance_at = 2;
  constexpr std::size_t instances = 0x10000;
  if (segment.payload.size() < instance_at + 2) return Kind::jumbf;
  const auto instance = u16(segment.payload, instance_at);
  if (!c2pa_.empty() && c2pa_[instance]) return Kind::c2pa;
  if (!contains(segment.payload, "c2pa")) return Kind::jumbf;
  c2pa_.resize(instances);
  c2pa_[instance] = true;
  return Kind::c2pa;
}

HoldSet application_holds(Kind kind, Bytes payload) {
  constexpr std::size_t exif_head = 6;
  return sensitive_in(kind, kind == Kind::exif ? payload.subspan(std::min(payload.size(), exif_head)) : payload);
}

}  // namespace stripmeta::jpeg
