#include "strip/heif/meta.hpp"

#include <algorithm>
#include <array>

#include "strip/bmff/writer.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/heif/item_location.hpp"

namespace stripmeta::heif {
namespace {

using bmff::BoxWalk;
using bmff::Reader;
using bmff::type;

std::unexpected<Error> damaged(const Box& box, std::string_view what) {
  return fail(ErrorKind::malformed, box.at, what);
}

Error nested(Error error) {
  error.kind = ErrorKind::malformed;  // only boxes of the top level count as cut off
  return error;
}

// Children that meta may have only once.
constexpr std::array<Type, 9> singles{type("hdlr"), type("pitm"), type("iinf"), type("iloc"), type("iref"),
                                      type("iprp"), type("grpl"), type("idat"), type("dinf")};

class MetaReader {
 public:
  MetaReader(Bytes input, Meta& meta) : input_(input), meta_(meta) {}

  Status read() {
    if (auto status = gather(); !status) return status;
    read_handler();
    read_data_references();
    if (const auto* idat = child(type("idat"))) meta_.idat = *idat;
    read_primary();
    for (auto step : {&MetaReader::read_items, &MetaReader::read_references, &MetaReader::read_locations,
                      &MetaReader::read_properties, &MetaReader::read_groups}) {
      if (auto status = (this->*step)(); !status) return status;
    }
    return {};
  }

 private:
  // Reads the head of a FullBox. Flags have three bytes, so they are slack if one is set that is not in `known`.
  bmff::FullHead read_head(Reader& reader, std::uint32_t known = 0) {
    const auto head = bmff::read_full(reader);
    if ((head.flags & ~known) != 0) meta_.slack += 3;
    return head;
  }
  // What follows the last field.
  void add_tail(const Reader& reader) { meta_.slack += reader.left(); }

  Status gather() {
    Reader head{meta_.box.payload};
    const bool is_plain = read_head(head).version == 0;
    if (!is_plain) ++meta_.slack;
    for (BoxWalk walk{input_, meta_.box, bmff::full_head}; !walk.done();) {
      const auto box = walk.next();
      if (!box) return std::unexpected(nested(box.error()));
      const auto place = std::ranges::find(singles, box->type);
      if (place == singles.end()) {
        meta_.others.push_back(*box);
        continue;
      }
      auto& seen = seen_.at(static_cast<std::size_t>(place - singles.begin()));
      if (seen) return damaged(*box, "a box that may occur only once occurs twice");
      seen = *box;
    }
    return {};
  }

  const Box* child(Type wanted) const {
    const auto& seen = seen_.at(static_cast<std::size_t>(std::ranges::find(singles, wanted) - singles.begin()));
    return seen ? &*seen : nullptr;
  }

  // The handler: what the items are (14496-12 8.4.3).
  void read_handler() {
    const auto* box = child(type("hdlr"));
    if (box == nullptr) return;
    Reader reader{box->payload};
    const auto version = read_head(reader).version;
    const auto defined = reader.u32();
    meta_.handler = reader.u32();
    constexpr std::size_t reserved = 12;
    if (version != 0 || defined != 0 || !is_zero(reader.take(reserved))) meta_.slack += reserved;
    meta_.handler_name = as_text(reader.take(reader.left()));
    if (meta_.handler_name.ends_with('\0')) meta_.handler_name.remove_suffix(1);
  }

  // Where data may be (14496-12 8.7.2). An entry with flag 1 stands for the file itself. What the entries say besides
  // is slack.
  void read_data_references() {
    constexpr std::size_t plain_size = 36;  // of dinf with nothing but an entry for this file
    const auto* box = child(type("dinf"));
    meta_.has_dinf = box != nullptr;
    if (box == nullptr) return;
    bmff::visit_boxes(input_, box->payload_range(), [this](const Box& dref) {
      constexpr std::size_t head = 8;
      if (dref.type != type("dref")) return;
      bmff::visit_boxes(input_, dref.payload_range().part(head), [this](const Box& entry) {
        Reader reader{entry.payload};
        meta_.own_data.push_back((bmff::read_full(reader).flags & 1U) != 0);
      });
    });
    bmff::BoxWriter plain;
    bmff::write_data_reference(plain);
    const auto bytes = input_.subspan(box->at, box->size());
    if (!same_bytes(bytes, plain.take())) meta_.slack += std::max(box->size(), plain_size) - plain_size + 1;
  }

  void read_primary() {
    const auto* box = child(type("pitm"));
    if (box == nullptr) return;
    Reader reader{box->payload};
    meta_.primary = read_head(reader).version == 0 ? reader.u16() : reader.u32();
    add_tail(reader);
  }

  // The list of items (14496-12 8.11.6).
  Status read_items() {
    const auto* box = child(type("iinf"));
    if (box == nullptr) return {};
    Reader reader{box->payload};
    const bool wide = read_head(reader).version != 0;
    const std::size_t skip = bmff::full_head + (wide ? 4 : 2);
    for (BoxWalk walk{input_, *box, skip}; !walk.done();) {
      const auto entry = walk.next();
      if (!entry) return std::unexpected(nested(entry.error()));
      if (entry->type != type("infe")) {
        meta_.others.push_back(*entry);
        continue;
      }
      auto item = read_item(*entry);
      if (!item) return std::unexpected(item.error());
      meta_.items.push_back(std::move(*item));
    }
    std::ranges::sort(meta_.items, {}, &Item::id);
    if (std::ranges::adjacent_find(meta_.items, {}, &Item::id) != meta_.items.end()) {
      return damaged(*box, "two items have the same number");
    }
    return {};
  }

  std::expected<Item, Error> read_item(const Box& entry) {
    Reader reader{entry.payload};
    const auto head = read_head(reader, 1);
    Item item;
    item.entry = entry;
    item.hidden = (head.flags & 1U) != 0;
    item.id = head.version >= 3 ? reader.u32() : reader.u16();
    item.is_protected = reader.u16() != 0;
    if (head.version >= 2) item.type = reader.u32();
    item.name = reader.text();
    if (item.type == type("mime") || head.version < 2) item.content_type = reader.text();
    if (!reader.ok()) return damaged(entry, "an item's entry is cut off");
    const bool has_more = item.type == type("mime") || item.type == type("uri ") || head.version < 2;
    if (!has_more) add_tail(reader);
    return item;
  }

  // References between items (14496-12 8.11.12).
  Status read_references() {
    const auto* box = child(type("iref"));
    if (box == nullptr) return {};
    Reader head{box->payload};
    const bool wide = read_head(head).version != 0;
    for (BoxWalk walk{input_, *box, bmff::full_head}; !walk.done();) {
      const auto entry = walk.next();
      if (!entry) return std::unexpected(nested(entry.error()));
      Reader reader{entry->payload};
      const auto id = [&] { return wide ? reader.u32() : reader.u16(); };
      Reference reference{entry->type, id(), {}, entry->size()};
      const std::size_t count = reader.u16();
      if (count * (wide ? 4 : 2) > reader.left()) return damaged(*entry, "a reference is cut off");
      reference.to.reserve(count);
      for (std::size_t i = 0; i < count; ++i) reference.to.push_back(id());
      add_tail(reader);
      meta_.references.push_back(std::move(reference));
    }
    return {};
  }

  Status read_locations() {
    const auto* box = child(type("iloc"));
    return box == nullptr ? Status{} : read_item_locations(input_, *box, meta_);
  }

  // Properties, and which items have them (23008-12 9.3).
  Status read_properties() {
    const auto* box = child(type("iprp"));
    if (box == nullptr) return {};
    bool first = true;
    for (BoxWalk walk{input_, *box}; !walk.done(); first = false) {
      const auto entry = walk.next();
      if (!entry) return std::unexpected(nested(entry.error()));
      if (first != (entry->type == type("ipco"))) return damaged(*entry, "the table of properties is damaged");
      auto status = first ? read_container(*entry) : read_associations(*entry);
      if (!status) return status;
    }
    return {};
  }

  Status read_container(const Box& box) {
    constexpr std::size_t max_count = 0x7FFF;
    for (BoxWalk walk{input_, box}; !walk.done();) {
      const auto property = walk.next();
      if (!property) return std::unexpected(nested(property.error()));
      if (meta_.properties.size() == max_count) return damaged(box, "there are too many properties");
      meta_.properties.push_back(*property);
    }
    return {};
  }

  Status read_associations(const Box& box) {
    if (box.type != type("ipma")) {
      meta_.others.push_back(box);
      return {};
    }
    Reader reader{box.payload};
    const auto head = read_head(reader, 1);
    const bool wide = (head.flags & 1U) != 0;
    const std::size_t count = reader.u32();
    for (std::size_t i = 0; i < count && reader.ok(); ++i) {
      const auto id = head.version == 0 ? reader.u16() : reader.u32();
      Item* item = find_item(id);
      const std::size_t properties = reader.u8();
      if (item == nullptr) meta_.slack += 1 + properties;
      for (std::size_t n = 0; n < properties && reader.ok(); ++n) {
        const unsigned word = wide ? reader.u16() : reader.u8();
        const unsigned mark = wide ? 0x8000U : 0x80U;
        if ((word & ~mark) > meta_.properties.size())
          return damaged(box, "an item refers to a property that does not exist");
        if (item != nullptr && (word & ~mark) != 0) {
          item->properties.push_back({static_cast<std::uint16_t>(word & ~mark), (word & mark) != 0});
        }
      }
    }
    add_tail(reader);
    return reader.ok() ? Status{} : damaged(box, "the table of associations is cut off");
  }

  Item* find_item(std::uint32_t id) {
    const auto at = std::ranges::lower_bound(meta_.items, id, {}, &Item::id);
    return at == meta_.items.end() || at->id != id ? nullptr : &*at;
  }

  // Groups of items and tracks (14496-12 8.18).
  Status read_groups() {
    const auto* box = child(type("grpl"));
    if (box == nullptr) return {};
    for (BoxWalk walk{input_, *box}; !walk.done();) {
      const auto entry = walk.next();
      if (!entry) return std::unexpected(nested(entry.error()));
      Reader reader{entry->payload};
      bmff::read_full(reader);
      Group group{entry->type, reader.u32(), {}, entry->size()};
      const std::size_t count = reader.u32();
      if (count > reader.left() / 4) return damaged(*entry, "a group is cut off");
      group.entities.reserve(count);
      for (std::size_t i = 0; i < count; ++i) group.entities.push_back(reader.u32());
      if (group.type == type("altr")) add_tail(reader);
      meta_.groups.push_back(std::move(group));
    }
    return {};
  }

  Bytes input_;
  Meta& meta_;
  std::array<std::optional<Box>, singles.size()> seen_;
};

}  // namespace

std::uint64_t Item::data_size() const {
  std::uint64_t size = 0;
  for (const auto& extent : extents) size += extent.size();  // at most 65,535 of less than 2^48 bytes
  return size;
}

Bytes data_of(const Item& item, Bytes input, std::vector<std::byte>& joined) {
  const auto part = [&](const Range& range) { return input.subspan(range.begin, range.size()); };
  if (item.extents.empty() || item.data_size() > input.size()) return {};
  if (item.extents.size() == 1) return part(item.extents.front());
  joined.clear();
  for (const auto& extent : item.extents) put_bytes(joined, part(extent));
  return joined;
}

const Item* Meta::find(std::uint32_t id) const {
  const auto at = std::ranges::lower_bound(items, id, {}, &Item::id);
  return at == items.end() || at->id != id ? nullptr : &*at;
}

std::expected<Meta, Error> read_meta(Bytes input, const Box& box) {
  Meta meta;
  meta.box = box;
  if (auto status = MetaReader{input, meta}.read(); !status) return std::unexpected(status.error());
  return meta;
}

}  // namespace stripmeta::heif
