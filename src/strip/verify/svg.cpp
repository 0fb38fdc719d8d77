#include "strip/verify/svg.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/verify/svg_document.hpp"
#include "strip/verify/svg_embedded.hpp"
#include "strip/verify/svg_names.hpp"
#include "strip/verify/svg_namespaces.hpp"

namespace stripmeta::verify {
namespace {

struct Element {
  std::string_view name;
  std::string_view local;
  Vocabulary of{Vocabulary::svg};
  bool has_text{false};
  std::size_t namespaces{0};  // how many were in force outside of it
  bool foreign{false};
  bool title{false};
};

class SvgReader {
 public:
  SvgReader(std::string_view text, const Policy& policy, JudgeImage judge, int depth)
      : text_(text), policy_(policy), files_{policy, judge, depth, words_} {}

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
    unseen_ = true;
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
    const bool empty = text_.ahead("/");
    text_.skip(empty ? 2 : 1);
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
    open_.push_back(element);
    if (element.foreign) ++foreign_;
    if (element.title) ++titles_;
    if (is_sheet(element)) style_.clear(), style_at_ = text_.at();
    if (element.title && titles_ == 1) title_.clear(), plain_title_ = true;
    if (titles_ > 0 && !element.title) plain_title_ = false;
    for (const auto& attribute : attributes) {
      if (!verdict_) judge_attribute(element, attribute);
    }
    if (empty) close(at);
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
    if (element.title && titles_ == 1 && plain_title_ && is_path(title_)) reject(at, "the path of a file in a title");
    if (element.foreign) --foreign_;
    if (element.title) --titles_;
    reject(namespaces_.leave(element.namespaces));
  }

  static bool is_sheet(const Element& element) {
    return element.local == "style" && (element.of == Vocabulary::svg || element.of == Vocabulary::html);
  }

  // A sign that a title was written by a program.
  static bool is_path(std::string_view title) {
    return find_ignoring_case(title, "file:///") != std::string_view::npos;
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
    if (outside && !chosen && !may_be_element(element.of, local)) reject(at, "an element that is not shown");
    if (element.of == Vocabulary::xlink || element.of == Vocabulary::xml) reject(at, "an element that is not shown");
    const bool known = svg && may_be_element(element.of, local);
    if (titles_ > 0 && !known && (svg || element.of == Vocabulary::other)) reject(at, "an element in a title");
    if ((svg && local == "metadata") || (html && (local == "meta" || local == "title"))) reject(at, "metadata");
    element.title = svg && (local == "title" || local == "desc");
    element.foreign = svg && local == "foreignObject";
    if (element.title && !policy_.keeps(Keep::title)) reject(at, "a title");
    const bool inherits = (local == "a" || local == "switch") && in_text;
    element.has_text = local == "script" || local == "style" || !outside || (svg && (may_have_text(local) || inherits));
    if (svg && may_be_element(element.of, local) && titles_ == 0) {
      element.has_text = may_have_text(local) || inherits;
    }
    if (local == "script" || local == "handler") scripts_ = true;
    if (html && local == "link") unseen_ = true;
  }

  // --- attributes

  void judge_attribute(const Element& element, const XmlAttribute& attribute) {
    if (attribute.name == "xmlns" || attribute.prefix() == "xmlns") return;
    const bool svg = element.of == Vocabulary::svg;
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
      if (!may_be_prefixed(of, local)) must_be_named(attribute, "an attribute that nothing reads");
    } else if (!may_be_attribute(element.of, local)) {
      unread_.push_back({attribute.at, local, "an attribute that nothing reads", false});
      unread = true;
    }
    const bool sheet = element.local == "style" || element.local == "link";
    if (!policy_.keeps(Keep::title) && !sheet && is_label(of, local)) must_be_named(attribute, "a title");
    if (!may_be_value(of, local, trimmed(value))) must_be_named(attribute, "a value that an attribute cannot have");
    if (svg && (local == "href" || local == "src") && may_be_element(Vocabulary::svg, element.local) &&
        !may_have_address(element.local)) {
      must_be_named(attribute, "an address that nothing reads");
    }
    if (svg && local == "content" && attribute.prefix().empty()) must_be_named(attribute, "the source of a diagram");
    // An animation names the attribute that it changes, which may have a prefix.
    if (equal_ignoring_case(local, "attributeName") && value.contains(':'))
      namespaces_.use(trimmed(value.substr(0, value.find(':'))));
    if (!verdict_) judge_value(element, attribute, value, unread);
  }

  void judge_value(const Element& element, const XmlAttribute& attribute, std::string_view value, bool unread) {
    const auto local = attribute.local();
    if (attribute.prefix().empty() && local.starts_with("on")) {
      scripts_ = true;
      return;
    }
    const auto reads = element.local == "script" || element.local == "handler"     ? Reads::script
                       : element.local == "font-face-uri"                          ? Reads::font
                       : element.local == "link" && element.of == Vocabulary::html ? Reads::sheet
                                                                                   : Reads::image;
    const auto at = attribute.value_at;
    if (local == "srcset" || local == "imagesrcset") return void(reject(files_.list(value, at, " \t\r\n\f", reads)));
    if (local == "values" && element.of == Vocabulary::svg) reject(files_.list(value, at, ";", reads));
    if (equal_ignoring_case(trimmed(value).substr(0, 11), "javascript:")) scripts_ = true;
    const bool animates = local == "from" || local == "to" || local == "by";
    const bool leads = holds_address(local) || ((animates || unread) && value.contains(','));
    if (files_.is_file(value) && leads) {
      reject(files_.address(value, at, reads));
    } else if (value.find_first_of("/(\\\"'") != std::string_view::npos && attribute.prefix().empty() &&
               holds_css(local)) {
      reject(files_.style(value, at, false));
    }
  }

  // --- the end

  struct Unread {
    std::size_t at;
    std::string_view name;
    std::string_view rule;
    bool by_name;  // only a style sheet that names it gives it a reason
  };

  void must_be_named(const XmlAttribute& attribute, std::string_view rule) {
    unread_.push_back({attribute.at, attribute.local(), rule, true});
  }

  bool is_named(std::string_view name) const {
    std::string small{name};
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return words_.contains(small);
  }

  // Whether a script or a style sheet may read an attribute.
  bool is_read(std::string_view name) const { return scripts_ || unseen_ || files_.has_unseen() || is_named(name); }

  void end() {
    for (const auto& [at, name, rule, by_name] : unread_) {
      if (by_name ? !is_named(name) : !is_read(name)) reject(at, rule);
    }
    reject(subset_.judge_use(elements_));
  }

  XmlText text_;
  const Policy& policy_;
  Verdict verdict_;
  Subset subset_;
  std::unordered_set<std::string> words_;  // of style sheets
  EmbeddedFiles files_;
  std::vector<Element> open_;
  std::vector<XmlAttribute> attributes_;           // of the last start tag
  std::unordered_set<std::string_view> elements_;  // that are there, if the document type has default values
  bool root_seen_{false};
  Namespaces namespaces_;
  std::vector<Unread> unread_;
  std::string style_;
  std::size_t style_at_{0};
  std::string title_;
  bool plain_title_{false};
  int foreign_{0};
  int titles_{0};
  bool scripts_{false};
  bool unseen_{false};
};

}  // namespace

Verdict verify_svg(const File& file, const Policy& policy, JudgeImage judge, int depth) {
  return SvgReader{as_text(file.bytes(0, file.size())), policy, judge, depth}.read();
}

}  // namespace stripmeta::verify
