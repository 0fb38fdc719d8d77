#include "samples.hpp"
#include "support/cpp/jp2_bytes.hpp"
#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

// A JPEG 2000 can grow if a missing EOC is added, or if a named colour replaces a small profile.
constexpr std::size_t growth = 8;

std::string every_box() {
  std::string every;
  for (const auto* type :
       {"xml ", "uuid", "uinf", "jp2i", "asoc", "nlst", "lbl ", "rreq", "jpch", "jplh", "jumb", "free", "PLAN"}) {
    every += box(type, planted) + large_box(type, planted + std::string(300, 'x')) + box(type, "");
  }
  every += box("uuid", xmp_uuid + located_xmp) + box("uuid", exif_uuid + located_tiff().before + planted);
  return every + box("xml ", located_xmp) + box("asoc", box("lbl ", planted) + box("xml ", located_xmp));
}

std::string full_header() {
  const auto palette = box("pclr", be16(2) + bytes({3, 7, 7, 7}) + "abcdef" + planted);
  const auto mapping = box("cmap", bytes({0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 2}) + planted);
  const auto channels = box("cdef", be16(1) + be16(0) + be16(0) + be16(1) + planted);
  const auto density = box("res ", box("resd", be16(72) + be16(1) + be16(72) + be16(1) + bytes({0, 0}) + planted));
  return box("jp2h", box("ihdr", be32(6) + be32(8) + be16(1) + bytes({7, 7, 0, 1}) + planted) +
                         box("bpcc", "\x07" + planted) + box("colr", bytes({2, 0, 0}) + icc_profile({})) +
                         box("colr", bytes({1, 0, 0}) + be32(16) + planted) + palette + mapping + channels + density +
                         every_box());
}

std::string planted_stream() {
  const auto unknown = segment(0x7A, planted);
  return jp2::soc + jp2::siz() + jp2::com(planted) + jp2::cod + unknown + jp2::qcd + jp2::com("GPS position") +
         jp2::tile_part(jp2::com(planted), jp2::data) + jp2::tile_part(unknown + jp2::com("GPS here"), "", 1) +
         jp2::eoc;
}

std::vector<Sample> jp2_samples() {
  using namespace jp2;
  const auto sample = [](const std::string& name, const std::string& bytes) {
    return Sample{"jp2_" + name, Format::jp2, bytes, growth};
  };
  const auto brand = [](const std::string& list) { return signature + box("ftyp", list) + header(); };
  return {
      sample("bare", stream),
      sample("plain", plain),
      sample("bare_planted", planted_stream() + planted),
      sample("bare_open", main_header + com(planted) + open_tile_part(com(planted), data) + eoc + planted),
      sample("bare_without_end", main_header + com(planted) + tile_part("", data)),
      sample("bare_open_without_end", main_header + open_tile_part("", data)),
      sample("every_box_before", front + every_box() + header() + box("jp2c", stream)),
      sample("every_box_after", plain + every_box()),
      sample("everything", front + every_box() + full_header() + every_box() + box("jp2c", planted_stream()) +
                               every_box() + last_box("xml ", located_xmp)),
      sample("trailer_in_box", file(planted_stream() + planted + "ftyp") + every_box()),
      sample("long_heads", signature + large_box("ftyp", lit("jp2 \0\0\0\0jp2 ")) + large_box("jp2h", ihdr + grey) +
                               large_box("jp2c", planted_stream())),
      sample("last_box", front + header() + last_box("jp2c", planted_stream() + planted)),
      sample("last_box_without_end", front + header() + last_box("jp2c", main_header + tile_part("", data))),
      sample("jpx", brand(lit("jpx \0\0\0\1jpx jp2 jpxb") + planted.substr(0, 12)) + box("jp2c", stream)),
      sample("jph", brand("jph " + be32(0) + "jph ") + box("jp2c", stream)),
  };
}

const SampleList list{jp2_samples};

}  // namespace
}  // namespace stripmeta::test
