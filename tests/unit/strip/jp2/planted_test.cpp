// Text in every field of every box and marker segment of a JPEG 2000: none of it survives, except in coded data and in
// the numbers that docs/formats/jp2.md lists.
#include <gtest/gtest.h>

#include <iostream>

#include "support/cpp/icc_bytes.hpp"
#include "support/cpp/jp2_bytes.hpp"
#include "support/cpp/planted.hpp"

namespace stripmeta::test {
namespace {

const std::string text{note};

TEST(Jp2Planted, NothingSurvivesInOrBetweenBoxes) {
  Planting planting{{}};
  for (const std::string type : {"xml ", "uuid", "uinf", "jp2i", "asoc", "nlst", "lbl ", "rreq", "jpch", "jplh", "jumb",
                                 "free", "skip", "note", "Exif"}) {
    planting.plant(jp2::front + jp2::header() + box(type, text) + box("jp2c", jp2::stream), text);
    planting.plant(jp2::plain + box(type, std::string(16, '\0') + text), text);
    planting.plant(jp2::plain + last_box(type, text), text);
    planting.plant(jp2::plain + large_box(type, text), text);
    planting.plant(jp2::front + jp2::header(jp2::grey + box(type, text)) + box("jp2c", jp2::stream), text);
  }
  planting.plant(jp2::plain + text, text);
  planting.plant(jp2::front + jp2::header() + box("jp2c", jp2::stream + text), text);
  planting.plant(jp2::stream + text, text);
  planting.plant(jp2::signature + box("ftyp", "jp2 " + text + "jp2 ") + jp2::header() + box("jp2c", jp2::stream), text);
  std::cout << planting.tried() << " texts planted in JP2s, " << planting.survived() << " survive\n";
}

TEST(Jp2Planted, NothingSurvivesInTheHeader) {
  Planting planting{{}};
  const auto with = [](const std::string& more) { return jp2::front + jp2::header(more) + box("jp2c", jp2::stream); };
  for (const auto& colour : {jp2::grey, box("colr", bytes({5, 0, 0, 1, 13, 0, 0})),
                             box("colr", bytes({2, 0, 0}) + icc_profile({{"wtpt", "white"}}))}) {
    planting.plant(with(colour.substr(0, 8) + colour.substr(8) + jp2::grey + box("colr", bytes({4, 0, 0}) + text)),
                   text);
  }
  planting.plant(with(box("colr", bytes({1, 0, 0}) + be32(17) + text)), text);
  planting.plant(with(box("colr", bytes({5, 0, 0}) + text)), text);
  planting.plant(with(jp2::grey + box("bpcc", bytes({7}) + text)), text);
  planting.plant(with(jp2::grey + box("res ", text)), text);
  const auto density = box("resc", be16(300) + be16(1) + be16(300) + be16(1) + bytes({2, 2}) + text);
  planting.plant(with(jp2::grey + box("res ", density)), text);
  planting.sweep(jp2::header(), 8, 8 + jp2::ihdr.size(),
                 [](const std::string& header) { return jp2::front + header + box("jp2c", jp2::stream); });
  std::cout << planting.tried() << " texts planted in JP2 headers, " << planting.survived() << " survive\n";
}

TEST(Jp2Planted, NothingSurvivesInMarkerSegments) {
  Planting planting{{}};
  for (const int code : {0x55, 0x57, 0x58, 0x63, 0x64, 0x50, 0x56, 0x59, 0x66}) {
    const auto segment_of_text = segment(code, be16(1) + text);
    planting.plant(jp2::main_header + segment_of_text + jp2::tile_part("", jp2::data) + jp2::eoc, text);
    planting.plant(jp2::main_header + jp2::tile_part(segment_of_text, jp2::data) + jp2::eoc, text);
  }
  planting.plant(
      jp2::main_header + segment(0x5C, bytes({0x40, 8, 16, 24, 32}) + text) + jp2::tile_part("", jp2::data) + jp2::eoc,
      text);
  planting.plant(jp2::soc + jp2::siz() + segment(0x52, bytes({0, 0, 0, 1, 0, 1, 4, 4, 0, 1}) + text) + jp2::qcd +
                     jp2::tile_part("", jp2::data) + jp2::eoc,
                 text);
  std::cout << planting.tried() << " texts planted in segments of JPEG 2000s, " << planting.survived() << " survive\n";
}

}  // namespace
}  // namespace stripmeta::test
