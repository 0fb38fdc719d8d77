// The files in data: URIs of a clean SVG, and its style sheets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

#include "strip/verify/svg.hpp"

namespace stripmeta::verify {

// What a place of the document reads, besides images.
enum class Reads : std::uint8_t { image, font, sheet, script };

// Offsets are those of the attribute's value or of the style sheet in the document.
class EmbeddedFiles {
 public:
  EmbeddedFiles(const Policy& policy, JudgeImage judge, int depth, std::unordered_set<std::string>& words)
      : policy_(policy), judge_(judge), depth_(depth), words_(words) {}

  static bool is_file(std::string_view address);
  // An address; one that is no data: URI is accepted.
  Verdict address(std::string_view address, std::size_t at, Reads reads);
  // A list of addresses with characters of `between` among them.
  Verdict list(std::string_view list, std::size_t at, std::string_view between, Reads reads);
  // A style sheet, or a value of an attribute that is read as CSS. Its words are added to `words`.
  Verdict style(std::string_view css, std::size_t at, bool is_sheet);
  // Whether a style sheet is elsewhere or has escapes, so that its words are not all known.
  bool has_unseen() const { return unseen_; }
  // Whether an address needs a base.
  bool has_relative() const { return relative_; }

 private:
  Verdict contents(std::string_view media, Bytes file, std::size_t at, Reads reads, bool& image);

  const Policy& policy_;
  JudgeImage judge_;
  int depth_;
  std::unordered_set<std::string>& words_;
  bool unseen_{false};
  bool relative_{false};
};

}  // namespace stripmeta::verify
