// WebP: a RIFF file of chunks.
//
//   RIFF  4 letters, the size of what follows (little-endian), WEBP
//   chunk 4 letters, the payload's size, payload, a zero byte if the size is odd
//
//   simple:   VP8 or VP8L
//   extended: VP8X (flags, canvas), ICCP, then ALPH and VP8 or VP8L, or for an animation ANIM and several ANMF
//             (16 bytes of a frame, then its ALPH, VP8 or VP8L), EXIF, XMP
//
// Stays: the picture or the frames, VP8X with the flags of what stays, ANIM, ICCP reduced. Of EXIF and XMP, what
// the policy keeps stays, rebuilt. Every other chunk goes, also inside frames, and what follows the RIFF size. The size
// comes first, so the whole file is read before anything is written.
//
// Traps: decoders go by VP8X's flags and by the first of two chunks. In a simple file they stop after the first chunk,
// so a second picture is not shown. The last chunk may lack its padding, and decoders disagree about it; it is added.
// Some writers put "Exif\0\0" before the TIFF structure, or name the chunk "XMP\0".
//
// RFC 9649: 2.3 chunks, 2.4 the header, 2.5 and 2.6 simple files, 2.7 extended files; RFC 6386 9.1 for VP8's start
// code.
#pragma once

#include "strip/grammar/whole.hpp"

namespace stripmeta {

class WebpGrammar final : public WholeGrammar {
 public:
  Format format() const override { return Format::webp; }

  Status check_prefix(Bytes front) override;

 protected:
  Status strip(Bytes input, Output& out) override;
};

}  // namespace stripmeta
