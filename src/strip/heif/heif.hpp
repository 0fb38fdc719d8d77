// HEIF, as HEIC or AVIF: pictures as items, or as samples of a sequence, in boxes of the ISO base media file format.
//
//   ftyp  brands: whether the file is an image, and of which format
//   meta  a still: the items (iinf), where their data are (iloc), properties (iprp), references (iref), groups (grpl)
//   moov  a sequence: tracks with tables of their samples
//   mdat  the data of items and samples; small items may be in idat inside meta
//
// Tables refer to data by offset in the file, so nothing can be cut out in place: the whole file is read, and ftyp,
// meta, moov and mdat are written anew. Stays: the primary item with what it is derived from, alpha and alternates;
// tracks of pictures; the properties that show them, profiles reduced. Goes: Exif, XMP and every other item,
// thumbnails, depth maps, mattes, sound, names, times, boxes and bytes that belong to nothing; encoder notes inside
// HEVC; gain maps, unless the policy keeps them.
//
// Traps: items may share data or overlap; an item may be in several extents, or inside another item's data; a property
// marked essential must not get lost; mdat may be cut off, have a head of 16 bytes, or run to the end of the file. What
// an item holds may itself need cleaning (JPEG, HEVC). Orientation is a property (irot, imir), so no Exif is kept.
//
// ISO/IEC 14496-12 (boxes, iloc 8.11.3, tracks 8.3), 23008-12 (items, 6; sequences, 7; Exif, A.2), 23000-22 (MIAF),
// AV1-AVIF, 14496-15 (hvcC), ISO 21496-1 (gain maps).
#pragma once

#include "strip/grammar/whole.hpp"

namespace stripmeta {

class HeifGrammar final : public WholeGrammar {
 public:
  Format format() const override { return format_; }
  void reset() override;

  Status check_prefix(Bytes front) override;

 protected:
  Status strip(Bytes input, Output& out) override;

 private:
  Format format_{Format::heic};
};

}  // namespace stripmeta
