#include "strip/location/location.hpp"

#include "strip/detect.hpp"
#include "strip/gif/location.hpp"
#include "strip/heif/file.hpp"
#include "strip/heif/location.hpp"
#include "strip/jpeg/location.hpp"
#include "strip/jxl/location.hpp"
#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"
#include "strip/png/location.hpp"
#include "strip/svg/cut.hpp"
#include "strip/tiff/location.hpp"
#include "strip/webp/location.hpp"

namespace stripmeta {
namespace {

using location::Patch;
using location::Survey;

std::expected<Survey, Error> read(Format format, Bytes file, const Policy& policy) {
  const auto grammar = make_grammar(format, Policy{});
  return location::survey(*grammar, file, {0, file.size()}, policy);
}

Status take_out(Format format, const Survey& found, Patch& patch) {
  switch (format) {
    case Format::jpeg: location::patch_jpeg(patch, patch.whole(), found, true, 0); return {};
    case Format::png: location::patch_png(patch); return {};
    case Format::gif: location::patch_gif(patch, found); return {};
    case Format::webp: location::patch_webp(patch); return {};
    case Format::jxl: location::patch_jxl(patch); return {};
    case Format::tiff: return location::patch_tiff(patch);
    case Format::heic:
    case Format::avif: return location::patch_heif(patch);
    case Format::svg:
    case Format::unknown: break;
  }
  return fail(ErrorKind::internal, 0, "this format is not patched in place");
}

std::unexpected<Error> inseparable() {
  return fail(ErrorKind::malformed, 0, "what says a place cannot be taken out without a change to the picture");
}

// Whether `file` is what take_out() leaves as it is, and shows what the survey `before` saw.
bool is_settled(Format format, Bytes file, const Survey& before, const Policy& policy) {
  const auto after = read(format, file, policy);
  if (!after || !after->shows_the_same(before)) return false;
  Patch again{file};
  return take_out(format, *after, again) && !again.changed();
}

void add_removed(const Report& from, Report& to) {
  for (const auto& row : from.rows) {
    if (row.fate == Fate::removed) to.rows.push_back(row);
  }
}

Status strip_in_place(Format format, Bytes input, const Survey& found, Output& out) {
  Patch patch{input};
  if (auto status = take_out(format, found, patch); !status) return status;
  if (patch.is_exhausted()) {
    return fail(ErrorKind::malformed, 0, "the file's parts overlap so much that they are not followed");
  }
  if (!patch.changed()) return out.put(input, 0);
  if (!is_settled(format, patch.settle(), found, out.policy())) return inseparable();
  add_removed(patch.report(), out.report());
  return patch.emit(out);
}

struct Drawing {
  Report report;
  std::vector<std::byte> text;
};

std::expected<Drawing, Error> strip_drawing(Bytes input, const Policy& policy) {
  Drawing drawing;
  Output output{policy, drawing.report, append_slice, &drawing.text, nullptr, nullptr};
  if (auto status = svg::cut_svg(input, 0, output); !status) return std::unexpected(status.error());
  return drawing;
}

// Its embedded files may change their length.
Status strip_svg(Bytes input, const Survey& found, Output& out) {
  const auto once = strip_drawing(input, out.policy());
  if (!once) return std::unexpected(once.error());
  if (same_bytes(once->text, input)) return out.put(input, 0);
  const auto twice = strip_drawing(once->text, out.policy());
  const bool settled = twice && same_bytes(twice->text, once->text);
  const auto after = read(Format::svg, once->text, out.policy());
  if (!settled || !after || !after->shows_the_same(found)) return inseparable();
  add_removed(once->report, out.report());
  return out.put(once->text, made);
}

}  // namespace

LocationGrammar::LocationGrammar(Format format) : detected_(format), format_(format) {}

void LocationGrammar::reset() {
  WholeGrammar::reset();
  format_ = detected_;
}

// Which of the formats of a container it is.
Status LocationGrammar::look(Bytes front) {
  if (detected_ != Format::heic && detected_ != Format::avif) return {};
  const auto format = heif::check_brands(front);
  if (!format) return std::unexpected(format.error());
  if (*format != Format::unknown) format_ = *format;
  return {};
}

Status LocationGrammar::strip(Bytes input, Output& out) {
  const auto found = read(format_, input, out.policy());
  if (!found) return std::unexpected(found.error());
  return format_ == Format::svg ? strip_svg(input, *found, out) : strip_in_place(format_, input, *found, out);
}

}  // namespace stripmeta
