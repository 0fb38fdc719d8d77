// The one pass over an SVG that decides what goes; the parts of it are in cutter.cpp (elements and texts),
// cutter_attributes.cpp, cutter_prolog.cpp (document type, comments, instructions) and cutter_style.cpp (style sheets
// and embedded files).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/svg/edits.hpp"
#include "strip/svg/names.hpp"
#include "strip/svg/sheet.hpp"
#include "strip/xml/prefixes.hpp"
#include "strip/xml/scan.hpp"

namespace stripmeta::svg {

class Cutter {
 public:
  Cutter(Bytes input, const Nesting& nesting, Output& out);

  // Reads the input, and writes what stays of it.
  Status run();

 private:
  struct Element {
    Range range;  // its start tag
    xml::QualifiedName name;
    Space space{Space::none};
    bool has_text{false};  // its text is shown or read
    bool has_child{false};
    bool has_tests{false};        // that a switch may find to fail
    bool title{false};            // a title or a description that may be kept, and not within another one
    bool hollow{false};           // a title or a description whose content goes unread
    bool place{false};            // `<metadata/>`, which only takes a place
    std::uint64_t cut_before{0};  // bytes that were cut before the element began
  };

  // The title or description that is open, and what was there before it.
  struct Title {
    xml::Decoded text;
    bool acts{false};  // it has a style sheet or a script in it
    std::size_t edits;
    std::size_t unread;
    std::size_t bases;
    Scopes scopes;
    std::uint64_t cut;
    std::uint64_t grown;
    std::size_t kept_end;
    bool relative;
    Report report;
  };

  // What in the document may read attributes that SVG does not know, and the place of an element among others.
  struct Readers {
    bool scripts{false};
    bool unseen_sheets{false};                // elsewhere, or with names that were not read
    bool places{false};                       // selectors judge an element's place
    std::unordered_set<std::string> names{};  // in style sheets
  };

  // An attribute that goes unless something reads it, which is known at the end.
  struct Unread {
    xml::Attribute attribute;
    Kind kind;
    bool by_name;  // only a style sheet that names it saves it
  };

  // What stands in the place of a part that goes, if something judges places.
  struct Gap {
    std::size_t edit;  // which one cuts the part
    std::string text;
  };

  Status on_token(const xml::Token& token);
  Status finish();

  // Elements and texts.
  Status on_start(const xml::Token& token);
  Status on_kept(const xml::Token& token, Element& element);
  Status on_end(const xml::Token& token);
  Status on_text(const xml::Token& token);
  Status on_idle_text(const xml::Token& token);
  void begin_title(Element& element);
  Status drop_title(const xml::Token& end);
  Status empty_title(const xml::Token& end);
  void end_element(std::size_t end);
  void read_element(const xml::Token& token, Element& element);
  bool goes(const Element& element) const;
  bool shown_goes(const Element& element) const;
  static bool is_switch(const Element& element);
  static bool is_sheet(const Element& element);
  bool shows_text(const Element& element) const;
  bool is_outside_of_html() const { return foreign_ == 0 && !title_; }
  bool space_goes(Space space) const;
  std::optional<Space> space_of_prefix(std::string_view prefix);
  static Kind kind_of(const Element& element);

  // Attributes.
  Status declare();
  Status on_attributes(const Element& element);
  Status on_attribute(const Element& element, const xml::Attribute& attribute);
  Status on_plain(const Element& element, const xml::Attribute& attribute, std::string_view local);
  Status on_prefixed(const Element& element, const xml::Attribute& attribute, xml::QualifiedName name);
  Status on_label(const xml::Attribute& attribute);
  Status on_value(const Element& element, const xml::Attribute& attribute, xml::QualifiedName name);
  Status on_address(const Element& element, const xml::Attribute& attribute, xml::QualifiedName name,
                    const xml::Decoded& decoded);
  Status on_list(const xml::Attribute& attribute, const xml::Decoded& decoded, std::string_view between, Place place);
  Status end_unread();
  Status cut_unless_read(const xml::Attribute& attribute, Kind kind, bool by_name);
  bool is_named(std::string_view name) const;
  bool is_read(std::string_view name) const;
  bool leads_to_sheet(const Element& element) const;
  void report_link(const xml::Attribute& attribute, xml::QualifiedName name, std::string_view value);
  static bool is_drawing_source(const Element& element, std::string_view local, bool root);
  static Place place_of(const Element& element);

  // Style sheets and embedded files.
  Status on_style(const xml::Decoded& decoded, std::size_t offset, Sheet sheet);
  Status empty_comment(const xml::Decoded& decoded, Range comment, std::size_t offset);
  Status on_style_address(const xml::Decoded& decoded, const Address& address, std::size_t offset);
  Status replace(Range range, std::uint64_t offset, std::expected<std::optional<std::string>, Error> uri);
  void note_link(std::string_view address);

  // Between elements.
  Status on_doctype();
  Status on_instruction(const xml::Token& token);
  Status on_style_instruction(const xml::Token& token);
  Status on_comment(const xml::Token& token);
  Status end_doctype();
  Status cut_idle_defaults(const xml::Declaration& declaration, bool& stays);
  std::unordered_set<std::string_view> referenced();
  std::unordered_set<std::string_view> referenced_by(std::vector<std::string_view> rest);

  // Cutting.
  Status cut(Range range, Kind kind, HoldSet holds);
  Status cut_element(const Element& element, Range range, Kind kind, HoldSet holds);
  std::string empty_metadata() const;
  void keep_place(std::string text);
  void fill_gaps();
  Status cut_in_text(Range range, Kind kind, HoldSet holds);
  Range inside(Range range) const;
  Bytes bytes(Range range) const { return input_.subspan(range.begin, range.size()); }

  Bytes input_;
  std::string_view text_;
  const Nesting& nesting_;
  Output& out_;
  bool only_embedded_;  // cut nothing, only replace embedded files
  xml::Scanner scanner_;
  xml::Entities entities_;
  Edits edits_;
  std::uint64_t cut_{0};    // bytes that edits remove
  std::uint64_t grown_{0};  // bytes that edits insert
  Scopes scopes_;
  std::vector<Element> open_;
  std::optional<std::size_t> gone_;    // depth of the open element that is being removed
  std::size_t foreign_{0};             // open foreignObject elements
  std::optional<Title> title_;         // the outermost one that is open
  std::optional<xml::Decoded> style_;  // text of the open style element
  std::size_t kept_end_{0};            // end of the kept text before the last cut; 0 if there is none
  Readers readers_;
  std::vector<Unread> unread_;
  std::vector<Gap> gaps_;
  std::vector<std::string_view> idle_texts_;       // texts that were cut although they refer to entities
  std::vector<xml::Attribute> bases_;              // xml:base
  bool relative_{false};                           // an address that is kept needs a base
  std::unordered_set<std::string_view> elements_;  // names of kept elements, with their prefixes
};

}  // namespace stripmeta::svg
