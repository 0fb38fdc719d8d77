#include "strip/webp/file.hpp"

#include <algorithm>
#include <array>

namespace stripmeta::webp {
namespace {

constexpr std::array<std::byte, 1> zero{std::byte{0}};

}  // namespace

std::vector<std::byte> File::chunk_bytes(std::string_view name, Bytes payload) {
  std::vector<std::byte> bytes;
  put_text(bytes, name);
  put_u32(bytes, static_cast<std::uint32_t>(payload.size()), ByteOrder::little);
  put_bytes(bytes, payload);
  if (payload.size() % 2 != 0) put_u8(bytes, 0);
  return bytes;
}

void File::append_new(Bytes bytes) {
  parts_.push_back({no_source_offset, new_bytes_.size(), bytes.size()});
  put_bytes(new_bytes_, bytes);
}

void File::add_copy(const Chunk& chunk) {
  parts_.push_back({chunk.offset, 0, chunk_head + chunk.payload.size()});
  if (chunk.payload.size() % 2 != 0) append_new(zero);
}

void File::add_new(std::string_view name, Bytes payload) {
  append_new(chunk_bytes(name, payload));
}

void File::open(std::string_view name, Bytes head) {
  open_part_ = parts_.size();
  append_new(chunk_bytes(name, head));
}

void File::close() {
  std::size_t size = 0;
  for (const auto& part : std::span{parts_}.subspan(open_part_)) size += part.size;
  std::vector<std::byte> bytes;
  put_u32(bytes, static_cast<std::uint32_t>(size - chunk_head), ByteOrder::little);
  constexpr std::size_t size_at = 4;
  std::ranges::copy(bytes, std::span{new_bytes_}.subspan(parts_[open_part_].begin + size_at).begin());
}

std::size_t File::reserve() {
  parts_.push_back({no_source_offset, 0, 0});
  return parts_.size() - 1;
}

void File::fill(std::size_t slot, std::string_view name, Bytes payload) {
  const auto bytes = chunk_bytes(name, payload);
  parts_[slot] = {no_source_offset, new_bytes_.size(), bytes.size()};
  put_bytes(new_bytes_, bytes);
}

Status File::write(Output& out) const {
  constexpr std::uint64_t max_size = 0xFFFFFFF6;  // the largest that libwebp reads
  std::uint64_t size = riff_head - chunk_head;
  for (const auto& part : parts_) size += part.size;
  if (size > max_size) return fail(ErrorKind::too_large, 0, "the image is larger than a WebP can be");
  std::vector<std::byte> head;
  put_text(head, "RIFF");
  put_u32(head, static_cast<std::uint32_t>(size), ByteOrder::little);
  put_text(head, "WEBP");
  if (auto status = out.put(head, no_source_offset); !status) return status;
  for (const auto& part : parts_) {
    const auto bytes = part.source == no_source_offset
                           ? Bytes{new_bytes_}.subspan(part.begin, part.size)
                           : input_.subspan(static_cast<std::size_t>(part.source), part.size);
    if (auto status = out.put(bytes, part.source); !status) return status;
  }
  return {};
}

}  // namespace stripmeta::webp
