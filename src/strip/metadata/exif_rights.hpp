// The two tags of IFD0 that say whose a picture is, in Exif and in TIFF alike.
#pragma once

#include <cstdint>
#include <string>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// Who made the picture and whose it is, as printable_text() has it; "" where nobody says.
struct ExifRights {
  static constexpr std::uint16_t tag_artist = 315;
  static constexpr std::uint16_t tag_copyright = 33432;

  std::string artist;
  std::string photographer;  // of tag_copyright up to its first zero byte (DC-008 4.6.4)
  std::string editor;        // and from there to the next one
  friend bool operator==(const ExifRights&, const ExifRights&) = default;

  bool empty() const { return artist.empty() && !has_copyright(); }
  bool has_copyright() const { return !photographer.empty() || !editor.empty(); }

  // Takes an ASCII value of either tag; of several, the first that says something. Other tags are passed over.
  void take(std::uint16_t tag, Bytes value);
  // A tag's value as it is written, with its zero bytes; "" where there is none. A blank stands for a photographer who
  // is not known beside an editor who is.
  std::string value(std::uint16_t tag) const;
};

}  // namespace stripmeta
