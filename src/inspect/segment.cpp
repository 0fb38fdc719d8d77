#include "inspect/segment.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text.hpp"
#include "inspect/thumbnail.hpp"

namespace stripmeta::inspection {
namespace {

// `picture` is width, height and pixels. If the pixels are cut off, the thumbnail is only counted.
void add_rgb_thumbnail(Bytes picture, ValueList& out) {
  const PictureSize size{u8(picture, 0), u8(picture, 1)};
  const std::size_t bytes = std::size_t{size.width} * size.height * 3;
  const Bytes pixels = picture.subspan(2);
  out.add_thumbnail(size, pixels.size() < bytes ? Bytes{} : Bytes{pixmap(size, pixels.first(bytes))});
}

// `picture` is width, height, 256 colours, and one byte for each pixel.
void add_palette_thumbnail(Bytes picture, ValueList& out) {
  constexpr std::size_t colours = 256 * std::size_t{3};
  const PictureSize size{u8(picture, 0), u8(picture, 1)};
  const std::size_t pixels = std::size_t{size.width} * size.height;
  if (picture.size() < 2 + colours + pixels) return out.add_thumbnail(size, {});
  std::vector<std::byte> rgb;
  for (const std::byte index : picture.subspan(2 + colours, pixels)) {
    put_bytes(rgb, picture.subspan(2 + (std::to_integer<std::size_t>(index) * 3), 3));
  }
  out.add_thumbnail(size, pixmap(size, rgb));
}

}  // namespace

void add_comment(Bytes payload, ValueList& out) {
  const auto text = utf8_or_latin1(trimmed(as_text(payload)));
  out.add("comment", "Comment", text);
  add_prompt(payload, text, out);
}

void add_jfif(Bytes payload, ValueList& out) {
  constexpr std::size_t fixed_size = 14;  // ITU-T T.871, 10.1
  constexpr std::array<std::string_view, 3> units{" (aspect ratio)", " per inch", " per centimetre"};
  if (payload.size() < fixed_size) return out.add("jfif", "Unreadable", byte_count(payload.size()));
  const unsigned minor = u8(payload, 6);
  const unsigned unit = u8(payload, 7);
  out.add("jfif", "JFIFVersion", std::to_string(u8(payload, 5)) + (minor < 10 ? ".0" : ".") + std::to_string(minor));
  out.add("jfif", "Density",
          size_text(u16(payload, 8), u16(payload, 10)) + std::string(unit < units.size() ? units.at(unit) : ""));
  const unsigned width = u8(payload, 12);
  const unsigned height = u8(payload, 13);
  if (width * height == 0) return;
  out.add("jfif", "Thumbnail", size_text(width, height));
  add_rgb_thumbnail(payload.subspan(fixed_size - 2), out);
}

void add_jfxx(Bytes payload, ValueList& out) {
  constexpr std::size_t head = 6;  // signature and code
  enum Code : std::uint8_t { jpeg = 0x10, palette = 0x11, rgb = 0x13 };
  if (payload.size() < head + 2) return out.add("jfxx", "Unreadable", byte_count(payload.size()));
  const Bytes picture = payload.subspan(head);
  const unsigned code = u8(payload, head - 1);
  const auto size =
      code == jpeg ? jpeg_size(picture).value_or(PictureSize{}) : PictureSize{u8(picture, 0), u8(picture, 1)};
  out.add("jfxx", "Thumbnail", size_text(size.width, size.height) + ", " + byte_count(picture.size()));
  if (code == jpeg) return add_jpeg_thumbnail(picture, out);
  if (code == palette) return add_palette_thumbnail(picture, out);
  if (code == rgb) add_rgb_thumbnail(picture, out);
}

void add_unknown(Kind kind, Bytes payload, ValueList& out) {
  constexpr std::size_t max_signature = 32;
  const auto signature = printable_prefix(payload, max_signature);
  auto text = byte_count(payload.size());
  if (!signature.empty()) text.append(", begins \"").append(signature).append("\"");
  out.add(kind_word(kind), "Segment", text);
}

bool Leftovers::takes(Kind kind) {
  return kind == Kind::layout || kind == Kind::junk || kind == Kind::slack || kind == Kind::trailer;
}

void Leftovers::add(Kind kind, Bytes payload) {
  Tally& tally = tallies_[static_cast<std::size_t>(kind)];
  ++tally.parts;
  tally.bytes += payload.size();
}

void Leftovers::add_values(ValueList& out) const {
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const Tally& tally = tallies_.at(i);
    if (tally.parts == 0) continue;
    const auto parts = std::to_string(tally.parts) + (tally.parts == 1 ? " part, " : " parts, ");
    out.add(kind_word(static_cast<Kind>(i)), "Size", parts + byte_count(tally.bytes));
  }
}

}  // namespace stripmeta::inspection
