// Text in every field of every box of a JPEG XL, and between the boxes: none of it survives, except in coded data.
#include <gtest/gtest.h>

#include <iostream>

#include "support/cpp/jxl_bytes.hpp"
#include "support/cpp/planted.hpp"

namespace stripmeta::test {
namespace {

const std::string text{note};

TEST(JxlPlanted, NothingSurvivesInOrBetweenBoxes) {
  Planting planting{{}};
  for (const std::string type :
       {"Exif", "xml ", "jumb", "brob", "uuid", "free", "skip", "jxli", "jbrd", "jhgm", "note"}) {
    planting.plant(jxl_front + box(type, text) + jxlc, text);
    planting.plant(plain_jxl + box(type, std::string(16, '\0') + text), text);
    planting.plant(plain_jxl + last_box(type, text), text);
    planting.plant(plain_jxl + large_box(type, text), text);
  }
  planting.plant(plain_jxl + text, text);
  planting.plant(plain_jxl + box(text.substr(0, 4), ""), text.substr(0, 4));
  planting.plant(codestream + text, text);
  planting.plant(jxl_front + box("jxlc", codestream + text), text);
  planting.plant(jxl_front + last_box("jxlc", codestream + text), text);
  planting.plant(jxl_front + jxlp(0, false, codestream) + jxlp(1, true, text), text);
  planting.plant(jxl_front + box("jxll", "\x0A" + text) + jxlc, text);
  planting.plant(jxl_front + box("jxll", text) + jxlc, text);
  std::cout << planting.tried() << " texts planted in JPEG XLs, " << planting.survived() << " survive\n";
}

TEST(JxlPlanted, NothingSurvivesInTheFieldsOfABox) {
  Planting planting{{}};
  const auto as_it_is = [](const std::string& bytes) { return bytes; };
  planting.sweep(plain_jxl, 0, jxl_front.size() + 8, as_it_is);
  const auto parts = jxl_front + jxlp(0, false, codestream.substr(0, 4)) + jxlp(1, true, codestream.substr(4));
  planting.sweep(parts, jxl_front.size(), jxl_front.size() + 12, as_it_is);
  const auto last = parts.size() - codestream.size() + 4;
  planting.sweep(parts, last - 12, last, as_it_is);
  const auto indexed = jxl_front + jxli + jxlc;
  planting.sweep(indexed, jxl_front.size(), jxl_front.size() + jxli.size(), as_it_is);
  std::cout << planting.tried() << " fields of JPEG XLs, " << planting.survived() << " survive\n";
}

}  // namespace
}  // namespace stripmeta::test
