// Plants a text in one field after another, strips, and expects that it is gone.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {

// Eight characters; a field of fewer bytes gets as many of them.
inline constexpr std::string_view note = "OurNote!";

// Counts the fields in which a planted text survives, and the fields tried. A file that is refused counts as gone.
class Planting {
 public:
  explicit Planting(const Policy& policy) : policy_(policy) {}

  void plant(const std::string& file, std::string_view text) {
    ++tried_;
    const auto result = strip(file, policy_);
    if (result.error || result.output.find(text) == std::string::npos) return;
    ++survived_;
    ADD_FAILURE() << "field " << tried_ << ": " << text;
  }
  // Overwrites each byte of `[from, to)` in turn with a window of `text`, so that every field gets some of it. `mend`
  // makes a valid file of the bytes, for example by new checksums.
  template <typename Mend>
  void sweep(const std::string& bytes, std::size_t from, std::size_t to, Mend mend) {
    for (std::size_t at = from; at + 4 <= to; ++at) {
      std::string planted = bytes;
      const auto text = note.substr(0, std::min(note.size(), to - at));
      planted.replace(at, text.size(), text);
      plant(mend(planted), text);
    }
  }

  int tried() const { return tried_; }
  int survived() const { return survived_; }

 private:
  Policy policy_;
  int tried_{0};
  int survived_{0};
};

}  // namespace stripmeta::test
