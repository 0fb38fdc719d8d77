// HEIF, as HEIC or AVIF: pictures as items, or as samples of a sequence, in a file of boxes.
//
// A box is like a PNG chunk without a checksum (bmff/box.hpp): the length of the whole box, a type of 4 letters, the
// payload, which may be other boxes.
//
//   ftyp  brands: whether the file is an image, and of which format
//   meta  a still: the items (iinf), where their data are (iloc), properties such as size, colour and rotation (iprp),
//         references between items (iref), groups of items (grpl)
//   moov  a sequence: tracks, with tables of their samples
//   mdat  the data of items and samples; small items may be in idat inside meta
//
// A picture is often derived from other items, such as the tiles of a grid. Exif and XMP are items, too.
//
// Tables name data by their offset in the file, so nothing can be cut out in place: the whole file is read, and ftyp,
// meta, moov and mdat are written anew. Stays: the primary item, the items it is derived from, its alpha planes and its
// alternates; tracks of pictures; the properties that show them, with profiles reduced. Goes: Exif, XMP and every other
// item; thumbnails, depth maps and mattes; sound; names and times; boxes and bytes that belong to nothing; what is not
// coded data inside of HEVC, AVC, VVC and AV1; gain maps, unless the policy keeps them. Brands, properties and the data
// of derived items are written from their fields, so that only these stay.
//
// Traps: items may share data or overlap; an item may be in several extents, or inside another item's data; a property
// that is marked essential must not get lost; mdat may be cut off, have a head of 16 bytes, or run to the end of the
// file. The data of an item or a sample may need cleaning themselves, unit by unit, and then sample tables change.
// Orientation is a property (irot, imir), so no Exif stays.
//
// ISO/IEC 14496-12 (boxes; 8.11.3 iloc, 8.3 tracks), 23008-12 (6 items, 7 sequences, A.2 Exif), 23000-22 (MIAF),
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
