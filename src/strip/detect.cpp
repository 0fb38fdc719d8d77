#include "strip/detect.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "strip/formats.hpp"
#include "strip/svg/sniff.hpp"

namespace stripmeta {
namespace {

// Files that people may take for supported images. They are refused with a message that says what they are.
struct KnownFile {
  std::string_view signature;  // '?' stands for any byte
  std::string_view name;
};
constexpr auto known_files = std::to_array<KnownFile>({
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

bool starts_as(Bytes front, const FormatRow& row) {
  return std::ranges::any_of(row.signatures, [&](auto text) { return !text.empty() && starts_as(front, text); });
}

bool may_start_as(Bytes front, const FormatRow& row) {
  return std::ranges::any_of(row.signatures, [&](auto text) { return may_start_as(front, text); });
}

std::string_view name_of(Bytes front, svg::Looks looks) {
  const auto file = std::ranges::find_if(known_files, [&](const auto& row) { return starts_as(front, row.signature); });
  if (file != known_files.end()) return file->name;
  if (looks == svg::Looks::html) return "an HTML document";
  return looks == svg::Looks::xml ? "an XML document that is no SVG" : "";
}

// "not an image of a supported format (JPEG, PNG)". If it is known what the file is, that comes first.
std::string refusal(Bytes front, svg::Looks looks) {
  std::string text{name_of(front, looks)};
  text += text.empty() ? "not an image of a supported format (" : ", not an image of a supported format (";
  for (const auto format : all_formats) {
    if (format != all_formats.front()) text += ", ";
    text += format_title(format);
  }
  return text + ")";
}

}  // namespace

std::size_t longest_signature() {
  std::size_t longest = svg::prolog_limit;
  for (const auto& row : format_rows()) {
    for (const auto text : row.signatures) longest = std::max(longest, text.size());
  }
  for (const auto& row : known_files) longest = std::max(longest, row.signature.size());
  return longest;
}

std::expected<Format, Error> detect(Bytes front, bool ended) {
  for (const auto& row : format_rows()) {  // while a row may still match, those below it wait
    if (starts_as(front, row)) return row.info.format;
    if (!ended && may_start_as(front, row)) return Format::unknown;
  }
  const auto may_become = [&](const KnownFile& file) { return !ended && may_start_as(front, file.signature); };
  if (std::ranges::any_of(known_files, may_become)) return Format::unknown;
  if (front.empty()) return std::unexpected(Error{ErrorKind::unsupported, "the input is empty", 0});
  const auto looks = svg::sniff(front);
  if (looks == svg::Looks::svg) return Format::svg;
  if (looks == svg::Looks::maybe && !ended && front.size() < svg::prolog_limit) return Format::unknown;
  return std::unexpected(Error{ErrorKind::unsupported, refusal(front, looks), 0});
}

}  // namespace stripmeta
