// Text in every field of every block that a GIF keeps: none of it survives, except in picture data and palettes.
#include <gtest/gtest.h>

#include <iostream>

#include "support/cpp/gif_bytes.hpp"
#include "support/cpp/planted.hpp"

namespace stripmeta::test {
namespace {

using namespace gif;

TEST(GifPlanted, NothingSurvivesInOrBetweenBlocks) {
  Planting planting{{}};
  const std::string text{note};
  const std::string noted = extension(0xF9, bytes({4}) + text.substr(0, 4) + lit("\0"));
  const std::string short_noted = text.substr(0, 3);
  planting.plant(with(noted + control), short_noted);
  planting.plant(with("", noted), short_noted);
  planting.plant(with(extension(0xF9, bytes({4, 0, 1, 0, 0}) + parts(text))), text);
  for (const std::string name : {"NETSCAPE2.0", "ANIMEXTS1.0"}) {
    planting.plant(with(application(name, bytes({5, 2}) + text.substr(0, 4) + lit("\0"))), text.substr(0, 4));
    planting.plant(with(application(name, bytes({3, 1, 0, 0}) + parts(text))), text);
    planting.plant(with(application(name, bytes({11, 1, 0, 0}) + text + lit("\0"))), text);
    std::string repeated;
    for (std::size_t at = 0; at < text.size(); at += 2) {
      repeated += application(name, bytes({3, 1}) + text.substr(at, 2) + lit("\0"));
    }
    planting.plant(with(repeated + loop(name)), text.substr(0, 2));
    planting.plant(with(loop(name), repeated + image), text.substr(0, 2));
  }
  for (const auto& part : {comment(text), plain_text(text), xmp(text), application("Somebody1.0", parts(text)),
                           extension(0x77, parts(text)), profile_extension(text),
                           profile_extension(icc_profile({{"wtpt", "white"}}) + text)}) {
    planting.plant(with(part), text);
    planting.plant(with("", part), text);
  }
  planting.plant(plain + text, text);
  planting.plant(screen + image + text + ";", text);
  planting.plant(screen + image + text, text);
  std::string indexes;
  for (const char letter : text.substr(0, 4)) indexes += extension(0xF9, bytes({4, 4, 1, 0, letter, 0})) + image;
  planting.plant(screen + indexes + ";", lit("\1\0O"));
  planting.plant(screen + indexes + ";", lit("\1\0u"));
  const auto framed = [](const std::string& block) { return screen + block + image + ";"; };
  planting.sweep(control, 3, control.size(), framed);
  planting.sweep(loop(), 14, loop().size(), framed);
  std::cout << planting.tried() << " fields, " << planting.survived() << " survived\n";
}

}  // namespace
}  // namespace stripmeta::test
