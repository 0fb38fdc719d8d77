#include "s3/tagging.hpp"

#include <pugixml.hpp>
#include <sstream>
#include <utility>

#include "store/key.hpp"

namespace stripmeta::s3 {

std::string tagging_header(const Tags& tags) {
  std::string header;
  for (const auto& [name, value] : tags) {
    if (!header.empty()) header += '&';
    header.append(percent_encode_component(name)).append("=").append(percent_encode_component(value));
  }
  return header;
}

std::optional<Tags> read_tagging(const std::string& body) {
  pugi::xml_document document;
  // A tag's value may consist of blanks only.
  if (!document.load_buffer(body.data(), body.size(), pugi::parse_default | pugi::parse_ws_pcdata_single)) {
    return std::nullopt;
  }
  const auto set = document.child("Tagging").child("TagSet");
  if (set.empty()) return std::nullopt;
  Tags tags;
  for (const auto tag : set.children("Tag")) tags.emplace(tag.child_value("Key"), tag.child_value("Value"));
  return tags;
}

std::string tagging_body(const Tags& tags) {
  pugi::xml_document document;
  auto root = document.append_child("Tagging");
  root.append_attribute("xmlns") = "http://s3.amazonaws.com/doc/2006-03-01/";
  auto set = root.append_child("TagSet");
  for (const auto& [name, value] : tags) {
    auto tag = set.append_child("Tag");
    tag.append_child("Key").text().set(name.c_str());
    tag.append_child("Value").text().set(value.c_str());
  }
  std::ostringstream text;
  document.save(text, "", pugi::format_raw);
  return std::move(text).str();
}

}  // namespace stripmeta::s3
