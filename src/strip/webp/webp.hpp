// WebP: a RIFF file, which consists of chunks. All numbers are little-endian.
//
//   RIFF   4 letters, the size of what follows, the 4 letters WEBP, then chunks
//   chunk  4 letters, the payload's size, payload, a zero byte if the size is odd; no checksum
//
// A simple file has one chunk, VP8 (lossy) or VP8L (lossless). An extended file has, in this order:
//
//   VP8X         flags, and the size of the canvas
//   ICCP         a colour profile
//   ALPH, VP8    the picture: an optional alpha plane and the colours; or VP8L alone
//   ANIM, ANMF   an animation instead: ANIM once, then an ANMF for each frame; it has 16 bytes about the frame, and
//                chunks as above for its picture
//   EXIF, XMP    metadata
//
// Stays: the picture or the frames, ANIM, ICCP (reduced), and VP8X, whose flags are set by what stays. What the policy
// keeps of EXIF and XMP is written anew. Every other chunk goes, also inside frames, and so does what follows the
// RIFF's size. That size comes first, so the whole file is read before anything is written.
//
// Traps: decoders go by the flags of VP8X, and use the first of two equal chunks. In a simple file they stop after the
// first chunk, so they do not show a second picture. The last chunk may lack its padding; decoders disagree about that,
// so it is added. Some writers put "Exif\0\0" before the TIFF structure, or name the chunk "XMP\0" instead of "XMP ".
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
