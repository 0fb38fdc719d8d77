// Fuzzes the reader and the writer of XMP: in hostile packets everything nests and repeats.
#include <cstddef>
#include <cstdint>
#include <span>

#include "property.hpp"
#include "strip/metadata/kept_xmp.hpp"
#include "strip/metadata/xmp_reader.hpp"
#include "strip/metadata/xmp_writer.hpp"
#include "strip/verify/xmp.hpp"

using stripmeta::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span{data, size});
  const auto any = [](std::string_view, std::string_view) { return true; };
  const auto found = stripmeta::read_xmp(bytes, any);
  require(found.size() <= stripmeta::xmp_property_limit, "properties are bounded");
  const auto written = stripmeta::make_xmp(found);
  const auto again = stripmeta::make_xmp(stripmeta::read_xmp(std::as_bytes(std::span{written}), any));
  require(again == written, "what is written is read back");
  for (const unsigned choice : {1U, 2U, 3U}) {
    stripmeta::Policy policy;
    if ((choice & 1U) != 0) policy.keep = policy.keep.with(stripmeta::Keep::copyright);
    if ((choice & 2U) != 0) policy.keep = policy.keep.with(stripmeta::Keep::panorama);
    const auto kept = stripmeta::keep_xmp(bytes, policy);
    if (kept.empty()) continue;
    require(kept.packet.size() <= size + stripmeta::xmp_growth, "a packet hardly grows");
    require(!stripmeta::verify::verify_xmp(kept.bytes(), policy), "nothing else is in it");
    require(stripmeta::keep_xmp(kept.bytes(), policy).packet == kept.packet, "keeping twice equals once");
  }
  return 0;
}
