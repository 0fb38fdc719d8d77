// Fuzzes the readers of Exif, colour profiles, Photoshop's resources, IPTC and MPF, all on the same bytes. Such blocks
// are small, full of offsets, and easily made hostile.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "property.hpp"
#include "strip/metadata/exif.hpp"
#include "strip/metadata/icc.hpp"
#include "strip/metadata/iptc.hpp"
#include "strip/metadata/mpf.hpp"
#include "strip/metadata/photoshop.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/sensitive_in.hpp"
#include "strip/verify/icc.hpp"

using stripmeta::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span{data, size});
  const auto kept = stripmeta::read_exif(bytes).keepable;
  require(kept.orientation == 0 || (kept.orientation >= 2 && kept.orientation <= 8), "orientation is 2..8");
  if (!kept.empty()) {
    const auto fresh = stripmeta::make_exif(kept);
    const auto again = stripmeta::read_exif(fresh);
    const auto rights = stripmeta::rights_size(kept.rights);
    require(fresh.size() <= stripmeta::made_exif_base + rights, "a fresh block is small");
    require(fresh.size() <= stripmeta::made_exif_limit, "and its texts are bounded");
    require(rights <= size, "texts take no more room than they did");
    require(kept.rights.empty() == again.holds.empty(), "a fresh block holds nothing but rights that one would mind");
    require(again.keepable.orientation == kept.orientation && again.keepable.adobe_rgb == kept.adobe_rgb &&
                again.keepable.density == kept.density && again.keepable.rights == kept.rights,
            "a fresh block says the same");
  }
  if (const auto reduced = stripmeta::reduce_icc(bytes)) {
    require(reduced->bytes.size() <= size + 1024, "a profile grows by its padding and the fixed texts alone");
    const auto twice = stripmeta::reduce_icc(reduced->bytes);
    require(twice && !twice->changed && twice->bytes == reduced->bytes, "reducing a profile twice equals once");
    require(!stripmeta::verify::verify_icc(reduced->bytes, {}), "the second reader accepts a reduced profile");
  }
  const auto resources = stripmeta::kept_resources(bytes);
  require(resources.size() <= size + 1, "resources do not grow");
  require(stripmeta::kept_resources(resources) == resources, "keeping resources twice equals once");
  const auto iptc = stripmeta::kept_iptc(bytes);
  require(iptc.size() <= size, "datasets do not grow");
  require(stripmeta::kept_iptc(iptc) == iptc, "keeping datasets twice equals once");
  stripmeta::sensitive_in(stripmeta::Kind::photoshop, bytes);
  stripmeta::read_mpf(bytes);
  return 0;
}
