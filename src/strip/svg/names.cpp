#include "strip/svg/names.hpp"

#include <algorithm>
#include <array>

namespace stripmeta::svg {
namespace {

struct Row {
  std::string_view uri;
  Space space;
};

constexpr std::array<Row, 6> exact{{
    {"http://www.w3.org/2000/svg", Space::svg},
    {"http://www.w3.org/1999/xlink", Space::xlink},
    {"http://www.w3.org/XML/1998/namespace", Space::xml},
    {"http://www.w3.org/1998/Math/MathML", Space::math},
    {"http://www.w3.org/2001/xml-events", Space::events},
    {"http://www.w3.org/1999/xhtml", Space::html},
}};

// Found by the start of the URI, without `http:` or `https:`.
constexpr std::array<Row, 25> fronts{{
    {"//www.w3.org/1999/02/22-rdf-syntax-ns", Space::rdf},
    {"//www.w3.org/2000/01/rdf-schema", Space::rdf},
    {"//purl.org/dc/", Space::rdf},
    {"//creativecommons.org/", Space::rdf},
    {"//web.resource.org/cc/", Space::rdf},
    {"//iptc.org/", Space::rdf},
    {"//c2pa.org/", Space::rdf},
    {"//xmlns.com/foaf/", Space::rdf},
    {"//ns.adobe.com/xap/", Space::rdf},
    {"adobe:ns:meta/", Space::rdf},
    {"//ns.adobe.com/", Space::editor},
    {"//sodipodi.sourceforge.net/", Space::editor},
    {"//inkscape.sourceforge.net/", Space::editor},
    {"//www.inkscape.org/", Space::editor},
    {"//www.figma.com/", Space::editor},
    {"//www.bohemiancoding.com/sketch", Space::editor},
    {"//www.sketchapp.com/", Space::editor},
    {"//www.serif.com", Space::editor},
    {"//www.corel.com/", Space::editor},
    {"//boxy-svg.com", Space::editor},
    {"//www.vectornator.io", Space::editor},
    {"//vectornator.io", Space::editor},
    {"//svg-edit.googlecode.com", Space::editor},
    {"//schemas.microsoft.com/", Space::editor},
    {"//www.freesoftware.fsf.org/bkchem/", Space::editor},
}};

}  // namespace

Space space_of(std::string_view uri) {
  if (uri.empty()) return Space::none;
  const auto row = std::ranges::find(exact, uri, &Row::uri);
  if (row != exact.end()) return row->space;
  for (const std::string_view scheme : {"http:", "https:"}) {
    if (uri.starts_with(scheme)) uri.remove_prefix(scheme.size());
  }
  const auto front = std::ranges::find_if(fronts, [&](const Row& r) { return uri.starts_with(r.uri); });
  return front == fronts.end() ? Space::unknown : front->space;
}

bool is_usual_prefix(std::string_view prefix) {
  constexpr std::array<std::string_view, 11> usual{"",  "svg", "xlink", "xml", "xhtml", "html",
                                                   "h", "m",   "math",  "mml", "ev"};
  return std::ranges::find(usual, prefix) != usual.end();
}

void Scopes::declare(std::string_view prefix, Space space, Range whole) {
  by_prefix_[prefix].push_back(declarations_.size());
  declarations_.push_back({prefix, space, whole});
}

std::vector<Declaration> Scopes::leave() {
  const auto mark = static_cast<std::ptrdiff_t>(marks_.back());
  marks_.pop_back();
  const std::vector<Declaration> gone(declarations_.begin() + mark, declarations_.end());
  for (const auto& declaration : gone) by_prefix_[declaration.prefix].pop_back();
  declarations_.resize(static_cast<std::size_t>(mark));
  return gone;
}

std::optional<Space> Scopes::find(std::string_view prefix, bool stays) {
  if (prefix == "xml") return Space::xml;
  const auto found = by_prefix_.find(prefix);
  if (found == by_prefix_.end() || found->second.empty()) {
    return prefix.empty() ? std::optional{Space::none} : std::nullopt;
  }
  auto& declaration = declarations_[found->second.back()];
  declaration.used = declaration.used || stays;
  return declaration.space;
}

}  // namespace stripmeta::svg
