#include "strip/base/zlib_stream.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace stripmeta {
namespace {

constexpr std::size_t first_room = 16U << 10U;
constexpr std::size_t most_at_once = std::numeric_limits<uInt>::max();

// zlib does not change its input although it takes a pointer to mutable bytes.
Bytef* zlib_input(Bytes bytes) {
  return reinterpret_cast<Bytef*>(
      const_cast<std::byte*>(bytes.data()));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

struct Read {
  Inflated inflated;
  bool ended{false};  // the stream is complete and its checksum is right
};

// Reads at most `limit` bytes. The buffer grows with the output, so a small stream cannot claim much memory.
Read read_stream(Bytes stream, std::size_t limit) {
  Read read;
  z_stream z{};
  if (stream.size() > most_at_once || inflateInit(&z) != Z_OK) return read;
  z.next_in = zlib_input(stream);
  z.avail_in = static_cast<uInt>(stream.size());
  auto& out = read.inflated.bytes;
  int code = Z_OK;
  while (code == Z_OK && out.size() < limit) {
    const std::size_t before = out.size();
    const std::size_t room = std::min({std::max(before, first_room), limit - before, most_at_once});
    out.resize(before + room);
    z.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    z.avail_out = static_cast<uInt>(room);
    code = inflate(&z, Z_NO_FLUSH);
    out.resize(before + room - z.avail_out);
  }
  read.ended = code == Z_STREAM_END;
  read.inflated.consumed = stream.size() - z.avail_in;
  inflateEnd(&z);
  return read;
}

}  // namespace

std::uint32_t crc32_of(std::uint32_t crc, Bytes bytes) {
  return static_cast<std::uint32_t>(crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::optional<Inflated> inflate_zlib(Bytes stream, std::size_t limit) {
  auto read = read_stream(stream, limit + 1);  // one byte more, to see whether the stream goes on
  if (!read.ended || read.inflated.bytes.size() > limit) return std::nullopt;
  return std::move(read.inflated);
}

std::vector<std::byte> inflate_some(Bytes stream, std::size_t limit) {
  return std::move(read_stream(stream, limit).inflated.bytes);
}

std::optional<std::vector<std::byte>> deflate_zlib(Bytes bytes) {
  std::vector<std::byte> out(compressBound(static_cast<uLong>(bytes.size())));
  auto size = static_cast<uLongf>(out.size());
  const int code = compress2(reinterpret_cast<Bytef*>(out.data()), &size, zlib_input(bytes),
                             static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
  if (code != Z_OK) return std::nullopt;
  out.resize(size);
  return out;
}

}  // namespace stripmeta
