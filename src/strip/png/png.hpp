// PNG and APNG (W3C PNG, third edition), streaming: the chunks are walked, picture data pass by with their CRC checked.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "strip/grammar/stream.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/png/chunk.hpp"
#include "strip/png/header.hpp"
#include "strip/png/kept.hpp"

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
    payload,  // of one
    crc,
    trailer,  // after IEND
  };
  // What becomes of the chunk that is read.
  enum class Way : std::uint8_t {
    held,     // until it is whole
    passed,   // as it comes
    dropped,  // all but its beginning, for the observer
  };
  enum class Picture : std::uint8_t { ahead, now, behind };  // where the IDAT chunks stand

  Status step(Output& out) override;
  Status step_signature(Output& out);
  Status step_head(Output& out);
  Status step_payload(Output& out);
  Status step_crc(Output& out);

  Status on_head(Output& out);
  Status on_first_head();
  Status choose(Output& out);
  Status choose_front(Output& out);
  Status choose_picture(Output& out);
  Status choose_frame_data();
  Status choose_end();
  Status hold(const Output& out);
  void drop() { way_ = Way::dropped; }
  bool is_first(png::Type type);

  Status on_chunk(Output& out);
  Status on_held(const png::Chunk& chunk, Output& out);
  Status on_frame_control(const png::Chunk& chunk, Output& out);
  Status check_sequence(Bytes piece);
  Status on_dropped(Output& out);
  Status on_text(Bytes front, Output& out);
  png::KeptText kept_text(const Policy& policy);
  Status put_text_chunk(const png::KeptText& kept, Output& out);
  Status on_end(Output& out);
  bool lacks_only_end() const;

  Status malformed(std::string_view message) const { return fail(ErrorKind::malformed, chunk_at_, message); }

  State state_{State::signature};

  std::array<std::byte, png::head_size> head_{};  // the file's signature, or length and type of a chunk
  std::size_t head_bytes_{0};
  std::array<std::byte, 4> crc_{};
  std::size_t crc_bytes_{0};

  Way way_{Way::held};
  png::Type type_{0};
  std::uint32_t length_{0};      // of the chunk's payload
  std::uint32_t left_{0};        // of it
  std::uint64_t chunk_at_{0};    // offset of its length
  std::uint32_t sum_{0};         // CRC so far, where the chunk stays
  std::vector<std::byte> part_;  // its payload: all where it is held, the beginning where it is dropped

  bool frame_seen_{false};  // IHDR
  png::Frame frame_;
  png::Header header_;
  std::uint64_t held_bytes_{0};  // of payloads, but profiles
  std::vector<png::Type> seen_;  // kinds that may be there once
  Picture picture_{Picture::ahead};

  std::uint32_t frames_{0};    // of the animation, as acTL says; 0: no animation
  std::uint32_t controls_{0};  // fcTL chunks so far
  bool surplus_{false};        // frames past what acTL says have begun
  bool frame_open_{false};     // an fcTL behind the picture data: fdAT may follow
  bool frame_filled_{false};   // and has
  std::uint32_t sequence_{0};  // the next number (APNG: fcTL and fdAT count together)

  std::vector<png::KeptPart> kept_texts_;  // each stays once

  TrailerScan trailer_scan_;
};

}  // namespace stripmeta
