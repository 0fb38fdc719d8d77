// Exif (CIPA DC-008): what a block holds, and the smallest block that shows the picture the same way.
//
// A block is a TIFF structure (tiff_directory.hpp) of at most five directories. IFD0 describes the picture, IFD1 its
// thumbnail; IFD0 leads to the Exif and the GPS IFD, and the Exif IFD leads to the interoperability IFD. Maker notes
// are values of the Exif IFD in each maker's own format.
//
// No part of a block is copied: the block is read, and a fresh one is written. The fresh one may have these, if the
// policy keeps them:
//   - the orientation (274), unless it is the usual one; it turns the picture;
//   - the density (282, 283, 296 and the Exif IFD's 40962 and 40963), if browsers derive another size from it
//     (exif_density.hpp);
//   - Adobe RGB, which cameras name only by the InteroperabilityIndex "R03" (DC-008 4.6.7), if there is no profile;
//   - Artist (315) and Copyright (33432) (4.6.4), as printable text.
// All else goes: times, names, serial numbers, positions, notes, thumbnails.
//
// Traps: an orientation counts only in IFD0, with one value of type SHORT or LONG. The fresh one has the same type,
// because Chromium ignores LONG. Directories and values may overlap and form loops: each of the five is entered once,
// and only a bounded number of bytes of values is searched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/base/plain_text.hpp"
#include "strip/metadata/exif_density.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Who made the picture and who owns it, as printable_text() returns it; "" if it is not given. TIFF files use the same
// tags.
struct ExifRights {
  std::string artist;        // 315
  std::string photographer;  // 33432 up to its first zero byte
  std::string editor;        // 33432 from there to the next zero byte
  friend bool operator==(const ExifRights&, const ExifRights&) = default;

  bool empty() const { return artist.empty() && !has_copyright(); }
  bool has_copyright() const { return !photographer.empty() || !editor.empty(); }

  // Reads an ASCII value of either tag and ignores other tags. Of several values of a tag, the first that is not blank
  // counts.
  void read(std::uint16_t tag, Bytes value);
  // A tag's value as it is written, with its zero bytes; "" if there is none. If only the editor is known, a blank
  // stands for the photographer.
  std::string value(std::uint16_t tag) const;
};

// The parts of a block that may be kept, and the parts that a fresh block has. Absent parts are not written.
struct KeptExif {
  std::uint16_t orientation{0};     // 2 to 8; 0 if it is absent, usual (1) or invalid
  bool orientation_is_long{false};  // its type is LONG
  bool adobe_rgb{false};
  std::optional<ExifDensity> density{};
  ExifRights rights{};

  bool empty() const { return orientation == 0 && !adobe_rgb && !density && rights.empty(); }
};

struct ExifFacts {
  KeptExif keepable;
  HoldSet holds;  // the sensitive data in the block
};

// The bytes that stand before a TIFF structure in an APP1 segment, and that some writers put before it elsewhere.
inline constexpr std::string_view exif_signature("Exif\0\0", 6);
// The size of that signature at the beginning of `exif`, or 0.
inline std::size_t exif_signature_size(Bytes exif) {
  return starts_with(exif, exif_signature) ? exif_signature.size() : 0;
}

// Reads a TIFF structure (in an APP1 segment it follows "Exif\0\0"). Never fails: what cannot be read is ignored.
// Rights that would take more bytes than the whole structure, because their values overlap, are ignored, too.
ExifFacts read_exif(Bytes tiff);

// The size of the picture in pixels, and whether the output has a colour profile.
struct ExifContext {
  std::uint32_t width{0};
  std::uint32_t height{0};
  bool has_profile{false};
};

// The parts of `found` that the policy keeps and that have an effect on this picture.
KeptExif select_kept_exif(const KeptExif& found, const Policy& policy, const ExifContext& context);

// Adds the rows of a fresh block to the report. `bytes` is the block's size, framing included. `kept` must not be
// empty.
void report_kept_exif(const KeptExif& kept, std::uint64_t bytes, Report& report);

// The sensitive data in one entry of IFD0, IFD1 or the Exif IFD. TIFF files use the same tags.
HoldSet exif_entry_holds(std::uint16_t tag, Bytes value);

// The most bytes that make_exif() writes, without rights and with them.
inline constexpr std::size_t made_exif_base = 200;
inline constexpr std::size_t made_exif_limit = made_exif_base + std::size_t{2} * 12 + 3 * (text_limit + 1) + 2;

// Bytes of the rights' entries and values in a fresh block.
std::uint64_t rights_size(const ExifRights& rights);

// Writes a fresh TIFF structure: tags ascending, values at even offsets, no other slack. `kept` must not be empty.
std::vector<std::byte> make_exif(const KeptExif& kept, ByteOrder order = ByteOrder::big);

// Whether `tiff` is what make_exif() writes for `kept`, in either byte order. The density's fractions may be those of
// `kept` with as many zeros behind both numbers, as in 720000/10000.
bool is_made_exif(Bytes tiff, const KeptExif& kept);

}  // namespace stripmeta
