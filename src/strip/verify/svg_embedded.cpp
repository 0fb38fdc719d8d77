#include "strip/verify/svg_embedded.hpp"

#include <algorithm>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/verify/svg_css.hpp"
#include "strip/verify/svg_font.hpp"

namespace stripmeta::verify {
namespace {

Verdict fault(std::size_t at, std::string_view rule) {
  return Unaccounted{at, rule};
}

// Whether `word` is one of the words with spaces around them, whatever its case.
bool is_in(std::string_view word, std::string_view words) {
  constexpr std::size_t longest = 64;
  if (word.empty() || word.size() > longest) return false;
  std::string small = " " + std::string{word} + " ";
  std::ranges::transform(small, small.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return words.contains(small);
}

// The words before the body that programs write: data:type/subtype;charset;base64, (RFC 2397).
constexpr std::string_view types = " image img text application font binary ";
constexpr std::string_view subtypes =
    " * apng avif avif-sequence bmp collection css eot font font-otf font-sfnt font-ttf font-woff font-woff2 gif heic "
    "heic-sequence heif heif-sequence html jp2 jpeg jpg jpm jpx jxl octet-stream opentype otf pjpeg plain png sfnt svg "
    "svg+xml tif tiff truetype ttf vnd.microsoft.icon vnd.ms-fontobject vnd.ms-opentype webp woff woff2 "
    "x-font-opentype "
    "x-font-otf x-font-truetype x-font-ttf x-font-woff x-font-woff2 x-icon x-png x-woff x-woff2 xml ";
constexpr std::string_view parameters =
    " utf8 utf-8 charset=utf-8 charset=utf8 charset=us-ascii charset=ascii charset=iso-8859-1 charset=windows-1252 "
    "charset=iso-8859-2 charset=iso-8859-15 charset=windows-1251 charset=koi8-r charset=gbk charset=gb2312 "
    "charset=big5 "
    "charset=shift_jis charset=euc-jp charset=euc-kr base64 ";

bool is_known_head(std::string_view head) {
  if (!head.starts_with("data:") || !head.ends_with(',')) return false;
  head = head.substr(5, head.size() - 6);
  const auto type = head.substr(0, head.find(';'));
  const auto slash = std::min(type.find('/'), type.size());
  const bool known =
      is_in(type.substr(0, slash), types) && is_in(type.substr(std::min(slash + 1, type.size())), subtypes);
  if (!type.empty() && !known) return false;
  for (auto at = head.find(';'); at != std::string_view::npos;) {
    const auto end = head.find(';', at + 1);
    if (!is_in(head.substr(at + 1, end == std::string_view::npos ? end : end - at - 1), parameters)) return false;
    at = end;
  }
  return true;
}

}  // namespace

bool EmbeddedFiles::is_file(std::string_view address) {
  return is_data_uri(address);
}

Verdict EmbeddedFiles::address(std::string_view address, std::size_t at, Reads reads) {
  if (reads == Reads::sheet) unseen_ = true;
  if (!is_data_uri(address)) {
    relative_ = relative_ || needs_base(address);
    return std::nullopt;
  }
  const auto uri = split_data_uri(trimmed(address));
  const auto file = uri ? decode_body(*uri) : std::nullopt;
  if (!file) return fault(at, "an embedded file that cannot be decoded");
  bool image = false;
  if (auto verdict = contents(uri->media, *file, at, reads, image)) return verdict;
  if (reads == Reads::script && !image) return std::nullopt;
  if (!is_known_head(uri->head)) return fault(at, "an unknown word before an embedded file");
  if (image && !uri->fragment.empty()) return fault(at, "a fragment of an image");
  return std::nullopt;
}

// Sets `image` if it is an image that is no SVG. Offsets within an embedded file say nothing about the document, so
// the verdict has that of the address.
Verdict EmbeddedFiles::contents(std::string_view media, Bytes file, std::size_t at, Reads reads, bool& image) {
  if (file.empty()) return std::nullopt;
  if (reads == Reads::font && begins_as_font(file)) {
    return is_whole_font(file) ? std::nullopt : fault(at, "bytes of a font that no table has");
  }
  auto policy = policy_;
  policy.keep = policy.keep.without(Keep::copyright).without(Keep::panorama).without(Keep::gainmap);
  if (depth_ == max_svg_depth + 1) return fault(at, "files embedded too deep");
  if (const auto judged = judge_(file, policy, depth_ + 1)) {
    image = !judged->is_svg;
    return judged->verdict ? fault(at, judged->verdict->rule) : std::nullopt;
  }
  const bool binary = as_text(file).contains('\0');
  if (reads == Reads::sheet && !binary) {
    EmbeddedFiles inner{policy_, judge_, depth_ + 1, words_};
    const auto verdict = inner.style(as_text(file), at, true);
    return verdict ? fault(at, verdict->rule) : std::nullopt;
  }
  const bool script = find_ignoring_case(media, "javascript") != std::string_view::npos ||
                      find_ignoring_case(media, "ecmascript") != std::string_view::npos;
  if (reads == Reads::script && script && !binary) return std::nullopt;
  return fault(at, "an embedded file of an unknown kind");
}

Verdict EmbeddedFiles::list(std::string_view list, std::size_t at, std::string_view between, Reads reads) {
  for (std::size_t begin = 0; begin < list.size();) {
    const auto end = std::min(list.find_first_of(between, begin), list.size());
    auto part = trimmed(list.substr(begin, end - begin));
    while (part.ends_with(',')) part.remove_suffix(1);
    while (part.starts_with(',')) part.remove_prefix(1);
    if (between != ";" || is_data_uri(part)) {
      if (auto verdict = address(part, at, reads)) return verdict;
    }
    begin = end + 1;
  }
  return std::nullopt;
}

Verdict EmbeddedFiles::style(std::string_view css, std::size_t at, bool is_sheet) {
  const auto read = read_css(css, is_sheet, words_);
  unseen_ = unseen_ || read.imports || read.unknown;
  relative_ = relative_ || read.relative;
  if (read.comment) return fault(at + *read.comment, "a comment in a style sheet");
  if (read.unended) return fault(at + *read.unended, "a data: URI whose end is not certain");
  for (const auto& file : read.files) {
    const auto reads = file.imported ? Reads::sheet : (file.font ? Reads::font : Reads::image);
    if (auto verdict = address(file.uri, at + file.offset, reads)) return verdict;
  }
  return std::nullopt;
}

}  // namespace stripmeta::verify
