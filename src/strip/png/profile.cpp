#include "strip/png/profile.hpp"

#include <optional>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::png {
namespace {

constexpr std::size_t max_name_size = 79;
constexpr std::size_t declared_size = 4;  // the first field of a profile: its size (ICC.1 7.2.2)

std::vector<std::byte> chunk_payload(Bytes stream) {
  std::vector<std::byte> out;
  put_text(out, clean_profile_name);
  put_u16(out, 0);  // the end of the name; method 0 is zlib
  put_bytes(out, stream);
  return out;
}

// The zlib stream after the name and the method.
std::optional<Bytes> stream_of(Bytes payload) {
  const auto name = as_text(payload).substr(0, as_text(payload).find('\0'));
  const std::size_t stream_at = name.size() + 2;
  if (name.empty() || name.size() > max_name_size || payload.size() < stream_at) return std::nullopt;
  if (u8(payload, stream_at - 1) != 0) return std::nullopt;
  return payload.subspan(stream_at);
}

std::optional<std::vector<std::byte>> inflate_profile(Bytes stream, std::size_t limit) {
  const auto front = inflate_some(stream, declared_size);
  if (front.size() < declared_size || u32(front, 0) > limit) return std::nullopt;
  auto profile = inflate_some(stream, u32(front, 0));
  if (profile.size() < u32(front, 0)) return std::nullopt;
  return profile;
}

// Whether a payload holds the profile, the fixed name, and nothing else.
bool holds_only(Bytes payload, Bytes profile) {
  const auto head = chunk_payload({});
  if (!starts_with(payload, as_text(head))) return false;
  const auto stream = payload.subspan(head.size());
  const auto whole = inflate_zlib(stream, profile.size());
  return whole && whole->consumed == stream.size() && whole->bytes.size() == profile.size();
}

}  // namespace

std::expected<KeptProfileChunk, Error> keep_profile_chunk(Bytes payload, std::uint64_t offset, std::size_t limit,
                                                          const Policy& policy) {
  if (!policy.keeps(Keep::icc)) return KeptProfileChunk{};
  const auto stream = stream_of(payload);
  const auto inflated = stream ? inflate_profile(*stream, limit) : std::nullopt;
  const auto kept = inflated ? keep_profile(*inflated, offset, policy) : keep_damaged_profile(offset, policy);
  if (!kept) return std::unexpected(kept.error());
  const auto packed = kept->empty() ? std::nullopt : deflate_zlib(kept->bytes);
  if (!packed) return KeptProfileChunk{};
  KeptProfileChunk chunk{chunk_payload(*packed)};
  if (same_bytes(chunk.payload, payload)) return chunk;
  const bool same = (!kept->changed || kept->layout) && holds_only(payload, *inflated);
  chunk.change = same ? ProfileChange::layout : ProfileChange::content;
  return chunk;
}

}  // namespace stripmeta::png
