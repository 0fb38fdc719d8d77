// PNG chunks (W3C PNG, third edition): their types, and the frame that IHDR describes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::png {

using Type = std::uint32_t;

constexpr Type type_of(std::string_view name) {
  Type value = 0;
  for (const char c : name) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

inline constexpr Type ihdr = type_of("IHDR");
inline constexpr Type plte = type_of("PLTE");
inline constexpr Type idat = type_of("IDAT");
inline constexpr Type iend = type_of("IEND");
inline constexpr Type cgbi = type_of("CgBI");  // marks Apple's own variant
inline constexpr Type trns = type_of("tRNS");
inline constexpr Type gama = type_of("gAMA");
inline constexpr Type chrm = type_of("cHRM");
inline constexpr Type srgb = type_of("sRGB");
inline constexpr Type sbit = type_of("sBIT");
inline constexpr Type cicp = type_of("cICP");
inline constexpr Type mdcv = type_of("mDCV");
inline constexpr Type clli = type_of("cLLI");
inline constexpr Type draft_mdcv = type_of("mDCv");  // as drafts of the third edition spelt them
inline constexpr Type draft_clli = type_of("cLLi");
inline constexpr Type bkgd = type_of("bKGD");
inline constexpr Type phys = type_of("pHYs");
inline constexpr Type iccp = type_of("iCCP");
inline constexpr Type exif = type_of("eXIf");
inline constexpr Type actl = type_of("acTL");
inline constexpr Type fctl = type_of("fcTL");
inline constexpr Type fdat = type_of("fdAT");
inline constexpr Type text = type_of("tEXt");
inline constexpr Type ztxt = type_of("zTXt");
inline constexpr Type itxt = type_of("iTXt");
inline constexpr Type time = type_of("tIME");
inline constexpr Type c2pa = type_of("caBX");  // JUMBF (C2PA 2.1 A.3.2)
inline constexpr Type nine_patch = type_of("npTc");
inline constexpr Type nine_patch_outline = type_of("npOl");
inline constexpr Type nine_patch_layout = type_of("npLb");

inline constexpr std::uint32_t greatest = 0x7FFFFFFF;  // PNG four-byte unsigned integers (7.1)
inline constexpr std::size_t head_size = 8;            // length and type
inline constexpr std::size_t framing_size = 12;        // length, type and CRC

// IEND as it is written.
Bytes end_bytes();

// A chunk of the input.
struct Chunk {
  Type type;
  Bytes payload;
  std::uint64_t offset;  // of the chunk in the input

  std::uint64_t size() const { return payload.size() + framing_size; }
};

constexpr bool is_nine_patch(Type type) {
  return type == nine_patch || type == nine_patch_outline || type == nine_patch_layout;
}
constexpr bool is_ancillary(Type type) {
  return (type >> 24U & 0x20U) != 0;
}
// Whether the type consists of four letters.
bool is_name(Type type);

// Width, height, and how pixels are coded (11.2.1).
struct Frame {
  std::uint32_t width{0};
  std::uint32_t height{0};
  std::uint8_t depth{0};
  std::uint8_t colour{0};

  bool has_colour() const { return (colour & 2U) != 0; }
  bool has_alpha() const { return (colour & 4U) != 0; }
  bool has_palette() const { return colour == 3; }
};

// Reads IHDR's payload; nullopt if it has a wrong size or invalid values.
std::optional<Frame> read_frame(Bytes payload);

// Appends a chunk with its CRC.
void put_chunk(std::vector<std::byte>& out, Type type, Bytes payload);

}  // namespace stripmeta::png
