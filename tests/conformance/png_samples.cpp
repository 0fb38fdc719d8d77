#include "samples.hpp"
#include "support/cpp/png_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string planted_exif(bool little) {
  const Tiff t{little};
  const std::string ifd0 = t.ifd({t.entry(270, 2, 14, t.n32(38)), t.short_entry(274, 6)});
  return png::chunk("eXIf", t.header() + ifd0 + planted);
}

// A PNG can grow by 696 bytes: 512 if zlib compresses the profile less well than its maker did, 172 for a new eXIf, 12
// for a missing IEND.
constexpr std::size_t png_growth = 696;

std::vector<Sample> png_samples() {
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{name, Format::png, file, png_growth};
  };
  using namespace png;
  const std::string profile = icc_profile({{"wtpt", "white"}, {"priv", planted}}, 2, planted);
  const std::string texts = text("Comment", planted) + ztxt(planted, "x") + itxt(planted, planted) +
                            itxt("XML:com.adobe.xmp", planted) + text("Raw profile type exif", planted);
  const std::string owned = text("Author", "Jo") + itxt("Copyright", "\u00A9 Jo") +
                            itxt("XML:com.adobe.xmp", xmp_packet(sphere + " dc:format=\"" + planted + "\"", creator));
  const std::string unknown = chunk("prVt", planted) + chunk("tIME", planted) + chunk("sPLT", planted) +
                              chunk("hIST", planted) + chunk("caBX", planted) + chunk("gIFx", planted) +
                              chunk("npTc", planted) + spoilt("prIv", planted);
  return {
      sample("plain", plain),
      sample("texts", with(texts, texts)),
      sample("rights", with(owned + chunk("eXIf", made_tiff), owned)),
      sample("rights_late", with(texts, owned + itxt("Author", planted, true) + chunk("eXIf", made_tiff))),
      sample("unknown", with(unknown, unknown)),
      sample("exif_big", with(planted_exif(false))),
      sample("exif_little", with(planted_exif(true) + planted_exif(false))),
      sample("exif_late", with("", planted_exif(true) + planted_exif(false))),
      sample("exif_r03", with(oriented(6, true, true) + chunk("tIME", planted))),
      sample("profile", with(iccp(profile, planted))),
      sample("profile_named", with(iccp(icc_profile({{"wtpt", "white"}}), planted))),
      sample("profile_tail", with(chunk("iCCP", lit("icc\0\0") + deflated(icc_profile({{"wtpt", "w"}})) + planted))),
      sample("profile_broken", with(chunk("iCCP", lit("icc\0\0") + planted))),
      sample("profile_twice", with(iccp(profile) + chunk("iCCP", planted))),
      sample("lengths", with(chunk("gAMA", planted) + chunk("pHYs", planted) + chunk("bKGD", planted) +
                             chunk("gAMA", be32(45455)) + chunk("gAMA", planted.substr(0, 4)))),
      sample("density", with(chunk("pHYs", be32(2835) + be32(2835) + bytes({1})))),
      sample("late_front", with("", chunk("gAMA", be32(1)) + chunk("PLTE", planted + "1"))),
      sample("several_data", front + chunk("IDAT") + chunk("IDAT", pixels.substr(0, 5)) +
                                 chunk("IDAT", pixels.substr(5)) + chunk("tEXt", planted) + iend),
      sample("end_tail", front + idat + chunk("IEND", planted)),
      sample("trailer", plain + planted + plain + planted),
      sample("no_end", front + chunk("tEXt", planted) + idat),
      sample("part_of_end", front + chunk("tEXt", planted) + idat + iend.substr(0, 9)),
      sample("animation", animation),
      sample("animation_texts", front + texts + actl(2) + texts + fctl(0) + idat + texts + fctl(1) + texts + fdat(2) +
                                    fdat(3) + texts + iend + planted),
      sample("animation_surplus", front + actl(1) + fctl(0) + idat + fctl(1) + chunk("fdAT", planted) + iend),
      sample("no_animation", with(chunk("fcTL", planted), chunk("fdAT", planted))),
  };
}

const SampleList list{png_samples};

}  // namespace
}  // namespace stripmeta::test
