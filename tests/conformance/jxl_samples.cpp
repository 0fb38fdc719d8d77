#include "support/cpp/jxl_bytes.hpp"

#include "samples.hpp"
#include "support/cpp/gain_map_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string gain_map_box() {
  const auto metadata = gain_map_metadata(3);
  return box("jhgm",
             lit("\0") + be16(static_cast<unsigned>(metadata.size())) + metadata + lit("\0") + be32(0) + codestream);
}

std::vector<Sample> jxl_samples() {
  const auto sample = [](const std::string& name, const std::string& file) {
    return Sample{name, Format::jxl, file, 0};
  };
  std::string every;
  for (const auto* type :
       {"Exif", "xml ", "jumb", "uuid", "jbrd", "jhgm", "free", "skip", "JXL ", "ftyp", "jxli", "PLAN"})
    every += box(type, planted) + large_box(type, planted + std::string(300, 'x')) + box(type, "");
  for (const auto* type : {"Exif", "xml ", "jumb", "jhgm"}) every += box("brob", type + planted);
  const std::string parts = jxlp(0, false, codestream.substr(0, 1)) + every + jxlp(1, false, "") +
                            jxlp(7, true, codestream.substr(1) + planted);
  return {
      sample("jxl_bare", codestream),
      sample("jxl_plain", plain_jxl),
      sample("jxl_every_box_before", jxl_front + every + jxll + jxli + jxlc),
      sample("jxl_every_box_after", jxl_front + jxll + jxlc + every),
      sample("jxl_parts", jxl_front + jxll + jxli + parts),
      sample("jxl_last_stays", jxl_front + every + last_box("jxlc", codestream)),
      sample("jxl_last_goes", jxl_front + jxlc + every + last_box("xml ", planted)),
      sample("jxl_last_part", jxl_front + last_box("jxlp", be32(0x80000000U) + codestream)),
      sample("jxl_long_headers", box("JXL ", "\r\n\x87\n") + large_box("ftyp", lit("jxl \0\0\0\0jxl ")) +
                                     large_box("jxlc", codestream) + large_box("Exif", planted)),
      sample("jxl_brands", box("JXL ", "\r\n\x87\n") + box("ftyp", lit("jxl \0\0\0\0jxl ") + planted + "12") + jxlc),
      sample("jxl_brands_first", box("JXL ", "\r\n\x87\n") + box("ftyp", "jxl " + planted.substr(0, 8)) + jxlc),
      sample("jxl_two_levels", jxl_front + jxll + jxll + jxlc),
      sample("jxl_index_tail",
             jxl_front + box("jxli", jxli.substr(8) + planted) + jxlc + last_box("jxli", jxli.substr(8))),
      {"jxl_gain_map", Format::jxl, jxl_front + every + gain_map_box() + jxlc + every, 0,
       *make_policy({.keep = "gainmap"})},
  };
}

const SampleList list{jxl_samples};

}  // namespace
}  // namespace stripmeta::test
