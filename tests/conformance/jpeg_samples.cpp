#include <algorithm>
#include <iterator>

#include "samples.hpp"
#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/rights_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string planted_exif(bool little) {
  const Tiff t{little};
  const std::string ifd0 = t.ifd({t.entry(270, 2, 14, t.n32(38)), t.short_entry(274, 6)});
  return exif_segment(t.header() + ifd0 + planted);
}

const std::string owned_tiff = Tiff{}.header() +
                               Tiff{}.ifd({Tiff{}.entry(270, 2, 14, be32(50)), Tiff{}.entry(315, 2, 3, lit("Jo\0")),
                                           Tiff{}.entry(33432, 2, 4, lit("(c)\0"))}) +
                               planted;
const std::string owned_packet = xmp_packet(sphere + " dc:format=\"" + planted + "\"", creator);

// A JPEG can grow by 408 bytes: 216 in the profile, 18 for one more segment of a profile, 172 for a new Exif segment, 2
// for a missing EOI. The profile grows if 36 tags of one byte are each aligned to four, and if the fixed texts of
// `share` replace a description and a copyright that shared another tag's data.
constexpr std::size_t jpeg_growth = 408;

// A picture and its gain map, both full of metadata, with a gap between them and a further picture after them, under
// `--keep gainmap`.
std::vector<Sample> gain_map_samples() {
  constexpr std::size_t growth = 4096;
  const auto policy = *make_policy({.keep = "gainmap"});
  const std::string every = segment(0xFE, planted) + planted_exif(true) + photoshop_segment(0x0404, planted);
  const std::string iso = segment(0xE2, gain_map_urn + gain_map_metadata(3, 0x33) + planted);
  const auto second = [&](const std::string& parts) { return soi + every + parts + picture; };
  const auto sample = [&](const std::string& name, const std::string& map) {
    const auto file = with_second(every + xmp_segment(planted) + iso, map, planted, name == "gain_map_apple");
    return Sample{name, Format::jpeg, file + minimal + planted, growth, policy};
  };
  const std::string words =
      xmp_segment(rdf("hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2' hdrgm:Gamma='" + planted + "'"));
  return {
      sample("gain_map_xmp", second(xmp_segment(ultra_hdr_xmp))),
      sample("gain_map_iso", second(iso)),
      sample("gain_map_apple", second(xmp_segment(apple_xmp))),
      sample("gain_map_words", second(words)),
      sample("gain_map_none", second("")),
  };
}

std::vector<Sample> jpeg_samples() {
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{name, Format::jpeg, file, jpeg_growth};
  };
  std::string every_app;
  for (int n = 0; n < 16; ++n)
    every_app += segment(0xE0 + n, planted + std::string(static_cast<std::size_t>(n) * 700, 'x'));
  const std::string between = segment(0xFE, planted) + segment(0xED, planted) + planted;
  std::vector<Sample> samples{
      sample("plain", minimal),
      sample("every_app", soi + every_app + picture),
      sample("comments", soi + segment(0xFE, planted) + jfif + segment(0xFE, planted) + picture),
      sample("exif_big", soi + planted_exif(false) + picture),
      sample("exif_little", soi + planted_exif(true) + planted_exif(false) + picture),
      sample("xmp", soi + xmp_segment(planted) + picture),
      sample("iptc", soi + photoshop_segment(0x0404, iptc_dataset(80, planted)) + picture),
      sample("rights", soi + segment(0xFE, planted) + exif_segment(owned_tiff) + xmp_segment(owned_packet) +
                           photoshop_segment(0x0404, iptc_dataset(5, planted) + rights_iptc) + picture),
      sample("icc", soi + icc_segment(1, 1, icc_profile({{"wtpt", "white"}, {"priv", planted}}, 2, planted)) + picture),
      sample("icc_broken", soi + icc_segment(2, 3, planted) + picture),
      sample("jfif_tail",
             soi + segment(0xE0, jfif_payload() + planted) + segment(0xEE, adobe_payload + planted) + picture),
      sample("junk", soi + planted + dqt + planted + sof() + dht + sos() + scan + eoi),
      sample("between_scans", soi + progressive_tables + sos() + scan + between + dht + sos() + scan + eoi),
      sample("dnl_tail", soi + tables + sos() + scan + segment(0xDC, be16(8) + planted) + eoi),
      sample("trailer", minimal + planted + minimal + planted),
      sample("no_end", soi + segment(0xFE, planted) + tables + sos() + scan + segment(0xFE, planted)),
      sample("fills", soi + std::string(9, '\xFF') + dqt + sof() + dht + sos() + scan + std::string(5, '\xFF') + eoi),
  };
  std::ranges::move(gain_map_samples(), std::back_inserter(samples));
  return samples;
}

const SampleList list{jpeg_samples};

}  // namespace
}  // namespace stripmeta::test
