#include "strip/location/survey.hpp"

#include <algorithm>
#include <functional>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::location {
namespace {

constexpr std::size_t most_parts = 1U << 20U;

struct Surveyor {
  Bytes bytes;
  Range where;
  Survey survey;

  static bool emit(void* self, Slice slice) noexcept {
    auto& [bytes, where, survey] = *static_cast<Surveyor*>(self);
    survey.checksum = crc32_of(survey.checksum, slice.bytes);
    survey.size += slice.bytes.size();
    if (slice.source_offset == no_source_offset) return true;
    const auto end = where.begin + static_cast<std::size_t>(slice.source_offset) + slice.bytes.size();
    survey.end = std::max(survey.end, end);
    return true;
  }

  static void found(void* self, const Finding& finding) noexcept {
    auto& [bytes, where, survey] = *static_cast<Surveyor*>(self);
    if (finding.payload.empty() || survey.parts.size() > most_parts) return;
    const std::less<> before;
    const auto* const at = finding.payload.data();
    const auto* const from = bytes.data() + where.begin;
    const auto part_at = where.begin + static_cast<std::size_t>(finding.source_offset);
    const bool inside = !before(at, from) && before(at, bytes.data() + where.end);
    const auto begin = inside ? where.begin + static_cast<std::size_t>(at - from) : part_at;
    survey.parts.push_back({finding.kind, {begin, begin + (inside ? finding.payload.size() : 0)}, part_at});
  }
};

}  // namespace

std::expected<Survey, Error> survey(Grammar& grammar, Bytes bytes, Range where, const Policy& policy) {
  Policy standard = policy;
  standard.preset = Preset::standard;
  standard.keep = default_keep;
  Report report;
  Surveyor surveyor{bytes, where, {}};
  Output output{standard, report, Surveyor::emit, &surveyor, Surveyor::found, &surveyor};
  if (auto status = grammar.run(bytes.subspan(where.begin, where.size()), output); !status) {
    return std::unexpected(status.error());
  }
  if (surveyor.survey.parts.size() > most_parts) {
    return fail(ErrorKind::too_large, 0, "the image has more than a million pieces of metadata");
  }
  surveyor.survey.is_truncated = report.truncated;
  return std::move(surveyor.survey);
}

}  // namespace stripmeta::location
