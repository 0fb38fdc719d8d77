#include "strip/detect.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "strip/gif/gif.hpp"
#include "strip/heif/heif.hpp"
#include "strip/jpeg/gain_map.hpp"
#include "strip/jpeg/jpeg.hpp"
#include "strip/jxl/jxl.hpp"
#include "strip/location/location.hpp"
#include "strip/png/png.hpp"
#include "strip/svg/sniff.hpp"
#include "strip/svg/svg.hpp"
#include "strip/tiff/tiff.hpp"
#include "strip/webp/webp.hpp"

namespace stripmeta {
namespace {

// A signature's bytes; '?' stands for any byte.
struct Row {
  std::string_view signature;
  Format format;
  std::unique_ptr<Grammar> (*make)();
};

template <typename G>
std::unique_ptr<Grammar> make() {
  return std::make_unique<G>();
}

// The first row that matches names the format.
constexpr auto formats = std::to_array<Row>({
    {"\xFF\xD8", Format::jpeg, make<JpegGrammar>},         // SOI, T.81 B.1.1.3
    {"\x89PNG\r\n\x1A\n", Format::png, make<PngGrammar>},  // W3C PNG 5.2
    {"GIF87a", Format::gif, make<GifGrammar>},             // GIF89a 17
    {"GIF89a", Format::gif, make<GifGrammar>},
    {"RIFF????WEBP", Format::webp, make<WebpGrammar>},  // RFC 9649 2.4
    {"????ftyp", Format::heic, make<HeifGrammar>},      // 14496-12 4.3; its brands tell which of the two
    {"????ftyp", Format::avif, make<HeifGrammar>},
    {{"\0\0\0\x0CJXL \r\n\x87\n", 12}, Format::jxl, make<JxlGrammar>},  // ISO/IEC 18181-2 9.2
    {"\xFF\x0A", Format::jxl, make<JxlGrammar>},                        // a bare codestream, ISO/IEC 18181-1
    {{"II*\0", 4}, Format::tiff, make<TiffGrammar>},                    // TIFF 6.0 section 2
    {{"MM\0*", 4}, Format::tiff, make<TiffGrammar>},
    {{"II+\0", 4}, Format::tiff, make<TiffGrammar>},  // BigTIFF
    {{"MM\0+", 4}, Format::tiff, make<TiffGrammar>},
});

// Has no signature; its sniffer is asked where no row matches.
constexpr Row text_row{"", Format::svg, make<SvgGrammar>};

// What people take for images, or what is one of a kind that is not supported: refused by name.
struct Other {
  std::string_view signature;
  std::string_view name;
};
constexpr auto others = std::to_array<Other>({
    {"%PDF", "a PDF document"},
    {"PK\x03\x04", "a ZIP archive"},
    {"PK\x05\x06", "a ZIP archive"},
    {"\x1F\x8B", "a gzip file (SVGZ, if an SVG is in it)"},
    {"BZh", "a bzip2 file"},
    {"7z\xBC\xAF\x27\x1C", "a 7z archive"},
    {"Rar!\x1A\x07", "a RAR archive"},
    {"RIFF????AVI ", "an AVI video"},
    {"RIFF????WAVE", "a WAVE sound"},
    {"\x1A\x45\xDF\xA3", "a Matroska or WebM video"},
    {"OggS", "an Ogg file"},
    {"ID3", "an MP3 sound"},
    {"BM", "a BMP image"},
    {std::string_view{"\0\0\1\0", 4}, "an icon"},
    {"8BPS", "a Photoshop document"},
    {std::string_view{"\0\0\0\x0CjP  \r\n\x87\n", 12}, "a JPEG 2000 image"},
    {"\xFF\x4F\xFF\x51", "a JPEG 2000 image"},
    {"\x76\x2F\x31\x01", "an OpenEXR image"},
    {"FUJIFILMCCD-RAW", "a camera's raw image (RAF)"},
    {"IIRO", "a camera's raw image (ORF)"},
    {"IIU\0", "a camera's raw image (RW2)"},
    {"\x7F"
     "ELF",
     "a program"},
    {"MZ", "a program"},
    {"\xFF\xFE<", "a text in UTF-16"},
    {std::string_view{"\xFE\xFF\0<", 4}, "a text in UTF-16"},
    {std::string_view{"<\0?", 3}, "a text in UTF-16"},
    {std::string_view{"\0<\0?", 4}, "a text in UTF-16"},
});

bool matches(char wanted, char found) {
  return wanted == '?' || wanted == found;
}

bool starts_as(Bytes front, std::string_view signature) {
  return front.size() >= signature.size() &&
         std::ranges::equal(signature, as_text(front).substr(0, signature.size()), matches);
}

bool may_start_as(Bytes front, std::string_view signature) {
  return front.size() < signature.size() &&
         std::ranges::equal(signature.substr(0, front.size()), as_text(front), matches);
}

std::string_view name_of(Bytes front, svg::Looks looks) {
  const auto other = std::ranges::find_if(others, [&](const Other& row) { return starts_as(front, row.signature); });
  if (other != others.end()) return other->name;
  if (looks == svg::Looks::html) return "an HTML document";
  return looks == svg::Looks::xml ? "an XML document that is no SVG" : "";
}

// "not an image of a supported format (JPEG, PNG)", with the name of what it is where that is known.
std::string refusal(Bytes front, svg::Looks looks) {
  std::string text{name_of(front, looks)};
  text += text.empty() ? "not an image of a supported format (" : ", not an image of a supported format (";
  std::string_view before;
  for (const auto& row : formats) {
    const auto title = format_title(row.format);
    if (title != before) text.append(title).append(", ");
    before = title;
  }
  return text.append(format_title(text_row.format)).append(")");
}

}  // namespace

std::size_t longest_signature() {
  const auto length = [](const auto& row) { return row.signature.size(); };
  return std::max({std::ranges::max(formats, {}, length).signature.size(),
                   std::ranges::max(others, {}, length).signature.size(), svg::prolog_limit});
}

std::expected<Format, Error> detect(Bytes front, bool ended) {
  const auto may_become = [&](const auto& row) { return !ended && may_start_as(front, row.signature); };
  for (const auto& row : formats) {  // one that may still match comes before those below it
    if (starts_as(front, row.signature)) return row.format;
    if (may_become(row)) return Format::unknown;
  }
  if (std::ranges::any_of(others, may_become)) return Format::unknown;
  if (front.empty()) return std::unexpected(Error{ErrorKind::unsupported, "the input is empty", 0});
  const auto looks = svg::sniff(front);
  if (looks == svg::Looks::svg) return text_row.format;
  if (looks == svg::Looks::maybe && !ended && front.size() < svg::prolog_limit) return Format::unknown;
  return std::unexpected(Error{ErrorKind::unsupported, refusal(front, looks), 0});
}

std::unique_ptr<Grammar> make_grammar(Format format, const Policy& policy) {
  if (policy.preset == Preset::location) return std::make_unique<LocationGrammar>(format);
  if (format == Format::jpeg && policy.keeps(Keep::gainmap)) return make<GainMapJpegGrammar>();
  if (format == text_row.format) return text_row.make();
  return std::ranges::find(formats, format, &Row::format)->make();
}

}  // namespace stripmeta
