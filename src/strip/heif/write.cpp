#include "strip/heif/write.hpp"

#include <algorithm>
#include <set>

#include "strip/heif/references.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

constexpr std::size_t max_narrow = 0xFFFF;

class MetaWriter {
 public:
  MetaWriter(Bytes input, const Still& still, const MediaLayout& media, const MediaLayout& idat, bool wide,
             bmff::BoxWriter& writer)
      : input_(input), still_(still), meta_(still.meta), media_(media), idat_(idat), wide_(wide), out_(writer) {
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      if (still.selection.kept[i]) items_.push_back(&meta_.items[i]);
    }
    wide_ids_ = !items_.empty() && number_of(items_.back()->id) > max_narrow;
  }

  Status write() {
    out_.open_full(type("meta"), 0, 0);
    write_handler();
    if (meta_.has_dinf) bmff::write_data_reference(out_);
    write_primary();
    if (auto status = write_locations(); !status) return status;
    write_items();
    write_references();
    if (auto status = write_properties(); !status) return status;
    write_groups();
    if (idat_.size() > 0) out_.box(type("idat"), idat_.bytes(input_));
    out_.close();
    return {};
  }

 private:
  bool is_kept(std::uint32_t id) const {
    const auto at = std::ranges::lower_bound(items_, id, {}, &Item::id);
    return at != items_.end() && (*at)->id == id;
  }

  // The number of a kept item in the output: items are counted from 1. Beside a sequence they keep their numbers, as
  // tracks do, because groups name both alike.
  std::uint32_t number_of(std::uint32_t id) const {
    if (!still_.tracks.empty()) return id;
    return static_cast<std::uint32_t>(std::ranges::lower_bound(items_, id, {}, &Item::id) - items_.begin()) + 1;
  }

  void write_handler() {
    constexpr std::size_t reserved = 12;
    out_.open_full(type("hdlr"), 0, 0);
    out_.u32(0);
    out_.u32(meta_.handler);
    out_.zeros(reserved + 1);  // reserved fields and an empty name
    out_.close();
  }

  void write_primary() {
    out_.open_full(type("pitm"), wide_ids_ ? 1 : 0, 0);
    out_.id(number_of(meta_.primary), wide_ids_);
    out_.close();
  }

  // An item's extents in the output; extents that touch are joined.
  std::vector<Range> locate_extents(const Item& item) const {
    std::vector<Range> joined;
    for (const auto& extent : item.extents) {
      const auto place = (item.in_idat ? idat_ : media_).locate(extent);
      if (place.size() == 0) continue;
      if (!joined.empty() && joined.back().end == place.begin) {
        joined.back().end = place.end;
      } else {
        joined.push_back(place);
      }
    }
    return joined;
  }

  Status write_locations() {
    std::vector<const Item*> located;
    std::ranges::copy_if(items_, std::back_inserter(located), [](const Item* item) { return !item->extents.empty(); });
    const bool methods = std::ranges::any_of(located, &Item::in_idat);
    const unsigned narrow_version = methods ? 1 : 0;
    const unsigned version = wide_ids_ ? 2 : narrow_version;
    if (!wide_ids_ && located.size() > max_narrow) {
      return fail(ErrorKind::malformed, meta_.box.at, "there are too many items");
    }
    out_.open_full(type("iloc"), version, 0);
    out_.u8(wide_ ? 0x88 : 0x44);  // bytes of an offset and of a length
    out_.u8(0);                    // bytes of a base and of an index
    out_.id(located.size(), wide_ids_);
    for (const auto* item : located) {
      const auto extents = locate_extents(*item);
      if (extents.empty()) {
        return fail(ErrorKind::malformed, item->entry.at, "an item of the picture has no coded data to show");
      }
      if (extents.size() > max_narrow) {
        return fail(ErrorKind::malformed, item->entry.at, "an item of the picture has too many extents");
      }
      out_.id(number_of(item->id), wide_ids_);
      if (version > 0) out_.u16(item->in_idat ? 1 : 0);
      out_.u16(0);  // in this file
      out_.u16(extents.size());
      for (const auto& extent : extents) {
        item->in_idat ? out_.number(extent.begin, wide_) : out_.offset(extent.begin, wide_);
        out_.number(extent.size(), wide_);
      }
    }
    out_.close();
    return {};
  }

  void write_items() {
    const bool wide_count = items_.size() > max_narrow;
    out_.open_full(type("iinf"), wide_count ? 1 : 0, 0);
    out_.id(items_.size(), wide_count);
    for (const auto* item : items_) {
      out_.open_full(type("infe"), wide_ids_ ? 3 : 2, item->hidden ? 1 : 0);
      out_.id(number_of(item->id), wide_ids_);
      out_.u16(0);  // not encrypted
      out_.u32(item->type);
      out_.u8(0);  // an empty name
      out_.close();
    }
    out_.close();
  }

  void write_references() {
    bool open = false;
    const auto targets = kept_targets(meta_, still_.selection);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (targets[i].empty()) continue;
      if (!open) out_.open_full(type("iref"), wide_ids_ ? 1 : 0, 0);
      open = true;
      out_.open(meta_.references[i].type);
      out_.id(number_of(meta_.references[i].from), wide_ids_);
      out_.u16(targets[i].size());
      for (const auto id : targets[i]) out_.id(number_of(id), wide_ids_);
      out_.close();
    }
    if (open) out_.close();
  }

  Status write_properties() {
    out_.open(type("iprp"));
    out_.open(type("ipco"));
    for (const auto& property : still_.properties) {
      if (property.stays) ++written_;
      places_.push_back(property.stays ? written_ : 0);
      out_.bytes(property.box);
    }
    out_.close();
    if (auto status = write_associations(); !status) return status;
    out_.close();
    return {};
  }

  std::expected<std::vector<Association>, Error> associations(const Item& item) const {
    constexpr std::size_t max_count = 0xFF;
    std::vector<Association> stay;
    for (const auto& association : item.properties) {
      const auto& property = still_.properties.at(association.property - 1U);
      if (!property.stays && association.essential && !property.droppable) {
        return fail(ErrorKind::unsupported, item.entry.at, "the picture needs an unknown property");
      }
      if (property.stays) stay.push_back({places_[association.property - 1U], association.essential});
    }
    if (stay.size() > max_count) return fail(ErrorKind::malformed, item.entry.at, "an item has too many properties");
    return stay;
  }

  Status write_associations() {
    constexpr std::size_t narrow_properties = 0x7F;
    const bool wide = written_ > narrow_properties;
    bmff::BoxWriter rows;
    std::size_t count = 0;
    for (const auto* item : items_) {
      const auto stay = associations(*item);
      if (!stay) return std::unexpected(stay.error());
      if (stay->empty()) continue;
      ++count;
      rows.id(number_of(item->id), wide_ids_);
      rows.u8(static_cast<unsigned>(stay->size()));
      for (const auto& [property, essential] : *stay) {
        if (wide) {
          rows.u16(property | (essential ? 0x8000U : 0U));
        } else {
          rows.u8(property | (essential ? 0x80U : 0U));
        }
      }
    }
    out_.open_full(type("ipma"), wide_ids_ ? 1 : 0, wide ? 1 : 0);
    out_.u32(count);
    out_.bytes(rows.take());
    out_.close();
    return {};
  }

  // Writes the groups of alternates that still have more than one member. Nothing is in two such groups (14496-12
  // 8.18.3.1).
  void write_groups() {
    bool open = false;
    std::set<std::uint32_t> grouped;
    const auto kept_entities = [&](const Group& group) {
      std::set<std::uint32_t> seen{grouped};
      auto entities = group.entities;
      std::erase_if(entities, [&](std::uint32_t id) {
        const bool stays = is_kept(id) || std::ranges::binary_search(still_.tracks, id);
        return !stays || !seen.insert(id).second;
      });
      return entities;
    };
    auto id =
        std::max(items_.empty() ? 0U : number_of(items_.back()->id), still_.tracks.empty() ? 0U : still_.tracks.back());
    for (const auto& group : meta_.groups) {
      if (group.type != type("altr")) continue;
      const auto entities = kept_entities(group);
      if (entities.size() < 2) continue;
      grouped.insert(entities.begin(), entities.end());
      if (!open) out_.open(type("grpl"));
      open = true;
      out_.open_full(group.type, 0, 0);
      out_.u32(++id);  // no item or track may have this number
      out_.u32(entities.size());
      for (const auto entity : entities) out_.u32(is_kept(entity) ? number_of(entity) : entity);
      out_.close();
    }
    if (open) out_.close();
  }

  Bytes input_;
  const Still& still_;
  const Meta& meta_;
  const MediaLayout& media_;
  const MediaLayout& idat_;
  bool wide_;
  bmff::BoxWriter& out_;
  std::vector<const Item*> items_;
  bool wide_ids_{false};
  std::vector<std::uint16_t> places_;  // for each property of the input: its index in the output; 0: it goes
  std::uint16_t written_{0};           // how many properties stay
};

}  // namespace

Status write_meta(Bytes input, const Still& still, const MediaLayout& media, const MediaLayout& idat, bool wide,
                  bmff::BoxWriter& writer) {
  return MetaWriter{input, still, media, idat, wide, writer}.write();
}

}  // namespace stripmeta::heif
