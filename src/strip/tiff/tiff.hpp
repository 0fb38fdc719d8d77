// TIFF 6.0 and BigTIFF: each page's directory is rebuilt from an allow-list of tags, strips and tiles are copied.
//
// A file is a header, a chain of directories, and data anywhere that they refer to (metadata/tiff_directory.hpp). Each
// directory is a page: its tags describe the picture, and give the offsets and sizes of its strips (TIFF 6.0 section 3)
// or tiles (section 15), which hold the samples. Other tags lead to further directories: sub-IFDs (technical note 1),
// Exif and GPS.
//
// Stays: tags without which a page looks different (kept_tags.hpp), with no more values than decoders read; the colour
// profile, reduced; orientation, density, authorship and some XMP if the policy keeps them. JPEG strips and JPEGTables
// (TIFF technical note 2) go through the JPEG grammar, all others are copied. Goes: all other tags and the directories
// below them, reduced pictures and thumbnails in the chain, and bytes that nothing refers to (slack).
//
// Output: header, then for each page its directory, values, profile, tables and strips, in this order.
//
// Traps: strips, values and directories may overlap or be shared by thousands of entries, so that each is written once,
// and output, memory and work are bounded by the input's size. Raw images of cameras (DNG, NEF, CR2) start like TIFFs
// and are refused. Writers confuse the tags for strips and tiles. A single strip may be longer than its size says. The
// cell of an entry may have bytes behind a short value.
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
