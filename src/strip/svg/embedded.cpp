#include "strip/svg/embedded.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/svg/cut.hpp"

namespace stripmeta::svg {
namespace {

// Reports findings in an embedded file at the position of its URI.
struct Forward {
  const Output& out;
  std::uint64_t offset;
  static void found(void* self, const Finding& finding) noexcept {
    const auto& [out, offset] = *static_cast<Forward*>(self);
    out.found(finding.kind, finding.payload, offset);
  }
};

std::unexpected<Error> refuse(const Error& inner, std::uint64_t offset) {
  const auto kind = inner.kind == ErrorKind::truncated ? ErrorKind::malformed : inner.kind;
  return std::unexpected(Error{kind, "embedded file: " + inner.message, offset});
}

bool is_font(std::string_view media, Bytes file) {
  constexpr std::array<std::string_view, 6> signatures{"wOFF", "wOF2", "OTTO", "true", "ttcf", {"\0\1\0\0", 4}};
  constexpr std::array<std::string_view, 4> words{"font", "opentype", "truetype", "ms-fontobject"};
  return std::ranges::any_of(signatures, [&](auto text) { return starts_with(file, text); }) ||
         std::ranges::any_of(words,
                             [&](auto word) { return find_ignoring_case(media, word) != std::string_view::npos; });
}

bool is_script(std::string_view media) {
  return find_ignoring_case(media, "javascript") != std::string_view::npos ||
         find_ignoring_case(media, "ecmascript") != std::string_view::npos;
}

// Whether the file is a style sheet without embedded files of its own.
bool is_plain_style(std::string_view media, Bytes file) {
  return equal_ignoring_case(media, "text/css") && find_ignoring_case(as_text(file), "data:") == std::string_view::npos;
}

struct Nested {
  Report report;
  std::vector<std::byte> bytes;
};

std::expected<Nested, Error> strip_svg(Bytes file, const Nesting& nesting, Output& out, Forward& forward) {
  if (nesting.depth == max_embedding) {
    return std::unexpected(Error{ErrorKind::unsupported, "images are nested too deeply", std::nullopt});
  }
  Nested nested;
  nested.report.format = Format::svg;
  Output inner{out.policy(), nested.report, append_slice, &nested.bytes, Forward::found, &forward};
  if (auto status = cut_svg(file, {nesting.engine, nesting.depth + 1}, inner); !status)
    return std::unexpected(status.error());
  return nested;
}

std::expected<Nested, Error> strip_file(Bytes file, const Nesting& nesting, Output& out, Forward& forward) {
  const auto format = nesting.engine.detect(file, true);
  if (!format) return std::unexpected(format.error());
  if (*format == Format::svg) return strip_svg(file, nesting, out, forward);
  Nested nested;
  Policy policy = out.policy();  // without three parts that are never kept in an SVG
  policy.keep = policy.keep.without(Keep::copyright).without(Keep::panorama).without(Keep::gainmap);
  auto report = nesting.engine.strip(file, policy, nested.bytes, Forward::found, &forward);
  if (!report) return std::unexpected(report.error());
  nested.report = std::move(*report);
  return nested;
}

// Reports the scripts and links in an embedded file, as in the file itself.
void report_kept(const Report& inner, Report& outer) {
  for (const auto& row : inner.rows) {
    const bool is_reported = row.kind == Kind::script || row.kind == Kind::link;
    if (row.fate == Fate::kept && is_reported) outer.add(row.kind, Fate::kept, row.bytes);
  }
}

}  // namespace

std::expected<std::optional<std::string>, Error> strip_embedded(std::string_view uri, std::uint64_t offset,
                                                                const Nesting& nesting, Output& out) {
  const auto parts = split_data_uri(uri);
  if (!parts) return fail(ErrorKind::malformed, offset, "embedded file: the data: URI has no comma");
  const auto file = decode_body(*parts);
  if (!file) return fail(ErrorKind::malformed, offset, "embedded file: the base64 is damaged");
  auto& report = out.report();
  if (is_script(parts->media)) report.add(Kind::script, Fate::kept, uri.size());
  const bool stays =
      file->empty() || is_script(parts->media) || is_font(parts->media, *file) || is_plain_style(parts->media, *file);
  if (stays) return std::nullopt;
  Forward forward{out, offset};
  const auto nested = strip_file(*file, nesting, out, forward);
  if (!nested) return refuse(nested.error(), offset);
  report.truncated = report.truncated || nested->report.truncated;
  report_kept(nested->report, report);
  if (same_bytes(*file, nested->bytes)) {
    report.add(Kind::embedded, Fate::kept, uri.size());
    return std::nullopt;
  }
  auto address = encode_data_uri(*parts, nested->bytes);
  const auto gone = uri.size() - std::min(uri.size(), address.size());
  report.add(Kind::embedded, Fate::removed, gone, nested->report.removed_holds());
  report.add(Kind::embedded, Fate::kept, address.size());
  return address;
}

}  // namespace stripmeta::svg
