#include "strip/metadata/exif_rights.hpp"

#include <algorithm>

#include "strip/base/plain_text.hpp"

namespace stripmeta {

void ExifRights::take(std::uint16_t tag, Bytes value) {
  if (tag == tag_artist && artist.empty()) artist = printable_text(value);
  if (tag != tag_copyright || has_copyright()) return;
  const auto end = std::min(as_text(value).find('\0'), value.size());
  photographer = printable_text(value.first(end));
  editor = printable_text(value.subspan(std::min(end + 1, value.size())));
}

std::string ExifRights::value(std::uint16_t tag) const {
  if (tag == tag_artist) return artist.empty() ? std::string{} : artist + '\0';
  if (!has_copyright()) return {};
  std::string text = photographer.empty() ? " " : photographer;
  text += '\0';
  if (!editor.empty()) text += editor + '\0';
  return text;
}

}  // namespace stripmeta
