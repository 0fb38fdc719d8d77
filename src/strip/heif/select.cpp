#include "strip/heif/select.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "strip/grammar/grammar.hpp"
#include "strip/heif/derived.hpp"
#include "strip/heif/uncompressed.hpp"
#include "strip/metadata/gain_map.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;
using std::string_view_literals::operator""sv;

constexpr std::array<Type, 12> picture_types{type("hvc1"), type("hev1"), type("av01"), type("avc1"),
                                             type("vvc1"), type("jpeg"), type("j2k1"), type("unci"),
                                             type("grid"), type("iovl"), type("iden"), type("sato")};

using Edge = std::pair<std::uint32_t, std::uint32_t>;  // item ids

// The name in an item's first auxC.
std::optional<std::string_view> name_of(const Item& item, const Meta& meta) {
  for (const auto& association : item.properties) {
    const auto& property = meta.properties.at(association.property - 1U);
    if (property.type == type("auxC")) return auxiliary_name(property.payload);
  }
  return std::nullopt;
}

class Selector {
 public:
  Selector(Bytes input, const Meta& meta, bool with_gain_map) : input_(input), meta_(meta) {
    selection_.kept.resize(meta.items.size());
    selection_.kinds.resize(meta.items.size(), Kind::item);
    selection_.sizes.resize(meta.items.size(), SIZE_MAX);
    selection_.inputs.resize(meta.items.size());
    for (const auto& item : meta.items) purposes_.push_back(purpose(item));
    for (const auto& reference : meta.references) {
      for (const auto to : reference.to) {
        if (reference.type == type("dimg")) derived_.emplace_back(reference.from, to);
        if (reference.type == type("auxl")) auxiliaries_.emplace_back(to, reference.from);
        if (reference.type == type("thmb")) thumbnails_.push_back(reference.from);
      }
      if (reference.type == type("dimg")) inputs_.push_back(&reference);
    }
    std::ranges::stable_sort(inputs_, {}, &Reference::from);
    std::ranges::sort(derived_);
    std::ranges::sort(auxiliaries_);
    std::ranges::sort(thumbnails_);
    for (const auto& item : meta.items) {
      const bool asked_for = with_gain_map && item.type == type("tmap");
      tone_maps_.push_back(asked_for ? tone_map_size(item) : 0);
    }
  }

  std::expected<Selection, Error> select() {
    if (meta_.primary != 0) {
      queue_.push_back(meta_.primary);
      add_alternates();
    }
    if (auto status = keep_queued(queue_); !status) return std::unexpected(status.error());
    // What alpha planes have as alpha planes is not shown, so these come last, alone.
    keeps_alpha_ = false;
    if (auto status = keep_queued(alpha_queue_); !status) return std::unexpected(status.error());
    name_removed_items();
    return std::move(selection_);
  }

 private:
  static auto edges_from(const std::vector<Edge>& edges, std::uint32_t id) {
    return std::ranges::equal_range(edges, id, {}, &Edge::first);
  }

  std::size_t index(const Item& item) const { return static_cast<std::size_t>(&item - meta_.items.data()); }

  Auxiliary purpose(const Item& item) const {
    const auto name = name_of(item, meta_);
    return name ? parse_auxiliary(*name) : Auxiliary::none;
  }

  Auxiliary auxiliary_of(const Item& item) const { return purposes_.at(index(item)); }

  bool may_stay(const Item& item) const { return is_picture(item.type) || tone_maps_[index(item)] > 0; }

  Status keep_queued(std::vector<std::uint32_t>& queue) {
    while (!queue.empty()) {
      const auto id = queue.back();
      queue.pop_back();
      if (auto status = keep(id, queue); !status) return status;
    }
    return {};
  }

  void add_alternates() {
    for (const auto& group : meta_.groups) {
      const bool holds_primary = std::ranges::find(group.entities, meta_.primary) != group.entities.end();
      if (group.type != type("altr") || !holds_primary) continue;
      for (const auto id : group.entities) {
        const auto* item = meta_.find(id);
        if (item == nullptr) continue;
        if (may_stay(*item)) queue_.push_back(id);
        if (item->type == type("tmap") && !may_stay(*item)) selection_.lost_tone_map = true;
      }
    }
  }

  // Whether the item is derived from exactly the primary picture and a gain map, in this order (23008-12 6.6.2.4).
  bool is_of_picture_and_map(const Item& item) const {
    const auto [inputs, end] = std::ranges::equal_range(inputs_, item.id, {}, &Reference::from);
    if (end - inputs != 1 || (*inputs)->to.size() != 2) return false;
    const auto* map = meta_.find((*inputs)->to.back());
    return (*inputs)->to.front() == meta_.primary && map != nullptr && map->id != meta_.primary &&
           is_picture(map->type);
  }

  // How many bytes of a tone-mapped item stay: a version and the metadata of ISO 21496-1. Anything after them goes. 0
  // if the item cannot stay.
  std::size_t tone_map_size(const Item& item) const {
    constexpr std::size_t max_size = 256;
    if (item.data_state != DataState::present || item.data_size() > max_size || !is_of_picture_and_map(item)) return 0;
    std::vector<std::byte> joined;
    const auto data = data_of(item, input_, joined);
    if (data.empty() || u8(data, 0) != 0) return 0;
    const auto exact = exact_gain_map_metadata(data.subspan(1));
    return exact && same_bytes(*exact, data.subspan(1, exact->size())) ? 1 + exact->size() : 0;
  }

  Status keep(std::uint32_t id, std::vector<std::uint32_t>& queue) {
    const auto* item = meta_.find(id);
    if (item == nullptr) return fail(ErrorKind::malformed, meta_.box.at, "an item of the picture is missing");
    if (selection_.kept[index(*item)]) return {};
    if (auto status = check_item(*item); !status) return status;
    if (auto status = read_data(*item); !status) return status;
    selection_.kept[index(*item)] = true;
    const auto& inputs = selection_.inputs[index(*item)];
    queue.insert(queue.end(), inputs.begin(), inputs.end());
    if (!keeps_alpha_) return {};
    std::optional<std::uint32_t> alpha;
    for (const auto& [master, from] : edges_from(auxiliaries_, id)) {
      const auto* plane = meta_.find(from);
      if (plane == nullptr || auxiliary_of(*plane) != Auxiliary::alpha) continue;
      if (alpha && *alpha != from) {
        return fail(ErrorKind::malformed, plane->entry.at,
                    "the picture has two alpha planes, and programs do not agree about which one they show");
      }
      alpha = from;
      alpha_queue_.push_back(from);
    }
    return {};
  }

  // Finds out how much of the data stays, and what the item is derived from.
  Status read_data(const Item& item) {
    std::vector<std::byte> joined;
    auto& size = selection_.sizes[index(item)];
    if (item.type == type("unci")) {
      const auto data = data_of(item, input_, joined);
      size = uncompressed_size(uncompressed(item), data).value_or(SIZE_MAX);
    }
    if (!is_derived(item.type)) return {};
    const auto first = std::ranges::lower_bound(inputs_, item.id, {}, &Reference::from);
    auto& inputs = selection_.inputs[index(item)];
    if (first != inputs_.end() && (*first)->from == item.id) inputs = (*first)->to;
    if (item.type == type("tmap")) {
      size = tone_maps_[index(item)];
      return {};
    }
    const auto derivation = read_derivation(item.type, data_of(item, input_, joined), inputs.size());
    if (!derivation) {
      return fail(ErrorKind::malformed, item.entry.at, "the data of a picture that is made from others are damaged");
    }
    size = derivation->size;
    inputs.resize(derivation->inputs);
    return {};
  }

  UncompressedItem uncompressed(const Item& item) const {
    const auto payload = [&](Type name) {
      for (const auto& association : item.properties) {
        const auto& property = meta_.properties.at(association.property - 1U);
        if (property.type == name) return property.payload;
      }
      return Bytes{};
    };
    return {payload(type("uncC")), payload(type("cmpd")), payload(type("ispe")), payload(type("cmpC")),
            payload(type("icef"))};
  }

  Status check_item(const Item& item) const {
    const auto at = item.entry.at;
    if (item.is_protected) return fail(ErrorKind::unsupported, at, "the picture is encrypted");
    if (!may_stay(item)) return fail(ErrorKind::unsupported, at, "this kind of picture is not supported");
    if (item.data_state == DataState::elsewhere) {
      return fail(ErrorKind::unsupported, at,
                  "the picture's data are not in the file, or cannot be found through its references");
    }
    if (item.data_state == DataState::cut_off) return fail(ErrorKind::truncated, at, "the picture's data are cut off");
    if (item.extents.empty() && item.type != type("iden")) {
      return fail(ErrorKind::malformed, at, "an item of the picture has no data");
    }
    if (item.data_size() > input_.size()) {
      return fail(ErrorKind::malformed, at, "an item claims more data than the file has");
    }
    return {};
  }

  void name_removed_items() {
    std::vector<std::uint32_t> named;  // the items they are derived from get the same kind
    std::vector<bool> seen(meta_.items.size());
    for (const auto& item : meta_.items) {
      if (selection_.kept[index(item)]) continue;
      const auto kind = kind_of(item);
      selection_.kinds[index(item)] = kind.value_or(Kind::picture);
      const bool has_parts = is_picture(item.type) || item.type == type("tmap");
      if (!kind || !has_parts) continue;
      seen[index(item)] = true;
      named.push_back(item.id);
    }
    while (!named.empty()) {
      const auto id = named.back();
      named.pop_back();
      auto kind = selection_.kinds[index(*meta_.find(id))];
      if (kind == Kind::gain_map_info) kind = Kind::gain_map;
      for (const auto& [from, to] : edges_from(derived_, id)) {
        const auto* part = meta_.find(to);
        if (part == nullptr || selection_.kept[index(*part)] || seen[index(*part)]) continue;
        seen[index(*part)] = true;
        selection_.kinds[index(*part)] = kind;
        named.push_back(to);
      }
    }
  }

  // The kind of an item that goes; nullopt for a picture of unknown purpose.
  std::optional<Kind> kind_of(const Item& item) const {
    if (item.type == type("Exif")) return Kind::exif;
    if (item.type == type("mime")) return item.content_type == "application/rdf+xml" ? Kind::xmp : Kind::item;
    if (item.type == type("tmap")) return Kind::gain_map_info;
    if (!is_picture(item.type)) return Kind::item;
    const auto purpose = auxiliary_of(item);
    if (purpose != Auxiliary::none && purpose != Auxiliary::alpha) return heif::kind_of(purpose);
    if (std::ranges::binary_search(thumbnails_, item.id)) return Kind::thumbnail;
    return std::nullopt;
  }

  Bytes input_;
  const Meta& meta_;
  Selection selection_;
  std::vector<Auxiliary> purposes_;       // for each item
  std::vector<const Reference*> inputs_;  // dimg, sorted by derived item
  std::vector<Edge> derived_;             // from a derived item to its inputs
  std::vector<Edge> auxiliaries_;         // from a picture to its auxiliary picture
  std::vector<std::uint32_t> thumbnails_;
  std::vector<std::size_t> tone_maps_;  // for each item: how many bytes stay if it is a tone map that may stay, else 0
  std::vector<std::uint32_t> queue_;
  std::vector<std::uint32_t> alpha_queue_;
  bool keeps_alpha_{true};
};

// MIAF's names (23000-22 7.3.5.2), and HEVC's numbers.
constexpr std::array alphas{"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"sv, "urn:mpeg:hevc:2015:auxid:1"sv,
                            "urn:mpeg:avc:2015:auxid:1"sv};
// Apple's, and that of libavif's examples.
constexpr std::array gain_maps{"urn:com:apple:photo:2020:aux:hdrgainmap"sv, "urn:com:photo:aux:hdrgainmap"sv};

}  // namespace

bool is_picture(Type wanted) {
  return std::ranges::find(picture_types, wanted) != picture_types.end();
}

Auxiliary parse_auxiliary(std::string_view name) {
  if (std::ranges::find(alphas, name) != alphas.end()) return Auxiliary::alpha;
  const auto has = [name](std::string_view part) { return name.find(part) != std::string_view::npos; };
  if (has("depth") || has("disparity") || name.ends_with(":auxid:2")) return Auxiliary::depth_map;
  if (has("gainmap") || has("gain-map")) return Auxiliary::gain_map;
  if (has("matte")) return Auxiliary::matte;
  return Auxiliary::other;
}

Kind kind_of(Auxiliary purpose) {
  switch (purpose) {
    case Auxiliary::depth_map: return Kind::depth_map;
    case Auxiliary::gain_map: return Kind::gain_map;
    case Auxiliary::matte: return Kind::matte;
    default: return Kind::item;
  }
}

std::string_view known_auxiliary(std::string_view name) {
  if (const auto alpha = std::ranges::find(alphas, name); alpha != alphas.end()) return *alpha;
  const auto map = std::ranges::find(gain_maps, name);
  return map == gain_maps.end() ? std::string_view{} : *map;
}

std::optional<std::string_view> auxiliary_name(Bytes payload) {
  constexpr std::size_t longest_name = 256;
  bmff::Reader reader{payload.first(std::min(payload.size(), longest_name))};
  bmff::read_full(reader);
  const auto left = reader.left();
  const auto name = reader.text();
  return name.size() < left ? std::optional{name} : std::nullopt;
}

std::string_view purpose_of(const Item& item, const Meta& meta) {
  return known_auxiliary(name_of(item, meta).value_or(""));
}

std::expected<Selection, Error> select_items(Bytes input, const Meta& meta, bool with_gain_map) {
  return Selector{input, meta, with_gain_map}.select();
}

}  // namespace stripmeta::heif
