#include "strip/base/data_uri.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/svg/cutter.hpp"

namespace stripmeta::svg {

// Reads a style sheet or an attribute with CSS: empties its comments, replaces its embedded files, reports its links.
Status Cutter::on_style(const xml::Decoded& decoded, std::size_t offset, Sheet sheet) {
  auto parts = read_style(decoded.text(), sheet);
  if (parts.too_many)
    return fail(ErrorKind::too_large, offset, "a style sheet has more than a million comments or links");
  for (const auto& comment : parts.comments) {
    if (auto status = empty_comment(decoded, comment, offset); !status) return status;
  }
  for (const auto& address : parts.addresses) {
    if (auto status = on_style_address(decoded, address, offset); !status) return status;
  }
  if (title_ && sheet == Sheet::attribute) return {};  // it selects nothing, and the title may go
  readers_.unseen_sheets = readers_.unseen_sheets || parts.unread_names;
  readers_.places = readers_.places || (parts.places && sheet == Sheet::whole);
  constexpr std::size_t most = 100'000;
  for (auto& name : parts.names) readers_.names.insert(std::move(name));
  readers_.unseen_sheets = readers_.unseen_sheets || readers_.names.size() > most;
  return {};
}

Status Cutter::empty_comment(const xml::Decoded& decoded, Range comment, std::size_t offset) {
  if (only_embedded_) return {};
  const auto sources = decoded.sources(comment);
  if (!sources) {
    return fail(ErrorKind::unsupported, offset, "a comment in a style sheet begins or ends within an entity");
  }
  if (sources->empty()) return {};
  const auto text = std::as_bytes(std::span{comment.of(decoded.text())});
  std::uint64_t size = 0;
  for (const auto& source : *sources) {
    edits_.cut(source);
    size += source.size();
  }
  cut_ += size;
  out_.found(Kind::comment, text, sources->front().begin);
  out_.report().add(Kind::comment, Fate::removed, size, text_holds(text));
  return {};
}

Status Cutter::on_style_address(const xml::Decoded& decoded, const Address& address, std::size_t offset) {
  if (address.imports) readers_.unseen_sheets = true;
  if (!is_data_uri(address.text)) {
    if (!is_link(address.text)) return {};
    out_.report().add(Kind::link, Fate::kept, address.range.size());
    note_link(address.text);
    return {};
  }
  const auto source = decoded.source(address.range);
  const auto at = source.size() > 0 ? source.begin : offset;
  return replace(source, at, strip_address(address, at, nesting_, out_));
}

// Puts the new URI of an embedded file into its place.
Status Cutter::replace(Range range, std::uint64_t offset, std::expected<std::optional<std::string>, Error> uri) {
  if (!uri) return std::unexpected(uri.error());
  if (!*uri) return {};
  if (range.size() == 0) return fail(ErrorKind::unsupported, offset, "an embedded file is split into several pieces");
  cut_ += range.size();
  grown_ += (*uri)->size();
  edits_.replace(range, std::move(**uri));
  return {};
}

}  // namespace stripmeta::svg
