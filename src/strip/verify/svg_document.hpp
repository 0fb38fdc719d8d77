// The parts of a clean SVG's text: tags, references, the document type. Each part is read by its grammar in XML 1.0;
// a text that does not follow it ends with a rule that does not hold.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

struct XmlAttribute {
  std::size_t at;  // of its name
  std::string_view name;
  std::size_t value_at;
  std::string_view value;  // with its references

  std::string_view prefix() const { return name.substr(0, name.contains(':') ? name.find(':') : 0); }
  std::string_view local() const { return name.substr(name.contains(':') ? name.find(':') + 1 : 0); }
};

// Whether an encoding of characters holds ASCII as it is.
bool is_ascii_encoding(std::string_view name);

// Goes through a text from its beginning to its end.
class XmlText {
 public:
  explicit XmlText(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool done() const { return at_ == text_.size(); }
  bool ahead(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void skip(std::size_t count) { at_ += count; }
  void skip_space();
  std::string_view take_name();
  std::string_view take_characters();  // up to the next `<`
  // The text before `end`, which is passed, too. At the text's end `found` is false.
  std::string_view take_until(std::string_view end, bool& found);
  // Reads ` name="value"` until `end` is ahead, which is not passed. Returns false if the text is something else.
  bool take_attributes(std::string_view end, std::vector<XmlAttribute>& attributes);

 private:
  std::string_view text_;
  std::size_t at_{0};
};

// The document type's internal subset, and what its entities stand for.
class Subset {
 public:
  // Reads `<!DOCTYPE ...>`, which is ahead.
  Verdict read(XmlText& text);

  std::string_view root() const { return root_; }
  std::size_t root_at() const { return root_at_; }
  bool has_defaults() const { return !defaults_.empty(); }

  // Appends `raw` with its references resolved, and notes which entities it uses. Returns false if a reference is not
  // complete, or if entities give too much.
  bool resolve(std::string_view raw, std::string& to);
  // Rejects an entity that nothing has used, and attributes of elements that are not there.
  Verdict judge_use(const std::unordered_set<std::string_view>& elements) const;

 private:
  struct Entity {
    std::size_t at;
    std::string_view value;
    bool used{false};
  };
  struct Defaults {
    std::size_t at;
    std::string_view element;
  };

  Verdict declaration(XmlText& text);
  bool entity(XmlText& text, std::size_t at, std::string_view name);
  bool defaults(XmlText& text);
  bool resolve(std::string_view raw, std::string& to, int depth);

  std::string_view root_;
  std::size_t root_at_{0};
  std::map<std::string_view, Entity> entities_;
  std::vector<Defaults> defaults_;
  std::size_t given_{0};  // bytes that entities have given
};

}  // namespace stripmeta::verify
