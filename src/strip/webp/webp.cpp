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
#include "strip/webp/canvas.hpp"
#include "strip/webp/chunk.hpp"
#include "strip/webp/file.hpp"
#include "strip/webp/frame.hpp"
#include "strip/webp/picture.hpp"

namespace stripmeta {
namespace {

using webp::Chunk;
using webp::chunk_head;
using webp::chunk_kind;
using webp::ChunkReader;
using webp::is_bitstream;
using webp::is_picture_part;
using webp::Size;
using webp::tiff_of;

constexpr std::size_t anim_size = 6;  // background and loop count

// Of a still image or a frame.
struct Picture {
  std::optional<Chunk> alpha;  // written once its picture is known
  std::optional<Size> size;    // of VP8 or VP8L
};

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
  Status add_frame_parts(ChunkReader& reader);
  Status add_picture_part(const Chunk& chunk, Picture& picture);
  Status add_alpha(const Chunk& chunk, Picture& picture) const;
  Status write_alpha(const Chunk& alpha, const Chunk& picture, Size size);
  Status on_icc(const Chunk& chunk);
  void drop(const Chunk& chunk);
  Status check_picture() const;
  Status check_padding();
  void write_exif();
  void write_xmp();
  void write_canvas();
  void report_trailer();
  ExifContext exif_context() const;

  bool has(webp::Feature feature) const { return canvas_ && canvas_->has(feature); }
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

  std::optional<webp::Canvas> canvas_;  // VP8X; nullopt in a simple file
  std::size_t canvas_slot_{0};
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
  const bool cut = reader.left() >= chunk_head && (has(webp::feature_animation) || !still_.size);
  if (cut) return fail(ErrorKind::truncated, reader.at(), "a chunk reaches past the RIFF size");
  report().add(Kind::junk, Fate::removed, reader.left());
  return {};
}

Status Rebuild::on_first(const Chunk& chunk) {
  if (chunk.name != "VP8X") return add_picture_part(chunk, still_);
  canvas_ = webp::Canvas::read(chunk.payload);
  if (!canvas_) return fail(ErrorKind::malformed, chunk.offset, "the canvas chunk (VP8X) does not have ten bytes");
  if (!canvas_->is_possible())
    return fail(ErrorKind::malformed, chunk.offset, "the canvas (VP8X) is larger than a WebP can be");
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
  if (chunk.name == "ICCP" && has(webp::feature_icc) && !icc_seen_) return on_icc(chunk);
  if (chunk.name == "EXIF" && has(webp::feature_exif) && !exif_) {
    exif_ = chunk;
    return {};
  }
  if (chunk.name == "XMP " && has(webp::feature_xmp) && !xmp_) {
    xmp_ = chunk;
    xmp_seen_ = true;
    return {};
  }
  return has(webp::feature_animation) ? on_animation(chunk) : on_still(chunk);
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
  if (picture.size) {
    return fail(ErrorKind::malformed, chunk.offset,
                "the file has a second picture, and decoders disagree about what to show");
  }
  picture.size = webp::picture_size(chunk);
  if (!picture.size) return fail(ErrorKind::malformed, chunk.offset, "a picture chunk holds no picture");
  if (picture.alpha) {
    if (auto status = write_alpha(*picture.alpha, chunk, *picture.size); !status) return status;
  }
  copy(chunk);
  return {};
}

Status Rebuild::add_alpha(const Chunk& chunk, Picture& picture) const {
  if (picture.size) {
    return fail(ErrorKind::malformed, chunk.offset,
                "an alpha chunk (ALPH) stands behind its picture, and decoders disagree about what to show");
  }
  if (picture.alpha) return fail(ErrorKind::malformed, chunk.offset, "a picture has two alpha chunks (ALPH)");
  if (chunk.payload.empty()) return fail(ErrorKind::malformed, chunk.offset, "an alpha chunk (ALPH) is empty");
  picture.alpha = chunk;
  return {};
}

// VP8L has its own alpha, and no decoder reads ALPH beside it.
Status Rebuild::write_alpha(const Chunk& alpha, const Chunk& picture, Size size) {
  if (picture.name == "VP8L") return drop(alpha), Status{};
  const auto kept = webp::kept_alpha(alpha.payload, size);
  if (!kept) {
    return fail(ErrorKind::malformed, alpha.offset,
                "an alpha chunk (ALPH) has an unknown compression, so no decoder shows the picture");
  }
  remove_slack(alpha.payload.size() - kept->size() + (kept->front() != alpha.payload.front() ? 1 : 0));
  if (same_bytes(*kept, alpha.payload)) return copy(alpha), Status{};
  file_.add_new("ALPH", *kept);
  count_padding(alpha);
  return {};
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

Status Rebuild::on_frame(const Chunk& chunk) {
  if (!anim_seen_)
    return fail(ErrorKind::malformed, chunk.offset, "a frame (ANMF) comes before the animation chunk (ANIM)");
  if (chunk.payload.size() < webp::frame_fields)
    return fail(ErrorKind::malformed, chunk.offset, "a frame chunk (ANMF) is too short");
  const auto fields = webp::kept_frame_fields(input_, chunk);
  // Decoders refuse such a frame.
  if (!webp::is_within(fields, canvas_->size()))
    return fail(ErrorKind::malformed, chunk.offset, "a frame (ANMF) reaches past the canvas");
  for (std::size_t i = 0; i < fields.size(); ++i) remove_slack(fields[i] != chunk.payload[i] ? 1 : 0);
  file_.open("ANMF", fields);
  auto reader = webp::frame_chunks(input_, chunk);
  if (auto status = add_frame_parts(reader); !status) return status;
  file_.close();
  frame_seen_ = true;
  return {};
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
  if (!picture.size) return fail(ErrorKind::malformed, reader.at(), "a frame holds no picture");
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
  if (!still_.size && !frame_seen_) {
    return fail(ErrorKind::truncated, end_, "the image ends before any picture data");
  }
  const bool fits = !canvas_ || !still_.size || canvas_->size() == *still_.size;
  return fits ? Status{}
              : fail(ErrorKind::malformed, webp::riff_head,
                     "the canvas (VP8X) does not have the picture's size, so no decoder shows it");
}

// Decoders disagree about a last chunk of odd size that has no padding.
Status Rebuild::check_padding() {
  if (!unpadded_at_) return {};
  if (out_.policy().strict) return fail(ErrorKind::truncated, *unpadded_at_, "a chunk's padding is missing");
  report().truncated = true;
  return {};
}

ExifContext Rebuild::exif_context() const {
  return {.width = canvas_->size().width, .height = canvas_->size().height, .has_profile = icc_kept_};
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
  unsigned metadata = 0;
  if (icc_kept_) metadata |= webp::feature_icc;
  if (exif_kept_) metadata |= webp::feature_exif;
  if (xmp_kept_) metadata |= webp::feature_xmp;
  file_.fill(canvas_slot_, "VP8X", canvas_->kept(metadata));
  // A flag of the source was wrong only if the source lacked its chunk.
  const bool dangling = (has(webp::feature_icc) && !icc_seen_) || (has(webp::feature_exif) && !exif_) ||
                        (has(webp::feature_xmp) && !xmp_seen_) || canvas_->has_unknown();
  remove_slack(dangling ? 1 : 0);
  remove_slack(canvas_->reserved());
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
