#include "strip/svg/embedded.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/base/percent.hpp"
#include "strip/svg/cut.hpp"
#include "strip/svg/font.hpp"
#include "strip/svg/media.hpp"
#include "strip/svg/sheet.hpp"

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

struct Nested {
  Report report;
  std::vector<std::byte> bytes;
};

class Embedded {
 public:
  Embedded(std::uint64_t offset, Place place, const Nesting& nesting, Output& out)
      : offset_(offset), place_(place), nesting_(nesting), out_(out), forward_{out, offset} {}

  std::expected<Nested, Error> strip(Bytes file, std::string_view media) {
    if (file.empty()) return unchanged(file);
    if (place_ == Place::font && !font_word(file).empty()) return strip_font(file);
    const auto format = nesting_.engine.detect(file, true);
    if (format && *format == Format::svg) return strip_text(file, Format::svg);
    if (format) return strip_image(file);
    const bool binary = as_text(file).contains('\0');
    if (place_ == Place::sheet && !binary) return strip_text(file, Format::unknown);
    if (place_ == Place::script && !binary && is_script_type(media)) return unchanged(file);
    return std::unexpected(format.error());
  }

 private:
  std::expected<Nested, Error> strip_font(Bytes file) const {
    auto font = clean_font(file);
    if (!font) return fail(ErrorKind::unsupported, offset_, "a font whose tables are not where it says");
    Nested nested{{}, std::move(*font)};
    if (same_bytes(file, nested.bytes)) return nested;
    nested.report.add(Kind::trailer, Fate::removed, std::max<std::size_t>(file.size() - nested.bytes.size(), 1));
    return nested;
  }

  static Nested unchanged(Bytes file) { return {{}, {file.begin(), file.end()}}; }

  // An SVG or, with the format `unknown`, a style sheet.
  std::expected<Nested, Error> strip_text(Bytes file, Format format) {
    if (nesting_.depth == max_embedding) {
      return std::unexpected(Error{ErrorKind::unsupported, "images are nested too deeply", std::nullopt});
    }
    Nested nested;
    nested.report.format = format;
    Output inner{out_.policy(), nested.report, append_slice, &nested.bytes, Forward::found, &forward_};
    const Nesting deeper{nesting_.engine, nesting_.depth + 1};
    const auto status =
        format == Format::svg ? cut_svg(file, deeper, inner) : strip_sheet(file, offset_, deeper, inner);
    if (!status) return std::unexpected(status.error());
    return nested;
  }

  std::expected<Nested, Error> strip_image(Bytes file) {
    Nested nested;
    Policy policy = out_.policy();  // without three parts that are never kept in an SVG
    policy.keep = policy.keep.without(Keep::copyright).without(Keep::panorama).without(Keep::gainmap);
    auto report = nesting_.engine.strip(file, policy, nested.bytes, Forward::found, &forward_);
    if (!report) return std::unexpected(report.error());
    nested.report = std::move(*report);
    return nested;
  }

  std::uint64_t offset_;
  Place place_;
  const Nesting& nesting_;
  Output& out_;
  Forward forward_;
};

// Reports the scripts and links in an embedded file, as in the file itself.
void report_kept(const Report& inner, Report& outer) {
  for (const auto& row : inner.rows) {
    const bool is_reported = row.kind == Kind::script || row.kind == Kind::link;
    if (row.fate == Fate::kept && is_reported) outer.add(row.kind, Fate::kept, row.bytes);
  }
}

bool is_image(Format format) {
  return format != Format::unknown && format != Format::svg;
}

// The media type for an embedded file whose URI claims one that nobody writes.
std::string type_for(Format format, Bytes file) {
  if (is_image(format)) return std::string{media_type(format)};
  const auto font = font_word(file);
  return font.empty() ? "text/plain" : std::string{"font/"}.append(font);
}

// What stands before the body. The policy `location` leaves it, if it can stand everywhere.
std::string head_of(const DataUri& uri, Format format, Bytes file, const Policy& policy) {
  const bool stays = policy.preset == Preset::location && uri.head.find_first_of("\"'<>&") == std::string_view::npos;
  return stays ? std::string{uri.head} : known_head(uri, type_for(format, file));
}

// What stands behind the body: nothing behind an image that is no SVG.
std::string fragment_of(const DataUri& uri, Format format, const Policy& policy) {
  constexpr std::string_view plain = "#%-._~/:;=,+*!@?$()";
  if (is_image(format) && policy.preset != Preset::location) return {};
  return percent_encoded(uri.fragment, plain);
}

}  // namespace

std::expected<std::optional<std::string>, Error> strip_embedded(std::string_view uri, std::uint64_t offset, Place place,
                                                                const Nesting& nesting, Output& out) {
  const auto parts = split_data_uri(uri);
  if (!parts) return fail(ErrorKind::malformed, offset, "embedded file: the data: URI has no comma");
  const auto file = decode_body(*parts);
  if (!file) return fail(ErrorKind::malformed, offset, "embedded file: the base64 is damaged");
  const auto nested = Embedded{offset, place, nesting, out}.strip(*file, parts->media);
  if (!nested) return refuse(nested.error(), offset);
  auto& report = out.report();
  report.truncated = report.truncated || nested->report.truncated;
  report_kept(nested->report, report);
  if (place == Place::script && nested->report.format == Format::unknown) {
    report.add(Kind::script, Fate::kept, uri.size());
    return std::nullopt;
  }
  const auto head = head_of(*parts, nested->report.format, *file, out.policy());
  const auto fragment = fragment_of(*parts, nested->report.format, out.policy());
  const bool same_words = head == parts->head && fragment.empty() == parts->fragment.empty();
  if (same_words && same_bytes(*file, nested->bytes)) {
    report.add(Kind::embedded, Fate::kept, uri.size());
    return std::nullopt;
  }
  auto address = encode_data_uri(head, parts->base64, parts->body, nested->bytes).append(fragment);
  const auto gone = uri.size() - std::min(uri.size(), address.size());
  const auto kind = same_words && nested->report.clean() ? Kind::layout : Kind::embedded;
  report.add(kind, Fate::removed, gone, nested->report.removed_holds());
  report.add(Kind::embedded, Fate::kept, address.size());
  return address;
}

}  // namespace stripmeta::svg
