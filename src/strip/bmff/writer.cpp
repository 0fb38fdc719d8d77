#include "strip/bmff/writer.hpp"

namespace stripmeta::bmff {

void BoxWriter::open(Type type) {
  open_.push_back(out_.size());
  u32(0);
  u32(type);
}

void BoxWriter::open_full(Type type, unsigned version, std::uint32_t flags) {
  open(type);
  u32(version << 24U | flags);
}

void BoxWriter::close() {
  set_u32(out_, open_.back(), static_cast<std::uint32_t>(out_.size() - open_.back()));
  open_.pop_back();
}

void BoxWriter::shift(std::uint64_t distance) {
  for (const auto& offset : offsets_) {
    if (offset.wide) {
      const auto value = stripmeta::u64(out_, offset.at) + distance;
      set_u32(out_, offset.at, static_cast<std::uint32_t>(value >> 32U));
      set_u32(out_, offset.at + 4, static_cast<std::uint32_t>(value));
    } else {
      set_u32(out_, offset.at, static_cast<std::uint32_t>(stripmeta::u32(out_, offset.at) + distance));
    }
  }
}

void BoxWriter::box(Type type, Bytes payload) {
  open(type);
  bytes(payload);
  close();
}

void write_data_reference(BoxWriter& writer) {
  writer.open(type("dinf"));
  writer.open_full(type("dref"), 0, 0);
  writer.u32(1);
  writer.open_full(type("url "), 0, 1);
  writer.close();
  writer.close();
  writer.close();
}

}  // namespace stripmeta::bmff
