#include "samples.hpp"
#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

// A file of two pages and a thumbnail, with each kind of tag and place that can hold a text.
std::string everything(bool little, bool big) {
  TiffMaker maker{little, big};
  const auto sub = maker.directory(maker.grey({TiffMaker::text(270, planted)}, planted + "."));
  const auto interop = maker.directory({TiffMaker::text(1, planted)});
  const auto exif = maker.directory(
      {TiffMaker::text(33434, planted), TiffMaker::blob(37500, planted), maker.longs(40965, {interop})});
  const auto gps = maker.directory({TiffMaker::text(29, planted)});
  maker.put(planted);  // nothing leads to it
  const std::string tables_more = segment(0xFE, planted);
  maker.page(
      maker.grey({TiffMaker::text(270, planted),   TiffMaker::text(271, planted),   maker.shorts(274, {6}),
                  maker.rational(282, 300),        maker.rational(283, 300),        maker.shorts(296, {2}),
                  TiffMaker::text(305, planted),   TiffMaker::text(315, planted),   maker.longs(330, {sub}),
                  TiffMaker::blob(700, planted),   TiffMaker::text(33432, planted), TiffMaker::blob(33723, planted),
                  TiffMaker::blob(34377, planted), maker.longs(34665, {exif}),      TiffMaker::blob(34675, planted),
                  TiffMaker::text(34737, planted), maker.longs(34853, {gps}),       TiffMaker::blob(37724, planted),
                  TiffMaker::text(50341, planted), TiffMaker::text(65000, planted)},
                 "01234567" + planted));
  maker.page(maker.jpeg(soi + tables + segment(0xE1, planted) + sos() + scan + eoi + planted,
                        {TiffMaker::blob(347, soi + tables_more + eoi)}));
  maker.page(maker.grey({maker.longs(254, {1}), TiffMaker::text(270, planted)}, planted));
  maker.put(planted);
  return maker.bytes();
}

// A file with rights among metadata that go, and with XMP and IPTC that hold more than rights.
std::string owned(bool little, bool big) {
  TiffMaker maker{little, big};
  const auto packet = xmp_packet(sphere + " dc:format=\"" + planted + "\"", creator);
  maker.page(
      maker.grey({TiffMaker::text(270, planted), TiffMaker::text(315, lit("Jo\0")), TiffMaker::blob(700, packet),
                  TiffMaker::text(33432, "(c) Jo"), TiffMaker::blob(33723, iptc_dataset(5, planted) + rights_iptc)}));
  maker.page(maker.grey({TiffMaker::text(315, planted), TiffMaker::blob(700, planted)}));
  return maker.bytes();
}

std::vector<Sample> tiff_samples() {
  std::vector<Sample> samples;
  for (const bool little : {true, false}) {
    for (const bool big : {true, false}) {
      const auto name = std::string(little ? "Little" : "Big") + (big ? "BigTiff" : "Classic");
      samples.push_back({name + "Rights", Format::tiff, owned(little, big), 0});
      samples.push_back({name, Format::tiff, everything(little, big), 0});
    }
  }
  return samples;
}

const SampleList list{tiff_samples};

}  // namespace
}  // namespace stripmeta::test
