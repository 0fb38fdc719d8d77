#include "strip/verify/svg.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/verify/svg_document.hpp"
#include "strip/verify/svg_embedded.hpp"
#include "strip/verify/svg_names.hpp"
#include "strip/verify/svg_namespaces.hpp"
#include "strip/verify/svg_notes.hpp"
#include "strip/verify/svg_readers.hpp"

namespace stripmeta::verify {
namespace {

// Whether a value can hold what is read of CSS: a comment, an escape, a string, url(), attr(). Most have none of these.
bool needs_css(std::string_view value) {
  if (value.contains('\\') || value.contains('"') || value.contains('\'') || value.contains("/*")) return true;
  const auto has = [&](std::string_view ends) { return value.contains(ends); };
  return value.contains('(') && (has("l(") || has("L(") || has("r(") || has("R("));
}

struct Element {
  std::string_view name;
  std::string_view local;
  Vocabulary of{Vocabulary::svg};
  bool has_text{false};
  bool has_child{false};
  bool empty{false};
  std::size_t namespaces{0};  // how many were in force outside of it
  bool foreign{false};
  bool title{false};
};

class SvgReader {
 public:
  SvgReader(std::string_view text, const Policy& policy, JudgeImage judge, int depth)
      : text_(text), policy_(policy), files_{policy, judge, depth, readers_.words()} {}

  Verdict read() {
    if (text_.ahead("\xEF\xBB\xBF")) text_.skip(3);
    if (text_.ahead("<?xml") && !text_.ahead("<?xml-") && !xml_declaration()) return verdict_;
    while (!verdict_ && !text_.done()) next();
    if (!verdict_ && (!open_.empty() || !root_seen_)) reject(text_.at(), "a document that does not end");
    if (!verdict_) end();
    return verdict_;
  }

 private:
  bool reject(std::size_t at, std::string_view rule) {
    if (!verdict_) verdict_ = Unaccounted{at, rule};
    return false;
  }
  bool reject(const Verdict& verdict) {
    if (verdict) reject(static_cast<std::size_t>(verdict->offset), verdict->rule);
    return false;
  }

  void next() {
    const auto at = text_.at();
    const bool before_root = !root_seen_;
    if (!text_.ahead("<")) {
      characters();
    } else if (text_.ahead("<!--")) {
      comment();
    } else if (text_.ahead("<![CDATA[")) {
      cdata();
    } else if (text_.ahead("<?")) {
      if (before_root && text_.ahead("<?xml-stylesheet")) {
        instruction();
      } else {
        reject(at, "a processing instruction");
      }
    } else if (text_.ahead("<!DOCTYPE") && before_root && subset_.root().empty()) {
      reject(subset_.read(text_));
    } else if (text_.ahead("</")) {
      end_tag();
    } else {
      start_tag();
    }
  }

  // --- the prolog

  bool xml_declaration() {
    const auto at = text_.at();
    text_.skip(5);
    std::vector<XmlAttribute> parts;
    if (!text_.take_attributes("?>", parts)) return reject(at, "an XML declaration that is not one");
    text_.skip(2);
    for (const auto& part : parts) {
      const bool version = part.name == "version" && (part.value == "1.0" || part.value == "1.1");
      const bool alone = part.name == "standalone" && (part.value == "yes" || part.value == "no");
      const bool encoding = part.name == "encoding" && is_ascii_encoding(part.value);
      if (!version && !alone && !encoding) return reject(part.at, "an unknown word in the XML declaration");
    }
    return true;
  }

  void instruction() {
    const auto at = text_.at();
    text_.skip(16);
    std::vector<XmlAttribute> parts;
    if (!text_.take_attributes("?>", parts))
      return void(reject(at, "an instruction that is not one for a style sheet"));
    text_.skip(2);
    bool leads = false;
    constexpr std::array<std::string_view, 6> known{"href", "type", "title", "media", "charset", "alternate"};
    for (const auto& part : parts) {
      if (std::ranges::find(known, part.name) == known.end()) reject(part.at, "an unknown word in an instruction");
      if (part.name != "href") continue;
      leads = true;
      std::string value;
      if (!Subset{}.resolve(part.value, value)) reject(part.value_at, "a reference that is not complete");
      reject(files_.address(value, part.value_at, Reads::sheet));
    }
    if (!leads) reject(at, "an instruction without a style sheet");
    readers_.has_unseen_sheet();
  }

  // --- texts

  void characters() {
    const auto at = text_.at();
    const auto text = text_.take_characters();
    if (open_.empty() || !open_.back().has_text) {
      const auto found = std::ranges::find_if_not(text, is_space);
      if (found != text.end()) reject(at + static_cast<std::size_t>(found - text.begin()), "a text that is not shown");
      return;
    }
    if (titles_ > 0 && !policy_.keeps(Keep::title) && !is_blank(text)) return void(reject(at, "a title"));
    std::string* const to = sink();
    std::string unused;
    if (to != nullptr) {
      if (!subset_.resolve(text, *to)) reject(at, "a reference that is not complete");
    } else if (text.contains('&') && !subset_.resolve(text, unused)) {
      reject(at, "a reference that is not complete");
    }
  }

  void cdata() {
    const auto at = text_.at();
    text_.skip(9);
    bool found = false;
    const auto text = text_.take_until("]]>", found);
    if (!found || open_.empty() || !open_.back().has_text) return void(reject(at, "a section that is not shown"));
    if (titles_ > 0 && !policy_.keeps(Keep::title)) return void(reject(at, "a title"));
    if (auto* const to = sink()) *to += text;
  }

  void comment() {
    const auto at = text_.at();
    if (open_.empty() || open_.back().local != "script") return void(reject(at, "a comment"));
    text_.skip(4);
    bool found = false;
    text_.take_until("-->", found);
    if (!found) reject(at, "a comment that does not end");
  }

  // Where the text of a style sheet or a title is gathered.
  std::string* sink() {
    if (is_sheet(open_.back())) return &style_;
    return open_.back().title ? &title_ : nullptr;
  }

  // --- elements

  void start_tag() {
    const auto at = text_.at();
    text_.skip(1);
    Element element;
    element.name = text_.take_name();
    element.namespaces = namespaces_.size();
    auto& attributes = attributes_;
    attributes.clear();
    if (element.name.empty() || !text_.take_attributes(">", attributes)) {
      return void(reject(at, "markup that is not well-formed"));
    }
    element.empty = text_.ahead("/");
    text_.skip(element.empty ? 2 : 1);
    const bool root = !root_seen_;
    if (!root && open_.empty()) return void(reject(at, "a second document"));
    if (root && !subset_.root().empty() && subset_.root() != element.name) {
      return void(reject(subset_.root_at(), "a document type of another name"));
    }
    root_seen_ = true;
    if (subset_.has_defaults()) elements_.insert(element.name);
    if (!declare(attributes)) return;
    const auto colon = element.name.find(':');
    element.local = element.name.substr(colon == std::string_view::npos ? 0 : colon + 1);
    element.of = find(colon == std::string_view::npos ? "" : element.name.substr(0, colon), at);
    judge_element(element, at);
    if (!open_.empty()) open_.back().has_child = true;
    open_.push_back(element);
    if (element.foreign) ++foreign_;
    if (element.title) ++titles_;
    if (is_sheet(element)) style_.clear(), style_at_ = text_.at();
    if (element.title && titles_ == 1) title_.clear(), plain_title_ = true;
    if (titles_ > 0 && !element.title) plain_title_ = false;
    for (const auto& attribute : attributes) {
      if (!verdict_) judge_attribute(element, attribute, root);
    }
    if (element.empty) close(at);
  }

  void end_tag() {
    const auto at = text_.at();
    text_.skip(2);
    const auto name = text_.take_name();
    text_.skip_space();
    if (open_.empty() || open_.back().name != name || !text_.ahead(">")) {
      return void(reject(at, "markup that is not well-formed"));
    }
    text_.skip(1);
    close(at);
  }

  void close(std::size_t at) {
    const auto element = open_.back();
    open_.pop_back();
    if (is_sheet(element)) {
      reject(files_.style(style_, style_at_, true));
    }
    if (element.title && titles_ == 1 && plain_title_ && is_program_note(title_)) reject(at, "a program's note");
    if (element.foreign) --foreign_;
    if (element.title) --titles_;
    reject(namespaces_.leave(element.namespaces));
  }

  static bool is_sheet(const Element& element) {
    return element.local == "style" && (element.of == Vocabulary::svg || element.of == Vocabulary::html);
  }

  bool declare(const std::vector<XmlAttribute>& attributes) {
    for (const auto& attribute : attributes) {
      if (attribute.name != "xmlns" && attribute.prefix() != "xmlns") continue;
      std::string uri;
      if (!subset_.resolve(attribute.value, uri)) return reject(attribute.value_at, "a reference that is not complete");
      const auto prefix = attribute.name == "xmlns" ? std::string_view{} : attribute.local();
      const auto of = vocabulary_of(uri);
      if (of == Vocabulary::editor) return reject(attribute.at, "the namespace of an editor");
      namespaces_.declare(prefix, of, attribute.at);
    }
    return true;
  }

  // What a prefix stands for, which is in use then.
  Vocabulary find(std::string_view prefix, std::size_t at) {
    const auto of = namespaces_.use(prefix);
    if (!of) reject(at, "a prefix that is not declared");
    return of.value_or(Vocabulary::svg);
  }

  void judge_element(Element& element, std::size_t at) {
    const auto local = element.local;
    const bool svg = element.of == Vocabulary::svg;
    const bool html = element.of == Vocabulary::html;
    const bool in_text = !open_.empty() && open_.back().has_text;
    const bool outside = foreign_ == 0 && titles_ == 0 && !in_text;
    if (!open_.empty() && is_sheet(open_.back())) reject(at, "an element in a style sheet");
    const bool chosen = html && !open_.empty() && open_.back().local == "switch";  // or not, by a switch
    const bool place = local == "metadata" && element.empty && attributes_.empty() && titles_ == 0;
    if (place && (svg || html || element.of == Vocabulary::math)) return;  // of an element that has gone
    const bool known = may_be_element(element.of, local);
    if (outside && !chosen && !known) reject(at, "an element that is not shown");
    if (element.of == Vocabulary::xlink || element.of == Vocabulary::xml) reject(at, "an element that is not shown");
    if (titles_ > 0 && !(svg && known) && (svg || element.of == Vocabulary::other)) reject(at, "an element in a title");
    const bool second = element.of == Vocabulary::math && !open_.empty() && open_.back().has_child;
    const bool note = second && (local == "annotation" || local == "annotation-xml");
    if (note || (svg && local == "metadata") || (html && (local == "meta" || local == "title"))) reject(at, "metadata");
    element.title = svg && (local == "title" || local == "desc");
    element.foreign = svg && local == "foreignObject";
    if (titles_ > 0 && !policy_.keeps(Keep::title)) reject(at, "a title");
    const bool inherits = (local == "a" || local == "switch") && in_text;
    const bool texts = svg && (inherits || may_have_text(local));
    element.has_text =
        svg && known && titles_ == 0 ? texts : texts || local == "script" || local == "style" || !outside;
    if ((svg || html) && (local == "script" || local == "handler")) readers_.has_script();
    if (html && local == "link") readers_.has_unseen_sheet();
  }

  // --- attributes

  void judge_attribute(const Element& element, const XmlAttribute& attribute, bool root) {
    if (attribute.name == "xmlns" || attribute.prefix() == "xmlns") return;
    const auto local = attribute.local();
    std::string resolved;
    std::string_view value = attribute.value;
    if (value.contains('&')) {
      if (!subset_.resolve(value, resolved)) reject(attribute.value_at, "a reference that is not complete");
      value = resolved;
    }
    auto of = element.of;
    bool unread = false;
    if (!attribute.prefix().empty()) {
      of = find(attribute.prefix(), attribute.at);
      if (of == Vocabulary::other) reject(attribute.at, "an attribute of an unknown namespace");
      if (!may_be_prefixed(of, local)) readers_.must_have(attribute, "an attribute that nothing reads");
    } else if (!may_be_attribute(of, local)) {
      readers_.must_have(attribute, "an attribute that nothing reads");
      unread = true;
    }
    judge_words(element, attribute, of, value);
    if (element.of == Vocabulary::svg) judge_of_svg(element, attribute, root);
    // An animation names the attribute that it changes, which may have a prefix.
    if (equal_ignoring_case(local, "attributeName") && value.contains(':'))
      namespaces_.use(trimmed(value.substr(0, value.find(':'))));
    if (!verdict_) judge_value(element, attribute, value, unread);
  }

  // Labels, and attributes that can have few values.
  void judge_words(const Element& element, const XmlAttribute& attribute, Vocabulary of, std::string_view value) {
    const auto local = attribute.local();
    const bool sheet = element.local == "style" || element.local == "link";
    if (!sheet && is_label(of, local)) {
      if (!policy_.keeps(Keep::title)) readers_.must_name(attribute, "a title");
      if (is_program_note(value)) readers_.must_name(attribute, "a program's note");
    }
    if (!may_be_value(of, local, trimmed(value)))
      readers_.must_have(attribute, "a value that an attribute cannot have");
    if (of == Vocabulary::xml && local == "base" && !base_) base_ = attribute.at;
    if (of == Vocabulary::html && local == "srcdoc" && !is_blank(value)) reject(attribute.at, "a page in an attribute");
  }

  void judge_of_svg(const Element& element, const XmlAttribute& attribute, bool root) {
    const auto local = attribute.local();
    const bool address = local == "href" || local == "src";
    if (address && may_be_element(Vocabulary::svg, element.local) && !may_have_address(element.local)) {
      readers_.must_have(attribute, "an address that nothing reads");
    }
    if (!attribute.prefix().empty()) return;
    const bool diagram = local == "content" || (root && is_of_diagram(local));
    if (diagram) readers_.must_name(attribute, "the source of a diagram");
  }

  void judge_value(const Element& element, const XmlAttribute& attribute, std::string_view value, bool unread) {
    const auto local = attribute.local();
    if (attribute.prefix().empty() && local.starts_with("on")) return readers_.has_script();
    const auto reads = element.local == "script" || element.local == "handler"     ? Reads::script
                       : element.local == "font-face-uri"                          ? Reads::font
                       : element.local == "link" && element.of == Vocabulary::html ? Reads::sheet
                                                                                   : Reads::image;
    const auto at = attribute.value_at;
    if (local == "srcset" || local == "imagesrcset") return void(reject(files_.list(value, at, " \t\r\n\f", reads)));
    if (local == "values" && element.of == Vocabulary::svg) reject(files_.list(value, at, ";", reads));
    if (equal_ignoring_case(trimmed(value).substr(0, 11), "javascript:")) readers_.has_script();
    const bool animates = local == "from" || local == "to" || local == "by";
    const bool leads =
        holds_address(local) || ((animates || unread) && EmbeddedFiles::is_file(value) && value.contains(','));
    if (leads) {
      reject(files_.address(value, at, reads));
    } else if (attribute.prefix().empty() && holds_css(local) && needs_css(value)) {
      reject(files_.style(value, at, false));
    }
  }

  void end() {
    if (files_.has_unseen()) readers_.has_unseen_sheet();
    reject(readers_.judge());
    if (base_ && !files_.has_relative()) reject(*base_, "a base that no address needs");
    reject(subset_.judge_use(elements_));
  }

  XmlText text_;
  const Policy& policy_;
  Verdict verdict_;
  Subset subset_;
  Readers readers_;
  EmbeddedFiles files_;
  std::vector<Element> open_;
  std::vector<XmlAttribute> attributes_;           // of the last start tag
  std::unordered_set<std::string_view> elements_;  // that are there, if the document type has default values
  bool root_seen_{false};
  Namespaces namespaces_;
  std::optional<std::size_t> base_;  // where the first xml:base stands
  std::string style_;
  std::size_t style_at_{0};
  std::string title_;
  bool plain_title_{false};
  int foreign_{0};
  int titles_{0};
};

}  // namespace

Verdict verify_svg(const File& file, const Policy& policy, JudgeImage judge, int depth) {
  return SvgReader{as_text(file.bytes(0, file.size())), policy, judge, depth}.read();
}

}  // namespace stripmeta::verify
