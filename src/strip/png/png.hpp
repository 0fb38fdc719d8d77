// PNG and APNG: a signature and chunks, one after another. The file is read as a stream.
//
//   signature  8 bytes
//   chunk      length (4 bytes), type (4 letters), payload, CRC-32 of type and payload
//
//   IHDR, then PLTE, tRNS, gAMA, ... in nearly any order, IDAT once or several times, IEND
//
// Stays: the critical chunks IHDR, PLTE of a palette picture, IDAT and IEND; transparency and background (tRNS, bKGD);
// colour (gAMA, cHRM, sRGB, sBIT, cICP, mDCV, cLLI); the chunks of an animation (acTL, fcTL, fdAT). If the policy keeps
// them, these stay, too: pHYs; Android's npTc, npOl and npLb; iCCP, reduced to the colour. What stays of those before
// the picture data has one form (canonical.hpp). What the policy keeps of eXIf and of texts is
// written anew (header.hpp, text.hpp). Every other ancillary chunk goes; an unknown critical chunk is refused. IEND is
// written empty, and what follows it goes.
//
// What stays before IDAT is held (at most Policy::max_header_bytes and one profile), because what is kept of eXIf
// depends on whether a profile stays. From IDAT on, bytes pass as slices of the caller's pieces. The checksum of every
// chunk that stays is verified. If it is wrong, libpng ignores an ancillary chunk other than iCCP, so it goes. Decoders
// refuse a critical one, so that is refused.
//
// An animation is held, too (at most 16 MiB), until its frames are counted: acTL has their number, and comes first. A
// longer one passes on as it comes, and is refused if the number is wrong.
//
// Traps: decoders ignore an ancillary chunk that is late, repeated, of a wrong length or has invalid values, so it
// goes. They also ignore chunks about colour that follow a palette, so these go. A palette picture with a repeated or
// wrong-sized PLTE is refused. An animation numbers its fcTL and fdAT chunks in one sequence; frames past the count in
// acTL go. An animation ends before a frame that is damaged. What is damaged or cut behind the picture data goes with
// all that follows, because decoders stop there and show the picture (damage.cpp). An empty IDAT behind other chunks
// goes. Cropping tools may leave IDAT chunks of the uncropped picture after IEND. Apple's variant (CgBI) is refused,
// because only Apple's decoders read it.
//
// W3C PNG, third edition: 5.2 signature, 5.3 chunks, 11.2 critical and 11.3 ancillary chunks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/grammar/recording.hpp"
#include "strip/grammar/stream.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/png/chunk.hpp"
#include "strip/png/frames.hpp"
#include "strip/png/header.hpp"
#include "strip/png/text.hpp"

namespace stripmeta {

class PngGrammar final : public StreamGrammar {
 public:
  Format format() const override { return Format::png; }
  void reset() override;
  Status finish(Output& out) override;

 private:
  enum class State : std::uint8_t {
    signature,
    head,     // length and type of a chunk
    payload,  // of the chunk
    crc,
    trailer,  // after IEND
  };
  // What happens to the chunk that is being read.
  enum class Handling : std::uint8_t {
    held,     // until it is complete, and then judged
    passed,   // on to the output as it comes
    dropped,  // but its beginning is held for the observer
  };
  enum class Picture : std::uint8_t { before, within, after };  // the IDAT chunks

  Status step(Output& out) override;
  Status read(Output& out);
  Status release_animation(Output& out);
  Status step_signature(Output& out);
  Status step_head(Output& out);
  Status step_payload(Output& out);
  Status step_crc(Output& out);

  Status on_head(Output& out);
  Status on_first_head();
  Status judge_head(Output& out);
  Status judge_front(Output& out);
  Status judge_palette(Output& out);
  Status judge_picture(Output& out);
  Status judge_frame_control(Output& out);
  Status judge_frame_data();
  Status judge_end(Output& out);
  Status hold(const Output& out);
  void drop() { handling_ = Handling::dropped; }

  bool is_intact() const;
  Status on_chunk(Output& out);
  Status on_held(const png::Chunk& chunk, Output& out);
  Status on_frame(const png::Chunk& chunk);
  Status on_profile(const png::Chunk& chunk, Output& out);
  Status on_front(const png::Chunk& chunk, Output& out);
  void hold_part(Bytes piece);
  Status on_animation_chunk(Output& out);
  Status on_frame_control(const png::Chunk& chunk, Output& out);
  void check_sequence(Bytes piece);
  bool can_cut_frames(bool is_data_damaged, const Output& out) const;
  void cut_frames(bool is_data_damaged, Output& out);
  void cut_recording(std::uint64_t size, Output& out);
  bool can_end_early(bool is_data_damaged, const Output& out) const;
  Status end_early(Output& out);
  Status complete(Output& out);
  bool is_cut_in(png::Type type) const { return state_ != State::head && type_ == type; }
  Status on_dropped(Output& out);
  Status on_text(Bytes front, Output& out);
  Status put_text_chunk(const png::KeptText& kept, Output& out);
  Status on_end(Output& out);
  bool is_data_whole() const;

  Status malformed(std::string_view message) const { return fail(ErrorKind::malformed, chunk_at_, message); }

  State state_{State::signature};

  std::array<std::byte, png::head_size> head_{};  // the file's signature, or the length and type of a chunk
  std::size_t head_bytes_{0};
  std::array<std::byte, 4> crc_{};
  std::size_t crc_bytes_{0};

  Handling handling_{Handling::held};
  png::Type type_{0};
  std::uint32_t length_{0};      // of the chunk's payload
  std::uint32_t left_{0};        // bytes of the payload still to come
  std::uint64_t chunk_at_{0};    // offset of the chunk
  std::uint32_t sum_{0};         // CRC so far, if the chunk stays
  std::vector<std::byte> part_;  // the payload if the chunk is held; its beginning if the chunk is dropped

  bool frame_seen_{false};  // IHDR
  png::Frame frame_;
  png::Header header_;
  std::uint64_t held_bytes_{0};  // of payloads, without profiles
  Picture picture_{Picture::before};

  png::Frames frames_;
  std::optional<Recording> animation_;  // what follows the chunks before the picture data, while it is held
  std::uint64_t chunk_recorded_at_{0};  // where in animation_ the chunk begins
  std::uint64_t frame_recorded_at_{0};  // where in animation_ the last fcTL behind the picture data begins
  bool frame_holds_other_{false};       // a text or an eXIf that stays follows that fcTL
  std::string_view data_fault_;         // what is wrong with fdAT, as a static sentence

  png::KeptTexts kept_texts_;

  TrailerScan trailer_scan_;
};

}  // namespace stripmeta
