#include "strip/png/location.hpp"

#include <optional>

#include "strip/base/zlib_stream.hpp"
#include "strip/location/exif.hpp"
#include "strip/location/iptc.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/place_name.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"
#include "strip/png/chunk.hpp"
#include "strip/png/text.hpp"

namespace stripmeta::location {
namespace {

constexpr std::size_t signature_size = 8;
constexpr png::Type apple_index = png::type_of("iDOT");
constexpr png::Type compressed_exif = png::type_of("zxIf");  // a proposal that exiftool reads

struct PlacedChunk {
  png::Type type;
  Range whole;  // length and checksum included
  Range payload;
};

bool is_picture(png::Type type) {
  return !png::is_ancillary(type) || type == png::fdat || type == png::fctl || type == png::iccp;
}

class PngPatcher {
 public:
  explicit PngPatcher(Patch& patch) : patch_(patch) {}

  void run() {
    each([this](const PlacedChunk& chunk) { on_chunk(chunk); });
    patch_trailer(patch_, patch_.full_range().part(end_), true, 0);
    drop_credentials();
    each([this](const PlacedChunk& chunk) { drop_index(chunk); });
  }

 private:
  template <typename Visit>
  void each(Visit visit) {
    std::size_t at = signature_size;
    while (const auto chunk = read(at)) {
      at = end_ = chunk->whole.end;
      visit(*chunk);
      if (chunk->type == png::iend) return;
    }
    end_ = patch_.full_range().end;
  }

  // The chunk at `at`; nullopt if no whole chunk follows.
  std::optional<PlacedChunk> read(std::size_t at) const {
    const auto rest = patch_.bytes(patch_.full_range().part(at));
    if (rest.size() < png::framing_size) return std::nullopt;
    const std::size_t length = u32(rest, 0);
    if (length > rest.size() - png::framing_size) return std::nullopt;
    const Range whole{at, at + length + png::framing_size};
    return PlacedChunk{u32(rest, 4), whole,
                       Range{whole.begin + png::head_size, whole.end - (png::framing_size - png::head_size)}};
  }

  bool is_intact(const PlacedChunk& chunk) const {
    const auto summed = patch_.bytes(Range{chunk.whole.begin + 4, chunk.payload.end});
    return crc32_of(0, summed) == u32(patch_.bytes(), chunk.payload.end);
  }

  void on_chunk(const PlacedChunk& chunk) {
    switch (chunk.type) {
      case png::exif: return on_exif(chunk);
      case png::text:
      case png::ztxt:
      case png::itxt: return on_text(chunk);
      case png::c2pa:
      case apple_index: return;  // drop_credentials() and drop_index() decide later
      default: break;
    }
    const bool doubtful =
        !is_picture(chunk.type) && (chunk.type == compressed_exif || may_hold_place(patch_.bytes(chunk.payload)));
    if (doubtful) patch_.cut(chunk.whole, Kind::chunk, holds_gps());
  }

  // Decoders ignore an Exif whose checksum is wrong. A patched one would get a right checksum, and turn the picture.
  void on_exif(const PlacedChunk& chunk) {
    if (!is_intact(chunk)) {
      Patch ignored{patch_.bytes(chunk.payload)};
      const bool readable = patch_exif(ignored, ignored.full_range(), 0);
      if (!readable || ignored.changed()) patch_.cut(chunk.whole, Kind::exif, holds_gps());
      return;
    }
    if (!patch_exif(patch_, chunk.payload, 0)) patch_.cut(chunk.whole, Kind::exif, holds_gps());
  }

  void on_text(const PlacedChunk& chunk) {
    const auto payload = patch_.bytes(chunk.payload);
    const auto text = png::read_text(chunk.type, payload);
    const auto parts = png::split_text(chunk.type, payload);
    if (parts.compressed) {
      if (compressed_says_place(parts, text.kind)) patch_.cut(chunk.whole, text.kind, holds_gps());
      return;
    }
    if (!text.xmp.empty()) {
      const auto packet =
          chunk.payload.part(static_cast<std::size_t>(text.xmp.data() - payload.data()), text.xmp.size());
      if (!patch_xmp(patch_, packet)) patch_.cut(chunk.whole, Kind::xmp, holds_gps());
      return;
    }
    if (is_place_keyword(parts.keyword) || profile_says_place(text.kind, parts.value)) {
      patch_.cut(chunk.whole, text.kind, holds_gps());
    }
  }

  static bool patch_profile(Patch& profile, Kind kind) {
    const auto all = profile.full_range();
    if (starts_with(profile.bytes(), "8BIM")) return patch_resources(profile, all, kind), true;
    if (kind == Kind::xmp) return patch_xmp(profile, all);
    if (kind != Kind::exif) return patch_iptc(profile, all, kind);
    return patch_exif(profile, all, 1);
  }

  // Whether a block that a text holds in hexadecimal digits (Exif, XMP, IPTC, Photoshop's resources) holds a place.
  static bool profile_says_place(Kind kind, Bytes value) {
    if (kind != Kind::exif && kind != Kind::xmp && kind != Kind::iptc && kind != Kind::photoshop) return false;
    const auto profile = png::read_raw_profile(value);
    Patch inner{profile};
    const bool readable = patch_profile(inner, kind);
    return readable ? inner.changed() : may_hold_place(profile);
  }

  // True also if the text cannot be inflated, or inflates to too many bytes: then it may hold a place.
  bool compressed_says_place(const png::TextParts& parts, Kind kind) {
    const auto inflated = inflate_zlib(parts.value, inflatable_);
    if (!inflated) return true;
    inflatable_ -= inflated->bytes.size();
    if (kind != Kind::xmp) return is_place_keyword(parts.keyword) || profile_says_place(kind, inflated->bytes);
    Patch packet{inflated->bytes};
    return !patch_xmp(packet, packet.full_range()) || packet.changed();
  }

  // iDOT holds offsets of chunks, so it goes if another chunk was cut.
  void drop_index(const PlacedChunk& chunk) {
    if (chunk.type != apple_index) return;
    const bool doubtful = may_hold_place(patch_.bytes(chunk.payload));
    if (doubtful || !patch_.cuts().empty()) patch_.cut(chunk.whole, Kind::chunk, doubtful ? holds_gps() : HoldSet{});
  }

  void drop_credentials() {
    each([this](const PlacedChunk& chunk) {
      const bool goes = chunk.type == png::c2pa && (patch_.changed() || may_hold_place(patch_.bytes(chunk.payload)));
      if (goes) patch_.cut(chunk.whole, Kind::c2pa, HoldSet{}.add(Holds::edit_history));
    });
  }

  Patch& patch_;
  std::size_t end_{0};                             // end of the last chunk
  std::size_t inflatable_{std::size_t{8} << 20U};  // how many bytes all compressed texts may still inflate to
};

}  // namespace

Status patch_png(Patch& patch, const Survey& /*found*/) {
  PngPatcher{patch}.run();
  return {};
}

}  // namespace stripmeta::location
