#include "strip/location_xmp.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strip/location_sign.hpp"
#include "strip/sensitive.hpp"
#include "strip/xml_scan.hpp"

namespace stripmeta::location {
namespace {

using xml::Token;
using xml::TokenKind;

struct Name {
  std::string_view prefix;
  std::string_view local;
};

Name split(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {"", name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// The namespaces that are in force, element by element.
class Namespaces {
 public:
  void enter() { marks_.push_back(declared_.size()); }
  void declare(std::string_view prefix, std::string uri) {
    by_prefix_[prefix].push_back(std::move(uri));
    declared_.push_back(prefix);
  }
  void leave() {
    for (; declared_.size() > marks_.back(); declared_.pop_back()) by_prefix_[declared_.back()].pop_back();
    marks_.pop_back();
  }
  std::string_view find(std::string_view prefix) const {
    const auto found = by_prefix_.find(prefix);
    return found == by_prefix_.end() || found->second.empty() ? std::string_view{} : found->second.back();
  }

 private:
  std::vector<std::size_t> marks_;
  std::vector<std::string_view> declared_;
  std::unordered_map<std::string_view, std::vector<std::string>> by_prefix_;
};

// A part of a text that says a place.
struct Found {
  xml::Range range;
  bool is_element;
};

// Finds them.
class Finder {
 public:
  Finder(std::string_view text, bool is_drawing) : text_(text), is_drawing_(is_drawing), scanner_(text) {}

  bool run() {
    for (;;) {
      const auto token = scanner_.next();
      if (!token) return false;
      if (token->kind == TokenKind::end) return true;
      if (token->kind == TokenKind::doctype) entities_ = scanner_.doctype().entities;
      if (token->kind == TokenKind::start_tag && !on_start(*token)) return false;
      if (token->kind == TokenKind::end_tag) on_end(*token);
      if (token->kind == TokenKind::comment || (token->kind == TokenKind::cdata && !is_drawing_)) on_unread(*token);
    }
  }

  const std::vector<Found>& found() const { return found_; }

 private:
  bool on_start(const Token& token) {
    if (inside_) return true;
    const bool is_root = scanner_.depth() == (token.empty ? 0 : 1);
    names_.enter();
    if (!declare()) return false;
    const auto name = split(token.inner.of(text_));
    if (is_place(names_.find(name.prefix), name.local)) {
      if (is_root) return false;
      begin_ = token.range.begin;
      inside_ = true;
      depth_ = scanner_.depth();
    } else {
      find_attributes();
    }
    if (token.empty) end_element(token.range.end);
    return true;
  }

  void on_end(const Token& token) {
    if (!inside_ || scanner_.depth() + 1 == depth_) end_element(token.range.end);
  }

  // A packet within a comment, or as plain text.
  void on_unread(const Token& token) {
    const auto text = token.inner.of(text_);
    if (!inside_ && may_hold_place(std::as_bytes(std::span{text}))) found_.push_back({token.inner, false});
  }

  void end_element(std::size_t end) {
    if (inside_) found_.push_back({{begin_, end}, true});
    inside_ = false;
    names_.leave();
  }

  bool declare() {
    for (const auto& attribute : scanner_.attributes()) {
      const auto name = split(attribute.name.of(text_));
      const bool is_default = name.prefix.empty() && name.local == "xmlns";
      if (!is_default && name.prefix != "xmlns") continue;
      xml::Decoded uri;
      if (!entities_.decode(attribute.value.of(text_), attribute.value.begin, uri)) return false;
      names_.declare(is_default ? std::string_view{} : name.local, std::string{uri.text()});
    }
    return true;
  }

  void find_attributes() {
    for (const auto& attribute : scanner_.attributes()) {
      const auto name = split(attribute.name.of(text_));
      if (name.prefix.empty() || name.prefix == "xmlns") continue;
      if (!is_place(names_.find(name.prefix), name.local)) continue;
      const auto value = attribute.value.of(text_);
      if (!is_drawing_) {
        found_.push_back({{attribute.name.begin, attribute.whole.end}, false});
      } else if (!xml::is_blank(value)) {
        found_.push_back({attribute.value, false});
      }
    }
  }

  std::string_view text_;
  bool is_drawing_;
  xml::Scanner scanner_;
  xml::Entities entities_;
  Namespaces names_;
  std::vector<Found> found_;
  bool inside_{false};  // of an element that goes
  std::size_t begin_{0};
  std::size_t depth_{0};
};

void blank(Patch& patch, Range range, bool as_comment) {
  constexpr std::string_view opening = "<!--";
  constexpr std::string_view closing = "-->";
  patch.fill(range, std::byte{' '});
  if (!as_comment || range.size() < opening.size() + closing.size()) return;
  patch.put(range.begin, std::as_bytes(std::span{opening}));
  patch.put(range.end - closing.size(), std::as_bytes(std::span{closing}));
}

bool patch_text(Patch& patch, Range range, bool is_drawing) {
  auto text = as_text(patch.bytes(range));
  while (text.ends_with('\0')) text.remove_suffix(1);  // which some writers put behind it
  Finder finder{text, is_drawing};
  if (!finder.run()) return false;
  std::uint64_t size = 0;
  for (const auto& [where, is_element] : finder.found()) {
    size += where.size();
    blank(patch, {range.begin + where.begin, range.begin + where.end}, is_drawing && is_element);
  }
  if (size > 0) patch.tell(is_drawing ? Kind::metadata : Kind::xmp, size, HoldSet{}.add(Holds::gps));
  return true;
}

}  // namespace

bool patch_xmp(Patch& patch, Range packet) {
  return !says_something(patch.bytes(packet)) || patch_text(patch, packet, false);
}

bool patch_drawing(Patch& patch, Range text) {
  return patch_text(patch, text, true);
}

}  // namespace stripmeta::location
