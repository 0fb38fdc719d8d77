#include "strip/png/header.hpp"

#include <algorithm>
#include <utility>

#include "strip/png/allow_list.hpp"
#include "strip/png/canonical.hpp"

namespace stripmeta::png {
namespace {

// How many bytes of a payload of this length do not stay. `payload` is its beginning.
std::uint64_t slack_of(Bytes payload, std::uint32_t length, Bytes kept) {
  std::uint64_t slack = length - kept.size();
  for (std::size_t i = 0; i < kept.size(); ++i) slack += kept[i] != payload[i] ? 1 : 0;
  return slack;
}

}  // namespace

void Header::reset() {
  frame_ = {};
  seen_.clear();
  palette_entries_ = 0;
  palette_dropped_ = false;
  bytes_.clear();
  held_.clear();
  source_profile_.reset();
  profile_at_ = 0;
  profile_.clear();
  profile_copied_ = false;
}

void Header::add(const Chunk& chunk) {
  const auto begin = bytes_.size();
  put_chunk(bytes_, chunk.type, chunk.payload);  // the CRC of the source was checked
  held_.push_back({chunk.type, begin, bytes_.size() - begin, chunk.offset});
}

bool Header::add_front(const Chunk& chunk, std::uint32_t length, Report& report) {
  const auto kept = canonical_payload(chunk.type, chunk.payload, frame_, palette_entries_);
  if (!kept) return false;
  if (chunk.type == plte) palette_entries_ = kept->size() / 3;
  if (chunk.type == trns) erase(trns, report);
  // libpng ignores one that is too long, and takes the next.
  if (chunk.type != trns || !is_long_transparency(chunk.payload, frame_, palette_entries_)) is_first(chunk.type);
  const auto slack = slack_of(chunk.payload, length, *kept);
  if (slack > 0) report.add(Kind::slack, Fate::removed, slack);
  add({chunk.type, *kept, slack > 0 ? no_source_offset : chunk.offset});
  return true;
}

void Header::erase(Type type, Report& report) {
  const auto held = std::ranges::find(held_, type, &Held::type);
  if (held == held_.end()) return;
  report.add(Kind::chunk, Fate::removed, held->size);
  held_.erase(held);
}

bool Header::has(Type type) const {
  return std::ranges::find(seen_, type) != seen_.end();
}

bool Header::is_first(Type type) {
  if (has(type)) return false;
  seen_.push_back(type);
  return true;
}

bool Header::is_misplaced(Type type) const {
  if (type == trns) return frame_.has_palette() && !has(plte);
  return (palette_dropped_ || has(plte)) && is_about_colour(type);
}

void Header::add_new(Type type, Bytes payload) {
  add({type, payload, no_source_offset});
}

void Header::add_profile(const Chunk& chunk, bool is_intact) {
  // Holds the place; write() makes the chunk.
  held_.push_back({iccp, bytes_.size(), 0, is_intact ? chunk.offset : no_source_offset});
  profile_at_ = chunk.offset;
  source_profile_.emplace(chunk.payload.begin(), chunk.payload.end());
}

void Header::set_frames(std::uint32_t frames, Report& report) {
  if (frames == 0) return erase(actl, report);
  const auto animation = std::ranges::find(held_, actl, &Held::type);
  if (animation == held_.end()) return;
  std::vector<std::byte> payload;
  put_u32(payload, frames);
  put_bytes(payload, bytes_of(*animation).subspan(head_size + payload.size(), 4));  // how often it runs
  std::vector<std::byte> chunk;
  put_chunk(chunk, actl, payload);
  std::ranges::copy(chunk, bytes_.begin() + static_cast<std::ptrdiff_t>(animation->begin));
  animation->offset = no_source_offset;
  report.add(Kind::slack, Fate::removed, sizeof frames);
}

Status Header::prepare(Output& out) {
  if (!source_profile_) return {};
  const std::uint64_t source_size = source_profile_->size() + framing_size;
  const auto kept = keep_profile_chunk(*source_profile_, profile_at_, profile_limit, out.policy());
  source_profile_.reset();
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) {
    out.report().add(Kind::icc, Fate::removed, source_size);
    return {};
  }
  put_chunk(profile_, iccp, kept->payload);
  profile_copied_ = kept->change == ProfileChange::none;
  report_profile(kept->change, source_size, out.report());
  return {};
}

void Header::report_profile(ProfileChange change, std::uint64_t source_size, Report& report) const {
  const bool content = change == ProfileChange::content;
  report_reduced_profile({{}, content}, source_size, profile_.size(), report);
  if (change == ProfileChange::layout) report.add(Kind::layout, Fate::removed, 0);
  report.add(Kind::icc, Fate::kept, profile_.size());
}

Status Header::write(Output& out) {
  for (const auto& held : held_) {
    Status status;
    if (held.type == iccp) {
      status = out.put(profile_, profile_copied_ ? held.offset : no_source_offset);
    } else if (held.type == exif) {
      constexpr std::size_t crc_size = framing_size - head_size;
      status = put_exif(bytes_of(held).subspan(head_size).first(held.size - head_size - crc_size), out);
    } else {
      status = out.put(bytes_of(held), held.offset);
    }
    if (!status) return status;
    if (held.type == phys) out.report().add(Kind::density, Fate::kept, held.size);
    if (is_nine_patch(held.type)) out.report().add(Kind::ninepatch, Fate::kept, held.size);
  }
  return {};
}

KeptExif Header::essence(const KeptExif& found, const Policy& policy, bool has_profile) const {
  return select_kept_exif(found, policy, {.width = frame_.width, .height = frame_.height, .has_profile = has_profile});
}

bool Header::keeps_any(Bytes tiff, const Policy& policy) const {
  return !essence(read_exif(tiff).keepable, policy, false).empty();
}

Status Header::put_exif(Bytes tiff, Output& out) const {
  const auto facts = read_exif(tiff);
  const auto kept = essence(facts.keepable, out.policy(), !profile_.empty());
  const bool is_clean = !kept.empty() && is_made_exif(tiff, kept);
  if (!is_clean) out.report().add(Kind::exif, Fate::removed, tiff.size() + framing_size, facts.holds);
  if (kept.empty()) return {};
  const auto made = make_exif(kept);
  if (is_clean && !same_bytes(made, tiff)) out.report().add(Kind::layout, Fate::removed, 0);  // the byte order
  std::vector<std::byte> chunk;
  put_chunk(chunk, exif, made);
  report_kept_exif(kept, chunk.size(), out.report());
  return out.put(chunk, no_source_offset);
}

Status Header::write_late_exif(const Chunk& chunk, Output& out) {
  return put_exif(chunk.payload, out);
}

}  // namespace stripmeta::png
