#include "stripmeta/policy.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "strip/base/ascii.hpp"

namespace stripmeta {
namespace {

std::unexpected<Error> configuration(std::initializer_list<std::string_view> pieces) {
  std::string message;
  for (const auto piece : pieces) message += piece;
  return std::unexpected(Error{ErrorKind::configuration, std::move(message), std::nullopt});
}

template <typename Table>
auto find_word(const Table& table, std::string_view word, std::string_view what)
    -> std::expected<typename Table::value_type, Error> {
  const auto row = std::ranges::find(table, word, &Table::value_type::word);
  if (row == table.end()) {
    return configuration({"unknown ", what, " '", word, "'; the words are: ", joined_words(table)});
  }
  return *row;
}

std::expected<KeepSet, Error> parse_parts(std::string_view list) {
  KeepSet parts;
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto word = trimmed(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    if (word.empty()) continue;
    const auto row = find_word(keep_words, word, "part to keep or remove");
    if (!row) return std::unexpected(row.error());
    parts = parts.with(row->part);
  }
  return parts;
}

const PresetWord& preset_row(Preset preset) {
  return *std::ranges::find(preset_words, preset, &PresetWord::preset);
}

// The words of the parts for which `chosen` returns true, sorted and with commas between them.
template <typename Chosen>
std::string sorted_words(Chosen chosen) {
  std::vector<std::string_view> words;
  for (const auto& row : keep_words) {
    if (chosen(row.part)) words.push_back(row.word);
  }
  std::ranges::sort(words);
  std::string joined;
  for (const auto word : words) {
    if (!joined.empty()) joined += ',';
    joined += word;
  }
  return joined;
}

}  // namespace

std::expected<Policy, Error> make_policy(const PolicyWords& words) {
  const auto preset_word = trimmed(words.preset).empty() ? std::string_view{"default"} : trimmed(words.preset);
  const auto preset = find_word(preset_words, preset_word, "policy");
  if (!preset) return std::unexpected(preset.error());
  const auto keep = parse_parts(words.keep);
  if (!keep) return std::unexpected(keep.error());
  const auto remove = parse_parts(words.remove);
  if (!remove) return std::unexpected(remove.error());

  if (preset->preset == Preset::location && (*keep != KeepSet{} || *remove != KeepSet{})) {
    return configuration(
        {"policy 'location' takes out positions and keeps all else: it has no parts to keep or remove"});
  }

  Policy policy{.preset = preset->preset, .keep = preset->keep, .strict = words.strict.value_or(words.strict_default)};
  for (const auto& row : keep_words) {
    if (keep->contains(row.part) && remove->contains(row.part)) {
      return configuration({"'", row.word, "' is both kept and removed; name it once"});
    }
    if (keep->contains(row.part)) policy.keep = policy.keep.with(row.part);
    if (remove->contains(row.part)) policy.keep = policy.keep.without(row.part);
  }
  return policy;
}

std::string canonical(const Policy& policy) {
  const auto& preset = preset_row(policy.preset);
  std::string text{preset.word};
  const auto kept = sorted_words([&](Keep part) { return policy.keeps(part) && !preset.keep.contains(part); });
  const auto removed = sorted_words([&](Keep part) { return !policy.keeps(part) && preset.keep.contains(part); });
  if (!kept.empty()) text += ";keep=" + kept;
  if (!removed.empty()) text += ";remove=" + removed;
  text += policy.strict ? ";strict=1" : ";strict=0";
  return text;
}

}  // namespace stripmeta
