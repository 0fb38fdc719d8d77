#include "strip/heif/edit.hpp"

#include <algorithm>
#include <string>

#include "strip/coded/sequence_header.hpp"
#include "strip/heif/derived.hpp"
#include "strip/heif/jpeg2000.hpp"
#include "strip/heif/samples.hpp"
#include "strip/jpeg/jpeg.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

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
  ItemEditor(Bytes input, const std::vector<FinalProperty>& properties, Agreement& agreement, Output& out)
      : input_(input), properties_(properties), agreement_(agreement), out_(out) {}

  std::expected<std::vector<Edit>, Error> edit(const std::vector<const Item*>& items) {
    for (const auto* item : items) {
      const auto before = edits_.size();
      if (auto status = edit_units(*item); !status) return std::unexpected(status.error());
      if (auto status = edit_others(*item); !status) return std::unexpected(status.error());
      if (edits_.size() > max_edits) {
        return fail(ErrorKind::malformed, item->entry.at, "the coded picture holds too much to remove");
      }
      if (!item->extents.empty()) agreement_.add(item->extents, edits_.size() - before);
    }
    return std::move(edits_);
  }

 private:
  const FinalProperty* property(const Item& item, bmff::Type name) const {
    for (const auto& association : item.properties) {
      const auto& property = properties_.at(association.property - 1U);
      if (property.stays && u32(property.box, 4) == name) return &property;
    }
    return nullptr;
  }

  Status edit_units(const Item& item) {
    const auto codec = coded::codec_of(bmff::name_of(item.type));
    if (!codec) return {};
    coded::Stream stream{.codec = *codec};
    for (const auto name : {type("hvcC"), type("avcC"), type("vvcC")}) {
      const auto* configuration = property(item, name);
      if (configuration == nullptr) continue;
      stream.length_size = configuration->length_size;
      stream.picture_sets = configuration->picture_sets;
    }
    std::vector<std::byte> joined;
    const auto data = data_of(item, input_, joined);
    const auto at = item.extents.front().begin;
    if (auto status = check_lengths(data, at, stream); !status) return status;
    translate(item, take_changes(data, at, coded::clean_stream(data, stream), out_), edits_);
    return {};
  }

  // Pictures that another engine of this program strips, and the fields of derived ones.
  Status edit_others(const Item& item) {
    std::vector<std::byte> joined;
    if (item.type == type("jpeg")) return replace(item, strip_jpeg(data_of(item, input_, joined)));
    if (item.type == type("j2k1")) {
      return replace(item, strip_codestream(data_of(item, input_, joined), item.extents.front().begin, out_));
    }
    return is_derived(item.type) ? replace(item, clear_reserved_bits(item.type, data_of(item, input_, joined)))
                                 : Status{};
  }

  // Gives the item other data. `by` has been made from all of its data.
  Status replace(const Item& item, const std::expected<std::vector<std::byte>, Error>& by) {
    if (!by) return fail(by.error().kind, item.extents.front().begin, by.error().message);
    std::vector<std::byte> joined;
    const auto data = data_of(item, input_, joined);
    if (same_bytes(*by, data)) return {};
    if (is_derived(item.type)) out_.report().add(Kind::slack, Fate::removed, 0);
    translate(item, {Edit{{0, data.size()}, *by}}, edits_);
    return {};
  }

  std::expected<std::vector<std::byte>, Error> strip_jpeg(Bytes data) const {
    if (!starts_with(data, "\xFF\xD8")) return fail(ErrorKind::malformed, 0, "a JPEG picture does not begin with SOI");
    Policy policy = out_.policy();
    policy.keep = policy.keep.without(Keep::orientation).without(Keep::density);  // HEIF has properties for these
    policy.keep = policy.keep.without(Keep::copyright).without(Keep::panorama);   // HEIF files never keep these
    policy.keep = policy.keep.without(Keep::gainmap);                             // that of a HEIF is an item
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
  Agreement& agreement_;
  Output& out_;
  std::vector<Edit> edits_;
};

}  // namespace

coded::PictureUse use_of(const bmff::Box& configuration, const std::vector<const Item*>& items, Bytes input,
                         std::vector<std::byte>& joined) {
  coded::PictureUse use;
  const auto name = bmff::name_of(configuration.type);
  if (name == "av1C" && !items.empty())
    use.sequence = coded::find_sequence_header(data_of(*items.front(), input, joined));
  const auto record =
      name == "hvcC" || name == "avcC" ? coded::rewrite_configuration(name, configuration.payload) : std::nullopt;
  if (!record) return use;
  for (const auto* item : items) {
    const auto codec = coded::codec_of(bmff::name_of(item->type));
    const coded::Stream stream{.codec = codec.value_or(coded::Codec::hevc), .length_size = record->length_size};
    coded::add_use(data_of(*item, input, joined), stream, use.parameters);
  }
  return use;
}

std::expected<std::vector<Edit>, Error> edit_items(Bytes input, const std::vector<const Item*>& items,
                                                   const std::vector<FinalProperty>& properties, Agreement& agreement,
                                                   Output& out) {
  return ItemEditor{input, properties, agreement, out}.edit(items);
}

}  // namespace stripmeta::heif
