#include "inspect/exif_words.hpp"

#include <algorithm>
#include <array>

namespace stripmeta::inspection {
namespace {

struct Word {
  std::uint16_t tag;
  std::uint32_t code;
  std::string_view word;
};

constexpr std::array words{
    // NewSubfileType
    Word{254, 0, "full-resolution image"},
    Word{254, 1, "reduced-resolution image"},
    // Compression
    Word{259, 1, "uncompressed"},
    Word{259, 2, "CCITT 1D"},
    Word{259, 3, "T4/Group 3 fax"},
    Word{259, 4, "T6/Group 4 fax"},
    Word{259, 5, "LZW"},
    Word{259, 6, "JPEG"},
    Word{259, 7, "JPEG"},
    Word{259, 8, "Deflate"},
    Word{259, 32773, "PackBits"},
    // PhotometricInterpretation
    Word{262, 0, "white is zero"},
    Word{262, 1, "black is zero"},
    Word{262, 2, "RGB"},
    Word{262, 3, "palette"},
    Word{262, 4, "transparency mask"},
    Word{262, 5, "CMYK"},
    Word{262, 6, "YCbCr"},
    Word{262, 8, "CIELab"},
    // Orientation
    Word{274, 1, "upright"},
    Word{274, 2, "mirrored left to right"},
    Word{274, 3, "rotate 180"},
    Word{274, 4, "mirrored top to bottom"},
    Word{274, 5, "mirror left to right and rotate 270 clockwise"},
    Word{274, 6, "rotate 90 clockwise"},
    Word{274, 7, "mirror left to right and rotate 90 clockwise"},
    Word{274, 8, "rotate 270 clockwise"},
    // PlanarConfiguration
    Word{284, 1, "chunky"},
    Word{284, 2, "planar"},
    // ResolutionUnit
    Word{296, 1, "none"},
    Word{296, 2, "inch"},
    Word{296, 3, "centimetre"},
    // YCbCrPositioning
    Word{531, 1, "centred"},
    Word{531, 2, "co-sited"},
    // ExposureProgram
    Word{34850, 0, "not defined"},
    Word{34850, 1, "manual"},
    Word{34850, 2, "normal program"},
    Word{34850, 3, "aperture priority"},
    Word{34850, 4, "shutter priority"},
    Word{34850, 5, "creative program"},
    Word{34850, 6, "action program"},
    Word{34850, 7, "portrait mode"},
    Word{34850, 8, "landscape mode"},
    Word{34850, 9, "bulb"},
    // SensitivityType
    Word{34864, 0, "unknown"},
    Word{34864, 1, "standard output sensitivity"},
    Word{34864, 2, "recommended exposure index"},
    Word{34864, 3, "ISO speed"},
    Word{34864, 4, "standard output sensitivity and recommended exposure index"},
    Word{34864, 5, "standard output sensitivity and ISO speed"},
    Word{34864, 6, "recommended exposure index and ISO speed"},
    Word{34864, 7, "standard output sensitivity, recommended exposure index and ISO speed"},
    // MeteringMode
    Word{37383, 0, "unknown"},
    Word{37383, 1, "average"},
    Word{37383, 2, "centre-weighted average"},
    Word{37383, 3, "spot"},
    Word{37383, 4, "multi-spot"},
    Word{37383, 5, "pattern"},
    Word{37383, 6, "partial"},
    Word{37383, 255, "other"},
    // LightSource
    Word{37384, 0, "unknown"},
    Word{37384, 1, "daylight"},
    Word{37384, 2, "fluorescent"},
    Word{37384, 3, "tungsten"},
    Word{37384, 4, "flash"},
    Word{37384, 9, "fine weather"},
    Word{37384, 10, "cloudy"},
    Word{37384, 11, "shade"},
    Word{37384, 12, "daylight fluorescent"},
    Word{37384, 13, "day white fluorescent"},
    Word{37384, 14, "cool white fluorescent"},
    Word{37384, 15, "white fluorescent"},
    Word{37384, 16, "warm white fluorescent"},
    Word{37384, 17, "standard light A"},
    Word{37384, 18, "standard light B"},
    Word{37384, 19, "standard light C"},
    Word{37384, 20, "D55"},
    Word{37384, 21, "D65"},
    Word{37384, 22, "D75"},
    Word{37384, 23, "D50"},
    Word{37384, 24, "ISO studio tungsten"},
    Word{37384, 255, "other"},
    // FocalPlaneResolutionUnit
    Word{37392, 1, "none"},
    Word{37392, 2, "inch"},
    Word{37392, 3, "centimetre"},
    Word{37392, 4, "millimetre"},
    Word{37392, 5, "micrometre"},
    // SensingMethod
    Word{37399, 0, "undefined"},
    Word{37399, 1, "monochrome area sensor"},
    Word{37399, 2, "one-chip colour area sensor"},
    Word{37399, 3, "two-chip colour area sensor"},
    Word{37399, 4, "three-chip colour area sensor"},
    Word{37399, 5, "colour sequential area sensor"},
    Word{37399, 6, "monochrome linear sensor"},
    Word{37399, 7, "trilinear sensor"},
    Word{37399, 8, "colour sequential linear sensor"},
    // ColorSpace
    Word{40961, 1, "sRGB"},
    Word{40961, 2, "Adobe RGB"},
    Word{40961, 65535, "uncalibrated"},
    // FocalPlaneResolutionUnit
    Word{41488, 1, "none"},
    Word{41488, 2, "inch"},
    Word{41488, 3, "centimetre"},
    Word{41488, 4, "millimetre"},
    Word{41488, 5, "micrometre"},
    // SensingMethod
    Word{41495, 1, "not defined"},
    Word{41495, 2, "one-chip colour area sensor"},
    Word{41495, 3, "two-chip colour area sensor"},
    Word{41495, 4, "three-chip colour area sensor"},
    Word{41495, 5, "colour sequential area sensor"},
    Word{41495, 7, "trilinear sensor"},
    Word{41495, 8, "colour sequential linear sensor"},
    // FileSource
    Word{41728, 0, "other"},
    Word{41728, 1, "transparent scanner"},
    Word{41728, 2, "reflex scanner"},
    Word{41728, 3, "digital camera"},
    // SceneType
    Word{41729, 1, "directly photographed"},
    // CustomRendered
    Word{41985, 0, "normal process"},
    Word{41985, 1, "custom process"},
    // ExposureMode
    Word{41986, 0, "auto"},
    Word{41986, 1, "manual"},
    Word{41986, 2, "auto bracket"},
    // WhiteBalance
    Word{41987, 0, "auto"},
    Word{41987, 1, "manual"},
    // SceneCaptureType
    Word{41990, 0, "standard"},
    Word{41990, 1, "landscape"},
    Word{41990, 2, "portrait"},
    Word{41990, 3, "night scene"},
    // GainControl
    Word{41991, 0, "none"},
    Word{41991, 1, "low gain up"},
    Word{41991, 2, "high gain up"},
    Word{41991, 3, "low gain down"},
    Word{41991, 4, "high gain down"},
    // Contrast
    Word{41992, 0, "normal"},
    Word{41992, 1, "soft"},
    Word{41992, 2, "hard"},
    // Saturation
    Word{41993, 0, "normal"},
    Word{41993, 1, "low"},
    Word{41993, 2, "high"},
    // Sharpness
    Word{41994, 0, "normal"},
    Word{41994, 1, "soft"},
    Word{41994, 2, "hard"},
    // SubjectDistanceRange
    Word{41996, 0, "unknown"},
    Word{41996, 1, "macro"},
    Word{41996, 2, "close view"},
    Word{41996, 3, "distant view"},
    // CompositeImage
    Word{42080, 0, "unknown"},
    Word{42080, 1, "not a composite"},
    Word{42080, 2, "general composite"},
    Word{42080, 3, "composite captured while shooting"},
};

}  // namespace

std::string_view exif_word(std::uint16_t tag, std::uint32_t code) {
  const auto* const found =
      std::ranges::find_if(words, [&](const Word& row) { return row.tag == tag && row.code == code; });
  return found != words.end() ? found->word : std::string_view{};
}

std::string flash_words(std::uint32_t bits) {
  constexpr std::array<std::string_view, 4> returns{"", "", ", return not detected", ", return detected"};
  constexpr std::array<std::string_view, 4> modes{"", ", mode on", ", mode off", ", mode auto"};
  std::string out = (bits & 1U) != 0 ? "fired" : "did not fire";
  out += returns[bits >> 1U & 3U];
  out += modes[bits >> 3U & 3U];
  if ((bits >> 5U & 1U) != 0) out += ", no flash function";
  if ((bits >> 6U & 1U) != 0) out += ", red-eye reduction";
  return out;
}

}  // namespace stripmeta::inspection
