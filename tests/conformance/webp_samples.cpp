#include "support/cpp/webp_bytes.hpp"

#include "samples.hpp"
#include "support/cpp/rights_bytes.hpp"

namespace stripmeta::test {
namespace {

// A WebP can grow by 417 bytes: 216 in the profile, as a JPEG; 200 for a new Exif if the old directories shared bytes;
// 1 of padding.
constexpr std::size_t webp_growth = 417;

std::string planted_tiff(bool little, unsigned orientation) {
  const Tiff t{little};
  return t.header() + t.ifd({t.entry(270, 2, 14, t.n32(38)), t.short_entry(274, orientation)}) + planted;
}

std::vector<Sample> webp_samples() {
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{name, Format::webp, file, webp_growth};
  };
  const std::string profile = icc_profile({{"wtpt", "white"}, {"priv", planted}}, 2, planted);
  const std::string meta = chunk("XMP ", planted) + chunk("C2PA", planted + "x") + chunk(planted.substr(0, 4), planted);
  const std::string metadata_flags = canvas(webp_icc | webp_exif | webp_xmp);
  const std::string little = chunk("EXIF", planted_tiff(true, 6));
  const std::string headed = chunk("EXIF", lit("Exif\0\0") + planted_tiff(false, 3));
  std::string odd_padding = vp8_odd;
  odd_padding.back() = 'P';
  const std::string reserved = chunk("VP8X", bytes({0xC1}) + "PLA" + le24(7) + le24(7));
  const std::string full_frame = chunk("ANMF", anmf_head(0xFF) + alph + vp8_odd + meta + "PLANT");
  return {
      sample("webp_simple", simple_webp),
      sample("webp_lossless", riff(vp8l)),
      sample("webp_alpha", extended_webp),
      sample("webp_animated", animated_webp),
      sample("webp_simple_tail", riff(vp8_odd + meta + little + vp8 + "PLANT")),
      sample("webp_trailer", simple_webp + planted + simple_webp),
      sample("webp_exif_little", riff(metadata_flags + vp8 + little + headed + meta)),
      sample("webp_exif_headed", riff(metadata_flags + vp8 + headed + little + meta)),
      sample("webp_exif_first", riff(metadata_flags + little + chunk("ICCP", profile) + vp8)),
      sample("webp_rights", riff(metadata_flags + vp8 + chunk("EXIF", lit("Exif\0\0") + made_tiff) +
                                 chunk("XMP ", xmp_packet(sphere + " dc:format=\"" + planted + "\"", creator)) + meta)),
      sample("webp_icc", riff(metadata_flags + chunk("ICCP", profile) + chunk("ICCP", profile) + vp8 + meta)),
      sample("webp_icc_broken", riff(metadata_flags + chunk("ICCP", planted) + vp8)),
      sample("webp_flags_unset", riff(canvas(0) + chunk("ICCP", profile) + vp8 + little)),
      sample("webp_flags_alone", riff(metadata_flags + vp8)),
      sample("webp_reserved", riff(reserved + vp8)),
      sample("webp_padding", riff(odd_padding)),
      sample("webp_no_padding", riff(vp8_odd.substr(0, vp8_odd.size() - 1))),
      sample("webp_between", riff(canvas(webp_alpha) + meta + alph + meta + vp8 + meta)),
      sample("webp_frames",
             riff(canvas(webp_animation | webp_exif) + meta + chunk("ANIM", bytes({1, 2, 3, 4, 0, 0}) + planted) +
                  meta + anim + full_frame + meta + frame(vp8l) + little)),
      sample("webp_still_animation", riff(canvas(0) + vp8 + chunk("ANIM", planted))),
  };
}

const SampleList list{webp_samples};

}  // namespace
}  // namespace stripmeta::test
