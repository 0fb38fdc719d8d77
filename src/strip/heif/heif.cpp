#include "strip/heif/heif.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "strip/bmff/payload.hpp"
#include "strip/heif/brands.hpp"
#include "strip/heif/edit.hpp"
#include "strip/heif/file.hpp"
#include "strip/heif/layers.hpp"
#include "strip/heif/meta.hpp"
#include "strip/heif/movie.hpp"
#include "strip/heif/own_properties.hpp"
#include "strip/heif/references.hpp"
#include "strip/heif/samples.hpp"
#include "strip/heif/select.hpp"
#include "strip/heif/uncompressed.hpp"
#include "strip/heif/write.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta {
namespace {

using namespace heif;
using bmff::type;

constexpr std::uint64_t max_narrow = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t max_tables_size = 64U << 20U;  // bytes of all boxes before the media data
constexpr std::uint64_t max_growth = 1024;
// Items may share data, as layers do. But all of them together may read at most this many times the input's size.
constexpr std::uint64_t max_sharing = 8;

// Strips one file.
class HeifStrip {
 public:
  HeifStrip(Bytes input, bool with_gain_map, Output& out) : input_(input), with_gain_map_(with_gain_map), out_(out) {}

  Status strip() {
    for (auto step : {&HeifStrip::read, &HeifStrip::rewrite_properties, &HeifStrip::lay_out,
                      &HeifStrip::recount_all_layers, &HeifStrip::report_items, &HeifStrip::report_gaps}) {
      if (auto status = (this->*step)(); !status) return status;
    }
    report_others(file_, out_);
    return write();
  }

  const Selection& selection() const { return selection_; }

 private:
  Status read() {
    auto file = read_file(input_, out_.policy().strict);
    if (!file) return std::unexpected(file.error());
    file_ = std::move(*file);
    if (auto status = read_still(); !status) return status;
    if (auto status = read_sequence(); !status) return status;
    if (has_still_ || has_movie_) return {};
    return fail(ErrorKind::unsupported, 0, "the file holds no supported picture");
  }

  Status read_still() {
    if (!file_.meta) return {};
    auto meta = read_meta(input_, *file_.meta);
    if (!meta) return std::unexpected(meta.error());
    meta_ = std::move(*meta);
    // Without a primary item, a sequence's meta box may hold only metadata.
    has_still_ = meta_.handler == type("pict") && (meta_.primary != 0 || !file_.moov);
    if (!has_still_) {
      meta_.primary = 0;
    } else if (meta_.primary == 0) {
      return fail(ErrorKind::malformed, file_.meta->at, "the file does not say which item is the picture");
    }
    auto selection = select_items(input_, meta_, with_gain_map_);
    if (!selection) return std::unexpected(selection.error());
    selection_ = std::move(*selection);
    for (std::size_t i = 0; i < meta_.items.size(); ++i) cut_data(meta_.items[i], selection_.sizes[i]);
    return keep_own_properties(meta_, selection_.kept);
  }

  static void cut_data(Item& item, std::uint64_t size) {
    for (auto& extent : item.extents) {
      extent = extent.part(0, static_cast<std::size_t>(size));
      size -= extent.size();
    }
    std::erase_if(item.extents, [](const Range& extent) { return extent.size() == 0; });
  }

  Status read_sequence() {
    if (!file_.moov) return {};
    auto movie = read_movie(input_, *file_.moov);
    if (!movie) return std::unexpected(movie.error());
    movie_ = std::move(*movie);
    has_movie_ = !movie_.kept_ids().empty();
    return {};
  }

  bool keeps(std::size_t item) const { return selection_.kept[item]; }

  Status rewrite_properties() {
    std::vector<std::vector<const Item*>> users(meta_.properties.size());
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      if (!keeps(i)) continue;
      for (const auto& association : meta_.items[i].properties)
        users[association.property - 1U].push_back(&meta_.items[i]);
    }
    for (std::size_t i = 0; i < users.size(); ++i) {
      std::vector<std::byte> joined;
      const auto use = use_of(meta_.properties[i], users[i], input_, joined);
      auto property = rewrite_property(meta_.properties[i], !users[i].empty(), use, out_);
      if (!property) return std::unexpected(property.error());
      properties_.push_back(std::move(*property));
      const bool may_have_more = meta_.properties[i].type == type("cmpd") || meta_.properties[i].type == type("icef");
      if (may_have_more && properties_.back().stays) cut_to_layout(users[i]);
    }
    return {};
  }

  Bytes payload_of(const Item& item, Type name) const {
    const auto is_it = [&](const Association& a) { return meta_.properties[a.property - 1U].type == name; };
    const auto at = std::ranges::find_if(item.properties, is_it);
    return at == item.properties.end() ? Bytes{} : meta_.properties[at->property - 1U].payload;
  }

  // Cuts the last property, cmpd or icef, to what the layouts of `users` need.
  void cut_to_layout(const std::vector<const Item*>& users) {
    constexpr std::size_t head = 8;
    std::vector<Bytes> layouts;
    for (const auto* item : users) layouts.push_back(payload_of(*item, type("uncC")));
    auto& box = properties_.back().box;
    const auto name = u32(box, 4);
    const bool is_shared = users.size() > 1 && name == type("icef");  // then it is damaged for one of them
    if (is_shared || std::ranges::any_of(layouts, &Bytes::empty)) return;
    const auto old = Bytes{box}.subspan(head);
    const auto used = name == type("cmpd") ? used_components(old, layouts)
                                           : used_units(old, payload_of(*users.front(), type("cmpC")), layouts.front());
    if (same_bytes(used, old)) return;
    out_.report().add(Kind::slack, Fate::removed, old.size() - used.size());
    bmff::BoxWriter writer;
    writer.box(name, used);
    box = writer.take();
  }

  Status lay_out() {
    std::vector<const Item*> in_file;
    std::vector<const Item*> in_idat;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      if (!keeps(i)) continue;
      const auto& item = meta_.items[i];
      total += item.data_size();
      if (total / max_sharing > input_.size()) {
        return fail(ErrorKind::malformed, item.entry.at, "the items' data overlap too much");
      }
      (item.in_idat ? in_idat : in_file).push_back(&item);
    }
    if (auto status = fill(media_, in_file, movie_.tracks); !status) return status;
    return fill(idat_, in_idat, {});
  }

  Status fill(MediaLayout& layout, const std::vector<const Item*>& items, const std::vector<Track>& tracks) {
    for (const auto& track : tracks) {
      if (track.kind) continue;
      for (const auto& chunk : track.chunks) layout.add(chunk.range);
    }
    for (const auto* item : items) {
      for (const auto& extent : item->extents) layout.add(extent);
    }
    Agreement agreement;
    auto edits = edit_items(input_, items, properties_, agreement, out_);
    if (!edits) return std::unexpected(edits.error());
    if (auto status = edit_samples(input_, tracks, *edits, agreement, out_); !status) return status;
    if (auto status = agreement.settle(*edits); !status) return status;
    for (auto& edit : *edits) layout.add(std::move(edit));
    layout.finalize();
    return {};
  }

  // The data of an item may have become shorter. If the sizes of its layers cannot be told, they go: decoders find the
  // layers without them. Items that share the property have the same layers.
  Status recount_all_layers() {
    std::map<std::size_t, std::vector<std::byte>> counted;
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      if (!keeps(i)) continue;
      for (const auto& association : meta_.items[i].properties) {
        const std::size_t index = association.property - 1U;
        if (meta_.properties[index].type == type("a1lx") && properties_[index].stays)
          recount_layers_of(i, index, counted);
      }
    }
    return {};
  }

  void recount_layers_of(std::size_t item, std::size_t index, std::map<std::size_t, std::vector<std::byte>>& counted) {
    constexpr std::size_t head = 8;
    auto& property = properties_[index];
    const auto& layout = meta_.items[item].in_idat ? idat_ : media_;
    const auto payload = Bytes{property.box}.subspan(head);
    const auto sizes = recount_layers(meta_.properties[index].payload, meta_.items[item], input_, layout);
    const bool agrees = sizes && counted.try_emplace(index, *sizes).first->second == *sizes;
    if (!agrees) {
      out_.report().add(Kind::property, Fate::removed, property.box.size());
      property = FinalProperty{};
    } else if (!same_bytes(*sizes, payload)) {
      std::ranges::copy(*sizes, property.box.begin() + head);
    }
  }

  Status report_items() {
    std::uint64_t budget = max_sharing * input_.size();
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      const auto& item = meta_.items[i];
      if (keeps(i)) {
        report_name(std::as_bytes(std::span{item.name}), item.entry.at, out_);
        if (item.type == type("tmap")) report_tone_map(item);
        continue;
      }
      const auto size = item.data_size();
      const bool affordable = size <= budget;
      if (affordable) budget -= size;
      std::vector<std::byte> joined;
      const auto data = affordable ? data_of(item, input_, joined) : Bytes{};
      report_item(item, selection_.kinds[i], data);
    }
    if (has_still_) report_tables();
    for (const auto& box : meta_.others) report_box(box, out_);
    if (file_.meta && !has_still_) out_.report().add(Kind::box, Fate::removed, file_.meta->size());
    report_tracks();
    return {};
  }

  void report_item(const Item& item, Kind kind, Bytes data) {
    const auto part = kind == Kind::exif ? data.subspan(bmff::exif_offset(data)) : data;
    const auto holds = sensitive_in(kind == Kind::gain_map_info ? Kind::gain_map : kind, part);
    out_.report().add(kind, Fate::removed, item.data_size() + item.entry.size(), holds);
    out_.found(kind, part, item.extents.empty() ? item.entry.at : item.extents.front().begin);
  }

  void report_tone_map(const Item& item) {
    const auto holds = HoldSet{}.add(Holds::gain_map);
    out_.report().add(Kind::gain_map, Fate::kept, item.data_size() + item.entry.size(), holds);
  }

  // Reports what goes of the tables without an item that goes with it.
  void report_tables() {
    report_name(std::as_bytes(std::span{meta_.handler_name}), meta_.box.at, out_);
    const auto targets = kept_targets(meta_, selection_);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto& reference = meta_.references[i];
      const auto* from = meta_.find(reference.from);
      const bool went_with_item = from != nullptr && !keeps(static_cast<std::size_t>(from - meta_.items.data()));
      if (targets[i].empty() && !went_with_item) out_.report().add(Kind::box, Fate::removed, reference.size);
    }
    for (const auto& group : meta_.groups) {
      if (group.type != type("altr")) out_.report().add(Kind::box, Fate::removed, group.size);
    }
    // Numbers of four bytes are wide enough for a text. The output counts items from 1.
    const auto is_wide = [](const Item& item) { return item.id > 0xFFFF; };
    if (meta_.items.size() < 0xFFFF && std::ranges::any_of(meta_.items, is_wide)) meta_.slack += 4;
    if (meta_.slack > 0) out_.report().add(Kind::slack, Fate::removed, meta_.slack);
  }

  void report_tracks() {
    for (const auto& track : movie_.tracks) {
      if (!track.kind) continue;
      HoldSet holds;
      if (track.handler == type("vide")) holds.add(Holds::video);
      if (track.kind == Kind::thumbnail) holds.add(Holds::thumbnail);
      std::uint64_t size = track.box.size();
      for (const auto& chunk : track.chunks) size += chunk.range.size();
      out_.report().add(*track.kind, Fate::removed, size, holds);
    }
    if (file_.moov && !has_movie_) out_.report().add(Kind::box, Fate::removed, file_.moov->size());
  }

  // Reports the bytes of media data that no item and no track refers to.
  Status report_gaps() {
    MediaLayout known;
    for (const auto& item : meta_.items) {
      for (const auto& extent : item.extents) known.add(extent);
    }
    for (const auto& track : movie_.tracks) {
      for (const auto& chunk : track.chunks) known.add(chunk.range);
    }
    known.finalize();
    const auto gap = [&](const bmff::Box& box) {
      return box.payload.size() - known.overlap({box.payload_at(), box.payload_at() + box.payload.size()});
    };
    std::uint64_t gaps = 0;
    for (const auto& box : file_.media) gaps += gap(box);
    if (meta_.idat) gaps += gap(*meta_.idat);
    if (gaps > 0) out_.report().add(Kind::padding, Fate::removed, gaps);
    return {};
  }

  Status write() {
    const bool wide = media_.size() > max_narrow - max_tables_size;
    const auto ftyp = rewrite_brands(file_.ftyp, contents(), out_);
    bmff::BoxWriter meta;
    bmff::BoxWriter moov;
    if (has_still_) {
      const Still still{meta_, selection_, std::move(properties_), movie_.kept_ids()};
      if (auto status = write_meta(input_, still, media_, idat_, wide, meta); !status) return status;
    }
    if (has_movie_) {
      if (auto status = write_movie(input_, movie_, media_, wide, moov, out_); !status) return status;
    }
    const auto tables = ftyp.size() + meta.size() + moov.size();
    const auto head = media_head(wide);
    const auto total = tables + head.size() + media_.size();
    if (tables > max_tables_size) return fail(ErrorKind::too_large, 0, "the tables of the file exceed 64 MiB");
    if (total > input_.size() + max_growth) {
      return fail(ErrorKind::malformed, 0, "tables or data overlap, so the output would be larger than the file");
    }
    meta.shift(tables + head.size());
    moov.shift(tables + head.size());
    for (const auto& part : {ftyp, meta.take(), moov.take(), head}) {
      if (auto status = out_.put(part, no_source_offset); !status) return status;
    }
    return media_.emit(input_, out_);
  }

  Contents contents() const {
    Contents contents{has_still_, has_movie_, {}, {}};
    for (std::size_t i = 0; i < meta_.items.size(); ++i) {
      if (keeps(i)) contents.items.push_back(meta_.items[i].type);
    }
    for (const auto& track : movie_.tracks) {
      if (!track.kind) contents.entries.insert(contents.entries.end(), track.codings.begin(), track.codings.end());
    }
    return contents;
  }

  std::vector<std::byte> media_head(bool wide) const {
    constexpr std::size_t narrow_head = 8;
    constexpr std::size_t wide_head = 16;
    std::vector<std::byte> head;
    if (media_.size() == 0) return head;
    put_u32(head, wide ? 1 : static_cast<std::uint32_t>(media_.size() + narrow_head));
    put_text(head, "mdat");
    if (wide) put_u64(head, media_.size() + wide_head);
    return head;
  }

  Bytes input_;
  bool with_gain_map_;
  Output& out_;
  File file_;
  Meta meta_;
  Movie movie_;
  bool has_still_{false};
  bool has_movie_{false};
  Selection selection_;
  std::vector<FinalProperty> properties_;
  MediaLayout media_;
  MediaLayout idat_;
};

// Strips the file without output, to learn whether it can be stripped.
std::expected<Selection, Error> try_to_strip(Bytes input, bool with_gain_map, const Policy& policy) {
  constexpr Emit discard = [](void* /*caller*/, Slice /*slice*/) noexcept { return true; };
  Report report;
  Output nowhere{policy, report, discard, nullptr, nullptr, nullptr};
  HeifStrip trial{input, with_gain_map, nowhere};
  if (auto status = trial.strip(); !status) return std::unexpected(status.error());
  return trial.selection();
}

}  // namespace

void HeifGrammar::reset() {
  WholeGrammar::reset();
  format_ = Format::heic;
}

Status HeifGrammar::check_prefix(Bytes front) {
  const auto format = check_brands(front);
  if (!format) return std::unexpected(format.error());
  if (*format != Format::unknown) format_ = *format;
  return {};
}

Status HeifGrammar::strip(Bytes input, Output& out) {
  if (!out.policy().keeps(Keep::gainmap)) return HeifStrip{input, false, out}.strip();
  const auto trial = try_to_strip(input, true, out.policy());
  if (trial && !trial->lost_tone_map) return HeifStrip{input, true, out}.strip();
  const bool strict = out.policy().strict;
  if (trial && strict) return fail(ErrorKind::malformed, 0, "the gain map is damaged");
  // If the file can be stripped without its gain map, only the gain map is damaged.
  if (!trial && (strict || !try_to_strip(input, false, out.policy()))) return std::unexpected(trial.error());
  // The user asked to keep the gain map, so its loss is reported like that of a picture.
  out.report().add(Kind::gain_map, Fate::removed, 0, HoldSet{}.add(Holds::gain_map).add(Holds::picture));
  return HeifStrip{input, trial.has_value(), out}.strip();
}

}  // namespace stripmeta
