// A second, small reader of GIF, which judges outputs. It shares no code with the engine, and knows only what may stay.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class GifReader {
 public:
  explicit GifReader(std::string_view file, Allowed /*keeps nothing*/ = {}) : file_(file) {}

  // Returns "" if every byte belongs to the allow-list, otherwise what was found.
  std::string judge() {
    if (file_.size() < 13 || !file_.starts_with("GIF8")) return "no signature";
    if (byte(10) < 0x80 && byte(11) != 0) return "a background without a palette";
    at_ = 13 + colours(byte(10));
    bool image = false;
    while (at_ < file_.size()) {
      const int code = byte(at_++);
      if (code == 0x3B) return image && !control_ && at_ == file_.size() ? "" : complain("not the end");
      if (code == 0x2C) {
        if (at_ + 9 > file_.size()) break;
        if ((byte(at_ + 8) & (byte(at_ + 8) >= 0x80 ? 0x18 : 0xBF)) != 0) return complain("bits that say nothing");
        control_ = false;
        at_ += 9 + colours(byte(at_ + 8)) + 1;
        if (!skip_parts()) break;
        image = true;
      } else if (code == 0x21) {
        if (auto wrong = judge_extension(); !wrong.empty()) return complain(wrong);
      } else {
        return complain("a byte that starts no block");
      }
    }
    return complain("no end");
  }

 private:
  int byte(std::size_t at) const { return at < file_.size() ? static_cast<unsigned char>(file_[at]) : 0; }
  std::string complain(const std::string& what) const { return what + " at " + std::to_string(at_); }
  static std::size_t colours(int flags) { return flags >= 0x80 ? std::size_t{6} << (flags & 7) : 0; }

  // Skips sub-blocks. False if they run past the end.
  bool skip_parts() {
    while (at_ < file_.size() && byte(at_) != 0) at_ += static_cast<std::size_t>(byte(at_)) + 1;
    return at_++ < file_.size();
  }

  std::string judge_extension() {
    using std::string_view_literals::operator""sv;
    const auto rest = file_.substr(at_);
    if (rest.starts_with("\xF9\4"sv)) {
      at_ += 7;
      if (control_) return "a second graphic control";
      control_ = true;
      if (byte(at_ - 5) >= 0x20 || (byte(at_ - 5) % 2 == 0 && byte(at_ - 2) != 0)) return "bits that say nothing";
      return byte(at_ - 1) == 0 ? "" : "a long graphic control";
    }
    const auto name = rest.substr(0, 13);
    if (name == "\xFF\x0BNETSCAPE2.0"sv || name ==
                                               "\xFF\x0B"
                                               "ANIMEXTS1.0"sv)
      return judge_loop();
    if (name != "\xFF\x0BICCRGBG1012"sv || profile_) return "an extension that must go";
    profile_ = true;
    at_ += 13;
    const std::size_t from = at_;
    if (!skip_parts()) return "a cut profile";
    return at_ - from > 133 && file_.substr(from + 37, 4) == "acsp" ? "" : "no profile";
  }

  std::string judge_loop() {
    using std::string_view_literals::operator""sv;
    const auto name = file_.substr(at_ + 2, 11);
    if (!loops_.emplace(name).second) return "a second loop";
    at_ += 18;
    return file_.substr(at_ - 5, 2) == "\3\1"sv && byte(at_ - 1) == 0 ? "" : "a bad loop";
  }

  std::string_view file_;
  std::size_t at_{0};
  bool profile_{false};
  bool control_{false};
  std::set<std::string> loops_;
};

}  // namespace stripmeta::test
