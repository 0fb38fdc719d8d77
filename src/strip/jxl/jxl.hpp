// JPEG XL: a codestream, bare or in a container of boxes. It is read as a stream.
//
// A bare codestream begins with FF 0A and has no room for metadata: it passes as it is. A container is a sequence of
// boxes (bmff/box.hpp). They are like PNG's chunks without a checksum: the length of the whole box, a type of 4
// letters, the payload.
//
//   JXL   the signature
//   ftyp  the brands: only `jxl `
//   jxll  the codestream's level, one byte
//   jxli  an index of frames, for seeking
//   jxlc  the codestream; or several jxlp, its parts: each has a number, whose highest bit marks the last part
//   jhgm  a gain map
//   jbrd  what rebuilds the JPEG that the picture was made from
//   Exif, xml, jumb, uuid, brob (any box, compressed with Brotli), ...
//
// Stays: the signature, the brand, the first level that there is, the codestream up to the end of its last frame
// (codestream.hpp), the first gain map if the policy keeps it. Every other box goes: jbrd, because it holds the old
// JPEG's metadata; jxli, because each of its numbers can be any, and pictures need none. Of a box that goes, only the
// first bytes are held (Policy::max_header_bytes), to report what is in them.
//
// Traps: the codestream has its own orientation, and decoders ignore Exif's, so Exif never stays. Any box may come
// between the parts of the codestream, and after it. The last box may have no size. A brob hides its content: it is
// never inflated, so only the type that it names is known. Nobody reads the numbers of the parts, so they are written
// anew.
//
// ISO/IEC 18181-2: 9.1 order of boxes, 9.2 signature, 9.6 Exif, 9.7 frame index; 18181-1 for the codestream; ISO/IEC
// 14496-12 4.2 for boxes; libjxl's gain_map.h for jhgm.
#pragma once

#include <cstdint>
#include <expected>

#include "strip/bmff/box_stream.hpp"
#include "strip/grammar/stream.hpp"
#include "strip/jxl/codestream.hpp"

namespace stripmeta {

class JxlGrammar final : public StreamGrammar, private bmff::BoxHandler {
 public:
  Format format() const override { return Format::jxl; }
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

  Status check_order(const Box& box) const;
  Verdict on_brands(const Box& box, Bytes front, bool whole, Output& out);
  Verdict on_codestream(const Box& box, Output& out);
  Verdict on_part(const Box& box, Bytes front, Output& out);
  Verdict on_spare_part(Bytes front, std::uint64_t at, Output& out);
  Verdict on_level(const Box& box, Bytes front, bool whole, Output& out);
  Verdict on_gain_map(const Box& box, Bytes front, Output& out);
  Verdict replace(Kind kind, Bytes written, Output& out);
  Verdict drop(const Box& box, Bytes front, const Output& out);

  State state_{State::start};
  bmff::BoxStream boxes_{*this};
  std::uint64_t box_count_{0};  // boxes that were read to their end

  // The box that is being read, if it goes.
  bool goes_{false};
  Kind kind_{};
  HoldSet holds_;
  std::uint64_t written_{0};  // bytes written in its place

  jxl::Codestream codestream_;
  jxl::Codestream gain_map_;
  bool level_seen_{false};
  bool gain_map_seen_{false};
  bool codestream_seen_{false};  // jxlc
  bool last_part_seen_{false};   // the jxlp that is marked as the last
  std::uint32_t part_count_{0};  // of jxlp that were written
};

}  // namespace stripmeta
