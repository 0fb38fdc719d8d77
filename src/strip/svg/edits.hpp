// Cuts and replacements in an input that otherwise stays byte for byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/grammar/grammar.hpp"

namespace stripmeta::svg {

class Edits {
 public:
  void cut(Range range) { replace(range, {}); }
  void replace(Range range, std::string text) { edits_.push_back({range, std::move(text)}); }

  // How many edits there are, and the removal of those behind the first `count`.
  std::size_t count() const { return edits_.size(); }
  void forget(std::size_t count) { edits_.resize(count); }
  // Puts a text where the edit that came after `count` others has cut.
  void fill(std::size_t count, std::string text) { edits_[count].text = std::move(text); }

  // The parts of the input that stay, in order. An edit within a range that an earlier edit covers is ignored.
  std::vector<std::string_view> kept(std::string_view input);
  // Writes the edited input.
  Status write(Bytes input, Output& out);

 private:
  struct Edit {
    Range range;
    std::string text;
  };
  void sort();

  std::vector<Edit> edits_;
};

}  // namespace stripmeta::svg
