// JPEG 2000: a codestream, bare or in a container of boxes. Streaming.
//
// A bare codestream begins with FF 4F FF 51. A container:
//
//   jP    the signature
//   ftyp  the brand, `jp2 `, or `jph ` for HTJ2K; `jpx ` if JP2 readers can show it
//   jp2h  what the samples mean: size, depth, colour, palette, density
//   jp2c  the codestream
//   xml, uuid (XMP, Exif, IPTC, GeoTIFF), jp2i (rights), asoc, rreq, jpch, jplh, ...
//
// Stays: signature, one brand, jp2h as header.hpp has it, codestream without comments. All else goes, so that a JPX
// becomes a plain JP2 and jp2c is the last box. Only jp2h, the codestream's main header and the first bytes of a box
// that goes are held (Policy::max_header_bytes, a colour profile besides).
//
// Refused as `unsupported`: a picture in fragments (ftbl), made of several codestreams (a second jp2c, comp), a JPX
// that JP2 readers cannot show, Motion JPEG 2000, JPM.
//
// Trap: nothing may be taken out of jp2c after its length was written; see codestream.hpp.
//
// ISO/IEC 15444-1 Annex I, 15444-2 Annex M (JPX), 15444-15 Annex D (JPH).
#pragma once

#include <cstdint>
#include <expected>

#include "strip/bmff/box_stream.hpp"
#include "strip/grammar/stream.hpp"
#include "strip/jp2/codestream.hpp"

namespace stripmeta {

class Jp2Grammar final : public StreamGrammar, private bmff::BoxHandler {
 public:
  Format format() const override { return Format::jp2; }
  void reset() override;
  Status finish(Output& out) override;

 private:
  enum class State : std::uint8_t { start, bare, boxes };  // bare: a codestream without a container
  using Box = bmff::StreamedBox;
  using Verdict = std::expected<bmff::BoxFate, Error>;

  Status step(Output& out) override;
  std::expected<std::uint64_t, Error> on_head(const Box& box, Output& out) override;
  Verdict on_front(const Box& box, Bytes front, bool whole, Output& out) override;
  Status on_piece(const Box& box, Bytes piece, std::uint64_t at, Output& out) override;
  Status on_end(const Box& box, Output& out) override;

  Status check_order(const Box& box, const Output& out) const;
  Verdict on_brands(const Box& box, Bytes front, bool whole, Output& out);
  Verdict on_header(const Box& box, Bytes front, Output& out);
  Verdict drop(const Box& box, Bytes front, const Output& out);

  State state_{State::start};
  bmff::BoxStream boxes_{*this};
  jp2::Codestream codestream_;
  std::uint64_t box_count_{0};  // whole ones so far
  bool header_seen_{false};
  bool codestream_seen_{false};

  // The box that is read, if it goes.
  bool goes_{false};
  Kind kind_{};
  HoldSet holds_;
  std::uint64_t written_{0};  // bytes in its place
};

}  // namespace stripmeta
