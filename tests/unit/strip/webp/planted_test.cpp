// Text in every field of every chunk that a WebP keeps: none of it survives, except in coded pictures.
#include <gtest/gtest.h>

#include <iostream>

#include "support/cpp/planted.hpp"
#include "support/cpp/webp_bytes.hpp"

namespace stripmeta::test {
namespace {

TEST(WebpPlanted, NothingSurvivesInOrBetweenChunks) {
  Planting planting{{}};
  const std::string text{note};
  const std::string whole(64, 'a');
  const auto unknown = chunk("note", text);
  const auto start = canvas(webp_alpha | webp_icc | webp_exif | webp_xmp);
  planting.plant(riff(chunk("VP8X", bytes({0}) + text.substr(0, 3) + le24(7) + le24(7)) + vp8), text.substr(0, 3));
  planting.plant(riff(start + chunk("ALPH", lit("\0") + whole + text) + vp8), text);
  planting.plant(riff(start + chunk("ALPH", text) + vp8l), text);
  planting.plant(riff(start + chunk("ICCP", text) + vp8), text);
  planting.plant(riff(start + chunk("ICCP", icc_profile({{"wtpt", "white"}}) + text) + vp8), text);
  planting.plant(riff(start + vp8 + chunk("EXIF", orientation_tiff(6) + text)), text);
  planting.plant(riff(start + vp8 + chunk("XMP ", text)), text);
  planting.plant(riff(start + vp8 + unknown), text);
  planting.plant(riff(start + unknown + vp8), text);
  planting.plant(riff(vp8 + unknown), text);
  planting.plant(riff(vp8 + text), text);
  planting.plant(simple_webp + text, text);
  planting.plant(riff(start + chunk("ALPH", "\x02" + text) + vp8), text);
  planting.plant(riff(chunk("VP8X", bytes({0, 0, 0, 0}) + text.substr(0, 6)) + vp8), text.substr(0, 6));
  const auto moving = canvas(webp_animation);
  std::string sized = anmf_head();
  planting.plant(riff(moving + anim + chunk("ANMF", sized.replace(6, 6, text.substr(0, 6)) + vp8)), text.substr(0, 6));
  planting.plant(riff(moving + chunk("ANIM", std::string(6, '\0') + text) + frame(vp8)), text);
  planting.plant(riff(moving + anim + frame(vp8 + text)), text);
  planting.plant(riff(moving + anim + frame(vp8 + unknown)), text);
  planting.plant(riff(moving + anim + frame(unknown + vp8)), text);
  planting.plant(riff(moving + anim + frame(chunk("ALPH", text) + vp8l)), text);
  planting.plant(riff(moving + anim + chunk("ANMF", text + anmf_head().substr(8) + vp8)), text);
  const auto extended = canvas(webp_alpha);
  planting.sweep(extended, 8, extended.size(), [](const std::string& bytes) { return riff(bytes + vp8); });
  const auto placed = frame(alph + vp8);
  planting.sweep(placed, 8, 8 + 12, [&](const std::string& bytes) { return riff(moving + anim + bytes); });
  std::cout << planting.tried() << " fields, " << planting.survived() << " survived\n";
}

}  // namespace
}  // namespace stripmeta::test
