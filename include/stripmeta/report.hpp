// What was found in an image, and whether it was removed or kept: kinds, counts and bytes, never values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "stripmeta/format.hpp"

namespace stripmeta {

// A kind of data in a file. A part that has no kind of its own is app0 to app15 (a JPEG's application segment), chunk,
// box, item, property, tag or attribute.
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
  mpf,            // Multi-Picture Format: a JPEG's list of further pictures
  c2pa,           // Content Credentials: a signed history of the picture
  jumbf,          // a JUMBF box that is not C2PA
  flashpix,       // FlashPix data of a JPEG
  jfxx,           // the extension of JFIF: a thumbnail
  gain_map_info,  // what a viewer needs to apply an HDR gain map (ISO 21496-1)
  icc,
  jfif,
  jfif_thumbnail,
  adobe,
  orientation,
  density,
  color_space,     // the Exif tag that says Adobe RGB, written anew
  copyright,       // who made the picture and what may be done with it, written anew
  panorama,        // what a viewer needs to show a photo sphere, written anew
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
  picture,         // a further picture, such as one of a burst or a second view
  sound,           // an audio track
  track,           // a track that is neither picture nor sound
  user_data,       // a udta box
  uuid,            // a box of a private type
  name,            // a name that an encoder gave to an item, a handler or a layer
  encoder_note,    // what an encoder wrote into the coded picture (SEI, metadata of AV1)
  reconstruction,  // a JPEG XL's jbrd box: it brings the old JPEG back, with its metadata
  padding,         // free and skip boxes, gaps
  tag,             // of a TIFF directory
  maker_note,      // a camera maker's private block
  geo,             // where on the ground the picture lies (GeoTIFF)
  pyramid,         // a reduced copy of a TIFF page
  metadata,        // an SVG's metadata element
  editor,          // elements and attributes of an editor's namespace in an SVG
  instruction,     // a processing instruction
  attribute,       // of an SVG element
  title,           // title and desc of an SVG
  script,          // in an SVG; it stays, and the report has a row for it
  link,            // an SVG's reference to something outside of it; it stays, with a row, too
  embedded,        // a file inside an SVG
  layout,          // order, fill bytes, zero padding, byte order: nothing that can hold information
  junk,            // bytes between segments that belong to none, and tables that nothing uses
  slack,           // bytes behind the last field of a segment, chunk or box
  trailer,         // bytes after the image's end
};
inline constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::trailer) + 1;

std::string_view kind_word(Kind kind);  // in snake_case: "extended_xmp"; a static text

// What sensitive data a reported part holds.
enum class Holds : std::uint8_t {
  gps,
  serial,
  owner,
  date,
  thumbnail,
  maker_note,
  edit_history,
  ai_prompt,
  picture,   // a further picture that is not a thumbnail, such as one of a burst or a second view
  video,     // a film, as in a motion photo
  gain_map,  // an HDR gain map
};
inline constexpr std::size_t holds_count = static_cast<std::size_t>(Holds::gain_map) + 1;

std::string_view holds_word(Holds holds);  // in snake_case: "edit_history"; a static text

// A set of Holds, empty at first. add() changes the set itself.
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

// All parts of one kind that had the same fate.
struct ReportRow {
  Kind kind{};
  Fate fate{};
  std::uint64_t count{0};  // of parts
  std::uint64_t bytes{0};  // of these parts with their framing: in the input if removed, in the output if kept
  HoldSet holds;           // what any of them holds
};

// What the engine did with one file. There is one row for each kind and fate, so at most 2 * kind_count rows.
struct Report {
  Format format{Format::unknown};
  std::uint64_t bytes_in{0};    // bytes of the input
  std::uint64_t bytes_out{0};   // bytes of the output
  bool truncated{false};        // the image's end was missing and has been added
  std::vector<ReportRow> rows;  // in the order in which the first part of each was found

  // True if nothing except layout was removed or repaired.
  bool clean() const;
  // True if the output differs from the input: something was removed or repaired, if only layout.
  bool changed() const;
  // What any of the removed parts holds.
  HoldSet removed_holds() const;
  // Adds one part to the row of its kind and fate. The first such part makes the row.
  void add(Kind kind, Fate fate, std::uint64_t bytes, HoldSet holds = {});
  // Adds the parts of a row, for example of another report.
  void add(const ReportRow& row);
};

}  // namespace stripmeta
