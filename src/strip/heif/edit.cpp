#include "strip/heif/edit.hpp"

#include <algorithm>
#include <set>

#include "strip/heif/sei.hpp"
#include "strip/jpeg/jpeg.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

// Of these ranges those that no other one overlaps without being the same, ascending.
std::vector<Range> apart(std::vector<Range> ranges) {
  std::ranges::sort(ranges);
  const auto same = std::ranges::unique(ranges);
  ranges.erase(same.begin(), same.end());
  std::vector<Range> alone;
  std::size_t reached = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const auto& range = ranges[i];
    const bool meets_next = i + 1 < ranges.size() && ranges[i + 1].begin < range.end;
    if (range.begin >= reached && !meets_next) alone.push_back(range);
    reached = std::max(reached, range.end);
  }
  return alone;
}

// Edits of an item's joined data as edits of the input. One that spans extents is split; its bytes stand in the first.
void translate(const Item& item, std::vector<Edit> edits, std::vector<Edit>& to) {
  auto extent = item.extents.begin();
  std::size_t before = 0;  // bytes of the extents before this one
  for (auto& edit : edits) {
    auto bytes = std::move(edit.bytes);
    for (auto at = edit.range.begin; at < edit.range.end;) {
      while (at >= before + extent->size()) before += (extent++)->size();
      const auto end = std::min(edit.range.end, before + extent->size());
      to.push_back({{extent->begin + (at - before), extent->begin + (end - before)}, std::move(bytes)});
      bytes.clear();
      at = end;
    }
  }
}

bool gather(void* caller, Slice slice) noexcept {
  put_bytes(*static_cast<std::vector<std::byte>*>(caller), slice.bytes);
  return true;
}

class ItemEditor {
 public:
  ItemEditor(Bytes input, const std::vector<SettledProperty>& properties, const MediaLayout& chunks, Output& out)
      : input_(input), properties_(properties), chunks_(chunks), out_(out) {}

  std::expected<std::vector<Edit>, Error> edit(const std::vector<const Item*>& items) {
    std::vector<Range> all;
    for (const auto* item : items) all.insert(all.end(), item->extents.begin(), item->extents.end());
    alone_ = apart(std::move(all));
    for (const auto* item : items) {
      const bool hevc = item->type == type("hvc1") || item->type == type("hev1");
      if (hevc) edit_hevc(*item);
      if (item->type == type("jpeg")) {
        if (auto status = edit_jpeg(*item); !status) return std::unexpected(status.error());
      }
      if (edits_.size() > most_edits) {
        return fail(ErrorKind::malformed, item->entry.at, "there are too many notes in the coded picture");
      }
    }
    return std::move(edits_);
  }

 private:
  // Whether the data are this item's only, or wholly those of items that come after it.
  bool claim(const Item& item) {
    const auto is_free = [&](const Range& extent) {
      return std::ranges::binary_search(alone_, extent) && chunks_.overlap(extent) == 0 && seen_.insert(extent).second;
    };
    return std::ranges::all_of(item.extents, is_free);
  }

  const SettledProperty* property(const Item& item, bmff::Type name) const {
    for (const auto& association : item.properties) {
      const auto& property = properties_.at(association.property - 1U);
      if (property.stays && u32(property.box, 4) == name) return &property;
    }
    return nullptr;
  }

  void edit_hevc(const Item& item) {
    const auto* configuration = property(item, type("hvcC"));
    if (configuration == nullptr || !claim(item)) return;
    std::vector<std::byte> joined;
    const auto data = data_of(item, input_, joined);
    auto edits = user_data_edits(data, configuration->length_size);
    for (const auto& edit : edits) {
      const auto unit =
          data.subspan(static_cast<std::size_t>(edit.range.begin), static_cast<std::size_t>(edit.range.size()));
      out_.report().add(Kind::encoder_note, Fate::removed, unit.size() - edit.bytes.size());
      out_.found(Kind::encoder_note, unit, item.extents.front().begin + edit.range.begin);
    }
    translate(item, std::move(edits), edits_);
  }

  Status edit_jpeg(const Item& item) {
    if (property(item, type("jpgC")) != nullptr) {
      return fail(ErrorKind::unsupported, item.entry.at, "a JPEG whose tables stand apart is not supported");
    }
    std::vector<std::byte> joined;
    const auto data = data_of(item, input_, joined);
    const auto stripped = strip_jpeg(data);
    if (!stripped) return fail(stripped.error().kind, item.extents.front().begin, stripped.error().message);
    if (same_bytes(*stripped, data)) return {};
    if (!claim(item)) return fail(ErrorKind::unsupported, item.entry.at, "a JPEG shares its data with another picture");
    translate(item, {Edit{{0, data.size()}, *stripped}}, edits_);
    return {};
  }

  std::expected<std::vector<std::byte>, Error> strip_jpeg(Bytes data) const {
    if (!starts_with(data, "\xFF\xD8")) return fail(ErrorKind::malformed, 0, "a JPEG picture does not start as one");
    Policy policy = out_.policy();
    policy.keep = policy.keep.without(Keep::orientation).without(Keep::density);  // HEIF has its own ways to say these
    policy.keep = policy.keep.without(Keep::copyright).without(Keep::panorama);   // and keeps no block that would
    Report report;
    std::vector<std::byte> stripped;
    Output output{policy, report, gather, &stripped, nullptr, nullptr};
    JpegGrammar grammar;
    if (auto status = grammar.feed(data, output); !status) return std::unexpected(status.error());
    if (auto status = grammar.finish(output); !status) return std::unexpected(status.error());
    for (const auto& row : report.rows) {
      if (row.fate == Fate::removed) out_.report().add(row.kind, row.fate, row.bytes, row.holds);
    }
    return stripped;
  }

  Bytes input_;
  const std::vector<SettledProperty>& properties_;
  const MediaLayout& chunks_;
  Output& out_;
  std::vector<Range> alone_;
  std::set<Range> seen_;
  std::vector<Edit> edits_;
};

}  // namespace

std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<SettledProperty>& properties,
                                                   const MediaLayout& chunks, Output& out) {
  return ItemEditor{input, properties, chunks, out}.edit(items);
}

}  // namespace stripmeta::heif
