#include "strip/svg/media.hpp"

#include <algorithm>
#include <array>

#include "strip/base/ascii.hpp"

namespace stripmeta::svg {
namespace {

constexpr auto known_types = std::to_array<std::string_view>({"",
                                                              "image/*",
                                                              "image/apng",
                                                              "image/avif",
                                                              "image/avif-sequence",
                                                              "image/bmp",
                                                              "image/gif",
                                                              "image/heic",
                                                              "image/heic-sequence",
                                                              "image/heif",
                                                              "image/heif-sequence",
                                                              "image/jp2",
                                                              "image/jpeg",
                                                              "image/jpg",
                                                              "image/jpm",
                                                              "image/jpx",
                                                              "image/jxl",
                                                              "image/pjpeg",
                                                              "image/png",
                                                              "image/svg",
                                                              "image/svg+xml",
                                                              "image/tif",
                                                              "image/tiff",
                                                              "image/vnd.microsoft.icon",
                                                              "image/webp",
                                                              "image/x-icon",
                                                              "image/x-png",
                                                              "img/gif",
                                                              "img/jpeg",
                                                              "img/jpg",
                                                              "img/png",
                                                              "img/svg",
                                                              "text/css",
                                                              "text/html",
                                                              "text/plain",
                                                              "text/xml",
                                                              "application/font",
                                                              "application/font-otf",
                                                              "application/font-sfnt",
                                                              "application/font-ttf",
                                                              "application/font-woff",
                                                              "application/font-woff2",
                                                              "application/octet-stream",
                                                              "application/vnd.ms-fontobject",
                                                              "application/vnd.ms-opentype",
                                                              "application/x-font-opentype",
                                                              "application/x-font-otf",
                                                              "application/x-font-truetype",
                                                              "application/x-font-ttf",
                                                              "application/x-font-woff",
                                                              "application/x-font-woff2",
                                                              "application/xml",
                                                              "binary/octet-stream",
                                                              "font/collection",
                                                              "font/eot",
                                                              "font/opentype",
                                                              "font/otf",
                                                              "font/sfnt",
                                                              "font/truetype",
                                                              "font/ttf",
                                                              "font/woff",
                                                              "font/woff2",
                                                              "font/x-woff",
                                                              "font/x-woff2"});

constexpr auto known_parameters = std::to_array<std::string_view>(
    {"utf8", "utf-8", "charset=utf-8", "charset=utf8", "charset=us-ascii", "charset=ascii", "charset=iso-8859-1",
     "charset=windows-1252", "charset=iso-8859-2", "charset=iso-8859-15", "charset=windows-1251", "charset=koi8-r",
     "charset=gbk", "charset=gb2312", "charset=big5", "charset=shift_jis", "charset=euc-jp", "charset=euc-kr"});

template <std::size_t Size>
bool is_one_of(std::string_view word, const std::array<std::string_view, Size>& list) {
  return std::ranges::any_of(list, [&](auto one) { return equal_ignoring_case(one, word); });
}

}  // namespace

bool is_script_type(std::string_view media) {
  return find_ignoring_case(media, "javascript") != std::string_view::npos ||
         find_ignoring_case(media, "ecmascript") != std::string_view::npos;
}

std::string known_head(const DataUri& uri, std::string_view instead) {
  std::string head = "data:";
  head += is_one_of(uri.media, known_types) ? uri.media : instead;
  const auto colon = uri.head.find(':');
  auto rest = uri.head.substr(colon + 1, uri.head.size() - colon - 2);
  for (auto at = rest.find(';'); at != std::string_view::npos; at = rest.find(';')) {
    rest.remove_prefix(at + 1);
    std::string word{trimmed(rest.substr(0, rest.find(';')))};
    std::erase(word, '"');
    if (is_one_of(word, known_parameters)) head.append(";").append(word);
  }
  return head.append(uri.base64 ? ";base64," : ",");
}

}  // namespace stripmeta::svg
