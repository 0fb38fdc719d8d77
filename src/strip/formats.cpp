#include "strip/formats.hpp"

#include <algorithm>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/detect.hpp"
#include "strip/gif/gif.hpp"
#include "strip/gif/location.hpp"
#include "strip/heif/heif.hpp"
#include "strip/heif/location.hpp"
#include "strip/jp2/jp2.hpp"
#include "strip/jp2/location.hpp"
#include "strip/jpeg/gain_map.hpp"
#include "strip/jpeg/jpeg.hpp"
#include "strip/jxl/jxl.hpp"
#include "strip/jxl/location.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/remains.hpp"
#include "strip/png/location.hpp"
#include "strip/png/png.hpp"
#include "strip/svg/svg.hpp"
#include "strip/tiff/location.hpp"
#include "strip/tiff/tiff.hpp"
#include "strip/verify/gif.hpp"
#include "strip/verify/heif.hpp"
#include "strip/verify/jp2.hpp"
#include "strip/verify/jpeg.hpp"
#include "strip/verify/jxl.hpp"
#include "strip/verify/png.hpp"
#include "strip/verify/positions.hpp"
#include "strip/verify/svg.hpp"
#include "strip/verify/tiff.hpp"
#include "strip/verify/webp.hpp"
#include "strip/webp/location.hpp"
#include "strip/webp/webp.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {
namespace {

template <typename G>
std::unique_ptr<Grammar> make(const Policy& /*policy*/) {
  return std::make_unique<G>();
}

std::unique_ptr<Grammar> make_jpeg(const Policy& policy) {
  if (policy.keeps(Keep::gainmap)) return std::make_unique<GainMapJpegGrammar>();
  return std::make_unique<JpegGrammar>();
}

// Strips a file that is embedded in an SVG. It may have any format of the table.
std::expected<Report, Error> strip_file(Bytes file, const Policy& policy, std::vector<std::byte>& to, Observe observe,
                                        void* observer) {
  Stripper stripper{policy};
  stripper.observe(observe, observer);
  if (auto status = stripper.feed(file, append_slice, &to); !status) return std::unexpected(status.error());
  return stripper.finish(append_slice, &to);
}
constexpr svg::Engine engine{detect, strip_file};

std::unique_ptr<Grammar> make_svg(const Policy& /*policy*/) {
  return std::make_unique<SvgGrammar>(engine);
}
std::expected<location::Rewritten, Error> rewrite_svg(Bytes file, const Policy& policy) {
  return svg::rewrite_svg(file, engine, policy);
}

// Judges a file that is embedded in an SVG; nullopt if it is not an image.
std::optional<verify::EmbeddedImage> judge_image(Bytes file, const Policy& policy, int depth);

verify::Verdict verify_svg(const verify::File& file, const Policy& policy) {
  return verify::verify_svg(file, policy, judge_image);
}

constexpr FormatInfo unknown{.format = Format::unknown,
                             .word = "unknown",
                             .title = "unknown format",
                             .media_type = "application/octet-stream",
                             .extensions = "",
                             .removed = "",
                             .page = ""};

// All bytes of a literal, zeros among them.
template <std::size_t Size>
constexpr std::string_view bytes(const char (&literal)[Size]) {
  return {literal, Size - 1};
}

constexpr auto rows = std::to_array<FormatRow>({
    {.info = {.format = Format::jpeg,
              .word = "jpeg",
              .title = "JPEG",
              .media_type = "image/jpeg",
              .extensions = "jpg jpeg jpe jfif",
              .by_policy = {Keep::icc, Keep::orientation, Keep::density, Keep::copyright, Keep::gainmap,
                            Keep::panorama},
              .removed =
                  "Exif with GPS, thumbnail and maker notes, XMP, IPTC, comments, MPF, C2PA, all after the image's end",
              .page = "jpeg.md"},
     .signatures = {"\xFF\xD8"},  // SOI, T.81 B.1.1.3
     .make = make_jpeg,
     .location = {.patch = location::patch_jpeg},
     .verify = {.stream = verify::make_jpeg_verifier}},
    {.info = {.format = Format::png,
              .word = "png",
              .title = "PNG",
              .media_type = "image/png",
              .extensions = "png apng",
              .by_policy = {Keep::icc, Keep::orientation, Keep::density, Keep::copyright, Keep::panorama,
                            Keep::ninepatch},
              .removed = "text and prompts, Exif, XMP, time, C2PA, every chunk that is not listed, all after the end",
              .page = "png.md"},
     .signatures = {"\x89PNG\r\n\x1A\n"},  // W3C PNG 5.2
     .make = make<PngGrammar>,
     .location = {.patch = location::patch_png},
     .verify = {.stream = verify::make_png_verifier}},
    {.info = {.format = Format::gif,
              .word = "gif",
              .title = "GIF",
              .media_type = "image/gif",
              .extensions = "gif",
              .by_policy = {Keep::icc},
              .removed = "comments, plain text, XMP and other applications' blocks, all after the end",
              .page = "gif.md"},
     .signatures = {"GIF87a", "GIF89a"},  // GIF89a 17
     .make = make<GifGrammar>,
     .location = {.patch = location::patch_gif},
     .verify = {.stream = verify::make_gif_verifier}},
    {.info = {.format = Format::webp,
              .word = "webp",
              .title = "WebP",
              .media_type = "image/webp",
              .extensions = "webp",
              .by_policy = {Keep::icc, Keep::orientation, Keep::density, Keep::copyright, Keep::panorama},
              .removed = "Exif, XMP, C2PA, every chunk that is not listed",
              .page = "webp.md"},
     .signatures = {"RIFF????WEBP"},  // RFC 9649 2.4
     .make = make<WebpGrammar>,
     .location = {.patch = location::patch_webp},
     .verify = {.whole = verify::verify_webp}},
    {.info = {.format = Format::heic,
              .word = "heic",
              .title = "HEIC",
              .media_type = "image/heic",
              .extensions = "heic hif",
              .by_policy = {Keep::icc, Keep::gainmap},
              .always = {Keep::orientation},
              .removed = "Exif, XMP, thumbnails, depth maps, mattes, further pictures, sound, names, encoders' notes",
              .page = "heif.md"},
     .signatures = {"????ftyp"},  // 14496-12 4.3; the brands in it tell HEIC and AVIF apart
     .make = make<HeifGrammar>,
     .location = {.patch = location::patch_heif},
     .verify = {.whole = verify::verify_heif}},
    {.info = {.format = Format::avif,
              .word = "avif",
              .title = "AVIF",
              .media_type = "image/avif",
              .extensions = "avif",
              .by_policy = {Keep::icc, Keep::gainmap},
              .always = {Keep::orientation},
              .removed = "Exif, XMP, thumbnails, depth maps, further pictures, sound, names, encoders' notes",
              .page = "heif.md"},
     .signatures = {"????ftyp"},
     .make = make<HeifGrammar>,
     .location = {.patch = location::patch_heif},
     .verify = {.whole = verify::verify_heif}},
    {.info = {.format = Format::jxl,
              .word = "jxl",
              .title = "JPEG XL",
              .media_type = "image/jxl",
              .extensions = "jxl",
              .by_policy = {Keep::gainmap},
              .always = {Keep::icc, Keep::orientation},
              .removed = "Exif, XMP, JUMBF, compressed metadata, the data that bring an old JPEG back",
              .page = "jxl.md"},
     .signatures = {bytes("\0\0\0\x0CJXL \r\n\x87\n"),  // ISO/IEC 18181-2 9.2
                    "\xFF\x0A"},                        // a bare codestream, ISO/IEC 18181-1
     .make = make<JxlGrammar>,
     .location = {.patch = location::patch_jxl},
     .verify = {.stream = verify::make_jxl_verifier}},
    {.info = {.format = Format::jp2,
              .word = "jp2",
              .title = "JPEG 2000",
              .media_type = "image/jp2",
              .extensions = "jp2 jpx jpf j2k j2c jpc jph jhc",
              .by_policy = {Keep::icc, Keep::density},
              .removed = "XML, Exif, XMP, IPTC, GeoTIFF, GML, comments, rights, labels, every box that is not listed",
              .page = "jp2.md"},
     .signatures = {bytes("\0\0\0\x0CjP  \r\n\x87\n"),  // ISO/IEC 15444-1 I.5.1
                    "\xFF\x4F\xFF\x51"},                // a bare codestream: SOC and SIZ, A.2
     .make = make<Jp2Grammar>,
     .location = {.patch = location::patch_jp2},
     .verify = {.stream = verify::make_jp2_verifier}},
    {.info = {.format = Format::tiff,
              .word = "tiff",
              .title = "TIFF",
              .media_type = "image/tiff",
              .extensions = "tif tiff",
              .by_policy = {Keep::icc, Keep::orientation, Keep::density, Keep::copyright, Keep::panorama},
              .removed =
                  "every tag that is not listed: Exif, GPS, XMP, IPTC, Photoshop's, GeoTIFF; thumbnails and pyramids",
              .page = "tiff.md"},
     .signatures = {bytes("II*\0"), bytes("MM\0*"),   // TIFF 6.0 section 2
                    bytes("II+\0"), bytes("MM\0+")},  // BigTIFF
     .make = make<TiffGrammar>,
     .location = {.patch = location::patch_tiff},
     .verify = {.whole = verify::verify_tiff}},
    {.info = {.format = Format::svg,
              .word = "svg",
              .title = "SVG",
              .media_type = "image/svg+xml",
              .extensions = "svg",
              .by_policy = {Keep::title},
              .removed = "metadata, RDF, editors' elements and attributes, comments; metadata of embedded images",
              .page = "svg.md"},
     .signatures = {},  // svg::sniff() reads the text up to the root element
     .make = make_svg,
     .location = {.rewrite = rewrite_svg},
     .verify = {.whole = verify_svg}},
});

// SVG alone has no signature: it is a text.
constexpr bool has_signature(const FormatRow& row) {
  return !row.signatures.front().empty() || row.info.format == Format::svg;
}

constexpr bool is_complete(const FormatRow& row) {
  const auto& info = row.info;
  return !info.word.empty() && !info.title.empty() && info.media_type.starts_with("image/") &&
         !info.extensions.empty() && !info.removed.empty() && info.page.ends_with(".md") && row.make != nullptr &&
         has_signature(row) && (row.location.patch == nullptr) != (row.location.rewrite == nullptr) &&
         (row.verify.stream == nullptr) != (row.verify.whole == nullptr);
}
static_assert(std::ranges::all_of(rows, is_complete), "a row of the table of formats is not filled in");
static_assert(std::ranges::equal(all_formats, rows, {}, {}, [](const FormatRow& row) { return row.info.format; }),
              "the table of formats has a row for each format, in the order of Format");

const FormatRow& row_of(Format format) {
  return rows[static_cast<std::size_t>(format) - 1];
}

bool ends_with_extension(std::string_view name, std::string_view extension) {
  if (name.size() <= extension.size()) return false;
  const auto end = name.substr(name.size() - extension.size() - 1);
  return end.front() == '.' && equal_ignoring_case(end.substr(1), extension);
}

bool has_extension_of(std::string_view name, const FormatRow& row) {
  auto left = row.info.extensions;
  while (!left.empty()) {
    const auto blank = std::min(left.find(' '), left.size());
    if (ends_with_extension(name, left.substr(0, blank))) return true;
    left.remove_prefix(std::min(blank + 1, left.size()));
  }
  return false;
}

std::optional<verify::EmbeddedImage> judge_image(Bytes file, const Policy& policy, int depth) {
  const auto format = detect(file, true);
  if (!format) return std::nullopt;
  if (*format == Format::svg) return {{true, verify::verify_svg(verify::File{file}, policy, judge_image, depth)}};
  const auto& rules = row_of(*format).verify;
  if (rules.whole != nullptr) return {{false, rules.whole(verify::File{file}, policy)}};
  if (rules.stream == nullptr) return {{false, std::nullopt}};
  const auto verifier = rules.stream(policy);
  auto verdict = verifier->feed(file);
  return {{false, verdict ? verdict : verifier->finish()}};
}

// Takes the positions out of a picture behind another one.
bool patch_file(location::Patch& file) {
  const auto format = detect(file.bytes(), true);
  if (!format || row_of(*format).location.patch == nullptr) return false;
  const auto& row = row_of(*format);
  const auto found = location::survey(*row.make(Policy{}), file.bytes(), file.full_range(), Policy{});
  return found && row.location.patch(file, *found) && location::patch_remains(file);
}

}  // namespace

std::span<const FormatRow> format_rows() {
  return rows;
}

std::unique_ptr<Grammar> make_grammar(Format format, const Policy& policy) {
  const auto& row = row_of(format);
  if (policy.preset == Preset::location)
    return std::make_unique<LocationGrammar>(format, row.make, row.location, patch_file);
  return row.make(policy);
}

verify::Rules verify_rules(Format format, const Policy& policy) {
  if (policy.preset == Preset::location) return {.stream = nullptr, .whole = verify::verify_positions};
  return row_of(format).verify;
}

const FormatInfo& format_info(Format format) {
  return format == Format::unknown ? unknown : row_of(format).info;
}
std::string_view format_word(Format format) {
  return format_info(format).word;
}
std::string_view format_title(Format format) {
  return format_info(format).title;
}
std::string_view media_type(Format format) {
  return format_info(format).media_type;
}

Format named_as(std::string_view name) {
  const auto row = std::ranges::find_if(rows, [&](const FormatRow& one) { return has_extension_of(name, one); });
  return row == rows.end() ? Format::unknown : row->info.format;
}

Format misnamed_as(std::string_view name, Format format) {
  const auto named = named_as(name);
  return format == Format::unknown || named == format ? Format::unknown : named;
}

}  // namespace stripmeta
