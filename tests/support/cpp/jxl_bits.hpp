// JPEG XL codestreams written bit by bit, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stripmeta::test {

// The lowest bit of each byte comes first.
class JxlBitWriter {
 public:
  JxlBitWriter& bits(unsigned count, std::uint64_t value) {
    for (unsigned i = 0; i < count; ++i, ++size_) {
      if (size_ % 8 == 0) bytes_ += '\0';
      if ((value >> i & 1U) != 0) bytes_.back() = static_cast<char>(bytes_.back() | (1 << (size_ % 8)));
    }
    return *this;
  }
  JxlBitWriter& flag(bool value) { return bits(1, value ? 1 : 0); }
  // One of four ways to write a number: its index, then the bits.
  JxlBitWriter& u32(unsigned way, unsigned count = 0, std::uint64_t value = 0) {
    return bits(2, way).bits(count, value);
  }
  JxlBitWriter& text(std::string_view characters) {
    for (const char c : characters) bits(8, static_cast<unsigned char>(c));
    return *this;
  }
  JxlBitWriter& name(std::string_view characters) { return u32(1, 4, characters.size()).text(characters); }
  JxlBitWriter& align() {
    size_ = bytes_.size() * 8;
    return *this;
  }
  std::string bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::size_t size_{0};
};

// Metadata of a picture that is not all default, written from its fields.
struct JxlPicture {
  bool small{true};         // 8 x 8, else 200 x 200
  bool has_more{false};     // orientation, preview, animation
  bool has_preview{false};  // 8 x 8
  bool is_animated{false};
  bool has_timecodes{false};
  std::string channel_name{};  // of an alpha channel; none if empty
  bool is_xyb{true};
  bool has_profile{false};
  std::string extension{};  // bytes in an extension
};

inline void write_jxl_extension(JxlBitWriter& w, const std::string& extension) {
  if (extension.empty()) {
    w.u32(0);
  } else {
    w.u32(1, 4, 0).u32(2, 8, extension.size() * 8 - 17).text(extension);  // number 0, of so many bits
  }
}

// The image header, with its signature, up to a whole byte. A profile has no bytes, in a prefix code of one symbol.
inline std::string jxl_image_header(const JxlPicture& shape = {}) {
  JxlBitWriter w;
  w.bits(16, 0x0AFF).flag(shape.small);
  if (shape.small) {
    w.bits(5, 0).bits(3, 1);
  } else {
    w.u32(0, 9, 199).bits(3, 1);
  }
  w.flag(false).flag(shape.has_more);
  if (shape.has_more) {
    w.bits(3, 0).flag(false).flag(shape.has_preview);
    if (shape.has_preview) w.flag(false).u32(0, 6, 7).bits(3, 1);
    w.flag(shape.is_animated);
    if (shape.is_animated) w.u32(0).u32(0).u32(0).flag(shape.has_timecodes);
  }
  w.flag(false).u32(0).flag(true);
  w.u32(shape.channel_name.empty() ? 0 : 1);
  if (!shape.channel_name.empty()) w.flag(false).u32(0).flag(false).u32(0).u32(0).name(shape.channel_name).flag(false);
  w.flag(shape.is_xyb);
  if (shape.has_profile) {
    w.flag(false).flag(true).u32(0);
  } else {
    w.flag(true);
  }
  if (shape.has_more) w.flag(true);
  write_jxl_extension(w, shape.extension);
  w.flag(true);
  if (shape.has_profile) w.u32(0).flag(false).flag(true).bits(2, 0).flag(true).bits(4, 15).flag(false);
  return w.bytes();
}

struct JxlFrame {
  bool is_last{true};
  bool is_modular{true};
  std::string name{};
  std::string extension{};
  std::string sections{"data"};  // in one section
  bool is_permuted{false};       // by an order that says nothing
};

// A frame of a picture with 8 x 8 samples, or any other with one group.
inline std::string jxl_frame(const JxlPicture& shape, const JxlFrame& frame = {}) {
  JxlBitWriter w;
  w.flag(false).bits(2, 0).flag(frame.is_modular).u32(0);
  if (!shape.is_xyb) w.flag(false);
  w.u32(0);
  if (!shape.channel_name.empty()) w.u32(0);
  if (frame.is_modular) {
    w.bits(2, 1);
  } else if (shape.is_xyb) {
    w.bits(6, 0x13);
  }
  w.u32(0).flag(false).u32(0);
  if (!shape.channel_name.empty()) w.u32(0);
  if (shape.is_animated) w.u32(1);
  if (shape.has_timecodes) w.bits(32, 0);
  w.flag(frame.is_last);
  if (!frame.is_last) w.bits(2, 0);
  if (!frame.is_last && !shape.is_animated) w.flag(false);
  w.name(frame.name).flag(true);
  write_jxl_extension(w, frame.extension);
  w.flag(frame.is_permuted);
  if (frame.is_permuted) w.flag(false).flag(true).bits(2, 0).flag(true).bits(4, 15).flag(false);
  w.align().u32(0, 10, frame.sections.size());
  return w.bytes() + frame.sections;
}

}  // namespace stripmeta::test
