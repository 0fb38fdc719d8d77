#include "strip/png/header.hpp"

#include <algorithm>
#include <utility>

#include "strip/png/profile.hpp"

namespace stripmeta::png {

void Header::reset() {
  frame_ = {};
  bytes_.clear();
  held_.clear();
  source_profile_.reset();
  profile_at_ = 0;
  profile_.clear();
  profile_copied_ = false;
}

void Header::add(const Chunk& chunk) {
  held_.push_back({chunk.type, bytes_.size(), static_cast<std::size_t>(chunk.size()), chunk.offset});
  put_chunk(bytes_, chunk.type, chunk.payload);  // equals the source's chunk, whose CRC was checked
}

void Header::add_new(Type type, Bytes payload) {
  const auto begin = bytes_.size();
  put_chunk(bytes_, type, payload);
  held_.push_back({type, begin, bytes_.size() - begin, no_source_offset});
}

void Header::add_profile(const Chunk& chunk) {
  held_.push_back({iccp, bytes_.size(), 0, chunk.offset});  // holds the place; write() makes the chunk
  profile_at_ = chunk.offset;
  source_profile_.emplace(chunk.payload.begin(), chunk.payload.end());
}

Status Header::write(Output& out) {
  if (auto status = rewrite_profile(out); !status) return status;
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
  source_profile_.reset();
  return {};
}

Status Header::rewrite_profile(Output& out) {
  if (!source_profile_) return {};
  const std::uint64_t source_size = source_profile_->size() + framing_size;
  const auto kept = keep_profile_chunk(*source_profile_, profile_at_, profile_limit, out.policy());
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) {
    out.report().add(Kind::icc, Fate::removed, source_size);
    return {};
  }
  put_chunk(profile_, iccp, kept->bytes);
  profile_copied_ = !kept->changed;
  report_reduced_profile(*kept, source_size, profile_.size(), out.report());
  out.report().add(Kind::icc, Fate::kept, profile_.size());
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
  std::vector<std::byte> chunk;
  put_chunk(chunk, exif, make_exif(kept));
  report_kept_exif(kept, chunk.size(), out.report());
  return out.put(chunk, no_source_offset);
}

Status Header::write_late_exif(const Chunk& chunk, Output& out) {
  return put_exif(chunk.payload, out);
}

}  // namespace stripmeta::png
