// A second, small reader of JPEG 2000, which judges outputs. It shares no code with the engine, and knows only what may
// stay.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace stripmeta::test {

struct Allowed;

class Jp2Reader {
 public:
  explicit Jp2Reader(std::string_view file) : file_(file) {}
  // JPEG 2000 never keeps rights or a panorama.
  Jp2Reader(std::string_view file, const Allowed& /*allowed*/) : file_(file) {}

  // Returns "" if every byte belongs to the allow-list, otherwise what was found.
  std::string judge() {
    using std::string_view_literals::operator""sv;
    if (file_.starts_with("\xFF\x4F")) return judge_codestream(file_, false);
    if (!file_.starts_with("\0\0\0\x0CjP  \r\n\x87\n"sv)) return "no signature";
    std::string order;
    for (std::size_t at = 12; at < file_.size();) {
      const auto found = box(file_, at);
      if (found.size == 0) return "a damaged box";
      order += found.type;
      const auto wrong = judge_box(found);
      if (!wrong.empty()) return wrong;
      at += found.size;
    }
    return order == "ftypjp2hjp2c" ? "" : "the boxes are " + order;
  }

 private:
  struct Box {
    std::string type;
    std::string_view payload;
    std::size_t size{0};
    bool is_open{false};
  };

  static std::size_t number(std::string_view text, std::size_t at, std::size_t size) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value * 256 + static_cast<unsigned char>(text.at(at + i));
    return value;
  }

  static Box box(std::string_view text, std::size_t at) {
    if (text.size() - at < 8) return {};
    std::size_t size = number(text, at, 4);
    std::size_t head = 8;
    if (size == 1 && text.size() - at >= 16) {
      size = number(text, at + 8, 8);
      head = 16;
    }
    const bool is_open = size == 0;
    if (is_open) size = text.size() - at;
    if (size < head || size > text.size() - at) return {};
    return {std::string{text.substr(at + 4, 4)}, text.substr(at + head, size - head), size, is_open};
  }

  static std::string judge_box(const Box& found) {
    using std::string_view_literals::operator""sv;
    if (found.type == "ftyp") {
      return found.payload == "jp2 \0\0\0\0jp2 "sv || found.payload == "jph \0\0\0\0jph "sv ? "" : "other brands";
    }
    if (found.type == "jp2h") return judge_header(found.payload, false);
    if (found.type == "jp2c") return judge_codestream(found.payload, !found.is_open);
    return "a box that must go: " + found.type;
  }

  static std::string judge_header(std::string_view text, bool is_resolution) {
    for (std::size_t at = 0; at < text.size();) {
      const auto found = box(text, at);
      if (found.size == 0 || found.is_open) return "a damaged header";
      const auto size = found.payload.size();
      bool is_right = false;
      if (is_resolution) {
        is_right = (found.type == "resc" || found.type == "resd") && size == 10;
      } else if (found.type == "res ") {
        is_right = size > 0 && judge_header(found.payload, true).empty();
      } else if (found.type == "ihdr") {
        is_right = at == 0 && size == 14 && found.payload[13] == 0;
      } else if (found.type == "colr") {
        is_right = judge_colour(found.payload);
      } else if (found.type == "cdef") {
        is_right = size == 2 + 6 * number(found.payload, 0, 2);
      } else {
        is_right = found.type == "bpcc" || (found.type == "cmap" && size % 4 == 0) ||
                   (found.type == "pclr" && judge_palette(found.payload));
      }
      if (!is_right) return "in the header: " + found.type;
      at += found.size;
    }
    return "";
  }

  static bool judge_colour(std::string_view colour) {
    if (colour.size() < 7) return false;
    if (colour[0] == 1) return colour.size() == 7 || colour.size() == 35 || colour.size() == 31;
    if (colour[0] == 5) return colour.size() == 10;
    return (colour[0] == 2 || colour[0] == 3) && number(colour, 3, 4) == colour.size() - 3;
  }

  static bool stays(std::size_t code, bool has_extensions) {
    if (code >= 0xFF70 && code <= 0xFF79) return has_extensions;
    const auto known = {0x50, 0x51, 0x52, 0x53, 0x55, 0x57, 0x58, 0x5C, 0x5D, 0x5E, 0x5F, 0x60, 0x61, 0x63};
    return std::ranges::find(known, static_cast<int>(code) - 0xFF00) != known.end();
  }

  static bool judge_palette(std::string_view palette) {
    std::size_t row = 0;
    for (std::size_t i = 0; i < number(palette, 2, 1); ++i) row += (number(palette, 3 + i, 1) % 128 + 8) / 8;
    return palette.size() == 3 + number(palette, 2, 1) + number(palette, 0, 2) * row;
  }

  // Headers may have only the allowed segments, and those of tile-parts also comments of zeros. After EOC there may be
  // only zeros.
  static std::string judge_codestream(std::string_view text, bool has_length) {
    std::size_t at = 2;
    std::size_t end = 0;  // of the tile-part
    bool in_tile_part = false;
    bool has_extensions = false;
    while (at + 2 <= text.size()) {
      const auto code = number(text, at, 2);
      if (code == 0xFFD9) {
        const auto rest = text.substr(at + 2);
        if (rest.find_first_not_of('\0') != std::string_view::npos || (!rest.empty() && !has_length))
          return "a trailer";
        return in_tile_part || end == 0 ? "EOC in a header" : "";
      }
      if (code == 0xFF93) {
        at = end == 0 ? text.find("\xFF\xD9", at) : end;
        end = at;
        in_tile_part = false;
        continue;
      }
      const auto size = number(text, at + 2, 2);
      if (code == 0xFF90) {
        const auto length = number(text, at + 6, 4);
        end = length == 0 ? 0 : at + length;
        in_tile_part = true;
      } else if (code == 0xFF64) {
        const auto content = text.substr(at + 4, size - 2);
        if (!in_tile_part || content.find_first_not_of('\0') != std::string_view::npos) return "a comment";
      } else if (!stays(code, has_extensions)) {
        return "a segment that must go";
      } else if (code == 0xFF51) {
        has_extensions = number(text, at + 4, 2) >= 0x8000;
      }
      at += 2 + size;
    }
    return "no EOC";
  }

  std::string_view file_;
};

}  // namespace stripmeta::test
