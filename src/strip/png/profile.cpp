#include "strip/png/profile.hpp"

#include <optional>

#include "strip/base/zlib_stream.hpp"
#include "strip/metadata/icc.hpp"

namespace stripmeta::png {
namespace {

constexpr std::size_t name_limit = 79;
constexpr std::size_t growth_limit = 512;

std::vector<std::byte> chunk_payload(Bytes stream) {
  std::vector<std::byte> out;
  put_text(out, clean_profile_name);
  put_u16(out, 0);  // the name's end, and the method: zlib
  put_bytes(out, stream);
  return out;
}

}  // namespace

std::expected<ReducedChunk, ProfileFault> reduce_profile(Bytes payload, std::size_t limit, bool share) {
  const auto damaged = std::unexpected(ProfileFault::damaged);
  const auto name = as_text(payload).substr(0, as_text(payload).find('\0'));
  const std::size_t stream_at = name.size() + 2;
  if (name.empty() || name.size() > name_limit || payload.size() < stream_at) return damaged;
  if (u8(payload, stream_at - 1) != 0) return damaged;
  const auto stream = payload.subspan(stream_at);
  const auto inflated = inflate_zlib(stream, limit);
  if (!inflated) return damaged;
  auto reduced = reduce_icc(inflated->bytes, share);
  if (!reduced) return damaged;
  if (!reduced->changed) {  // the source's own stream, which may be packed better
    auto copied = chunk_payload(stream.first(inflated->consumed));
    const bool changed = !same_bytes(copied, payload);
    return ReducedChunk{std::move(copied), changed};
  }
  const auto packed = deflate_zlib(reduced->bytes);
  if (!packed) return damaged;
  auto made = chunk_payload(*packed);
  if (made.size() > payload.size() + growth_limit) return std::unexpected(ProfileFault::longer);
  return ReducedChunk{std::move(made), true};
}

}  // namespace stripmeta::png
