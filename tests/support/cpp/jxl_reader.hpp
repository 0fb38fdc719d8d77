// A second, small reader of JPEG XL, which judges outputs. It shares no code with the engine, and knows only what may
// stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/cpp/jxl_bytes.hpp"
#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class JxlReader {
 public:
  explicit JxlReader(std::string_view file, Allowed allowed = {}) : file_(file), gain_map_(allowed.gain_map) {}
  // One gain map may be among the boxes.
  static JxlReader with_gain_map(std::string_view file) { return JxlReader{file, {.gain_map = true}}; }

  // Returns "" if every byte belongs to the allow-list, otherwise what was found. A bare codestream is not looked into.
  std::string judge() {
    using std::string_view_literals::operator""sv;
    if (file_.starts_with("\xFF\x0A")) return "";
    if (!file_.starts_with("\0\0\0\x0CJXL \r\n\x87\n"sv)) return "no signature";
    std::size_t at = 12;
    while (at < file_.size()) {
      if (file_.size() - at < 8) return "bytes behind the boxes";
      std::size_t size = number(at, 4);
      std::size_t head = 8;
      if (size == 1) {
        if (file_.size() - at < 16) return "a cut header";
        size = number(at + 8, 8);
        head = 16;
      }
      if (size == 0) size = file_.size() - at;
      if (size < head || size > file_.size() - at) return "a box past the end";
      const auto wrong = judge_box(file_.substr(at + 4, 4), file_.substr(at + head, size - head));
      if (!wrong.empty()) return wrong + " at " + std::to_string(at);
      at += size;
    }
    return wholes_ + last_parts_ == 1 ? "" : "not one codestream";
  }

 private:
  std::size_t number(std::size_t at, std::size_t size) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value * 256 + static_cast<unsigned char>(file_[at + i]);
    return value;
  }

  std::string judge_box(std::string_view type, std::string_view payload) {
    using std::string_view_literals::operator""sv;
    ++boxes_;
    if ((boxes_ == 1) != (type == "ftyp")) return "the brands are not second";
    if (type == "ftyp") return payload == "jxl \0\0\0\0jxl "sv ? "" : "other brands";
    if (type == "jxll") {
      const bool is_level = payload == "\x05" || payload == "\x0A";
      return is_level && ++levels_ == 1 ? "" : "a bad level";
    }
    if (type == "jxlc") return ++wholes_, payload.starts_with("\xFF\x0A") ? "" : "no codestream";
    if (gain_map_ && type == "jhgm") return ++gain_maps_ == 1 ? judge_gain_map(payload) : "a second gain map";
    if (type != "jxlp") return "a box that must go";
    if (payload.size() < 4 || last_parts_ > 0) return "a bad part";
    const bool is_last = (static_cast<unsigned char>(payload[0]) & 0x80U) != 0;
    std::string number{payload.substr(0, 4)};
    if (is_last) number[0] = static_cast<char>(number[0] ^ '\x80');
    if (number != be32(parts_++)) return "a part with another number";
    if (is_last) ++last_parts_;
    return "";
  }

  // A gain map is a version, metadata, a colour space, a profile and a codestream.
  static std::string judge_gain_map(std::string_view payload) {
    using std::string_view_literals::operator""sv;
    const auto byte = [&](std::size_t at) -> std::size_t {
      return at < payload.size() ? static_cast<unsigned char>(payload[at]) : 0;
    };
    const std::size_t numbers = byte(1) * 256 + byte(2);
    if (!payload.starts_with("\0\0"sv) || (numbers != 61 && numbers != 141 && numbers != 37 && numbers != 77)) {
      return "a gain map with other numbers";
    }
    std::size_t at = 3 + numbers;
    at += 1 + byte(at);
    std::size_t profile = 0;
    for (std::size_t i = 0; i < 4; ++i) profile = profile * 256 + byte(at + i);
    at += 4 + profile;
    return at < payload.size() && payload.substr(at).starts_with("\xFF\x0A") ? "" : "a gain map without a picture";
  }

  std::string_view file_;
  bool gain_map_;
  int gain_maps_{0};
  int boxes_{0};
  int levels_{0};
  std::uint32_t parts_{0};
  int wholes_{0};
  int last_parts_{0};
};

}  // namespace stripmeta::test
