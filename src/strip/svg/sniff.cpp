#include "strip/svg/sniff.hpp"

#include <optional>
#include <string_view>

#include "strip/xml/doctype.hpp"
#include "strip/xml/prefixes.hpp"

namespace stripmeta::svg {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view doctype = "<!DOCTYPE";

// Whether `text` is shorter than `word` but may still turn out to start with it.
bool may_become(std::string_view text, std::string_view word) {
  return text.size() < word.size() && equal_ignoring_case(text, word.substr(0, text.size()));
}

class Sniffer {
 public:
  explicit Sniffer(std::string_view text) : text_(text) {}

  Looks classify() {
    if (may_become(text_, byte_order_mark)) return Looks::maybe;
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    for (;;) {
      at_ = xml::skip_space(text_, at_);
      if (at_ == text_.size()) return Looks::maybe;
      if (const auto decided = read_markup(text_.substr(at_))) return *decided;
    }
  }

 private:
  // The result if the markup at the front of `rest` decides it; otherwise skips the markup and returns nullopt.
  std::optional<Looks> read_markup(std::string_view rest) {
    if (rest.front() != '<') return Looks::nothing;
    if (rest.size() == 1) return Looks::maybe;
    if (rest.starts_with("<?")) return skip("?>", 2);
    if (rest.starts_with("<!--")) return skip("-->", 4);
    if (may_become(rest, "<!--") || may_become(rest, doctype)) return Looks::maybe;
    if (equal_ignoring_case(rest.substr(0, doctype.size()), doctype)) return skip_doctype(rest);
    return root(rest);
  }

  std::optional<Looks> skip(std::string_view closing, std::size_t opening) {
    const auto end = text_.find(closing, at_ + opening);
    if (end == std::string_view::npos) return Looks::maybe;
    at_ = end + closing.size();
    return std::nullopt;
  }

  std::optional<Looks> skip_doctype(std::string_view rest) {
    const auto begin = xml::skip_space(rest, doctype.size());
    const auto end = xml::name_end(rest, begin);
    if (end == rest.size()) return Looks::maybe;
    const auto name = rest.substr(begin, end - begin);
    if (equal_ignoring_case(name, "html")) return Looks::html;
    if (!rest.starts_with(doctype)) return Looks::xml;
    const auto read = xml::read_doctype(text_, at_);
    if (read) {
      at_ = read->range.end;
      return std::nullopt;
    }
    if (read.error().kind == ErrorKind::truncated) return Looks::maybe;
    return xml::split_name(name).local == "svg" ? Looks::svg : Looks::xml;  // the grammar reports the error
  }

  static std::optional<Looks> root(std::string_view rest) {
    const auto end = xml::name_end(rest, 1);
    if (end == rest.size()) return Looks::maybe;
    const auto local = xml::split_name(rest.substr(1, end - 1)).local;
    if (local == "svg") return Looks::svg;
    return equal_ignoring_case(local, "html") ? Looks::html : Looks::xml;
  }

  std::string_view text_;
  std::size_t at_{0};
};

}  // namespace

Looks sniff(Bytes front) {
  return Sniffer{as_text(front).substr(0, prolog_limit)}.classify();
}

}  // namespace stripmeta::svg
