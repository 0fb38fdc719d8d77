#include "strip/verify/units.hpp"

#include "strip/verify/unit_configuration.hpp"
#include "strip/verify/unit_data.hpp"
#include "strip/verify/unit_nal.hpp"
#include "strip/verify/unit_obu.hpp"
#include "strip/verify/unit_sequence.hpp"

namespace stripmeta::verify {

std::optional<UnitRules> rules_of(std::string_view type) {
  if (type == "hvc1" || type == "hev1") return UnitRules{Coding::hevc, 4, false};
  if (type == "avc1" || type == "avc3") return UnitRules{Coding::avc, 4, false};
  if (type == "vvc1" || type == "vvi1") return UnitRules{Coding::vvc, 4, false};
  if (type == "av01") return UnitRules{Coding::av1, 4, false};
  return std::nullopt;
}

unsigned length_size_of(std::string_view name, const File& file, Extent payload) {
  struct Field {
    std::string_view name;
    unsigned at;
    unsigned shift;
  };
  for (const auto& field : {Field{"hvcC", 21, 0}, Field{"avcC", 4, 0}, Field{"vvcC", 4, 1}}) {
    if (field.name == name && payload.size > field.at) {
      return (file.u8(payload.at + field.at) >> field.shift & 3U) + 1U;
    }
  }
  return 4;
}

Verdict verify_units(const File& file, const std::vector<Extent>& extents, const UnitRules& rules) {
  const UnitData data{file, extents};
  if (rules.coding == Coding::av1) return judge_obus(data);
  SeenMessages seen;
  for (std::uint64_t at = 0; at < data.size();) {
    if (data.size() - at < rules.length_size) return data.no(at, "the length of a unit");
    const auto size = data.number(at, rules.length_size);
    const auto begin = at + rules.length_size;
    if (size == 0 || size > data.size() - begin) return data.no(at, "the length of a unit");
    if (auto verdict = judge_nal(rules, data, begin, size, seen); verdict) return verdict;
    at = begin + size;
  }
  return {};
}

Verdict verify_own_configuration(const File& file, Extent payload, const std::vector<Extent>& data) {
  return judge_own_configuration(UnitData{file, {payload}}, UnitData{file, data});
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> size_of(const File& file, const std::vector<Extent>& data) {
  const auto sequence = sequence_of(UnitData{file, data});
  return sequence ? std::optional{std::pair{sequence->width, sequence->height}} : std::nullopt;
}

Verdict verify_configuration(std::string_view name, const File& file, Extent payload) {
  return judge_configuration(name, UnitData{file, {payload}});
}

}  // namespace stripmeta::verify
