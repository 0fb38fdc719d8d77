#include "strip/heif/edit.hpp"

#include <algorithm>
#include <set>

#include "strip/heif/sei.hpp"
#include "strip/jpeg/jpeg.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

// Returns the ranges that no different range overlaps. Each appears once, in ascending order.
std::vector<Range> exclusive_ranges(std::vector<Range> ranges) {
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

// Turns edits of an item's joined data into edits of the input. An edit that spans extents is split; its bytes go into
// the first part.
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

class ItemEditor {
 public:
  ItemEditor(Bytes input, const std::vector<FinalProperty>& properties, const MediaLayout& chunks, Output& out)
      : input_(input), properties_(properties), chunks_(chunks), out_(out) {}

  std::expected<std::vector<Edit>, Error> edit(const std::vector<const Item*>& items) {
    std::vector<Range> all;
    for (const auto* item : items) all.insert(all.end(), item->extents.begin(), item->extents.end());
    exclusive_ = exclusive_ranges(std::move(all));
    for (const auto* item : items) {
      const bool hevc = item->type == type("hvc1") || item->type == type("hev1");
      if (hevc) edit_hevc(*item);
      if (item->type == type("jpeg")) {
        if (auto status = edit_jpeg(*item); !status) return std::unexpected(status.error());
      }
      if (edits_.size() > max_edits) {
        return fail(ErrorKind::malformed, item->entry.at, "the coded picture holds too many encoder notes");
      }
    }
    return std::move(edits_);
  }

 private:
  // Whether the data belong to this item alone: no other item or sequence has a part of them, and no item with exactly
  // the same data came before.
  bool claim(const Item& item) {
    const auto is_free = [&](const Range& extent) {
      return std::ranges::binary_search(exclusive_, extent) && chunks_.overlap(extent) == 0 &&
             seen_.insert(extent).second;
    };
    return std::ranges::all_of(item.extents, is_free);
  }

  const FinalProperty* property(const Item& item, bmff::Type name) const {
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
      return fail(ErrorKind::unsupported, item.entry.at,
                  "a JPEG picture whose tables are stored apart from it is not supported");
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
    if (!starts_with(data, "\xFF\xD8")) return fail(ErrorKind::malformed, 0, "a JPEG picture does not begin with SOI");
    Policy policy = out_.policy();
    policy.keep = policy.keep.without(Keep::orientation).without(Keep::density);  // HEIF has properties for these
    policy.keep = policy.keep.without(Keep::copyright).without(Keep::panorama);   // HEIF files never keep these
    Report report;
    std::vector<std::byte> stripped;
    Output output{policy, report, append_slice, &stripped, nullptr, nullptr};
    JpegGrammar grammar;
    if (auto status = grammar.feed(data, output); !status) return std::unexpected(status.error());
    if (auto status = grammar.finish(output); !status) return std::unexpected(status.error());
    for (const auto& row : report.rows) {
      if (row.fate == Fate::removed) out_.report().add(row.kind, row.fate, row.bytes, row.holds);
    }
    return stripped;
  }

  Bytes input_;
  const std::vector<FinalProperty>& properties_;
  const MediaLayout& chunks_;
  Output& out_;
  std::vector<Range> exclusive_;
  std::set<Range> seen_;
  std::vector<Edit> edits_;
};

}  // namespace

std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<FinalProperty>& properties,
                                                   const MediaLayout& chunks, Output& out) {
  return ItemEditor{input, properties, chunks, out}.edit(items);
}

}  // namespace stripmeta::heif
