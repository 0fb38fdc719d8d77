#include "strip/svg/sheet.hpp"

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/base/percent.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/svg/edits.hpp"

namespace stripmeta::svg {

bool is_link(std::string_view address) {
  const auto target = trimmed(address);
  return !target.empty() && !target.starts_with('#');
}

namespace {

// The same URI without characters that have a meaning in CSS or XML.
std::string bare(std::string_view uri) {
  constexpr std::string_view special = "\"'()\\ \t\r\n\f<>&";
  std::string text;
  for (const char c : uri) {
    const std::string_view one{&c, 1};
    text += special.contains(c) ? percent_encoded(one, "") : std::string{one};
  }
  return text;
}

}  // namespace

std::expected<std::optional<std::string>, Error> strip_address(const Address& address, std::uint64_t offset,
                                                               const Nesting& nesting, Output& out) {
  if (!address.complete) {
    return fail(ErrorKind::unsupported, offset, "the end of a data: URI in a style sheet is not certain");
  }
  const auto place = address.imports ? Place::sheet : (address.font ? Place::font : Place::image);
  auto uri = strip_embedded(trimmed(address.text), offset, place, nesting, out);
  if (!uri || !*uri || !address.escaped) return uri;
  return bare(**uri);
}

Status strip_sheet(Bytes css, std::uint64_t offset, const Nesting& nesting, Output& out) {
  const auto parts = read_style(as_text(css), Sheet::whole);
  if (parts.too_many)
    return fail(ErrorKind::too_large, offset, "a style sheet has more than a million comments or links");
  Edits edits;
  for (const auto& comment : parts.comments) {
    if (out.policy().preset == Preset::location) continue;
    const auto bytes = css.subspan(comment.begin, comment.size());
    out.found(Kind::comment, bytes, offset);
    out.report().add(Kind::comment, Fate::removed, comment.size(), text_holds(bytes));
    edits.cut(comment);
  }
  for (const auto& address : parts.addresses) {
    if (!is_data_uri(address.text)) {
      if (is_link(address.text)) out.report().add(Kind::link, Fate::kept, address.range.size());
      continue;
    }
    auto uri = strip_address(address, offset, nesting, out);
    if (!uri) return std::unexpected(uri.error());
    if (*uri) edits.replace(address.range, std::move(**uri));
  }
  return edits.write(css, out);
}

}  // namespace stripmeta::svg
