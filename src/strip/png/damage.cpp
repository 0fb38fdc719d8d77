// What becomes of a PNG that is damaged behind its picture data, or ends there.
#include <string_view>

#include "strip/png/png.hpp"

namespace stripmeta {

// Only an animation that is held can get another number of frames.
bool PngGrammar::can_cut_frames(bool is_data_damaged, const Output& out) const {
  return animation_ && !out.policy().strict && !(frames_.loses_last(is_data_damaged) && frame_holds_other_);
}

// Ends the animation before the chunk that is being read. A frame that is not whole goes.
void PngGrammar::cut_frames(bool is_data_damaged, Output& out) {
  cut_recording(chunk_recorded_at_, out);
  if (frames_.loses_last(is_data_damaged)) {
    const auto bytes = chunk_recorded_at_ - frame_recorded_at_;
    cut_recording(frame_recorded_at_, out);
    out.report().add(Kind::chunk, Fate::removed, bytes, HoldSet{}.add(Holds::picture));
  }
  frames_.stop(is_data_damaged);
}

void PngGrammar::cut_recording(std::uint64_t size, Output& out) {
  out.report().bytes_out -= animation_->size() - size;
  animation_->cut(size);
}

// Whether the picture is shown without what follows the chunk that is being read, that chunk included.
bool PngGrammar::can_end_early(bool is_data_damaged, const Output& out) const {
  if (out.policy().strict || picture_ == Picture::before) return false;
  const bool all_frames =
      !frames_.any() || frames_.has_extra() || !(is_data_damaged || frames_.lacks_any() || frames_.is_last_empty());
  return all_frames || can_cut_frames(is_data_damaged, out);
}

// Decoders stop at a damaged chunk behind the picture data, and show the picture. So it ends there.
Status PngGrammar::end_early(Output& out) {
  drop();
  if (animation_ && !frames_.has_extra()) cut_frames(false, out);
  trailer_scan_.feed(head_);
  out.report().truncated = true;
  state_ = State::trailer;
  return passage_.put(png::end_bytes(), no_source_offset, out);
}

// Whether the input ends within the checksum of picture data, and it is right so far.
bool PngGrammar::is_data_whole() const {
  std::vector<std::byte> sum;
  put_u32(sum, sum_);
  return state_ == State::crc && starts_with(sum, as_text(Bytes{crc_}.first(crc_bytes_)));
}

Status PngGrammar::finish(Output& out) {
  if (state_ == State::trailer) {
    trailer_scan_.report_to(out.report());
    return {};
  }
  if (picture_ == Picture::before) return fail(ErrorKind::truncated, base_, "the input ends before any picture data");
  const bool is_data_cut = is_cut_in(png::idat) && !is_data_whole();
  if (is_data_cut || !can_end_early(is_cut_in(png::fdat), out)) {
    return fail(ErrorKind::truncated, base_, "the input ends before the image does");
  }
  return complete(out);
}

// Ends a picture whose data are whole. Of the chunk that is cut, only a checksum of picture data is completed.
Status PngGrammar::complete(Output& out) {
  const bool in_data = is_cut_in(png::idat);
  const std::uint64_t part = state_ == State::head ? head_bytes_ : base_ - chunk_at_;
  if (part > 0 && !in_data) out.report().add(Kind::junk, Fate::removed, part);
  if (animation_ && !frames_.has_extra()) {
    if (in_data || state_ == State::head) chunk_recorded_at_ = animation_->size();
    cut_frames(is_cut_in(png::fdat), out);
  }
  std::vector<std::byte> missing;
  if (in_data) put_u32(missing, sum_);
  missing.erase(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(in_data ? crc_bytes_ : 0));
  put_bytes(missing, png::end_bytes());
  out.report().truncated = true;
  state_ = State::trailer;
  if (animation_) {
    if (auto status = release_animation(out); !status) return status;
  }
  return out.put(missing, no_source_offset);
}

}  // namespace stripmeta
