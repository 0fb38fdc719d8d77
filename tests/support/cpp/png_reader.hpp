// A second, small reader of PNG, which judges outputs. It shares no code with the engine, and knows only what may stay.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class PngReader {
 public:
  explicit PngReader(std::string_view file, Allowed allowed = {}) : file_(file), allowed_(allowed) {}

  // Returns "" if every byte belongs to the allow-list, otherwise what was found.
  std::string judge() {
    using std::string_view_literals::operator""sv;
    if (!file_.starts_with("\x89PNG\r\n\x1A\n"sv)) return "no signature";
    at_ = 8;
    while (at_ + 12 <= file_.size()) {
      const std::size_t length = number(at_);
      if (length > file_.size() - at_ - 12) return complain("a chunk past the end");
      const auto type = file_.substr(at_ + 4, 4);
      const auto payload = file_.substr(at_ + 8, length);
      const auto named = file_.substr(at_ + 4, length + 4);
      const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(named.data()), named.size());
      if (sum != number(at_ + 8 + length)) return complain("a wrong checksum");
      if (auto wrong = judge_chunk(std::string{type}, payload); !wrong.empty()) return complain(wrong);
      at_ += length + 12;
      if (type == "IEND") return at_ == file_.size() ? "" : complain("bytes after IEND");
    }
    return complain("no IEND");
  }

 private:
  std::size_t number(std::size_t at) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value * 256 + static_cast<unsigned char>(file_[at + i]);
    return value;
  }
  std::string complain(const std::string& what) const { return what + " at " + std::to_string(at_); }

  std::string judge_chunk(const std::string& type, std::string_view payload) {
    if ((type == "IHDR") != first_) return "IHDR out of place";
    if (type == "IDAT") {
      if (data_ended_) return "picture data in two places";
      data_ = true;
      return "";
    }
    const bool behind = data_ended_ = data_;
    if (type == "IHDR") {
      colour_ = static_cast<unsigned char>(payload[9]);
      first_ = false;
    }
    if (type == "fcTL" || type == "fdAT") return judge_frame(type, payload);
    if (type == "IEND") return behind && payload.empty() ? "" : "a bad IEND";
    if (type == "tEXt" || type == "iTXt") return judge_text(type, payload);
    if (!once_.insert(type).second) return "a second " + type;
    if (type == "eXIf") return judge_exif(payload, allowed_);
    if (behind) return type + " behind the picture";
    return judge_front(type, payload);
  }

  std::string judge_text(const std::string& type, std::string_view payload) {
    using std::string_view_literals::operator""sv;
    const auto end = payload.find('\0');
    if (end == std::string_view::npos) return "a text without a keyword";
    const std::string keyword{payload.substr(0, end)};
    auto text = payload.substr(end + 1);
    if (!once_.insert("text " + keyword).second) return "a second " + keyword;
    if (type == "iTXt" && !text.starts_with("\0\0\0\0"sv)) return "a text with more than its value";
    if (type == "iTXt") text.remove_prefix(4);
    const bool any = allowed_.copyright || allowed_.panorama;
    if (any && type == "iTXt" && keyword == "XML:com.adobe.xmp") return judge_xmp(text, allowed_);
    if (!allowed_.copyright || (keyword != "Author" && keyword != "Copyright")) return "a text that must go";
    return text.empty() || text.size() > 1000 || kept::has_control(text) ? "a bad text" : "";
  }

  std::string judge_frame(const std::string& type, std::string_view payload) {
    if (!once_.contains("acTL")) return type + " without acTL";
    if (type == "fcTL" ? payload.size() != 26 : payload.size() < 4 || !data_) return "a bad " + type;
    return number(at_ + 8) == sequence_++ ? "" : "a gap in the sequence";
  }

  std::string judge_front(const std::string& type, std::string_view payload) {
    using std::string_view_literals::operator""sv;
    static const std::map<std::string, std::set<std::size_t>> lengths{
        {"IHDR", {13}}, {"gAMA", {4}}, {"cHRM", {32}}, {"sRGB", {1}}, {"sBIT", {1, 2, 3, 4}}, {"cICP", {4}},
        {"mDCV", {24}}, {"cLLI", {8}}, {"mDCv", {24}}, {"cLLi", {8}}, {"bKGD", {1, 2, 6}},    {"pHYs", {9}},
        {"acTL", {8}},  {"npTc", {}},  {"npOl", {}},   {"npLb", {}},
    };
    if (type == "PLTE") return payload.size() % 3 == 0 && payload.size() <= 768 && colour_ == 3 ? "" : "a bad PLTE";
    if (type == "tRNS") return payload.size() <= 256 && colour_ < 4 ? "" : "a bad tRNS";
    if (type == "iCCP") return payload.starts_with("icc\0\0"sv) ? judge_stream(payload.substr(5)) : "a profile's name";
    const auto row = lengths.find(type);
    if (row == lengths.end()) return "a chunk that must go";
    return row->second.empty() || row->second.contains(payload.size()) ? "" : "a bad " + type;
  }

  static std::string judge_stream(std::string_view stream) {
    std::string profile(std::size_t{17} << 20U, '\0');
    auto size = static_cast<uLongf>(profile.size());
    auto used = static_cast<uLong>(stream.size());
    const int code = uncompress2(reinterpret_cast<Bytef*>(profile.data()), &size,
                                 reinterpret_cast<const Bytef*>(stream.data()), &used);
    if (code != Z_OK || used != stream.size()) return "a profile's stream with more in it";
    return size >= 132 && profile.substr(36, 4) == "acsp" ? "" : "no profile";
  }

  std::string_view file_;
  Allowed allowed_;
  std::size_t at_{0};
  bool first_{true};
  bool data_{false};
  bool data_ended_{false};
  int colour_{0};
  std::size_t sequence_{0};
  std::set<std::string> once_;
};

}  // namespace stripmeta::test
