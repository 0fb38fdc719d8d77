// A second reader of SVG, which judges outputs. It shares no code with the engine, goes over the text character by
// character, and knows nothing of encodings, entities or depth.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class SvgReader {
 public:
  explicit SvgReader(std::string_view text, Allowed /*keeps nothing*/ = {}) : text_(text) {}

  // Returns "" if nothing is outside of the allow-list. Inside a `foreignObject` any element may be shown.
  std::string judge() {
    while (at_ < text_.size() && fault_.empty()) {
      if (!ahead("<")) {
        ++at_;
      } else if (ahead("<!--")) {
        comment();
      } else if (ahead("<![CDATA[")) {
        pass("]]>");
      } else if (ahead("<?")) {
        instruction();
      } else if (ahead("<!DOCTYPE")) {
        doctype();
      } else if (ahead("</")) {
        if (!open_.empty()) open_.pop_back();
        pass(">");
      } else {
        tag();
      }
    }
    return fault_;
  }

 private:
  using Namespaces = std::map<std::string, std::string>;
  static constexpr std::string_view xhtml = "http://www.w3.org/1999/xhtml";
  struct Element {
    std::string local;
    Namespaces names;
    bool foreign{false};
  };

  bool ahead(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  void pass(std::string_view word) {
    const auto end = text_.find(word, at_);
    at_ = end == std::string_view::npos ? text_.size() : end + word.size();
  }
  std::string around() const { return open_.empty() ? "" : open_.back().local; }

  void comment() {
    if (around() != "script") fault_ = "a comment";
    pass("-->");
  }

  void instruction() {
    const bool known = ahead("<?xml ") || ahead("<?xml\n") || ahead("<?xml\t") || ahead("<?xml\r") ||
                       (ahead("<?xml-stylesheet") && open_.empty());
    if (!known) fault_ = "an instruction";
    pass("?>");
  }

  void doctype() {
    char quote = '\0';
    for (int subset = 0; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (ahead("<!--") || ahead("<?")) {
        fault_ = "a comment or an instruction in the document type";
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == ']') {
        subset += c == '[' ? 1 : -1;
      } else if (c == '>' && subset == 0) {
        ++at_;
        return;
      }
    }
  }

  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  std::string name() {
    std::string name;
    while (at_ < text_.size() && !is_space(text_[at_]) &&
           std::string_view{"=/>"}.find(text_[at_]) == std::string_view::npos) {
      name += text_[at_++];
    }
    return name;
  }

  void tag() {
    ++at_;
    const auto element = name();
    std::vector<std::pair<std::string, std::string>> attributes;
    while (at_ < text_.size() && text_[at_] != '>' && text_[at_] != '/') {
      if (is_space(text_[at_])) {
        ++at_;
        continue;
      }
      const auto key = name();
      at_ = text_.find_first_of("\"'", at_);
      if (at_ == std::string_view::npos) return void(at_ = text_.size());
      const auto end = text_.find(text_[at_], at_ + 1);
      attributes.emplace_back(key, std::string{text_.substr(at_ + 1, end - at_ - 1)});
      at_ = end + 1;
    }
    const bool empty = ahead("/");
    at_ += empty ? 2 : 1;
    begin(element, attributes);
    if (empty) open_.pop_back();
  }

  void begin(const std::string& element, const std::vector<std::pair<std::string, std::string>>& attributes) {
    Element now;
    if (!open_.empty()) now = open_.back();
    for (const auto& [key, value] : attributes) {
      if (key == "xmlns") now.names[""] = value;
      if (key.starts_with("xmlns:")) now.names[key.substr(6)] = value;
    }
    const auto [prefix, local] = split(element);
    now.local = local;
    check(now, prefix, "element");
    if (shown(now, prefix) && local == "metadata") fault_ = "metadata";
    if (uri(now, prefix) == xhtml && local == "meta") fault_ = "metadata";
    for (const auto& [key, value] : attributes) {
      const auto [of, rest] = split(key);
      if (!of.empty() && of != "xmlns" && of != "xml") check(now, of, "attribute");
    }
    now.foreign = now.foreign || local == "foreignObject";
    open_.push_back(now);
  }

  static std::pair<std::string, std::string> split(const std::string& name) {
    const auto colon = name.find(':');
    if (colon == std::string::npos) return {"", name};
    return {name.substr(0, colon), name.substr(colon + 1)};
  }

  static std::string uri(const Element& element, const std::string& prefix) {
    const auto found = element.names.find(prefix);
    return found == element.names.end() ? "" : found->second;
  }
  static bool shown(const Element& element, const std::string& prefix) {
    const auto of = uri(element, prefix);
    return of.empty() || of == "http://www.w3.org/2000/svg" || of == xhtml;
  }

  void check(const Element& element, const std::string& prefix, const std::string& what) {
    if (!prefix.empty() && prefix != "xml" && !element.names.contains(prefix)) {
      fault_ = "a prefix that is not declared";
      return;
    }
    const auto of = uri(element, prefix);
    constexpr std::array<std::string_view, 4> others{
        "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/2001/xml-events"};
    bool known = shown(element, prefix) || element.foreign || of.find('&') != std::string::npos;
    for (const auto other : others) known = known || of.starts_with(other);
    if (!known) fault_ = "an " + what + " of another namespace";
  }

  std::string_view text_;
  std::size_t at_{0};
  std::vector<Element> open_;
  std::string fault_;
};

}  // namespace stripmeta::test
