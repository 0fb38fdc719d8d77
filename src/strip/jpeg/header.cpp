#include "strip/jpeg/header.hpp"

#include <algorithm>

#include "strip/jpeg/marker.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "strip/metadata/photoshop.hpp"

namespace stripmeta::jpeg {
namespace {

// Exif and XMP share a marker.
constexpr unsigned exif_part = 0;
constexpr unsigned xmp_part = 1;

// The payload of a segment without its signature, which the caller has checked.
Bytes behind(std::string_view signature, const Segment& segment) {
  return segment.payload.subspan(signature.size());
}

}  // namespace

void Header::reset() {
  jfif_.reset();
  adobe_.reset();
  jfif_excess_ = adobe_excess_ = icc_size_ = 0;
  jfif_thumbnail_ = jfif_empty_sizes_ = false;
  exif_.reset();
  essence_ = {};
  xmp_seen_ = false;
  xmp_ = {};
  resources_.clear();
  icc_.reset();
  profile_.clear();
  front_.clear();
  read_.clear();
  written_.clear();
  is_rearranged_ = false;
}

// A profile alone has 255 segments at most. More means that some go, and are reported.
void Header::note_read(const Segment& segment, unsigned part) {
  constexpr std::size_t most = 300;
  if (read_.size() < most) read_.push_back({segment.marker, part, segment.size()});
}

// JFIF 1.02 and T.871 10.1. Decoders go by the last one before the scan.
void Header::add_jfif(const Segment& segment, Output& out) {
  note_read(segment, 0);
  if (jfif_) out.report().add(Kind::jfif, Fate::removed, jfif_size + segment_head);
  jfif_excess_ += segment.payload.size() - jfif_size;
  jfif_.emplace();
  std::ranges::copy(segment.payload.first(jfif_size), jfif_->begin());
  const auto width = u8(segment.payload, jfif_size - 2);
  const auto height = u8(segment.payload, jfif_size - 1);
  const bool more = segment.payload.size() > jfif_size;
  jfif_thumbnail_ = jfif_thumbnail_ || (more && width != 0 && height != 0);
  jfif_empty_sizes_ = !more && (width != 0 || height != 0);
  std::fill(jfif_->end() - 2, jfif_->end(), std::byte{0});
}

void Header::add_exif(const Segment& segment, Output& out) {
  const auto tiff = segment.payload.subspan(std::min(segment.payload.size(), exif_signature.size()));
  auto facts = read_exif(tiff);
  if (exif_) {  // readers go by the first one
    out.report().add(Kind::exif, Fate::removed, segment.size(), facts.holds);
    return;
  }
  note_read(segment, exif_part);
  exif_ = FirstExif{facts, {}, segment.size()};
  if (tiff.size() <= made_exif_limit && starts_with(segment.payload, exif_signature)) put_bytes(exif_->made_like, tiff);
}

bool Header::add_xmp(const Segment& segment, const Policy& policy) {
  if (xmp_seen_) return false;
  xmp_seen_ = true;
  const auto packet = behind(xmp_signature, segment);
  auto kept = keep_xmp(packet, policy);
  if (kept.empty() || kept.packet.size() > payload_limit - xmp_signature.size()) return false;
  xmp_ = std::move(kept);
  note_read(segment, xmp_part);
  return same_bytes(xmp_.bytes(), packet);
}

bool Header::add_photoshop(const Segment& segment, const Policy& policy) {
  if (!policy.keeps(Keep::copyright) || !resources_.empty()) return false;
  const auto resources = behind(photoshop_signature, segment);
  resources_ = kept_resources(resources);
  if (resources_.size() > payload_limit - photoshop_signature.size()) resources_.clear();
  if (!resources_.empty()) note_read(segment, 0);
  return !resources_.empty() && same_bytes(resources_, resources);
}

void Header::add_icc(const Segment& segment, Output& out) {
  if (icc_.add(segment.payload)) {
    icc_size_ += segment.size();
    const bool has_number = segment.payload.size() >= icc_chunk_head;
    note_read(segment, has_number ? u8(segment.payload, icc_signature.size()) : 0);
  } else {
    out.report().add(Kind::icc, Fate::removed, segment.size());
  }
}

void Header::add_adobe(const Segment& segment, Output& out) {
  note_read(segment, 0);
  if (adobe_) out.report().add(Kind::adobe, Fate::removed, adobe_size + segment_head);
  adobe_excess_ += segment.payload.size() - adobe_size;
  adobe_.emplace();
  std::ranges::copy(segment.payload.first(adobe_size), adobe_->begin());
}

Status Header::write(const Frame& frame, Output& out) {
  if (auto status = reduce_profile(out); !status) return status;
  reduce_exif(frame, out);
  normalise_jfif(out);
  normalise_adobe(frame, out);
  put_u8(front_, 0xFF);
  put_u8(front_, soi);
  append_jfif(out);
  append_exif(out);
  append_xmp(out);
  append_icc(out);
  append_photoshop(out);
  append_adobe(out);
  return out.put(front_, no_source_offset);
}

Status Header::reduce_profile(Output& out) {
  if (!icc_.any()) return {};
  const auto whole = out.policy().keeps(Keep::icc) ? icc_.assemble() : std::nullopt;
  auto kept = whole ? keep_profile(*whole, 0, out.policy()) : KeptProfile{};
  // Padding and fixed texts can make the largest profile longer than the numbered chunks can hold.
  if (kept && kept->bytes.size() > icc_chunk_limit * icc_chunk_size) kept = keep_damaged_profile(0, out.policy());
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) {
    out.report().add(Kind::icc, Fate::removed, icc_size_);
    return {};
  }
  report_reduced_profile(*kept, whole->size(), kept->bytes.size(), out.report());
  profile_ = std::move(kept->bytes);
  return {};
}

void Header::reduce_exif(const Frame& frame, Output& out) {
  if (!exif_) return;
  const ExifContext context{.width = frame.width(), .height = frame.height(), .has_profile = !profile_.empty()};
  essence_ = select_kept_exif(exif_->facts.keepable, out.policy(), context);
  const bool is_clean = !essence_.empty() && is_made_exif(exif_->made_like, essence_);
  if (!is_clean) out.report().add(Kind::exif, Fate::removed, exif_->size, exif_->facts.holds);
}

// JFIF's version is 1.00, 1.01 or 1.02, and the unit of its density none, inch or centimetre (T.871 10.1). Decoders do
// not go by other versions. A density in another unit is none.
void Header::normalise_jfif(Output& out) {
  if (!jfif_) return;
  constexpr std::size_t version_at = 5;
  constexpr std::array<std::byte, 2> usual_version{std::byte{1}, std::byte{1}};
  constexpr unsigned latest_version = 0x0102;
  constexpr std::byte most_unit{2};
  const auto version = u16(*jfif_, version_at);
  if (version < 0x0100 || version > latest_version) {
    std::ranges::copy(usual_version, jfif_->begin() + version_at);
    out.report().add(Kind::slack, Fate::removed, usual_version.size());
  }
  const bool has_unit = jfif_->at(density_at) <= most_unit;
  if (out.policy().keeps(Keep::density) && has_unit) return;
  // The segment has to give a density: no unit, and square pixels.
  constexpr std::array<std::byte, 5> none{std::byte{0}, std::byte{0}, std::byte{1}, std::byte{0}, std::byte{1}};
  const auto density = std::span{*jfif_}.subspan(density_at, none.size());
  if (!same_bytes(density, none)) out.report().add(Kind::density, Fate::removed, none.size());
  std::ranges::copy(none, density.begin());
}

// Adobe technical note 5116, 18: the version, two words of flags, the colour transform. Decoders read the transform
// alone. Of the flags the two highest bits are in use, and say how the encoder blended samples.
void Header::normalise_adobe(const Frame& frame, Output& out) {
  if (!adobe_) return;
  constexpr std::size_t version_at = 5;
  constexpr std::size_t transform_at = 11;
  constexpr std::size_t flags_at = 7;
  constexpr std::byte most_transform{2};
  auto made = *adobe_;
  made[version_at] = std::byte{0};
  made[version_at + 1] = std::byte{100};
  made[flags_at] &= std::byte{0xC0};
  std::fill(made.begin() + flags_at + 1, made.begin() + transform_at, std::byte{0});
  // Decoders differ in what they do with an unknown transform of four components.
  if (made[transform_at] > most_transform && frame.components() != 4) made[transform_at] = std::byte{1};
  if (made == *adobe_) return;
  out.report().add(Kind::slack, Fate::removed, transform_at - version_at);
  *adobe_ = made;
}

void Header::append_segment(std::uint8_t marker, Bytes payload, unsigned part) {
  written_.push_back({marker, part, payload.size() + segment_head});
  put_u8(front_, 0xFF);
  put_u8(front_, marker);
  put_u16(front_, static_cast<unsigned>(payload.size() + 2));
  put_bytes(front_, payload);
}

void Header::append_jfif(const Output& out) {
  if (!jfif_) return;
  auto& report = out.report();
  append_segment(app0, *jfif_);
  report.add(Kind::jfif, Fate::kept, jfif_size + segment_head);
  if (jfif_empty_sizes_) report.add(Kind::slack, Fate::removed, 2);
  if (jfif_excess_ == 0) return;
  if (jfif_thumbnail_) {
    report.add(Kind::jfif_thumbnail, Fate::removed, jfif_excess_, HoldSet{}.add(Holds::thumbnail));
  } else {
    report.add(Kind::slack, Fate::removed, jfif_excess_);
  }
}

void Header::append_exif(const Output& out) {
  if (essence_.empty()) return;
  std::vector<std::byte> payload;
  put_text(payload, exif_signature);
  put_bytes(payload, make_exif(essence_));
  is_rearranged_ = !same_bytes(exif_->made_like, Bytes{payload}.subspan(exif_signature.size()));
  append_segment(app1, payload, exif_part);
  report_kept_exif(essence_, payload.size() + segment_head, out.report());
}

void Header::append_xmp(const Output& out) {
  if (xmp_.empty()) return;
  std::vector<std::byte> payload;
  put_text(payload, xmp_signature);
  put_text(payload, xmp_.packet);
  append_segment(app1, payload, xmp_part);
  report_kept_xmp(xmp_, xmp_signature.size() + segment_head, out.report());
}

void Header::append_photoshop(const Output& out) {
  if (resources_.empty()) return;
  std::vector<std::byte> payload;
  put_text(payload, photoshop_signature);
  put_bytes(payload, resources_);
  append_segment(app13, payload);
  out.report().add(Kind::copyright, Fate::kept, payload.size() + segment_head);
}

void Header::append_icc(const Output& out) {
  if (profile_.empty()) return;
  const std::size_t count = (profile_.size() + icc_chunk_size - 1) / icc_chunk_size;
  std::vector<std::byte> payload;
  for (std::size_t i = 0; i < count; ++i) {
    payload.clear();
    put_text(payload, icc_signature);
    put_u8(payload, static_cast<unsigned>(i + 1));
    put_u8(payload, static_cast<unsigned>(count));
    const auto rest = Bytes{profile_}.subspan(i * icc_chunk_size);
    put_bytes(payload, rest.first(std::min(rest.size(), icc_chunk_size)));
    append_segment(app2, payload, static_cast<unsigned>(i + 1));
    out.report().add(Kind::icc, Fate::kept, payload.size() + segment_head);
  }
}

void Header::append_adobe(const Output& out) {
  if (!adobe_) return;
  append_segment(app14, *adobe_);
  out.report().add(Kind::adobe, Fate::kept, adobe_size + segment_head);
  if (adobe_excess_ != 0) out.report().add(Kind::slack, Fate::removed, adobe_excess_);
}

}  // namespace stripmeta::jpeg
