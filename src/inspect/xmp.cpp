#include "inspect/xmp.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <pugixml.hpp>

#include "inspect/gps.hpp"
#include "inspect/namespaces.hpp"
#include "inspect/text.hpp"
#include "inspect/thumbnail.hpp"
#include "strip/base/base64.hpp"

namespace stripmeta::inspection {
namespace {

constexpr int max_depth = 32;
constexpr std::ptrdiff_t max_nodes = 1'000'000;

bool is_element(pugi::xml_node node) {
  return node.type() == pugi::node_element;
}

// Attributes of RDF (without a prefix in its oldest form) and XML are syntax, not properties.
bool is_syntax(std::string_view name) {
  return name.starts_with("rdf:") || name.starts_with("xml:") || name.starts_with("xmlns") || name == "about";
}

std::string text_of(pugi::xml_node node) {
  std::string text;
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  return text;
}

class XmpValues {
 public:
  explicit XmpValues(ValueList& out) : out_(out) {}

  // Reads each rdf:RDF at or below `node`.
  void find_rdf(pugi::xml_node node, int depth) {
    if (depth > max_depth) return;
    const Scope scope{names_, node};
    if (names_.canonical(node.name()) == "rdf:RDF") return add_descriptions(node, depth + 1);
    for (const auto& child : node.children()) {
      if (is_element(child)) find_rdf(child, depth + 1);
    }
  }

  void add_position() {
    if (latitude_ && longitude_) out_.add("xmp", "Position", position_text(*latitude_, *longitude_));
  }

 private:
  // The namespace declarations of an element; they end with the scope.
  class Scope {
   public:
    Scope(Namespaces& names, pugi::xml_node element) : names_(names), mark_(names.enter(element)) {}
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { names_.leave(mark_); }

   private:
    Namespaces& names_;
    std::size_t mark_;
  };

  void add_descriptions(pugi::xml_node rdf, int depth) {
    for (const auto& description : rdf.children()) {
      if (!is_element(description)) continue;
      const Scope scope{names_, description};
      add_fields(description, "", depth);
    }
  }

  // Adds the attributes and elements of `node`, each of which is a property at or below `path`.
  void add_fields(pugi::xml_node node, const std::string& path, int depth) {
    for (const auto& attribute : node.attributes()) {
      const auto name = names_.canonical(attribute.name());
      if (!is_syntax(name)) add_value(joined(path, name), attribute.value());
    }
    for (const auto& child : node.children()) {
      if (!is_element(child)) continue;
      const Scope scope{names_, child};
      add_property(child, joined(path, names_.canonical(child.name())), depth + 1);
    }
  }

  static std::string joined(const std::string& path, const std::string& name) {
    return bounded(path.empty() ? name : path + "/" + name);
  }

  // Cuts a path: everything below a property copies its path, so long paths would multiply. The limit is a few bytes
  // above what is shown, so a longer path is still seen to be cut.
  static std::string bounded(std::string path) {
    path.resize(cut_utf8(path, max_name_bytes + 4).size());
    return path;
  }

  void add_property(pugi::xml_node node, const std::string& path, int depth) {
    if (depth > max_depth) return out_.add("xmp", path, "nested too deeply to be read");
    const pugi::xml_node child = node.find_child(is_element);
    if (child.empty()) return add_leaf(node, path, depth);
    const Scope scope{names_, child};
    const auto name = names_.canonical(child.name());
    if (name == "rdf:Bag" || name == "rdf:Seq" || name == "rdf:Alt") return add_items(child, path, depth + 1);
    if (name == "rdf:Description") return add_fields(child, path, depth + 1);
    add_fields(node, path, depth);
  }

  // Adds a property without elements: a text, a URI, or fields in attributes.
  void add_leaf(pugi::xml_node node, const std::string& path, int depth) {
    bool has_fields = false;
    for (const auto& attribute : node.attributes()) {
      const auto name = names_.canonical(attribute.name());
      if (name == "rdf:resource") return add_value(path, attribute.value());
      has_fields = has_fields || !is_syntax(name);
    }
    const auto text = text_of(node);
    if (has_fields) add_fields(node, path, depth);
    if (!has_fields || !text.empty()) add_value(path, text);
  }

  void add_items(pugi::xml_node array, const std::string& path, int depth) {
    std::size_t index = 0;
    for (const auto& item : array.children()) {
      if (!is_element(item)) continue;
      const Scope scope{names_, item};
      const std::string_view language = item.attribute("xml:lang").value();
      const auto key = language.empty() ? std::to_string(++index) : std::string(language);
      std::string item_path = path;
      if (language != "x-default") item_path.append("[").append(key).append("]");
      add_property(item, bounded(std::move(item_path)), depth + 1);
    }
  }

  void add_value(const std::string& path, std::string_view value) {
    out_.add("xmp", path, trimmed(value));
    if (path == "exif:GPSLatitude") latitude_ = xmp_coordinate(value);
    if (path == "exif:GPSLongitude") longitude_ = xmp_coordinate(value);
    if (path.ends_with("xmpGImg:image")) add_thumbnail(value);
    if (path.starts_with("exif:UserComment") || path.starts_with("dc:description")) {
      add_prompt(std::as_bytes(std::span{value}), trimmed(value), out_);
    }
  }

  void add_thumbnail(std::string_view text) {
    if (const auto picture = base64_decoded(text)) add_jpeg_thumbnail(*picture, out_);
  }

  ValueList& out_;
  Namespaces names_;
  std::optional<double> latitude_;
  std::optional<double> longitude_;
};

}  // namespace

void add_xmp(Bytes payload, ValueList& out) {
  constexpr std::string_view signature("http://ns.adobe.com/xap/1.0/\0", 29);
  std::string_view packet = as_text(payload);
  if (packet.starts_with(signature)) packet.remove_prefix(signature.size());
  // The parser's tree takes about fifty bytes for each node, so tiny nodes could use many times the file's size.
  const auto nodes = std::ranges::count_if(packet, [](char c) { return c == '<' || c == '='; });
  if (nodes > max_nodes) return out.add("xmp", "Unreadable", "more than 1000000 elements and attributes");
  pugi::xml_document document;
  const auto result = document.load_buffer(packet.data(), packet.size());
  XmpValues values{out};
  values.find_rdf(document.root(), 0);
  values.add_position();
  if (!result) {
    out.add("xmp", "Unreadable", "not well-formed from byte " + std::to_string(result.offset) + " on");
  }
}

}  // namespace stripmeta::inspection
