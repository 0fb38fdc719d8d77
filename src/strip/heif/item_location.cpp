#include "strip/heif/item_location.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stripmeta::heif {
namespace {

enum Method : std::uint8_t { in_file = 0, in_idat = 1, in_item = 2 };

struct Extent {
  std::uint64_t index;  // of a reference, counted from 1
  std::uint64_t offset;
  std::uint64_t length;
};

struct ItemLocation {
  std::uint32_t id{0};
  std::uint8_t method{in_file};
  std::size_t data_reference{0};  // 0: this file
  bool elsewhere{false};
  std::vector<Extent> extents;
};

struct Sizes {
  std::uint8_t offset;
  std::uint8_t length;
  std::uint8_t base;
  std::uint8_t index;

  bool valid() const {
    return std::ranges::all_of(std::array{offset, length, base, index},
                               [](std::uint8_t size) { return size == 0 || size == 4 || size == 8; });
  }
  std::size_t extent() const { return std::size_t{offset} + length + index; }
};

// Adds reserved bytes, and indices that count for nothing, to `slack`.
ItemLocation read_item_location(bmff::Reader& reader, unsigned version, const Sizes& sizes, std::uint64_t& slack) {
  constexpr unsigned method_bits = 0xF;
  ItemLocation location;
  location.id = version == 2 ? reader.u32() : reader.u16();
  const unsigned word = version != 0 ? reader.u16() : 0U;
  location.method = static_cast<std::uint8_t>(word & method_bits);
  if ((word & ~method_bits) != 0) slack += 2;
  location.data_reference = reader.u16();
  const auto base = reader.number(sizes.base);
  const std::size_t count = reader.u16();
  if (sizes.extent() * count > reader.left() || (sizes.extent() == 0 && count > 1)) {
    reader.take(reader.left() + 1);
    return location;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto index = sizes.index == 0 ? 1 : reader.number(sizes.index);
    if (sizes.index != 0 && index != 0 && location.method != in_item) slack += sizes.index;
    const auto offset = reader.number(sizes.offset);
    // If the sum would exceed 2^64, it is past any end.
    const auto begin = offset > UINT64_MAX - base ? UINT64_MAX : base + offset;
    location.extents.push_back({index, begin, reader.number(sizes.length)});
  }
  return location;
}

bool stands_for_this_file(std::size_t reference, const std::vector<bool>& own_data) {
  return reference == 0 || (reference <= own_data.size() && own_data[reference - 1]);
}

std::expected<std::vector<ItemLocation>, Error> read_all(const Box& iloc, Meta& meta) {
  bmff::Reader reader{iloc.payload};
  const auto head = bmff::read_full(reader);
  const unsigned version = head.version;
  const auto first = reader.u8();
  const auto second = reader.u8();
  const Sizes sizes{static_cast<std::uint8_t>(first >> 4U), static_cast<std::uint8_t>(first & 0xFU),
                    static_cast<std::uint8_t>(second >> 4U),
                    static_cast<std::uint8_t>(version == 0 ? 0U : second & 0xFU)};
  if (version > 2 || !sizes.valid()) return fail(ErrorKind::malformed, iloc.at, "the table of locations is damaged");
  const std::size_t count = version == 2 ? reader.u32() : reader.u16();
  std::vector<ItemLocation> all;
  const bool has_reserved = head.flags != 0 || (version == 0 && (second & 0xFU) != 0);
  if (has_reserved) meta.slack += bmff::full_head;
  for (std::size_t i = 0; i < count && reader.ok(); ++i) {
    all.push_back(read_item_location(reader, version, sizes, meta.slack));
    all.back().elsewhere = !stands_for_this_file(all.back().data_reference, meta.own_data);
  }
  meta.slack += reader.left();
  if (!reader.ok()) return fail(ErrorKind::malformed, iloc.at, "the table of locations is cut off");
  std::ranges::sort(all, {}, &ItemLocation::id);
  if (std::ranges::adjacent_find(all, {}, &ItemLocation::id) != all.end()) {
    return fail(ErrorKind::malformed, iloc.at, "an item has two entries in the table of locations");
  }
  return all;
}

// Adds the part of `whole` that an extent names, unless it is empty.
void add_range(Range whole, const Extent& extent, Item& item) {
  if (extent.length == 0) return;
  if (extent.offset > whole.size() || extent.length > whole.size() - extent.offset) {
    item.data_state = DataState::cut_off;
    return;
  }
  item.extents.push_back(whole.part(static_cast<std::size_t>(extent.offset), static_cast<std::size_t>(extent.length)));
}

class Resolver {
 public:
  Resolver(Bytes input, const Meta& meta, const std::vector<ItemLocation>& locations)
      : input_(input), meta_(meta), locations_(locations) {
    for (const auto& reference : meta.references) {
      if (reference.type == bmff::type("iloc")) references_.push_back(&reference);
    }
    std::ranges::sort(references_, {}, [](const Reference* r) { return std::pair{r->from, r}; });  // the first counts
  }

  void resolve(const ItemLocation& location, Item& item) const {
    item.in_idat = location.method == in_idat;
    if (location.elsewhere || location.method > in_item) {
      item.data_state = DataState::elsewhere;
    } else if (location.method == in_item) {
      resolve_references(location, item);
    } else {
      for (const auto& extent : location.extents) add_range(whole(item.in_idat), extent, item);
    }
  }

 private:
  Range whole(bool idat) const {
    if (!idat) return {0, input_.size()};
    if (!meta_.idat) return {};
    return {meta_.idat->payload_at(), meta_.idat->payload_at() + meta_.idat->payload.size()};
  }

  // Construction method 2 (8.11.3.1): the extents are parts of other items' data, which references of type iloc name. A
  // reference is followed only if its item has exactly one extent.
  void resolve_references(const ItemLocation& location, Item& item) const {
    const auto found = std::ranges::lower_bound(references_, location.id, {}, &Reference::from);
    const auto* reference = found == references_.end() || (*found)->from != location.id ? nullptr : *found;
    for (const auto& extent : location.extents) {
      const bool named = reference != nullptr && extent.index - 1 < reference->to.size();
      const auto* target = named ? find(reference->to.at(static_cast<std::size_t>(extent.index - 1))) : nullptr;
      const bool simple = target != nullptr && !target->elsewhere && target->method < in_item &&
                          target->extents.size() == 1 &&
                          (item.extents.empty() || item.in_idat == (target->method == in_idat));
      if (!simple) {
        item.data_state = DataState::elsewhere;
        return;
      }
      item.in_idat = target->method == in_idat;
      Item holder;
      add_range(whole(item.in_idat), target->extents.front(), holder);
      if (holder.extents.empty()) {
        item.data_state = DataState::cut_off;
        return;
      }
      const auto held = holder.extents.front();
      add_range(held, extent.length == 0 ? Extent{0, 0, held.size()} : extent, item);
    }
  }

  const ItemLocation* find(std::uint32_t id) const {
    const auto at = std::ranges::lower_bound(locations_, id, {}, &ItemLocation::id);
    return at == locations_.end() || at->id != id ? nullptr : &*at;
  }

  Bytes input_;
  const Meta& meta_;
  const std::vector<ItemLocation>& locations_;
  std::vector<const Reference*> references_;  // of type iloc, by `from`
};

}  // namespace

Status read_item_locations(Bytes input, const Box& iloc, Meta& meta) {
  const auto locations = read_all(iloc, meta);
  if (!locations) return std::unexpected(locations.error());
  const Resolver resolver{input, meta, *locations};
  auto item = meta.items.begin();
  for (const auto& location : *locations) {
    while (item != meta.items.end() && item->id < location.id) ++item;
    const bool is_known = item != meta.items.end() && item->id == location.id;
    if (is_known) resolver.resolve(location, *item);
    if (!is_known) meta.slack += 2 + location.extents.size();
  }
  return {};
}

}  // namespace stripmeta::heif
