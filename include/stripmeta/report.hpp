// What was found in an image, and whether it was removed or kept: kinds, counts and bytes, never values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "stripmeta/format.hpp"

namespace stripmeta {

// A kind of data in a file. app0..app15 are JPEG application segments that nothing else names; chunk, box, item,
// property, tag and attribute are such parts of the other formats.
enum class Kind : std::uint8_t {
  app0,
  app1,
  app2,
  app3,
  app4,
  app5,
  app6,
  app7,
  app8,
  app9,
  app10,
  app11,
  app12,
  app13,
  app14,
  app15,
  exif,
  xmp,
  extended_xmp,
  photoshop,
  comment,
  mpf,
  c2pa,
  jumbf,
  flashpix,
  jfxx,
  gain_map_info,
  icc,
  jfif,
  jfif_thumbnail,
  adobe,
  orientation,
  density,
  color_space,
  copyright,       // who made the picture and what may be done with it, rebuilt
  panorama,        // what shows a photo sphere, rebuilt
  iptc,            // IPTC-IIM outside of Photoshop's resources
  text,            // PNG's tEXt, zTXt and iTXt
  time,            // when the file was changed
  chunk,           // of a PNG or a RIFF; an extension of a GIF that has no name
  ninepatch,       // Android's npTc, npOl, npLb
  application,     // a GIF's application extension
  plain_text,      // a GIF's plain text extension
  box,             // of an ISO base media file, a JPEG XL or a JPEG 2000
  item,            // of a HEIF
  property,        // of a HEIF's item
  thumbnail,       // a smaller copy of the picture
  depth_map,       // how far things are
  matte,           // which pixels show a person, hair, skin, sky
  gain_map,        // the HDR gain map's picture itself
  picture,         // a further picture: of a burst, a second view, a page that is no page of the picture
  sound,           // an audio track
  track,           // any other track that is no picture
  user_data,       // udta
  uuid,            // a box of a private type
  name,            // a name that an encoder gave to an item, a handler or a layer
  encoder_note,    // what an encoder wrote into the coded picture (HEVC SEI, user data unregistered)
  reconstruction,  // a JPEG XL's jbrd: the old JPEG's metadata
  padding,         // free and skip boxes, gaps
  tag,             // of a TIFF directory
  maker_note,      // a camera maker's private block
  geo,             // where a map's corners are (GeoTIFF)
  pyramid,         // a reduced copy of a TIFF page
  metadata,        // an SVG's metadata element
  editor,          // elements and attributes of an editor's namespace in an SVG
  instruction,     // a processing instruction
  attribute,       // of an SVG element
  title,           // title and desc of an SVG
  script,          // in an SVG; it stays, and is said to be there
  link,            // an SVG's reference outside of itself; likewise
  embedded,        // a file inside an SVG
  fill,            // padding before a marker
  junk,            // bytes that belong to no segment
  slack,           // bytes of a segment past what its grammar has
  trailer,         // bytes after the image's end
};
inline constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::trailer) + 1;

std::string_view kind_word(Kind kind);  // snake_case: "extended_xmp"

// Sensitive data inside a reported part.
enum class Holds : std::uint8_t {
  gps,
  serial,
  owner,
  date,
  thumbnail,
  maker_note,
  edit_history,
  ai_prompt,
  picture,   // a further picture that is no thumbnail: a second view, a burst
  video,     // a film: motion photo
  gain_map,  // an HDR gain map
};
inline constexpr std::size_t holds_count = static_cast<std::size_t>(Holds::gain_map) + 1;

std::string_view holds_word(Holds holds);  // snake_case

// A set of Holds.
class HoldSet {
 public:
  constexpr HoldSet() = default;
  constexpr bool contains(Holds what) const { return (bits_ >> static_cast<unsigned>(what) & 1U) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr HoldSet& add(Holds what) {
    bits_ |= 1U << static_cast<unsigned>(what);
    return *this;
  }
  constexpr HoldSet& add(HoldSet more) {
    bits_ |= more.bits_;
    return *this;
  }
  friend constexpr bool operator==(HoldSet, HoldSet) = default;

 private:
  unsigned bits_{0};
};

enum class Fate : std::uint8_t { removed, kept };

struct ReportRow {
  Kind kind{};
  Fate fate{};
  std::uint64_t count{0};  // how many parts of this kind
  std::uint64_t bytes{0};  // their bytes in the file, framing included: in the input (removed) or the output (kept)
  HoldSet holds;
};

// One row for each kind and fate, so at most 2 * kind_count rows for any file.
struct Report {
  Format format{Format::unknown};
  std::uint64_t bytes_in{0};
  std::uint64_t bytes_out{0};
  bool truncated{false};        // the end of the image was missing and has been added
  std::vector<ReportRow> rows;  // in the order of their first occurrence

  // Whether nothing was removed or repaired except fill bytes.
  bool clean() const;
  // All that the removed rows hold.
  HoldSet removed_holds() const;
  void add(Kind kind, Fate fate, std::uint64_t bytes, HoldSet holds = {});
  // Adds the row of another report.
  void add(const ReportRow& row);
};

}  // namespace stripmeta
