// Exif (CIPA DC-008): what of it shows the picture, and the smallest block that says the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/base/plain_text.hpp"
#include "strip/metadata/exif_rights.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

struct Rational {
  std::uint32_t numerator{0};
  std::uint32_t denominator{1};
  friend bool operator==(Rational, Rational) = default;
};

// Dots per inch and the size that they give: HTML takes an image's natural size from these five tags together.
struct ExifDensity {
  Rational x;               // 282, per inch (296 is 2)
  Rational y;               // 283
  std::uint32_t width{0};   // PixelXDimension, 40962
  std::uint32_t height{0};  // PixelYDimension, 40963
  friend bool operator==(ExifDensity, ExifDensity) = default;
};

// What the allow-list takes from an Exif block, and what it gives to a fresh one. Absent parts are not written.
struct ExifEssence {
  std::uint16_t orientation{0};     // 2..8; 0: absent, usual (1) or invalid
  bool orientation_is_long{false};  // its type: some viewers, Chromium among them, take no LONG
  bool adobe_rgb{false};            // InteroperabilityIndex "R03" (DC-008 4.6.7)
  std::optional<ExifDensity> density{};
  ExifRights rights{};

  bool empty() const { return orientation == 0 && !adobe_rgb && !density && rights.empty(); }
};

struct ExifFacts {
  ExifEssence essence;
  HoldSet holds;
};

// Reads a TIFF structure as it stands in an APP1 segment behind "Exif\0\0". Total: what cannot be read is as if it were
// not there; offsets out of range and loops are harmless, since only IFD0, IFD1, Exif, GPS and Interop are entered,
// once. Rights that take more room than the whole structure, because their values overlap, are none.
ExifFacts read_exif(Bytes tiff);

// A picture's size in pixels, and whether a colour profile of it is kept: what decides which of its Exif counts.
struct ExifContext {
  std::uint32_t width{0};
  std::uint32_t height{0};
  bool has_profile{false};
};

// What the policy keeps of it: the density where density_counts(), Adobe RGB where no profile says more.
ExifEssence kept_essence(const ExifEssence& found, const Policy& policy, const ExifContext& context);

// The rows of a fresh block of `bytes`, framing included. `kept` must not be empty.
void report_kept_exif(const ExifEssence& kept, std::uint64_t bytes, Report& report);

// What a person would mind about one entry of IFD0, IFD1 or the Exif IFD, whatever structure it stands in.
HoldSet exif_entry_holds(std::uint16_t tag, Bytes value);

// The most that make_exif() writes without rights, and with them.
inline constexpr std::size_t made_exif_base = 200;
inline constexpr std::size_t made_exif_limit = made_exif_base + std::size_t{2} * 12 + 3 * (text_limit + 1) + 2;

// Bytes of the rights' entries and values in such a block.
std::uint64_t made_size(const ExifRights& rights);

// The fresh TIFF structure: tags ascending, values even, no other slack. `essence` must not be empty.
std::vector<std::byte> make_exif(const ExifEssence& essence, ByteOrder order = ByteOrder::big);

// Whether `tiff` is what make_exif() writes for `essence`, in either byte order.
bool is_made_exif(Bytes tiff, const ExifEssence& essence);

// Whether the density changes the size at which HTML shows a picture of this many pixels: false where it is the plain
// 72 dots an inch, or where the tags contradict the picture (then browsers ignore them).
bool density_counts(const ExifDensity& density, std::uint32_t width, std::uint32_t height);

}  // namespace stripmeta
