#include "strip/webp/location.hpp"

#include <algorithm>

#include "strip/location/exif.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/webp/chunk.hpp"

namespace stripmeta::location {
namespace {

using webp::Chunk;

constexpr std::size_t size_at = 4;                     // of the RIFF header
constexpr std::size_t flags_at = webp::riff_head + 8;  // of VP8X, the first chunk
constexpr std::byte exif_flag{0x08};
constexpr std::byte xmp_flag{0x04};

Range payload_of(const Chunk& chunk) {
  const auto begin = static_cast<std::size_t>(chunk.offset) + webp::chunk_head;
  return {begin, begin + chunk.payload.size()};
}

Range range_of(const Chunk& chunk) {
  const auto begin = static_cast<std::size_t>(chunk.offset);
  return {begin, begin + static_cast<std::size_t>(chunk.size)};
}

class WebpPatcher {
 public:
  explicit WebpPatcher(Patch& patch) : patch_(patch) {
    const auto bytes = patch.bytes();
    const std::uint64_t size = std::uint64_t{u32(bytes, size_at, ByteOrder::little)} + webp::chunk_head;
    end_ = static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes.size()));
  }

  void run() {
    each([this](const Chunk& chunk) { on_chunk(chunk); });
    if (may_hold_place(patch_.bytes(rest_))) patch_.wipe(rest_, Kind::junk, holds_gps());
    patch_trailer(patch_, patch_.full_range().part(end_), true, 0);
    each([this](const Chunk& chunk) { drop_credentials(chunk); });
    update_head();
  }

 private:
  template <typename Visit>
  void each(Visit visit) {
    webp::ChunkReader reader{patch_.bytes(), webp::riff_head, end_};
    while (const auto chunk = reader.next()) visit(*chunk);
    rest_ = {reader.at(), end_};
  }

  void on_chunk(const Chunk& chunk) {
    const auto kind = webp::chunk_kind(chunk.name);
    const auto payload = payload_of(chunk);
    if (kind == Kind::exif) {
      if (!patch_exif(patch_, payload, 0)) cut(chunk, kind);
    } else if (kind == Kind::xmp) {
      if (!patch_xmp(patch_, payload)) cut(chunk, kind);
    } else if (chunk.name == "ANMF") {
      on_frame(payload);
    } else if (kind == Kind::chunk && !is_of_picture(chunk) && may_hold_place(chunk.payload)) {
      cut(chunk, kind);
    }
  }

  // In a frame, chunks follow its position, size and timing. The format allows unknown chunks among them.
  void on_frame(Range frame) {
    constexpr std::size_t head = 16;
    webp::ChunkReader reader{patch_.bytes(), frame.part(head).begin, frame.end};
    while (const auto chunk = reader.next()) {
      if (webp::is_bitstream(chunk->name) || is_of_picture(*chunk)) continue;
      const bool read = webp::chunk_kind(chunk->name) == Kind::exif && patch_exif(patch_, payload_of(*chunk), 0);
      if (!read && may_hold_place(patch_.bytes(payload_of(*chunk)))) {
        patch_.wipe(payload_of(*chunk), Kind::chunk, holds_gps());
      }
    }
  }

  static bool is_of_picture(const Chunk& chunk) {
    return chunk.name == "VP8X" || chunk.name == "ALPH" || chunk.name == "ANIM";
  }

  void drop_credentials(const Chunk& chunk) {
    if (webp::chunk_kind(chunk.name) != Kind::c2pa) return;
    if (!patch_.changed() && !may_hold_place(chunk.payload)) return;
    patch_.cut(range_of(chunk), Kind::c2pa, HoldSet{}.add(Holds::edit_history));
    cut_bytes_ += static_cast<std::size_t>(chunk.size);
  }

  void cut(const Chunk& chunk, Kind kind) {
    if (kind == Kind::exif) cleared_ |= exif_flag;
    if (kind == Kind::xmp) cleared_ |= xmp_flag;
    patch_.cut(range_of(chunk), kind, holds_gps());
    cut_bytes_ += static_cast<std::size_t>(chunk.size);
  }

  void update_head() {
    if (cut_bytes_ == 0) return;
    std::vector<std::byte> size;
    put_u32(size, u32(patch_.bytes(), size_at, ByteOrder::little) - static_cast<std::uint32_t>(cut_bytes_),
            ByteOrder::little);
    patch_.put(size_at, size);
    if (!starts_with(patch_.bytes().subspan(webp::riff_head), "VP8X")) return;
    const std::vector<std::byte> flags{patch_.bytes()[flags_at] & ~cleared_};
    patch_.put(flags_at, flags);
  }

  Patch& patch_;
  std::size_t end_{0};        // the end of the RIFF
  Range rest_;                // bytes after the last chunk
  std::size_t cut_bytes_{0};  // of chunks that were cut
  std::byte cleared_{0};
};

}  // namespace

Status patch_webp(Patch& patch, const Survey& /*found*/) {
  WebpPatcher{patch}.run();
  return {};
}

}  // namespace stripmeta::location
