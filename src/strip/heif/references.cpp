#include "strip/heif/references.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "strip/heif/derived.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

class Targets {
 public:
  Targets(const Meta& meta, const Selection& selection) : meta_(meta), selection_(selection) {}

  std::vector<std::uint32_t> of(const Reference& reference) {
    const auto* from = kept(reference.from);
    if (from == nullptr || !seen_.insert({reference.type, reference.from}).second) return {};
    if (reference.type == type("dimg")) return selection_.inputs[index(*from)];
    if (reference.type == type("auxl"))
      return has_known_purpose(*from) ? kept_of(reference) : std::vector<std::uint32_t>{};
    if (reference.type == type("prem")) return kept_of(reference);
    return {};
  }

 private:
  std::size_t index(const Item& item) const { return static_cast<std::size_t>(&item - meta_.items.data()); }

  const Item* kept(std::uint32_t id) const {
    const auto* item = meta_.find(id);
    return item != nullptr && selection_.kept[index(*item)] ? item : nullptr;
  }

  bool has_known_purpose(const Item& item) const { return !purpose_of(item, meta_).empty(); }

  // The items that stay, each once.
  std::vector<std::uint32_t> kept_of(const Reference& reference) const {
    std::vector<std::uint32_t> to;
    for (const auto id : reference.to) {
      const auto* item = kept(id);
      if (item == nullptr || std::ranges::find(to, id) != to.end()) continue;
      if (reference.type == type("auxl") || has_known_purpose(*item)) to.push_back(id);
    }
    return to;
  }

  const Meta& meta_;
  const Selection& selection_;
  std::set<std::pair<Type, std::uint32_t>> seen_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> kept_targets(const Meta& meta, const Selection& selection) {
  Targets targets{meta, selection};
  std::vector<std::vector<std::uint32_t>> all;
  all.reserve(meta.references.size());
  for (const auto& reference : meta.references) all.push_back(targets.of(reference));
  return all;
}

}  // namespace stripmeta::heif
