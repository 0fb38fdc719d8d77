#include "strip/webp/webp.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/grammar/trailer_scan.hpp"
#include "strip/metadata/exif.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "strip/metadata/kept_xmp.hpp"
#include "strip/metadata/sensitive_in.hpp"
#include "strip/webp/chunk.hpp"
#include "strip/webp/file.hpp"

namespace stripmeta {
namespace {

using webp::Chunk;
using webp::chunk_head;
using webp::chunk_kind;
using webp::ChunkReader;
using webp::is_bitstream;
using webp::is_picture;
using webp::is_picture_part;
using webp::tiff_of;

constexpr std::size_t vp8x_size = 10;  // RFC 9649 2.7.1: flags, three reserved bytes, canvas
constexpr std::size_t anim_size = 6;   // background and loop count
constexpr std::size_t anmf_size = 16;  // a frame's position, size, duration and flags, before its chunks

enum Feature : std::uint8_t {
  feature_animation = 0x02,
  feature_xmp = 0x04,
  feature_exif = 0x08,
  feature_alpha = 0x10,
  feature_icc = 0x20,
};
constexpr std::uint8_t metadata_features = feature_xmp | feature_exif | feature_icc;

// Of a still image or a frame.
struct Picture {
  std::optional<Chunk> alpha;  // written once its picture is known
  bool seen{false};            // VP8 or VP8L
};

// Three bytes, little-endian.
std::uint32_t u24(Bytes bytes, std::size_t at) {
  return std::uint32_t{u8(bytes, at + 2)} << 16U | u16(bytes, at, ByteOrder::little);
}

// Of VP8X, which has the width and the height less one. RFC 9649 allows up to 2^32 - 1.
std::uint64_t canvas_pixels(Bytes canvas) {
  constexpr std::size_t width_at = 4;
  constexpr std::size_t height_at = 7;
  return (std::uint64_t{u24(canvas, width_at)} + 1) * (u24(canvas, height_at) + 1);
}

// Rebuilds one file. What stays is written in the order of RFC 9649 2.7: VP8X, ICCP, ANIM, the pictures, EXIF, XMP.
class Rebuild {
 public:
  Rebuild(Bytes input, Output& out) : input_(input), out_(out), file_(input) {}

  Status run();

 private:
  Status read_end();
  Status walk();
  Status on_first(const Chunk& chunk);
  Status on_chunk(const Chunk& chunk);
  Status on_still(const Chunk& chunk);
  Status on_animation(const Chunk& chunk);
  Status on_frame(const Chunk& chunk);
  Status check_place(const Chunk& frame) const;
  Status add_frame_parts(ChunkReader& reader);
  Status add_picture_part(const Chunk& chunk, Picture& picture);
  Status add_alpha(const Chunk& chunk, Picture& picture) const;
  void write_alpha(const Chunk& alpha, const Chunk& picture);
  Status on_icc(const Chunk& chunk);
  void drop(const Chunk& chunk);
  Status check_picture() const;
  Status check_padding();
  void write_exif();
  void write_xmp();
  void write_canvas();
  void report_trailer();
  ExifContext exif_context() const;

  bool has(Feature feature) const { return (features_ & feature) != 0; }
  Report& report() const { return out_.report(); }
  void remove_slack(std::uint64_t bytes) {
    if (bytes > 0) report().add(Kind::slack, Fate::removed, bytes);
  }
  void copy(const Chunk& chunk) {
    file_.add_copy(chunk);
    count_padding(chunk);
  }
  void count_padding(const Chunk& chunk) {
    remove_slack(chunk.padding != 0 ? 1 : 0);
    if (!chunk.is_padded) unpadded_at_ = chunk.offset + chunk.size;
  }

  Bytes input_;
  Output& out_;
  webp::File file_;
  std::size_t end_{0};  // of the RIFF form

  std::optional<Chunk> canvas_;  // VP8X; nullopt in a simple file
  std::size_t canvas_slot_{0};
  std::uint8_t features_{0};  // of the source's VP8X
  std::size_t icc_slot_{0};
  std::optional<Chunk> exif_;
  bool exif_kept_{false};
  bool icc_seen_{false};
  bool icc_kept_{false};
  std::optional<Chunk> xmp_;  // the first one, which decoders read
  bool xmp_kept_{false};
  bool xmp_seen_{false};
  Picture still_;
  bool anim_seen_{false};
  bool frame_seen_{false};
  std::optional<std::uint64_t> unpadded_at_;  // where a padding byte is missing
};

Status Rebuild::run() {
  if (auto status = read_end(); !status) return status;
  if (auto status = walk(); !status) return status;
  if (auto status = check_picture(); !status) return status;
  if (auto status = check_padding(); !status) return status;
  write_exif();
  write_xmp();
  write_canvas();
  report_trailer();
  return file_.write(out_);
}

// As in libwebp, a size past the input means a truncated file, and bytes after the size are not part of the image.
Status Rebuild::read_end() {
  constexpr std::uint64_t min_size = 12;  // "WEBP" and a chunk's header
  constexpr std::size_t size_at = 4;
  const std::uint64_t size = u32(input_, size_at, ByteOrder::little);
  if (size < min_size) return fail(ErrorKind::malformed, size_at, "the RIFF size leaves no room for a picture");
  if (size > input_.size() - chunk_head)
    return fail(ErrorKind::truncated, input_.size(), "the input is shorter than its RIFF size");
  end_ = static_cast<std::size_t>(size) + chunk_head;
  return {};
}

Status Rebuild::walk() {
  ChunkReader reader{input_, webp::riff_head, end_};
  bool first = true;
  while (const auto chunk = reader.next()) {
    if (auto status = first ? on_first(*chunk) : on_chunk(*chunk); !status) return status;
    first = false;
  }
  if (reader.left() == 0) return {};
  // Decoders ignore what follows a still picture. In an animation, what follows could be a frame that is cut off.
  const bool cut = reader.left() >= chunk_head && (has(feature_animation) || !still_.seen);
  if (cut) return fail(ErrorKind::truncated, reader.at(), "a chunk reaches past the RIFF size");
  report().add(Kind::junk, Fate::removed, reader.left());
  return {};
}

Status Rebuild::on_first(const Chunk& chunk) {
  if (chunk.name != "VP8X") return add_picture_part(chunk, still_);
  if (chunk.payload.size() != vp8x_size)
    return fail(ErrorKind::malformed, chunk.offset, "the canvas chunk (VP8X) does not have ten bytes");
  if (canvas_pixels(chunk.payload) > 0xFFFFFFFF)
    return fail(ErrorKind::malformed, chunk.offset, "the canvas (VP8X) is larger than a WebP can be");
  canvas_ = chunk;
  features_ = u8(chunk.payload, 0);
  canvas_slot_ = file_.reserve();
  icc_slot_ = file_.reserve();
  return {};
}

Status Rebuild::on_chunk(const Chunk& chunk) {
  if (!canvas_) {  // decoders read only the first chunk of a simple file
    drop(chunk);
    return {};
  }
  if (chunk.name == "VP8X") return fail(ErrorKind::malformed, chunk.offset, "a second canvas chunk (VP8X)");
  // Decoders go by the flags, and use the first of two chunks.
  if (chunk.name == "ICCP" && has(feature_icc) && !icc_seen_) return on_icc(chunk);
  if (chunk.name == "EXIF" && has(feature_exif) && !exif_) {
    exif_ = chunk;
    return {};
  }
  if (chunk.name == "XMP " && has(feature_xmp) && !xmp_) {
    xmp_ = chunk;
    xmp_seen_ = true;
    return {};
  }
  return has(feature_animation) ? on_animation(chunk) : on_still(chunk);
}

Status Rebuild::on_still(const Chunk& chunk) {
  if (is_picture_part(chunk.name)) return add_picture_part(chunk, still_);
  if (chunk.name == "ANMF")
    return fail(ErrorKind::malformed, chunk.offset,
                "a still image holds a frame (ANMF), and decoders disagree about what to show");
  drop(chunk);
  return {};
}

// Decoders disagree about further parts of a complete picture: one ignores them, and another refuses the file.
Status Rebuild::add_picture_part(const Chunk& chunk, Picture& picture) {
  if (chunk.name == "ALPH") return add_alpha(chunk, picture);
  if (picture.seen) {
    return fail(ErrorKind::malformed, chunk.offset,
                "the file has a second picture, and decoders disagree about what to show");
  }
  if (!is_picture(chunk)) return fail(ErrorKind::malformed, chunk.offset, "a picture chunk holds no picture");
  picture.seen = true;
  if (picture.alpha) write_alpha(*picture.alpha, chunk);
  copy(chunk);
  return {};
}

Status Rebuild::add_alpha(const Chunk& chunk, Picture& picture) const {
  if (picture.seen) {
    return fail(ErrorKind::malformed, chunk.offset,
                "an alpha chunk (ALPH) stands behind its picture, and decoders disagree about what to show");
  }
  if (picture.alpha) return fail(ErrorKind::malformed, chunk.offset, "a picture has two alpha chunks (ALPH)");
  if (chunk.payload.empty()) return fail(ErrorKind::malformed, chunk.offset, "an alpha chunk (ALPH) is empty");
  picture.alpha = chunk;
  return {};
}

// Writes ALPH (RFC 9649 2.7.1.2) with its reserved bits cleared. An alpha plane that is not compressed has one byte for
// each pixel of its picture, so what follows them goes. VP8L has its own alpha, and no decoder reads ALPH beside it.
void Rebuild::write_alpha(const Chunk& alpha, const Chunk& picture) {
  constexpr unsigned known_bits = 0x3F;
  constexpr unsigned compression = 0x03;
  if (picture.name == "VP8L") return drop(alpha);
  const unsigned head = u8(alpha.payload, 0);
  const bool is_plain = (head & compression) == 0;
  const auto size = is_plain ? std::min(alpha.payload.size(), 1 + webp::pixels(picture)) : alpha.payload.size();
  const bool reserved = (head & ~known_bits) != 0;
  remove_slack(alpha.payload.size() - size + (reserved ? 1 : 0));
  if (size == alpha.payload.size() && !reserved) return copy(alpha);
  std::vector<std::byte> bytes;
  put_u8(bytes, head & known_bits);
  put_bytes(bytes, alpha.payload.subspan(1, size - 1));
  file_.add_new("ALPH", bytes);
  count_padding(alpha);
}

Status Rebuild::on_animation(const Chunk& chunk) {
  if (is_picture_part(chunk.name))
    return fail(ErrorKind::malformed, chunk.offset, "an animation holds a still picture");
  if (chunk.name == "ANMF") return on_frame(chunk);
  if (chunk.name != "ANIM" || anim_seen_) {
    drop(chunk);
    return {};
  }
  if (chunk.payload.size() < anim_size)
    return fail(ErrorKind::malformed, chunk.offset, "the animation chunk (ANIM) is too short");
  anim_seen_ = true;
  if (chunk.payload.size() == anim_size) {
    copy(chunk);
  } else {
    remove_slack(chunk.payload.size() - anim_size);
    file_.add_new("ANIM", chunk.payload.first(anim_size));
    count_padding(chunk);
  }
  return {};
}

// Writes a frame (RFC 9649 2.7.1.1), with the reserved bits of its flags cleared. As in libwebp, the padding belongs to
// the frame.
Status Rebuild::on_frame(const Chunk& chunk) {
  constexpr std::uint8_t known_flags = 0x03;
  if (!anim_seen_)
    return fail(ErrorKind::malformed, chunk.offset, "a frame (ANMF) comes before the animation chunk (ANIM)");
  if (chunk.payload.size() < anmf_size)
    return fail(ErrorKind::malformed, chunk.offset, "a frame chunk (ANMF) is too short");
  if (auto status = check_place(chunk); !status) return status;
  std::vector<std::byte> head;
  put_bytes(head, chunk.payload.first(anmf_size));
  const std::byte flags = head.back();
  head.back() &= std::byte{known_flags};
  remove_slack(head.back() != flags ? 1 : 0);
  file_.open("ANMF", head);
  const auto begin = static_cast<std::size_t>(chunk.offset);
  ChunkReader reader{input_, begin + chunk_head + anmf_size, begin + static_cast<std::size_t>(chunk.size)};
  if (auto status = add_frame_parts(reader); !status) return status;
  file_.close();
  frame_seen_ = true;
  return {};
}

// Decoders refuse a frame that is not within the canvas.
Status Rebuild::check_place(const Chunk& frame) const {
  constexpr std::size_t canvas_at = 4;
  const auto field = [&](std::size_t index) { return u24(frame.payload, 3 * index); };
  const bool inside = 2 * field(0) + field(2) <= u24(canvas_->payload, canvas_at) &&
                      2 * field(1) + field(3) <= u24(canvas_->payload, canvas_at + 3);
  return inside ? Status{} : fail(ErrorKind::malformed, frame.offset, "a frame (ANMF) reaches past the canvas");
}

Status Rebuild::add_frame_parts(ChunkReader& reader) {
  Picture picture;
  while (const auto part = reader.next()) {
    if (!is_picture_part(part->name)) {
      drop(*part);
    } else if (auto status = add_picture_part(*part, picture); !status) {
      return status;
    }
  }
  if (!picture.seen) return fail(ErrorKind::malformed, reader.at(), "a frame holds no picture");
  remove_slack(reader.left());
  return {};
}

Status Rebuild::on_icc(const Chunk& chunk) {
  icc_seen_ = true;
  out_.found(Kind::icc, chunk.payload, chunk.offset);
  const auto kept = keep_profile(chunk.payload, chunk.offset, out_.policy());
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) {
    report().add(Kind::icc, Fate::removed, chunk.size);
    return {};
  }
  icc_kept_ = true;
  report_reduced_profile(*kept, chunk.payload.size(), kept->bytes.size(), report());
  file_.fill(icc_slot_, "ICCP", kept->bytes);
  count_padding(chunk);
  report().add(Kind::icc, Fate::kept, chunk_head + kept->bytes.size() + kept->bytes.size() % 2);
  return {};
}

void Rebuild::drop(const Chunk& chunk) {
  const Kind kind = chunk_kind(chunk.name);
  xmp_seen_ = xmp_seen_ || kind == Kind::xmp;
  out_.found(kind, kind == Kind::exif ? tiff_of(chunk.payload) : chunk.payload, chunk.offset);
  report().add(kind, Fate::removed, chunk.size, sensitive_in(kind, chunk.payload));
}

Status Rebuild::check_picture() const {
  if (still_.seen || frame_seen_) return {};
  return fail(ErrorKind::truncated, end_, "the image ends before any picture data");
}

// Decoders disagree about a last chunk of odd size that has no padding.
Status Rebuild::check_padding() {
  if (!unpadded_at_) return {};
  if (out_.policy().strict) return fail(ErrorKind::truncated, *unpadded_at_, "a chunk's padding is missing");
  report().truncated = true;
  return {};
}

ExifContext Rebuild::exif_context() const {
  constexpr std::size_t width_at = 4;
  constexpr std::size_t height_at = 7;
  return {.width = u24(canvas_->payload, width_at) + 1,
          .height = u24(canvas_->payload, height_at) + 1,
          .has_profile = icc_kept_};
}

void Rebuild::write_exif() {
  if (!exif_) return;
  const auto tiff = tiff_of(exif_->payload);
  const auto facts = read_exif(tiff);
  const auto kept = select_kept_exif(facts.keepable, out_.policy(), exif_context());
  out_.found(Kind::exif, tiff, exif_->offset);
  const bool is_clean = !kept.empty() && is_made_exif(exif_->payload, kept);
  if (!is_clean) report().add(Kind::exif, Fate::removed, exif_->size, facts.holds);
  if (kept.empty()) return;
  exif_kept_ = true;
  const auto fresh = make_exif(kept);
  file_.add_new("EXIF", fresh);
  report_kept_exif(kept, fresh.size() + chunk_head, report());
}

void Rebuild::write_xmp() {
  if (!xmp_) return;
  const auto kept = keep_xmp(xmp_->payload, out_.policy());
  out_.found(Kind::xmp, xmp_->payload, xmp_->offset);
  const bool is_padded = xmp_->is_padded && xmp_->padding == 0;
  const bool is_clean = !kept.empty() && is_padded && same_bytes(kept.bytes(), xmp_->payload);
  if (!is_clean) report().add(Kind::xmp, Fate::removed, xmp_->size, sensitive_in(Kind::xmp, xmp_->payload));
  if (kept.empty()) return;
  xmp_kept_ = true;
  file_.add_new("XMP ", kept.bytes());
  report_kept_xmp(kept, chunk_head, report());
}

// Writes VP8X: sets the flags of ICC, EXIF and XMP by what stays, and clears reserved bits.
void Rebuild::write_canvas() {
  if (!canvas_) return;
  constexpr std::size_t reserved_size = 3;
  constexpr std::uint8_t own_features = feature_alpha | feature_animation;
  std::vector<std::byte> head;
  std::uint8_t features = features_ & own_features;
  if (icc_kept_) features |= feature_icc;
  if (exif_kept_) features |= feature_exif;
  if (xmp_kept_) features |= feature_xmp;
  put_u8(head, features);
  head.resize(1 + reserved_size);
  put_bytes(head, canvas_->payload.subspan(head.size(), vp8x_size - head.size()));
  file_.fill(canvas_slot_, "VP8X", head);

  // A flag of the source was wrong only if the source lacked its chunk.
  const bool dangling = (has(feature_icc) && !icc_seen_) || (has(feature_exif) && !exif_) ||
                        (has(feature_xmp) && !xmp_seen_) ||
                        (features_ & ~(own_features | metadata_features) & 0xFFU) != 0;
  const auto reserved = canvas_->payload.subspan(1, reserved_size);
  remove_slack(dangling ? 1 : 0);
  remove_slack(
      static_cast<std::uint64_t>(std::ranges::count_if(reserved, [](std::byte b) { return b != std::byte{0}; })));
}

void Rebuild::report_trailer() {
  TrailerScan scan;
  scan.feed(input_.subspan(end_));
  scan.report_to(report());
}

}  // namespace

// Decoders recognise a WebP by its first chunk.
Status WebpGrammar::check_prefix(Bytes front) {
  constexpr std::size_t name_size = 4;
  if (front.size() < webp::riff_head + name_size) return {};
  const auto name = as_text(front.subspan(webp::riff_head, name_size));
  if (name == "VP8X" || is_bitstream(name)) return {};
  return fail(ErrorKind::malformed, webp::riff_head, "a WebP cannot start with this chunk");
}

Status WebpGrammar::strip(Bytes input, Output& out) {
  return Rebuild{input, out}.run();
}

}  // namespace stripmeta
