// A second, small reader of GIF, which judges outputs. It shares no code with the engine, and knows only what may stay.
#pragma once

#include <cstddef>
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
    at_ = 13 + colours(byte(10));
    bool image = false;
    while (at_ < file_.size()) {
      const int code = byte(at_++);
      if (code == 0x3B) return image && at_ == file_.size() ? "" : complain("bytes behind the end, or no image");
      if (code == 0x2C) {
        if (at_ + 9 > file_.size()) break;
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
    int seen = 0;
    for (at_ += 13; byte(at_) != 0; at_ += static_cast<std::size_t>(byte(at_)) + 1) {
      const int number = byte(at_ + 1);
      if (byte(at_) != (number == 1 ? 3 : 5) || number > 2 || number < 1 || (seen & number) != 0) return "a bad loop";
      seen |= number;
    }
    ++at_;
    return seen != 0 ? "" : "an empty loop";
  }

  std::string_view file_;
  std::size_t at_{0};
  bool profile_{false};
};

}  // namespace stripmeta::test
