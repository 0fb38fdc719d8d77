// The Exif reader on a TIFF structure, and the colour profile's on the same bytes: small, hostile, full of offsets.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "property.hpp"
#include "strip/exif.hpp"
#include "strip/icc.hpp"
#include "strip/sensitive.hpp"

using stripmeta::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span{data, size});
  const auto essence = stripmeta::read_exif(bytes).essence;
  require(essence.orientation == 0 || (essence.orientation >= 2 && essence.orientation <= 8), "orientation is 2..8");
  if (!essence.empty()) {
    const auto fresh = stripmeta::make_exif(essence);
    const auto again = stripmeta::read_exif(fresh);
    require(fresh.size() <= 200, "a fresh block is small");
    require(again.holds.empty(), "a fresh block holds nothing that a person would mind");
    require(again.essence.orientation == essence.orientation && again.essence.adobe_rgb == essence.adobe_rgb &&
                again.essence.density == essence.density,
            "a fresh block says the same");
  }
  for (const bool share : {false, true}) {
    const auto reduced = stripmeta::reduce_icc(bytes, share);
    if (!reduced) continue;
    require(reduced->bytes.size() <= size + 216, "a profile grows by its padding and the fixed texts alone");
    const auto twice = stripmeta::reduce_icc(reduced->bytes, share);
    require(twice && !twice->changed && twice->bytes == reduced->bytes, "reducing a profile twice equals once");
  }
  stripmeta::photoshop_holds(bytes);
  stripmeta::read_mpf(bytes);
  return 0;
}
