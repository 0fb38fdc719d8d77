// TIFF 6.0 and BigTIFF: the directory of each page is rebuilt from an allow-list of tags; strips and tiles are copied.
//
//   header     byte order (II or MM), version, the offset of the first directory
//   directory  how many entries it has, the entries, the offset of the next directory or 0
//   entry      tag (a number), type, count, and the values themselves or, if they are too long for that, their offset
//   data       values, strips and tiles, anywhere in the file
//
// Each directory in the chain is a page: its tags describe the picture, and give the offsets and sizes of its strips
// (TIFF 6.0 section 3) or tiles (section 15), which hold the samples. Other tags lead to further directories: sub-IFDs
// (technical note 1), Exif and GPS.
//
// Stays: tags without which a page looks different (kept_tags.hpp), each in one form (value.hpp); the colour profile,
// reduced; orientation, density, authorship and some XMP if the policy keeps them. JPEG strips and JPEGTables
// (technical note 2), WebP and JPEG 2000 strips go through their own grammars; all other strips are copied up to their
// last sample. Goes: all other tags and the directories below them, reduced pictures and thumbnails in the chain,
// pictures that the directories have no place for, and bytes that nothing refers to (slack).
//
// The output has the header, then for each page its directory, values, profile, strips and tables, in this order.
//
// Traps: strips, values and directories may overlap, or thousands of entries may share them. So each is written once,
// and output, memory and work are bounded by the size of the input. Raw images of cameras (DNG, NEF, CR2) start like
// TIFFs and are refused. Writers confuse the tags of strips with those of tiles. A single strip may be longer than its
// size says. If a value is shorter than its place in the entry, bytes may hide behind it.
#pragma once

#include "strip/grammar/whole.hpp"

namespace stripmeta {

class TiffGrammar final : public WholeGrammar {
 public:
  Format format() const override { return Format::tiff; }

  Status check_prefix(Bytes front) override;

 protected:
  Status strip(Bytes input, Output& out) override;
};

}  // namespace stripmeta
