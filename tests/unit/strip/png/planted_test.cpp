// Text in every field of every chunk that a PNG keeps: none of it survives.
#include <gtest/gtest.h>

#include <iostream>

#include "support/cpp/planted.hpp"
#include "support/cpp/png_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

// What the policies together can keep.
Policy everything() {
  return *make_policy({.keep = "copyright,panorama,ninepatch"});
}

std::string payload_of(const std::string& chunk) {
  return chunk.substr(8, chunk.size() - 12);
}

TEST(PngPlanted, NothingSurvivesInAChunkBeforeThePicture) {
  Planting planting{everything()};
  for (const auto& part : {chromaticities, gamma, intent, code_points, content_light(), mastering(), density(), actl(1),
                           nine_patch(), png::nine_patch_layout, oriented(6)}) {
    const auto type = part.substr(4, 4);
    const auto payload = payload_of(part);
    planting.sweep(payload, 0, payload.size(), [&](const auto& p) { return with(chunk(type, p)); });
    planting.plant(with(chunk(type, payload + std::string{note})), note);
    planting.plant(with(chunk(type, std::string{note} + payload)), note);
    planting.plant(with(part + chunk(type, std::string{note})), note);
    planting.plant(with("", chunk(type, std::string{note})), note);
  }
  std::cout << planting.tried() << " fields, " << planting.survived() << " survived\n";
}

TEST(PngPlanted, NothingSurvivesInAPaletteThatShowsNothing) {
  Planting planting{everything()};
  const std::string text{note};
  for (const int colour : {0, 2, 4, 6}) {
    planting.plant(signature + ihdr(colour) + chunk("PLTE", text + "x") + idat + iend, text);
    planting.plant(signature + ihdr(colour) + chunk("tRNS", std::string(6, '\0') + text) + idat + iend, text);
    planting.plant(signature + ihdr(colour) + chunk("bKGD", text) + idat + iend, text);
    planting.plant(signature + ihdr(colour) + chunk("tRNS", text.substr(0, 6)) + idat + iend, text.substr(0, 6));
    planting.plant(signature + ihdr(colour) + chunk("tRNS", lit("\0r\0g\0b\0") + text) + idat + iend, text);
  }
  for (const int depth : {1, 2, 4, 8}) {
    const auto start = signature + ihdr(3, depth);
    if (depth < 8) planting.plant(start + chunk("PLTE", std::string(48, 'c') + text + "x") + idat + iend, text);
    planting.plant(start + chunk("PLTE", "rgb") + chunk("tRNS", "a" + text) + idat + iend, text);
    planting.plant(start + chunk("PLTE", "rgb") + chunk("tRNS", lit("a\0") + text) + idat + iend, text);
    planting.plant(start + chunk("PLTE", "rgb") + iccp(icc_profile({{"priv", text}}), "icc", 0) + idat + iend, text);
    planting.plant(start + chunk("tRNS", text) + chunk("PLTE", std::string(48, 'c')).substr(0, 60) + idat + iend, text);
  }
  EXPECT_EQ(planting.survived(), 0);
}

TEST(PngPlanted, NothingSurvivesInAnAnimation) {
  Planting planting{everything()};
  const std::string text{note};
  const std::string head = front + actl(2) + fctl(0) + idat;
  const auto control = payload_of(fctl(1));
  const auto mend = [&](const auto& p) { return head + chunk("fcTL", p) + fdat(2) + iend; };
  planting.sweep(control, 4, 20, mend);
  planting.plant(head + chunk("fcTL", control + text) + fdat(2) + iend, text);
  planting.plant(with(actl(0x4F75724E)), "OurN");
  planting.plant(front + chunk("acTL", be32(1) + "OurN") + fctl(0) + idat + iend, "OurN");
  planting.plant(front + actl(0x4F75724E) + fctl(0) + idat + iend, "OurN");
  planting.plant(head + fctl(1) + fdat(2) + chunk("fcTL", text) + chunk("fdAT", text) + iend, text);
  planting.plant(head + fctl(1) + fdat(2) + chunk("IEND", text), text);
  EXPECT_EQ(planting.survived(), 0);
}

TEST(PngPlanted, NothingSurvivesInAChecksum) {
  Planting planting{everything()};
  const std::string sum = "OurN";
  const auto noted = [&](const std::string& chunk) { return chunk.substr(0, chunk.size() - 4) + sum; };
  for (const auto& part : {gamma, density(), oriented(6), iccp(icc_profile({{"wtpt", "white"}}), "icc"),
                           text("Author", "Jo"), chunk("tRNS", lit("\0r\0g\0b"))}) {
    planting.plant(with(noted(part)), sum);
    planting.plant(with("", noted(part)), sum);
  }
  planting.plant(front + idat + noted(iend), sum);
  planting.plant(with("", text("a", "b") + noted(chunk("IDAT"))), sum);
  std::cout << planting.tried() << " checksums, " << planting.survived() << " survived\n";
}

TEST(PngPlanted, NothingSurvivesAroundAProfile) {
  Planting planting{everything()};
  const std::string text{note};
  const auto profile = icc_profile({{"wtpt", "white"}});
  const auto packed = deflated(profile);
  planting.plant(with(iccp(profile, text)), text);
  planting.plant(with(chunk("iCCP", lit("icc\0\0") + packed + text)), text);
  planting.plant(with(chunk("iCCP", lit("icc\0\0") + packed.substr(0, packed.size() - 4) + "OurN")), "OurN");
  planting.plant(with(chunk("iCCP", lit("icc\0\0") + deflated(profile + text, 0))), text);
  planting.plant(with(iccp(icc_profile({{"wtpt", "white"}, {"priv", text}}), "icc", 0)), text);
  EXPECT_EQ(planting.survived(), 0);
}

}  // namespace
}  // namespace stripmeta::test
