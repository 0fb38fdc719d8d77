#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/svg/cutter.hpp"
#include "strip/svg/vocabulary.hpp"

namespace stripmeta::svg {
namespace {

// Whether the external identifier of a document type is W3C's own. It says nothing that is not in every SVG.
bool is_usual(std::string_view external) {
  std::array<std::string_view, 2> literals;
  for (auto& literal : literals) {
    const auto begin = std::min(external.find_first_of("\"'"), external.size());
    if (begin == external.size()) return false;
    const auto end = external.find(external[begin], begin + 1);
    literal = external.substr(begin + 1, end - begin - 1);
    external.remove_prefix(end + 1);
  }
  constexpr auto publics = std::to_array<std::string_view>(
      {"-//W3C//DTD SVG 1.1//EN", "-//W3C//DTD SVG 1.0//EN", "-//W3C//DTD SVG 20010904//EN",
       "-//W3C//DTD SVG 20000303 Stylable//EN", "-//W3C//DTD SVG 1.1 Basic//EN", "-//W3C//DTD SVG 1.1 Tiny//EN"});
  constexpr auto systems = std::to_array<std::string_view>(
      {"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd", "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd",
       "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11-basic.dtd",
       "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11-tiny.dtd",
       "http://www.w3.org/TR/2000/03/WD-SVG-20000303/DTD/svg-20000303-stylable.dtd"});
  return std::ranges::find(publics, literals[0]) != publics.end() &&
         std::ranges::find(systems, literals[1]) != systems.end();
}

// Calls `found` with the name of each reference to a general entity.
template <typename Found>
void each_reference(std::string_view text, Found found) {
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const auto end = xml::name_end(text, at + 1);
    if (end > at + 1 && end < text.size() && text[end] == ';') found(text.substr(at + 1, end - at - 1));
  }
}

}  // namespace

// --- the document type

Status Cutter::on_doctype() {
  const auto& doctype = scanner_.doctype();
  entities_ = doctype.entities;
  if (doctype.external.size() > 0 && !is_usual(doctype.external.of(text_))) {
    out_.report().add(Kind::link, Fate::kept, doctype.external.size());
  }
  for (const auto& range : doctype.comments) {
    if (auto status = cut(range, Kind::comment, text_holds(bytes(range))); !status) return status;
  }
  for (const auto& range : doctype.instructions) {
    if (auto status = cut(range, Kind::instruction, {}); !status) return status;
  }
  return {};
}

// Cuts the declarations that nothing uses: entities that are not referred to, defaults for elements that are not there,
// and all that only a validating parser reads.
Status Cutter::end_doctype() {
  const auto used = referenced();
  const auto idle_names = referenced_by(idle_texts_);
  std::unordered_set<std::string_view> seen;
  for (const auto& declaration : scanner_.doctype().declarations) {
    const auto& [range, entity, name, value, defaults, idle, fault] = declaration;
    bool stays = entity ? used.contains(name) && seen.insert(name).second : false;
    if (!entity && !defaults.empty()) {
      if (auto status = cut_idle_defaults(declaration, stays); !status) return status;
    }
    const bool counts = stays || only_embedded_ || (entity && idle_names.contains(name));
    if (!fault.empty() && counts) return fail(ErrorKind::unsupported, range.begin, fault);
    if (stays) continue;
    const auto kind = entity ? Kind::text : Kind::attribute;
    if (auto status = cut(range, kind, text_holds(bytes(range))); !status) return status;
  }
  const auto& name = scanner_.doctype().name;
  const auto root = scanner_.root();
  if (name.size() == 0 || only_embedded_ || name.of(text_) == root.of(text_)) return {};
  out_.report().add(Kind::attribute, Fate::removed, name.size());
  cut_ += name.size();
  grown_ += root.size();
  edits_.replace(name, std::string{root.of(text_)});
  return {};
}

// Whether an ATTLIST gives a default value to an attribute that counts. If it does, what does not is cut out of it.
Status Cutter::cut_idle_defaults(const xml::Declaration& declaration, bool& stays) {
  const auto counts = [&](const xml::AttributeDefault& one) {
    return one.name.contains(':') || is_attribute(Space::svg, one.name);
  };
  constexpr std::array<std::string_view, 8> types{"CDATA",  "ID",       "IDREF",   "IDREFS",
                                                  "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS"};  // XML 1.0, 3.3.1
  stays = elements_.contains(declaration.name) && std::ranges::any_of(declaration.defaults, counts);
  if (!stays || only_embedded_) return {};
  std::vector<Range> gone = declaration.idle;
  for (const auto& one : declaration.defaults) {
    if (!counts(one)) {
      gone.push_back(one.whole);
    } else if (std::ranges::find(types, one.type.of(text_)) == types.end()) {
      out_.report().add(Kind::attribute, Fate::removed, one.type.size());
      cut_ += one.type.size();
      edits_.replace(one.type, "CDATA");
    }
  }
  for (const auto& range : gone) {
    if (auto status = cut(range, Kind::attribute, {}); !status) return status;
  }
  return {};
}

// The names of the entities that the output refers to, also through others.
std::unordered_set<std::string_view> Cutter::referenced() {
  const auto& doctype = scanner_.doctype();
  if (doctype.declarations.empty()) return {};
  std::vector<std::string_view> rest;
  for (const auto& one : doctype.declarations) {
    for (const auto& each : one.defaults) rest.push_back(each.value);
  }
  for (auto part : edits_.kept(text_)) {
    const auto at = static_cast<std::size_t>(part.data() - text_.data());
    if (at < doctype.range.end) part.remove_prefix(std::min(part.size(), doctype.range.end - at));
    rest.push_back(part);
  }
  return referenced_by(std::move(rest));
}

// The names of the entities that the texts refer to, also through others.
std::unordered_set<std::string_view> Cutter::referenced_by(std::vector<std::string_view> rest) {
  std::unordered_map<std::string_view, std::string_view> values;
  for (const auto& one : scanner_.doctype().declarations) {
    if (one.entity) values.emplace(one.name, one.value);
  }
  std::unordered_set<std::string_view> names;
  while (!rest.empty()) {
    const auto text = rest.back();
    rest.pop_back();
    each_reference(text, [&](std::string_view name) {
      const auto value = values.find(name);
      if (value != values.end() && names.insert(value->first).second) rest.push_back(value->second);
    });
  }
  return names;
}

// --- instructions and comments

Status Cutter::on_instruction(const xml::Token& token) {
  if (gone_) return {};
  const auto target = token.inner.of(text_);
  if (target == "xml") return {};
  if (target == "xml-stylesheet" && open_.empty() && scanner_.root().size() == 0) return on_style_instruction(token);
  return cut_in_text(token.range, Kind::instruction, xmp_holds(bytes(token.range)));
}

// <?xml-stylesheet href="..." type="..."?> (Associating Style Sheets with XML documents 1.0). Words that
// are not among its pseudo-attributes go; without an address it goes as a whole.
Status Cutter::on_style_instruction(const xml::Token& token) {
  constexpr auto known = std::to_array<std::string_view>({"href", "type", "title", "media", "charset", "alternate"});
  const auto whole = token.range.of(text_);
  const Range content{token.inner.end, token.range.end - 2};
  xml::Decoded address;
  Range source{};
  std::vector<Range> gone;
  for (auto at = content.begin; xml::skip_space(text_, at) < content.end;) {
    const Range name{xml::skip_space(text_, at), xml::name_end(text_, xml::skip_space(text_, at))};
    const auto equals = xml::skip_space(text_, name.end);
    const auto quote = xml::skip_space(text_, std::min(equals + 1, content.end));
    const bool opens = name.size() > 0 && name.begin > at && text_[equals] == '=' && quote < content.end &&
                       (text_[quote] == '"' || text_[quote] == '\'');
    const auto close = opens ? text_.find(text_[quote], quote + 1) : content.end;
    if (close >= content.end) return cut(token.range, Kind::instruction, {});
    const Range value{quote + 1, close};
    if (std::ranges::find(known, name.of(text_)) == known.end()) gone.push_back({at, close + 1});
    if (name.of(text_) == "href") {
      source = value;
      address = {};
      if (!xml::check_references(value.of(text_), 0)) return cut(token.range, Kind::instruction, {});
      if (auto status = xml::Entities{}.decode(value.of(text_), value.begin, address); !status) return status;
    }
    at = close + 1;
  }
  if (is_blank(address.text())) return cut(token.range, Kind::instruction, {});
  for (const auto& range : gone) {
    if (auto status = cut(range, Kind::instruction, {}); !status) return status;
  }
  readers_.unseen_sheets = true;
  if (is_data_uri(address.text())) {
    const auto at = source.begin;
    return replace(source, at, strip_embedded(trimmed(address.text()), at, Place::sheet, nesting_, out_));
  }
  if (is_link(address.text())) out_.report().add(Kind::link, Fate::kept, whole.size());
  note_link(address.text());
  return {};
}

// A comment goes, except in a script, which stays as it is.
Status Cutter::on_comment(const xml::Token& token) {
  if (gone_) return {};
  const bool in_script = !open_.empty() && is_shown(open_.back().space) && open_.back().name.local == "script";
  if (in_script) return kept_end_ = 0, Status{};
  return cut_in_text(token.range, Kind::comment, text_holds(bytes(token.inner)));
}

}  // namespace stripmeta::svg
