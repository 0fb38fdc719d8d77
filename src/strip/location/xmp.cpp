#include "strip/location/xmp.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strip/base/base64.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/place_name.hpp"
#include "strip/location/sign.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/xmp_names.hpp"
#include "strip/xml/prefixes.hpp"
#include "strip/xml/scan.hpp"

namespace stripmeta::location {
namespace {

using xml::Token;
using xml::TokenKind;

// Properties whose value is a JPEG in Base64.
struct Embedded {
  std::string_view uri;
  std::string_view local;
};
constexpr auto embedded = std::to_array<Embedded>({
    {"http://ns.adobe.com/xap/1.0/g/img/", "image"},     // thumbnails
    {"http://ns.google.com/photos/1.0/image/", "Data"},  // the picture before it was edited
});

bool has_pictures(std::string_view uri) {
  return std::ranges::find(embedded, uri, &Embedded::uri) != embedded.end();
}
bool is_picture(std::string_view uri, std::string_view local) {
  return std::ranges::any_of(embedded, [&](const Embedded& row) { return row.uri == uri && row.local == local; });
}

bool picture_has_location(std::string_view base64) {
  constexpr int depth = max_depth - 2;  // so its thumbnail is searched, and the thumbnail of that
  const auto picture = base64_decoded(base64);
  if (!picture) return trimmed(base64).starts_with("/9j/");  // starts as a JPEG but is not Base64
  if (!starts_with(*picture, "\xFF\xD8\xFF")) return false;
  // If the JPEG's own XMP has such pictures, it counts as one with a location: their nesting could be endless.
  if (std::ranges::any_of(embedded, [&](const Embedded& row) { return contains(*picture, row.uri); })) return true;
  Patch patch{*picture};
  return patch_inner_jpeg(patch, patch.full_range(), depth) ? patch.changed() : may_hold_place(*picture);
}

// A part of the text that is to be blanked.
struct Found {
  Range range;
  bool is_element;
};

// An open element that `embedded` lists, and its text so far.
struct Picture {
  explicit Picture(std::size_t at) : begin(at) {}

  std::size_t begin;
  xml::Decoded base64;
};

class Finder {
 public:
  Finder(std::string_view text, bool is_drawing) : text_(text), is_drawing_(is_drawing), scanner_(text) {}

  bool run() {
    for (;;) {
      const auto token = scanner_.next();
      if (!token) return false;
      if (token->kind == TokenKind::end) return true;
      if (token->kind == TokenKind::doctype) entities_ = scanner_.doctype().entities;
      if (!on_token(*token)) return false;
    }
  }

  const std::vector<Found>& found() const { return found_; }

 private:
  bool on_token(const Token& token) {
    switch (token.kind) {
      case TokenKind::start_tag: return on_start(token);
      case TokenKind::end_tag: return on_end(token);
      case TokenKind::text: return on_text(token);
      case TokenKind::comment: on_opaque_text(token); return true;
      case TokenKind::cdata:
        if (!is_drawing_ || is_unread()) on_opaque_text(token);
        if (picture_) xml::Entities::add_literal(token.inner.of(text_), token.inner.begin, picture_->base64);
        return true;
      default: return true;
    }
  }

  bool on_start(const Token& token) {
    if (inside_) return true;
    const bool is_root = scanner_.depth() == (token.empty ? 0 : 1);
    picture_.reset();
    names_.enter();
    if (!declare()) return false;
    const auto name = xml::split_name(token.inner.of(text_));
    const auto uri = names_.find(name.prefix);
    enter_metadata(token, uri, name.local);
    // Inkscape writes every field of its form, also those that are not filled in.
    const bool is_blank = is_drawing_ && token.empty && scanner_.attributes().empty();
    if (!is_blank && is_location(uri, name.local)) {
      if (is_root) return false;
      begin_ = token.range.begin;
      inside_ = true;
      depth_ = scanner_.depth();
    } else {
      if (!find_attributes()) return false;
      if (is_picture(uri, name.local) && !token.empty) picture_.emplace(token.range.begin);
    }
    if (token.empty) end_element(token.range.end);
    return true;
  }

  bool on_end(const Token& token) {
    if (picture_ && picture_has_location(picture_->base64.text())) {
      if (scanner_.depth() == 0) return false;
      begin_ = picture_->begin;
      inside_ = true;
      depth_ = scanner_.depth() + 1;
    }
    picture_.reset();
    if (scanner_.depth() < metadata_depth_) metadata_depth_ = 0;
    if (scanner_.depth() < rdf_depth_) rdf_depth_ = 0;
    if (!inside_ || scanner_.depth() + 1 == depth_) end_element(token.range.end);
    return true;
  }

  // Text in a drawing's metadata may be in any notation, except in RDF, whose properties are read one by one.
  void enter_metadata(const Token& token, std::string_view uri, std::string_view local) {
    if (!is_drawing_ || token.empty) return;
    if (metadata_depth_ == 0 && local == "metadata") metadata_depth_ = scanner_.depth();
    if (rdf_depth_ == 0 && uri == xmp::rdf && local == "RDF") rdf_depth_ = scanner_.depth();
  }
  bool is_unread() const { return metadata_depth_ > 0 && rdf_depth_ == 0; }

  bool on_text(const Token& token) {
    if (is_unread()) on_opaque_text(token);
    if (!picture_) return true;
    return entities_.decode(token.range.of(text_), token.range.begin, picture_->base64).has_value();
  }

  bool is_location(std::string_view uri, std::string_view local) const {
    return is_drawing_ ? is_place_in_drawing(uri, local) : is_place(uri, local);
  }

  // A comment or a CDATA section could hold a packet or plain text.
  void on_opaque_text(const Token& token) {
    const auto text = token.inner.of(text_);
    if (!inside_ && may_hold_place(std::as_bytes(std::span{text}))) found_.push_back({token.inner, false});
  }

  void end_element(std::size_t end) {
    if (inside_) {
      while (!found_.empty() && found_.back().range.begin >= begin_) found_.pop_back();  // they are within the element
      found_.push_back({{begin_, end}, true});
    }
    inside_ = false;
    names_.leave();
  }

  bool declare() {
    for (const auto& attribute : scanner_.attributes()) {
      const auto name = xml::split_name(attribute.name.of(text_));
      const bool is_default = name.prefix.empty() && name.local == "xmlns";
      if (!is_default && name.prefix != "xmlns") continue;
      xml::Decoded uri;
      if (!entities_.decode(attribute.value.of(text_), attribute.value.begin, uri)) return false;
      // picture_has_location() searches for these URIs in their literal spelling.
      const bool is_literal = uri.text() == attribute.value.of(text_);
      if (!is_drawing_ && !is_literal && has_pictures(uri.text())) return false;
      names_.declare(is_default ? std::string_view{} : name.local, std::string{uri.text()});
    }
    return true;
  }

  bool find_attributes() {
    for (const auto& attribute : scanner_.attributes()) {
      const auto name = xml::split_name(attribute.name.of(text_));
      if (is_drawing_ && name.local.starts_with("data-")) on_data_attribute(attribute);
      if (name.prefix.empty() || name.prefix == "xmlns") continue;
      const auto uri = names_.find(name.prefix);
      const auto value = attribute.value.of(text_);
      bool goes = is_location(uri, name.local);
      if (!goes && is_picture(uri, name.local)) {
        xml::Decoded base64;
        if (!entities_.decode(value, attribute.value.begin, base64)) return false;
        goes = picture_has_location(base64.text());
      }
      if (!goes) continue;
      if (!is_drawing_) {
        found_.push_back({{attribute.name.begin, attribute.whole.end}, false});
      } else if (!is_blank(value)) {
        found_.push_back({attribute.value, false});
      }
    }
    return true;
  }

  void on_data_attribute(const xml::Attribute& attribute) {
    if (is_blank(attribute.value.of(text_))) return;
    if (may_hold_place(std::as_bytes(std::span{attribute.whole.of(text_)}))) found_.push_back({attribute.value, false});
  }

  std::string_view text_;
  bool is_drawing_;
  xml::Scanner scanner_;
  xml::Entities entities_;
  xml::Prefixes names_;
  std::vector<Found> found_;
  std::optional<Picture> picture_;  // the innermost open element, if `embedded` lists it
  bool inside_{false};              // within an element that is to be blanked
  std::size_t begin_{0};
  std::size_t depth_{0};
  std::size_t metadata_depth_{0};  // of the open <metadata>; 0 outside of it
  std::size_t rdf_depth_{0};       // of the open rdf:RDF; 0 outside of it
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
  while (text.ends_with('\0')) text.remove_suffix(1);  // a terminator of some writers
  Finder finder{text, is_drawing};
  if (!finder.run()) return false;
  std::uint64_t size = 0;
  for (const auto& [where, is_element] : finder.found()) {
    size += where.size();
    blank(patch, {range.begin + where.begin, range.begin + where.end}, is_drawing && is_element);
  }
  if (size > 0) patch.report_removed(is_drawing ? Kind::metadata : Kind::xmp, size, holds_gps());
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
