#include "strip/heif/write.hpp"

#include <algorithm>
#include <array>

namespace stripmeta::heif {
namespace {

using bmff::type;

constexpr std::size_t max_narrow = 0xFFFF;

constexpr std::array<Type, 3> kept_references{type("dimg"), type("auxl"), type("prem")};

class MetaWriter {
 public:
  MetaWriter(Bytes input, const Still& still, const MediaLayout& media, const MediaLayout& idat, bool wide,
             bmff::BoxWriter& writer)
      : input_(input), still_(still), meta_(still.meta), media_(media), idat_(idat), wide_(wide), out_(writer) {
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      if (still.kept[i]) items_.push_back(&meta_.items[i]);
    }
    wide_ids_ = !items_.empty() && items_.back()->id > max_narrow;
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
    out_.id(meta_.primary, wide_ids_);
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
      if (extents.empty() || extents.size() > max_narrow) {
        return fail(ErrorKind::malformed, item->entry.at, "an item of the picture has no data, or too many extents");
      }
      out_.id(item->id, wide_ids_);
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
      out_.id(item->id, wide_ids_);
      out_.u16(0);  // not encrypted
      out_.u32(item->type);
      out_.u8(0);  // an empty name
      out_.close();
    }
    out_.close();
  }

  void write_references() {
    bool open = false;
    for (const auto& reference : meta_.references) {
      const bool wanted = std::ranges::find(kept_references, reference.type) != kept_references.end();
      if (!wanted || !is_kept(reference.from)) continue;
      auto to = reference.to;
      std::erase_if(to, [this](std::uint32_t id) { return !is_kept(id); });
      if (to.empty()) continue;
      if (!open) out_.open_full(type("iref"), wide_ids_ ? 1 : 0, 0);
      open = true;
      out_.open(reference.type);
      out_.id(reference.from, wide_ids_);
      out_.u16(to.size());
      for (const auto id : to) out_.id(id, wide_ids_);
      out_.close();
    }
    if (open) out_.close();
  }

  Status write_properties() {
    if (still_.properties.empty()) return {};
    out_.open(type("iprp"));
    out_.open(type("ipco"));
    for (const auto& property : still_.properties) out_.bytes(property.box);
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
      if (property.stays) stay.push_back(association);
    }
    if (stay.size() > max_count) return fail(ErrorKind::malformed, item.entry.at, "an item has too many properties");
    return stay;
  }

  Status write_associations() {
    constexpr std::size_t narrow_properties = 0x7F;
    const bool wide = still_.properties.size() > narrow_properties;
    bmff::BoxWriter rows;
    std::size_t count = 0;
    for (const auto* item : items_) {
      const auto stay = associations(*item);
      if (!stay) return std::unexpected(stay.error());
      if (stay->empty()) continue;
      ++count;
      rows.id(item->id, wide_ids_);
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

  // Writes the groups of alternates that still have more than one member.
  void write_groups() {
    bool open = false;
    for (const auto& group : meta_.groups) {
      if (group.type != type("altr")) continue;
      auto entities = group.entities;
      std::erase_if(entities, [this](std::uint32_t id) {
        return !is_kept(id) && !std::ranges::binary_search(still_.tracks, id);
      });
      if (entities.size() < 2) continue;
      if (!open) out_.open(type("grpl"));
      open = true;
      out_.open_full(group.type, 0, 0);
      out_.u32(group.id);
      out_.u32(entities.size());
      for (const auto id : entities) out_.u32(id);
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
};

}  // namespace

Status write_meta(Bytes input, const Still& still, const MediaLayout& media, const MediaLayout& idat, bool wide,
                  bmff::BoxWriter& writer) {
  return MetaWriter{input, still, media, idat, wide, writer}.write();
}

}  // namespace stripmeta::heif
