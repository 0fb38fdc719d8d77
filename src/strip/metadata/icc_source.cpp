#include "strip/metadata/icc_source.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t alignment = 4;

std::size_t padding(std::size_t size) {
  return (alignment - size % alignment) % alignment;
}

}  // namespace

Bytes IccSource::take(std::uint64_t size) {
  if (failed_ || size > element_.end - at_) {
    failed_ = true;
    return {};
  }
  const auto run = profile_.subspan(static_cast<std::size_t>(at_), static_cast<std::size_t>(size));
  at_ += run.size();
  return run;
}

std::uint32_t IccSource::number(std::size_t size) {
  std::uint32_t value = 0;
  for (const auto byte : take(size)) value = value << 8U | std::to_integer<std::uint32_t>(byte);
  return value;
}

void IccSource::align() {
  if (at_ < element_.end) take(padding(static_cast<std::size_t>(at_)));
}

IccSource IccSource::from(std::uint64_t offset) const {
  IccSource part{profile_, element_.part(static_cast<std::size_t>(offset))};
  if (failed_ || offset >= element_.size()) part.fail();
  return part;
}

void put_zeros(std::vector<std::byte>& out, std::size_t count) {
  out.resize(out.size() + count);
}

void put_aligned(std::vector<std::byte>& out) {
  put_zeros(out, padding(out.size()));
}

IccParts::Part IccParts::close(std::uint64_t source_offset, std::size_t end, std::size_t begin) {
  const auto written = Bytes{out_}.subspan(begin);
  Part part{static_cast<std::uint32_t>(begin - base_), static_cast<std::uint32_t>(written.size())};
  for (const auto& earlier : parts_) {
    if (same_bytes(Bytes{out_}.subspan(base_ + earlier.part.offset, earlier.part.size), written)) {
      out_.resize(end);
      part = earlier.part;
      break;
    }
  }
  parts_.push_back({source_offset, part});
  return part;
}

}  // namespace stripmeta
