#include "strip/metadata/kept_icc.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta {

std::expected<KeptProfile, Error> keep_profile(Bytes profile, std::uint64_t offset, const Policy& policy) {
  if (!policy.keeps(Keep::icc)) return KeptProfile{};
  auto reduced = reduce_icc(profile);
  if (!reduced) return keep_damaged_profile(offset, policy);
  return KeptProfile{std::move(reduced->bytes), reduced->changed, reduced->layout};
}

std::expected<KeptProfile, Error> keep_damaged_profile(std::uint64_t offset, const Policy& policy) {
  if (policy.strict && policy.keeps(Keep::icc)) {
    return fail(ErrorKind::malformed, offset, "the colour profile is damaged");
  }
  return KeptProfile{};
}

void report_reduced_profile(const KeptProfile& kept, std::uint64_t before, std::uint64_t after, Report& report) {
  if (!kept.changed) return;
  report.add(kept.layout ? Kind::layout : Kind::icc, Fate::removed, before - std::min(before, after));
}

}  // namespace stripmeta
