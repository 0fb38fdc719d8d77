#include "inspect/photoshop.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "inspect/iptc.hpp"
#include "inspect/picture.hpp"
#include "inspect/text.hpp"
#include "inspect/xmp.hpp"
#include "strip/metadata/photoshop.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::size_t max_held_bytes = std::size_t{64} << 20U;

struct ResourceName {
  std::uint16_t id;
  std::string_view name;
};

constexpr std::array resource_names{
    ResourceName{0x03E9, "MacintoshPrintInfo"},
    ResourceName{0x03ED, "ResolutionInfo"},
    ResourceName{0x03EE, "AlphaChannelNames"},
    ResourceName{0x03F0, "Caption"},
    ResourceName{0x03F1, "BorderInfo"},
    ResourceName{0x03F2, "BackgroundColor"},
    ResourceName{0x03F3, "PrintFlags"},
    ResourceName{0x03F5, "ColorHalftoningInfo"},
    ResourceName{0x03F8, "ColorTransferFunctions"},
    ResourceName{0x03FC, "EPSOptions"},
    ResourceName{0x03FD, "QuickMaskInfo"},
    ResourceName{0x0400, "LayerStateInfo"},
    ResourceName{0x0401, "WorkingPath"},
    ResourceName{0x0402, "LayersGroupInfo"},
    ResourceName{0x0404, "IPTC"},
    ResourceName{0x0406, "JPEGQuality"},
    ResourceName{0x0408, "GridAndGuides"},
    ResourceName{0x0409, "Thumbnail"},
    ResourceName{0x040A, "CopyrightFlag"},
    ResourceName{0x040B, "URL"},
    ResourceName{0x040C, "Thumbnail"},
    ResourceName{0x040D, "GlobalAngle"},
    ResourceName{0x040F, "ICCProfile"},
    ResourceName{0x0410, "Watermark"},
    ResourceName{0x0411, "ICCUntagged"},
    ResourceName{0x0414, "DocumentIDs"},
    ResourceName{0x0415, "UnicodeAlphaNames"},
    ResourceName{0x0416, "IndexedColorTableCount"},
    ResourceName{0x0419, "GlobalAltitude"},
    ResourceName{0x041A, "Slices"},
    ResourceName{0x041B, "WorkflowURL"},
    ResourceName{0x041D, "AlphaIdentifiers"},
    ResourceName{0x041E, "URLList"},
    ResourceName{0x0421, "VersionInfo"},
    ResourceName{0x0422, "ExifInfo"},
    ResourceName{0x0423, "ExifInfo3"},
    ResourceName{0x0424, "XMP"},
    ResourceName{0x0425, "CaptionDigest"},
    ResourceName{0x0426, "PrintScale"},
    ResourceName{0x0428, "PixelAspectRatio"},
    ResourceName{0x042B, "SpotHalftone"},
    ResourceName{0x042D, "LayerSelectionIDs"},
    ResourceName{0x0430, "LayerGroupsEnabled"},
    ResourceName{0x0435, "PathSelectionState"},
    ResourceName{0x043A, "PrintInfo"},
    ResourceName{0x043B, "PrintStyle"},
    ResourceName{0x043C, "MacintoshNSPrintInfo"},
    ResourceName{0x0BB7, "ClippingPathName"},
    ResourceName{0x1B58, "ImageReadyVariables"},
    ResourceName{0x2710, "PrintFlagsInfo"},
};

std::string resource_name(const photoshop::Resource& resource) {
  const auto known = std::ranges::find(resource_names, resource.id, &ResourceName::id);
  auto out = resource.is_8bim && known != resource_names.end() ? std::string(known->name) : hex_text(resource.id, 4);
  const auto own = trimmed(resource.name);
  return own.empty() ? out : out + " \"" + utf8_or_latin1(own) + "\"";
}

std::string thumbnail_value(Bytes data) {
  if (data.size() < photoshop::thumbnail_header_size) return byte_count(data.size());
  return size_text(u32(data, 4), u32(data, 8)) + ", " + byte_count(data.size() - photoshop::thumbnail_header_size);
}

void add_thumbnail(Bytes data, ValueList& out) {
  if (data.size() < photoshop::thumbnail_header_size) return;
  const Bytes jpeg = data.subspan(photoshop::thumbnail_header_size);
  const PictureSize said{u32(data, 4), u32(data, 8)};
  const auto size = jpeg_size(jpeg);
  out.add_thumbnail(size.value_or(said), size ? jpeg : Bytes{});
}

// The resolution: for each direction a 16.16 fixed-point number and its unit.
std::string resolution_value(Bytes data) {
  constexpr std::size_t size = 16;
  constexpr double one = 65536;
  if (data.size() < size) return byte_count(data.size());
  return number_text(u32(data, 0) / one) + "x" + number_text(u32(data, 8) / one) + " per " +
         (u16(data, 4) == 2 ? "centimetre" : "inch");
}

std::string digest_value(Bytes data) {
  constexpr std::size_t size = 16;
  if (data.size() != size) return byte_count(data.size());
  std::string out;
  for (const std::byte b : data) out += hex_text(std::to_integer<std::uint32_t>(b), 2).substr(2);
  return out;
}

std::string resource_value(const photoshop::Resource& resource) {
  const Bytes data = resource.data;
  if (!resource.is_8bim) return byte_count(data.size());
  switch (resource.id) {
    case photoshop::old_thumbnail:
    case photoshop::thumbnail: return thumbnail_value(data);
    case photoshop::copyright_flag: return data.empty() || u8(data, 0) == 0 ? "not copyrighted" : "copyrighted";
    case photoshop::url: return utf8_or_latin1(trimmed(as_text(data.first(std::min(data.size(), max_rendered_bytes)))));
    case photoshop::resolution_info: return resolution_value(data);
    case photoshop::global_angle: return data.size() == 4 ? std::to_string(u32(data, 0)) : byte_count(data.size());
    case photoshop::caption_digest: return digest_value(data);
    default: return byte_count(data.size());
  }
}

void add_resource(const photoshop::Resource& resource, ValueList& out) {
  if (resource.is(photoshop::iptc)) return add_iptc(resource.data, out);
  if (resource.is(photoshop::xmp)) return add_xmp(resource.data, out);
  if (resource.is(photoshop::old_thumbnail) || resource.is(photoshop::thumbnail)) add_thumbnail(resource.data, out);
  out.add("photoshop", resource_name(resource), resource_value(resource), resource.data.size());
}

}  // namespace

void add_resources(Bytes resources, ValueList& out) {
  while (!resources.empty()) {
    const auto resource = photoshop::read_resource(resources);
    const bool is_readable = resource && resource->is_complete;
    if (is_readable) add_resource(*resource, out);
    resources = resources.subspan(is_readable ? resource->all.size() : 1);
  }
}

void Photoshop::add_segment(Bytes payload) {
  constexpr std::string_view old_signature("Adobe_Photoshop2.5:");
  if (starts_with(payload, photoshop_signature)) payload = payload.subspan(photoshop_signature.size());
  if (starts_with(payload, old_signature)) payload = payload.subspan(old_signature.size());
  if (payload.size() > max_held_bytes - resources_.size()) return;
  put_bytes(resources_, payload);
}

}  // namespace stripmeta::inspection
