// What in an SVG reads attributes that SVG does not know: scripts and style sheets (Selectors 4, 6).
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "strip/verify/svg_document.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

class Readers {
 public:
  // Names in selectors of attributes and in attr(), in small letters.
  std::unordered_set<std::string>& words() { return words_; }
  void has_script() { any_ = true; }
  void has_unseen_sheet() { any_ = true; }

  // An attribute that a script or a style sheet must be able to read, and one that a style sheet of the document must
  // name. `rule` says what does not hold if none does.
  void must_have(const XmlAttribute& attribute, std::string_view rule) { add(attribute, rule, false); }
  void must_name(const XmlAttribute& attribute, std::string_view rule) { add(attribute, rule, true); }

  // The first attribute that nothing reads. Call it once all of the document is read.
  Verdict judge() const {
    for (const auto& [at, name, rule, by_name] : unread_) {
      if ((by_name || !any_) && !is_named(name)) return Unaccounted{at, rule};
    }
    return std::nullopt;
  }

 private:
  struct Unread {
    std::size_t at;
    std::string_view name;
    std::string_view rule;
    bool by_name;
  };

  void add(const XmlAttribute& attribute, std::string_view rule, bool by_name) {
    unread_.push_back({attribute.at, attribute.local(), rule, by_name});
  }
  bool is_named(std::string_view name) const {
    std::string small{name};
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return words_.contains(small);
  }

  std::unordered_set<std::string> words_;
  std::vector<Unread> unread_;
  bool any_{false};  // a script, or a style sheet that is elsewhere
};

}  // namespace stripmeta::verify
