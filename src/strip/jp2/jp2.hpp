// JPEG 2000: a codestream, bare or in a container of boxes. It is read as a stream.
//
// A bare codestream begins with FF 4F FF 51 (see codestream.hpp). A container is a sequence of boxes (bmff/box.hpp).
// They are like PNG's chunks without a checksum: the length of the whole box, a type of 4 letters, the payload. A
// length of 0 means that the box runs to the end of the file.
//
//   jP    the signature
//   ftyp  the brands: `jp2 `; `jph ` for HTJ2K; `jpx `, with `jp2 ` beside it if JP2 readers can show the file
//   jp2h  boxes that say what the samples mean: size, depth, colour, palette, density
//   jp2c  the codestream
//   xml, uuid (XMP, Exif, IPTC, GeoTIFF), jp2i (rights), asoc, rreq, jpch, jplh, ...
//
// Stays: the signature, one brand, what header.hpp keeps of jp2h, and the codestream without comments. Every other box
// goes. A JPX thus becomes a plain JP2, and jp2c becomes the last box. Little is held in memory: jp2h, the codestream's
// main header, and the first bytes of a box that goes, each up to Policy::max_header_bytes (jp2h may be longer by a
// colour profile).
//
// Refused as `unsupported`: a codestream in fragments (ftbl), a picture made of several codestreams (a second jp2c, or
// comp), a JPX that JP2 readers cannot show, Motion JPEG 2000, and compound documents (JPM).
//
// Traps: readers take size and depths from the codestream, not from jp2h, so jp2h is written after SIZ was read, and
// says the same. The length of jp2c is written before its content, so nothing can be taken out later. codestream.hpp
// says what is done instead.
//
// ISO/IEC 15444-1 Annex I (JP2), 15444-2 Annex M (JPX), 15444-15 Annex D (JPH).
#pragma once

#include <cstdint>
#include <expected>
#include <vector>

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
  bool is_complete_without(bmff::Type type) const override;

  Status check_order(const Box& box, const Output& out) const;
  Verdict on_brands(const Box& box, Bytes front, bool whole, Output& out);
  Verdict on_header(const Box& box, Bytes front, Output& out);
  Verdict drop(const Box& box, Bytes front, const Output& out);

  State state_{State::start};
  bmff::BoxStream boxes_{*this};
  jp2::Codestream codestream_;
  std::uint64_t box_count_{0};  // boxes that were read to their end
  bool header_seen_{false};
  std::vector<std::byte> header_;  // jp2h as it is written, held until the codestream has said what it must agree with
  bool codestream_seen_{false};

  // The box that is being read, if it goes.
  bool goes_{false};
  Kind kind_{};
  HoldSet holds_;
  std::uint64_t written_{0};  // bytes written in its place
};

}  // namespace stripmeta
