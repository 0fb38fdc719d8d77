// A second, small reader of JPEG that judges an output: it shares no code with the engine, and knows only what may
// stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/kept_reader.hpp"

namespace stripmeta::test {

class JpegReader {
 public:
  explicit JpegReader(std::string_view file, Allowed allowed = {}) : file_(file), allowed_(allowed) {}

  // "" where every byte belongs to the allow-list, else what was found.
  std::string judge() {
    if (!file_.starts_with("\xFF\xD8")) return "no SOI";
    at_ = 2;
    while (at_ + 1 < file_.size()) {
      if (byte(at_) != 0xFF) return complain("a byte between segments");
      const int code = byte(at_ + 1);
      if (code == 0xD9) return at_ + 2 == file_.size() ? "" : complain("bytes after EOI");
      if (at_ + 4 > file_.size()) return complain("a cut segment");
      const std::size_t length = word(at_ + 2);
      if (length < 2 || at_ + 2 + length > file_.size()) return complain("a segment past the end");
      if (auto wrong = judge_segment(code, file_.substr(at_ + 4, length - 2)); !wrong.empty()) return complain(wrong);
      at_ += 2 + length;
      if (code == 0xDA) skip_scan();
    }
    return complain("no EOI");
  }

 private:
  int byte(std::size_t at) const { return static_cast<unsigned char>(file_[at]); }
  std::size_t word(std::size_t at) const { return static_cast<std::size_t>(byte(at) * 256 + byte(at + 1)); }
  std::string complain(const std::string& what) const { return what + " at " + std::to_string(at_); }

  std::string judge_segment(int code, std::string_view payload) {
    const auto is_one_of = [code](std::initializer_list<int> codes) {
      for (const int c : codes) {
        if (c == code) return true;
      }
      return false;
    };
    if (is_one_of({0xC4, 0xCC, 0xDA, 0xDB, 0xDE}) || (code >= 0xC0 && code <= 0xCF && code != 0xC8)) {
      scan_seen_ = scan_seen_ || code == 0xDA;
      return "";
    }
    if (code == 0xDC || code == 0xDD) return payload.size() == 2 ? "" : "a long DNL or DRI";
    if (code == 0xDF) return payload.size() == 1 ? "" : "a long EXP";
    if (scan_seen_) return "an application segment after a scan";
    return judge_application(code, payload);
  }

  std::string judge_application(int code, std::string_view payload) {
    using std::string_view_literals::operator""sv;
    constexpr auto xmp = "http://ns.adobe.com/xap/1.0/\0"sv;
    constexpr auto photoshop = "Photoshop 3.0\0"sv;
    const bool is_xmp = code == 0xE1 && payload.starts_with(xmp) && (allowed_.copyright || allowed_.panorama);
    const bool is_photoshop = code == 0xED && payload.starts_with(photoshop) && allowed_.copyright;
    const int rank = code == 0xE0   ? 1
                     : is_xmp       ? 3
                     : code == 0xE1 ? 2
                     : code == 0xE2 ? 4
                     : is_photoshop ? 5
                     : code == 0xEE ? 6
                                    : 0;
    if (rank == 0) return "a segment that must go";
    if (rank < rank_ || (rank == rank_ && rank != 4)) return "application segments out of order or twice";
    rank_ = rank;
    if (is_xmp) return judge_xmp(payload.substr(xmp.size()), allowed_);
    if (is_photoshop) return judge_resources(payload.substr(photoshop.size()));
    if (rank == 1)
      return payload.size() == 14 && payload.starts_with("JFIF\0"sv) && payload.ends_with("\0\0"sv) ? "" : "a bad JFIF";
    if (rank == 2) return payload.starts_with("Exif\0\0"sv) ? judge_exif(payload.substr(6), allowed_) : "a bad Exif";
    if (rank == 4) return payload.size() > 14 && payload.starts_with("ICC_PROFILE\0"sv) ? "" : "a bad APP2";
    return payload.size() == 12 && payload.starts_with("Adobe") ? "" : "a bad APP14";
  }

  // To the next marker that is neither stuffing nor a restart.
  void skip_scan() {
    for (; at_ + 1 < file_.size(); ++at_) {
      if (byte(at_) != 0xFF) continue;
      const int next = byte(at_ + 1);
      if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) return;
    }
  }

  std::string_view file_;
  Allowed allowed_;
  std::size_t at_{0};
  int rank_{0};
  bool scan_seen_{false};
};

}  // namespace stripmeta::test
