// A second, small reader of WebP, which judges outputs. It shares no code with the engine, and knows only what may
// stay.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class WebpReader {
 public:
  explicit WebpReader(std::string_view file, Allowed allowed = {}) : file_(file), allowed_(allowed) {}

  // Returns "" if every byte belongs to the allow-list, otherwise what was found.
  std::string judge() {
    if (file_.size() < 20 || !file_.starts_with("RIFF") || file_.substr(8, 4) != "WEBP") return "no WebP";
    if (number(4) + 8 != file_.size()) return "the RIFF size is not the file's";
    extended_ = file_.substr(12, 4) == "VP8X";
    std::string wrong = walk(12, file_.size(), false);
    if (!wrong.empty()) return wrong;
    if (!extended_) return pictures_ == 1 && chunks_ == 1 ? "" : "a simple file of more than a picture";
    if (pictures_ == 0 || (pictures_ > 1 && !animated())) return "not one picture";
    if ((flags_ & ~0x3EU) != 0) return "flags that may not be set";
    if (((flags_ & 0x20U) != 0) != (profiles_ == 1) || profiles_ > 1) return "the profile's flag";
    if (((flags_ & 0x08U) != 0) != (exifs_ == 1) || exifs_ > 1) return "the Exif's flag";
    if (((flags_ & 0x04U) != 0) != (packets_ == 1) || packets_ > 1) return "the XMP's flag";
    return "";
  }

 private:
  bool animated() const { return (flags_ & 2U) != 0; }
  std::size_t number(std::size_t at) const {
    std::size_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value * 256 + static_cast<unsigned char>(file_[at + i]);
    return value;
  }

  std::string walk(std::size_t at, std::size_t end, bool in_frame) {
    while (at < end) {
      if (end - at < 8) return "bytes behind the chunks";
      const auto name = file_.substr(at, 4);
      const std::size_t size = number(at + 4);
      const std::size_t padded = size + size % 2;
      if (padded > end - at - 8) return "a chunk past the end";
      if (padded != size && file_[at + 8 + size] != '\0') return "padding that is not zero";
      const std::string wrong = in_frame ? judge_part(name) : judge_chunk(name, at + 8, size);
      if (!wrong.empty()) return wrong + " at " + std::to_string(at);
      at += 8 + padded;
    }
    return "";
  }

  std::string judge_part(std::string_view name) {
    if (name == "VP8 " || name == "VP8L") ++pictures_;
    return name == "VP8 " || name == "VP8L" || name == "ALPH" ? "" : "a chunk that must go";
  }

  std::string judge_chunk(std::string_view name, std::size_t at, std::size_t size) {
    const auto payload = file_.substr(at, size);
    using std::string_view_literals::operator""sv;
    ++chunks_;
    if (chunks_ > 1 && !extended_) return "a chunk in a simple file";
    if (name == "VP8X") {
      flags_ = static_cast<unsigned char>(payload[0]);
      return chunks_ == 1 && size == 10 && payload.substr(1, 3) == "\0\0\0"sv ? "" : "a bad canvas";
    }
    if (name == "ICCP") return ++profiles_, size >= 132 ? "" : "a bad profile";
    if (name == "EXIF") return ++exifs_, judge_exif(payload, allowed_);
    if (name == "XMP " && (allowed_.copyright || allowed_.panorama)) return ++packets_, judge_xmp(payload, allowed_);
    if (animated()) {
      if (name == "ANIM") return size == 6 ? "" : "a bad animation";
      if (name != "ANMF") return "a chunk that must go";
      if (size < 16 || (static_cast<unsigned char>(payload[15]) & 0xFCU) != 0) return "a bad frame";
      return walk(at + 16, at + size, true);
    }
    return judge_part(name);
  }

  std::string_view file_;
  Allowed allowed_;
  bool extended_{false};
  unsigned flags_{0};
  int chunks_{0};
  int pictures_{0};
  int profiles_{0};
  int exifs_{0};
  int packets_{0};
};

}  // namespace stripmeta::test
