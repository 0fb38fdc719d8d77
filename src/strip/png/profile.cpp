#include "strip/png/profile.hpp"

#include <optional>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::png {
namespace {

constexpr std::size_t max_name_size = 79;
constexpr std::size_t max_growth = 512;

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

}  // namespace

std::expected<KeptProfile, Error> keep_profile_chunk(Bytes payload, std::uint64_t offset, std::size_t limit,
                                                     const Policy& policy) {
  const auto stream = stream_of(payload);
  const auto inflated = stream ? inflate_zlib(*stream, limit) : std::nullopt;
  if (!inflated) return keep_damaged_profile(offset, policy);
  const auto kept = keep_profile(inflated->bytes, offset, policy);
  if (!kept || kept->empty()) return kept;
  if (!kept->changed) {  // keep the source's own stream: it may be smaller than a new one
    auto copied = chunk_payload(stream->first(inflated->consumed));
    const bool changed = !same_bytes(copied, payload);
    return KeptProfile{std::move(copied), changed};
  }
  const auto packed = deflate_zlib(kept->bytes);
  if (!packed) return keep_damaged_profile(offset, policy);
  auto rebuilt = chunk_payload(*packed);
  if (rebuilt.size() > payload.size() + max_growth) {
    return fail(ErrorKind::unsupported, offset, "the colour profile would take more room without its metadata");
  }
  return KeptProfile{std::move(rebuilt), true};
}

}  // namespace stripmeta::png
