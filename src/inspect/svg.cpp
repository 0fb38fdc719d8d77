#include "inspect/svg.hpp"

#include <string>
#include <string_view>

#include "inspect/text.hpp"
#include "inspect/xmp.hpp"

namespace stripmeta::inspection {
namespace {

// The text between the tags, at most as much as a value can show.
std::string text_within(std::string_view markup) {
  std::string text;
  bool in_tag = false;
  for (const char c : markup) {
    if (c == '<') in_tag = true;
    if (!in_tag) text += c;
    if (c == '>') in_tag = false;
    if (text.size() == max_rendered_bytes) break;
  }
  return std::string{trimmed(text)};
}

void add_attribute(std::string_view text, ValueList& out) {
  const auto equals = text.find('=');
  const auto quote = text.find_first_of("\"'", equals);
  if (text.starts_with("xmlns") || quote == std::string_view::npos) return;
  const auto name = trimmed(text.substr(0, equals));
  out.add("editor", name, text.substr(quote + 1, text.size() - quote - 2));
}

}  // namespace

void add_svg(Kind kind, Bytes payload, ValueList& out) {
  const auto markup = as_text(payload);
  if (kind == Kind::editor && !markup.starts_with('<')) return add_attribute(markup, out);
  if (kind == Kind::instruction)
    return out.add("instruction", "Text", markup.substr(0, max_rendered_bytes), markup.size());
  if (kind == Kind::metadata && contains(payload, ":RDF")) return add_xmp(payload, out);
  const auto text = text_within(markup);
  out.add(kind_word(kind), "Text", text.empty() ? byte_count(payload.size()) : text);
}

}  // namespace stripmeta::inspection
