#include "strip/location/checksum.hpp"

#include <string_view>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::location {
namespace {

constexpr std::string_view png_signature = "\x89PNG\r\n\x1A\n";
constexpr std::size_t length_size = 4;
constexpr std::size_t type_size = 4;
constexpr std::size_t checksum_size = 4;
constexpr std::size_t framing = length_size + type_size + checksum_size;

void make_checksum(Patch& patch, Range summed) {
  if (!patch.changed(summed)) return;
  std::vector<std::byte> sum;
  put_u32(sum, crc32_of(0, patch.bytes(summed)));
  patch.put(summed.end, sum);
}

// The chunks from `at` on, up to IEND or to the first that the file's end cuts off.
void make_in_png(Patch& patch, std::size_t at) {
  const auto size = patch.full_range().end;
  while (size - at >= framing && patch.charge_budget(framing)) {
    const std::size_t length = u32(patch.bytes(), at);
    if (length > size - at - framing) return;
    const Range summed{at + length_size, at + length_size + type_size + length};
    make_checksum(patch, summed);
    if (starts_with(patch.bytes(summed), "IEND")) return;
    at += framing + length;
  }
}

}  // namespace

// From the last PNG to the first: one that stands in a chunk of another is then right before that chunk is summed.
void make_checksums(Patch& patch) {
  auto at = patch.changed() ? as_text(patch.bytes()).rfind(png_signature) : std::string_view::npos;
  while (at != std::string_view::npos) {
    make_in_png(patch, at + png_signature.size());
    at = at == 0 ? std::string_view::npos : as_text(patch.bytes()).rfind(png_signature, at - 1);
  }
}

}  // namespace stripmeta::location
