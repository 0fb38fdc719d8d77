#include "strip/metadata/xmp_writer.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "strip/base/plain_text.hpp"
#include "strip/metadata/xmp_names.hpp"
#include "strip/xml/syntax.hpp"

namespace stripmeta {
namespace {

std::string_view escaped(char c, bool in_attribute) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return in_attribute ? "&quot;" : "";
    case '\t': return in_attribute ? "&#9;" : "";
    case '\n': return in_attribute ? "&#10;" : "";
    default: return "";
  }
}

void put_escaped(std::string& out, std::string_view text, bool in_attribute) {
  for (const char c : text) {
    const auto reference = escaped(c, in_attribute);
    reference.empty() ? out += c : out += reference;
  }
}

const xmp::Namespace* namespace_of(const XmpProperty& property) {
  const auto row = std::ranges::find(xmp::written, property.uri, &xmp::Namespace::uri);
  return row == xmp::written.end() ? nullptr : &*row;
}

bool is_name(std::string_view name) {
  return !name.empty() && name.find(':') == std::string_view::npos && xml::name_end(name, 0) == name.size();
}

// The property with only those items that can be written.
XmpProperty writable(XmpProperty property) {
  auto& items = property.items;
  std::erase_if(items, [](const XmpItem& item) { return !is_kept_text(item.text); });
  const std::size_t most = property.shape == XmpShape::text ? 1 : xmp_item_limit;
  if (items.size() > most) items.erase(items.begin() + static_cast<std::ptrdiff_t>(most), items.end());
  return property;
}

// The properties that can be written, each once.
std::vector<XmpProperty> writable(std::span<const XmpProperty> properties) {
  std::vector<XmpProperty> kept;
  for (const auto& property : properties) {
    if (namespace_of(property) == nullptr || !is_name(property.name) || kept.size() == xmp_property_limit) continue;
    const auto same = [&](const XmpProperty& p) { return p.uri == property.uri && p.name == property.name; };
    if (std::ranges::any_of(kept, same)) continue;
    if (auto one = writable(property); !one.items.empty()) kept.push_back(std::move(one));
  }
  return kept;
}

bool is_attribute(const XmpProperty& property) {
  return property.shape == XmpShape::text && property.items.front().lang.empty();
}

std::string_view array_name(XmpShape shape) {
  switch (shape) {
    case XmpShape::bag: return "rdf:Bag";
    case XmpShape::seq: return "rdf:Seq";
    case XmpShape::alt: return "rdf:Alt";
    case XmpShape::text: break;
  }
  return "";
}

class Writer {
 public:
  explicit Writer(const std::vector<XmpProperty>& properties) : properties_(properties) {}

  std::string write() {
    put({R"(<x:xmpmeta xmlns:x=")", xmp::meta, R"("><rdf:RDF xmlns:rdf=")", xmp::rdf,
         R"("><rdf:Description rdf:about="")"});
    for (const auto& row : xmp::written) {
      const bool used = std::ranges::find(properties_, row.uri, &XmpProperty::uri) != properties_.end();
      if (used) put({" xmlns:", row.prefix, "=\"", row.uri, "\""});
    }
    for (const auto& property : properties_) {
      if (is_attribute(property)) put_attribute(property);
    }
    const bool only_attributes = std::ranges::all_of(properties_, is_attribute);
    put({only_attributes ? "/>" : ">"});
    for (const auto& property : properties_) {
      if (!is_attribute(property)) put_element(property);
    }
    put({only_attributes ? "" : "</rdf:Description>", "</rdf:RDF></x:xmpmeta>"});
    return std::move(out_);
  }

 private:
  void put(std::initializer_list<std::string_view> parts) {
    for (const auto part : parts) out_ += part;
  }

  void put_attribute(const XmpProperty& property) {
    put({" ", namespace_of(property)->prefix, ":", property.name, "=\""});
    put_escaped(out_, property.items.front().text, true);
    put({"\""});
  }

  void put_element(const XmpProperty& property) {
    const auto array = array_name(property.shape);
    const auto name = std::string{namespace_of(property)->prefix} + ":" + property.name;
    if (array.empty()) return put_value(name, property.items.front());
    put({"<", name, "><", array, ">"});
    for (const auto& item : property.items) put_value("rdf:li", item);
    put({"</", array, "></", name, ">"});
  }

  void put_value(std::string_view element, const XmpItem& item) {
    put({"<", element});
    if (!item.lang.empty()) {
      put({" xml:lang=\""});
      put_escaped(out_, item.lang, true);
      put({"\""});
    }
    put({">"});
    put_escaped(out_, item.text, false);
    put({"</", element, ">"});
  }

  const std::vector<XmpProperty>& properties_;
  std::string out_;
};

}  // namespace

std::string make_xmp(std::span<const XmpProperty> properties) {
  const auto kept = writable(properties);
  return kept.empty() ? std::string{} : Writer{kept}.write();
}

}  // namespace stripmeta
