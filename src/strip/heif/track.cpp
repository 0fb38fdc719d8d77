#include "strip/heif/track.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "strip/coded/configuration.hpp"
#include "strip/coded/sequence_header.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/heif/select.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::Reader;
using bmff::type;

std::unexpected<Error> damaged(const Box& box, std::string_view what) {
  return fail(ErrorKind::malformed, box.at, what);
}

// Codings of pictures: those that are read in units, and JPEG 2000 (15444-16).
bool is_coded(const Box& entry) {
  return entry.type == type("j2ki") || coded::codec_of(bmff::name_of(entry.type)).has_value();
}

// Reads how many samples each chunk has, and how they are coded (8.7.4).
class ChunkRuns {
 public:
  explicit ChunkRuns(const Box& box) : reader_(box.payload), left_(read_count(reader_)) { next(); }

  void go_to(std::uint64_t chunk) {  // counted from 1; call it in ascending order
    while (left_ > 0 && reader_.ok() && upcoming_ <= chunk) {
      samples_ = upcoming_samples_;
      entry_ = upcoming_entry_;
      --left_;
      next();
    }
  }
  std::uint32_t samples() const { return samples_; }
  std::uint32_t entry() const { return entry_; }  // counted from 1
  bool ok() const { return reader_.ok() || left_ == 0; }

 private:
  static std::uint32_t read_count(Reader& reader) {
    bmff::read_full(reader);
    return reader.u32();
  }

  void next() {
    if (left_ == 0) return;
    upcoming_ = reader_.u32();
    upcoming_samples_ = reader_.u32();
    upcoming_entry_ = reader_.u32();
  }

  Reader reader_;
  std::uint64_t left_;
  std::uint32_t upcoming_{0};
  std::uint32_t upcoming_samples_{0};
  std::uint32_t upcoming_entry_{0};
  std::uint32_t samples_{0};
  std::uint32_t entry_{0};
};

class TrackReader {
 public:
  TrackReader(Bytes input, Track& track) : input_(input), track_(track) {}

  Status read() {
    const auto status = read_kind();
    if (!status) return status;
    auto chunks = read_chunks();
    if (track_.kind) return {};
    if (!chunks) return chunks;
    if (auto entries = check_entries(); !entries) return entries;
    return read_streams();
  }

 private:
  Status read_kind() {
    track_.kind = Kind::track;
    const auto boxes = children_of(input_, track_.box);
    if (!boxes) return std::unexpected(boxes.error());
    if (const auto* header = find(*boxes, type("tkhd"))) read_header(*header);
    if (const auto* references = find(*boxes, type("tref"))) {
      const auto kinds = children_of(input_, *references);
      if (!kinds) return std::unexpected(kinds.error());
      track_.is_thumbnail = find(*kinds, type("thmb")) != nullptr;
      if (const auto* masters = find(*kinds, type("auxl"))) read_masters(*masters);
    }
    const auto* media = find(*boxes, type("mdia"));
    if (media == nullptr) return damaged(track_.box, "a track has no media");
    const auto parts = children_of(input_, *media);
    if (!parts) return std::unexpected(parts.error());
    if (const auto* handler = find(*parts, type("hdlr"))) read_handler(*handler);
    return read_tables(*parts);
  }

  void read_header(const Box& box) {
    Reader reader{box.payload};
    const bool wide = bmff::read_full(reader).version == 1;
    reader.take(wide ? 16 : 8);
    track_.id = reader.u32();
  }

  void read_masters(const Box& box) {
    for (Reader reader{box.payload}; reader.left() >= 4;) track_.masters.push_back(reader.u32());
  }

  void read_handler(const Box& box) {
    Reader reader{box.payload};
    bmff::read_full(reader);
    reader.u32();
    track_.handler = reader.u32();
    constexpr std::size_t reserved = 12;
    reader.take(reserved);
    track_.handler_name = as_text(reader.take(reader.left()));
    if (track_.handler_name.ends_with('\0')) track_.handler_name.remove_suffix(1);
  }

  Status read_tables(const Children& media) {
    if (track_.handler == type("soun")) track_.kind = Kind::sound;
    const bool picture = track_.handler == type("pict") || track_.handler == type("auxv");
    if (picture) track_.kind = track_.is_thumbnail ? std::optional{Kind::thumbnail} : std::nullopt;
    const auto* information = find(media, type("minf"));
    if (information == nullptr) return damaged(track_.box, "a track has no media information");
    const auto parts = children_of(input_, *information);
    if (!parts) return std::unexpected(parts.error());
    data_ = find(*parts, type("dinf")) != nullptr ? std::optional{*find(*parts, type("dinf"))} : std::nullopt;
    const auto* table = find(*parts, type("stbl"));
    if (table == nullptr) return damaged(track_.box, "a track has no table of samples");
    auto tables = children_of(input_, *table);
    if (!tables) return std::unexpected(tables.error());
    tables_ = std::move(*tables);
    if (const auto* entries = find(tables_, type("stsd"))) {
      constexpr std::size_t head = 8;
      auto list = children_of(input_, *entries, head);
      if (!list && !track_.kind) return std::unexpected(list.error());
      if (list) entries_ = std::move(*list);
    }
    if (!is_known_handler() && shows_pictures()) {
      track_.kind.reset();
      return damaged(track_.box, "a track of pictures does not say that it has pictures");
    }
    return track_.handler == type("auxv") ? read_purpose() : Status{};
  }

  // 14496-12 12, 14496-14, QuickTime.
  bool is_known_handler() const {
    constexpr std::array<bmff::Type, 16> known{
        type("pict"), type("auxv"), type("vide"), type("soun"), type("meta"), type("hint"), type("text"), type("subt"),
        type("sbtl"), type("subp"), type("clcp"), type("tmcd"), type("fdsm"), type("odsm"), type("sdsm"), type("volv")};
    return std::ranges::find(known, track_.handler) != known.end();
  }

  bool shows_pictures() const { return std::ranges::any_of(entries_, is_coded); }

  // An auxiliary track stays if its purpose is an alpha plane, or if it names none.
  Status read_purpose() {
    constexpr std::size_t visual_head = 78;
    for (const auto& entry : entries_) {
      const auto boxes = children_of(input_, entry, visual_head);
      if (!boxes) return std::unexpected(boxes.error());
      const auto* information = find(*boxes, type("auxi"));
      if (information == nullptr) continue;
      const auto name = auxiliary_name(information->payload);
      if (!name) continue;
      const auto purpose = parse_auxiliary(*name);
      if (purpose != Auxiliary::alpha) track_.kind = purpose == Auxiliary::other ? Kind::track : kind_of(purpose);
    }
    return {};
  }

  Status read_chunks() {
    const auto* runs_box = find(tables_, type("stsc"));
    const auto* plain = find(tables_, type("stsz"));
    const auto* sizes_box = plain != nullptr ? plain : find(tables_, type("stz2"));
    const auto* narrow = find(tables_, type("stco"));
    const auto* offsets_box = narrow != nullptr ? narrow : find(tables_, type("co64"));
    if (runs_box == nullptr || sizes_box == nullptr || offsets_box == nullptr) {
      return damaged(track_.box, "a track lacks a table of its samples");
    }
    auto& sizes = track_.sizes = SampleSizes{*sizes_box};
    ChunkRuns runs{*runs_box};
    Reader offsets{offsets_box->payload};
    bmff::read_full(offsets);
    const std::uint64_t count = offsets.u32();
    const std::size_t width = narrow != nullptr ? 4 : 8;
    if (count > offsets.left() / width) return damaged(*offsets_box, "a table of chunks is cut off");
    for (std::uint64_t chunk = 1; chunk <= count; ++chunk) {
      const auto begin = offsets.number(width);
      runs.go_to(chunk);
      const auto first = track_.sample_count();
      const auto samples = std::min<std::uint64_t>(runs.samples(), sizes.count() - first);
      const auto size = sizes.sum(first, samples);
      if (!sizes.ok() || !runs.ok()) return damaged(*sizes_box, "a table of samples is cut off");
      if (begin > input_.size() || size > input_.size() - begin) {
        return fail(ErrorKind::truncated, offsets_box->at, "a picture of the sequence is cut off");
      }
      const bool known = runs.entry() > 0 && runs.entry() <= entries_.size();
      track_.chunks.push_back({{static_cast<std::size_t>(begin), static_cast<std::size_t>(begin + size)},
                               first,
                               samples,
                               known ? runs.entry() - 1 : 0});
    }
    return {};
  }

  // The pictures must be coded in a known way (14496-15, AV1-ISOBMFF 2.2), and be in this file.
  Status check_entries() {
    if (entries_.empty()) return damaged(track_.box, "a track has no sample entry, which says how it is coded");
    track_.entry_uses.resize(entries_.size());
    for (const auto& chunk : track_.chunks) track_.entry_uses[chunk.entry] = true;
    if (track_.chunks.empty()) track_.entry_uses.front() = true;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const auto& entry = entries_[i];
      if (!track_.entry_uses[i]) continue;
      track_.codings.push_back(entry.type);
      if (!is_coded(entry)) {
        return fail(ErrorKind::unsupported, entry.at, "the sequence is encrypted, or its coding is not supported");
      }
    }
    find_sequences();
    return check_references();
  }

  void find_sequences() {
    track_.sequences.resize(entries_.size());
    for (const auto& chunk : track_.chunks) {
      auto& sequence = track_.sequences[chunk.entry];
      if (entries_[chunk.entry].type != type("av01") || !sequence.empty() || chunk.count == 0) continue;
      const Range first{chunk.range.begin, chunk.range.begin + static_cast<std::size_t>(track_.sizes.at(chunk.first))};
      sequence = coded::find_sequence_header(input_.subspan(first.begin, first.size()));
    }
  }

  static std::string_view configuration_of(coded::Codec codec) {
    switch (codec) {
      case coded::Codec::hevc: return "hvcC";
      case coded::Codec::avc: return "avcC";
      case coded::Codec::vvc: return "vvcC";
      case coded::Codec::av1: return "av1C";
    }
    return "";
  }

  // The first configuration of this name. nullopt if there is none, or it is damaged.
  static std::optional<coded::Configuration> read_first(const Children& boxes, std::string_view name) {
    const auto* box = find(boxes, type(name));
    return box == nullptr ? std::nullopt : coded::rewrite_configuration(name, box->payload);
  }

  // How the samples of each entry are coded.
  Status read_streams() {
    constexpr std::size_t visual_head = 78;
    for (const auto& entry : entries_) {
      const auto codec = coded::codec_of(bmff::name_of(entry.type));
      const bool is_used = track_.entry_uses[track_.streams.size()];
      track_.streams.emplace_back();
      if (!codec || !is_used) continue;
      const auto boxes = children_of(input_, entry, visual_head);
      if (!boxes) return std::unexpected(boxes.error());
      auto& stream = track_.streams.back().emplace(coded::Stream{.codec = *codec});
      if (const auto own = read_first(*boxes, configuration_of(*codec))) stream.length_size = own->length_size;
      stream.sequence = track_.sequences[track_.streams.size() - 1];
      stream.layers = *codec == coded::Codec::hevc && read_first(*boxes, "lhvC").has_value();
    }
    return {};
  }

  Status check_references() const {
    if (!data_) return {};
    const auto boxes = children_of(input_, *data_);
    if (!boxes) return std::unexpected(boxes.error());
    const auto* references = find(*boxes, type("dref"));
    if (references == nullptr) return {};
    constexpr std::size_t head = 8;
    const auto entries = children_of(input_, *references, head);
    if (!entries) return std::unexpected(entries.error());
    for (const auto& entry : *entries) {
      Reader reader{entry.payload};
      if ((bmff::read_full(reader).flags & 1U) == 0) {
        return fail(ErrorKind::unsupported, entry.at, "the sequence's data are not in the file");
      }
    }
    return {};
  }

  Bytes input_;
  Track& track_;
  std::optional<Box> data_;
  Children tables_;   // of stbl
  Children entries_;  // of stsd
};

}  // namespace

SampleSizes::SampleSizes(const Box& box) {
  Reader reader{box.payload};
  bmff::read_full(reader);
  const auto word = reader.u32();
  if (box.type == type("stz2")) {
    bits_ = word & 0xFFU;
  } else {
    fixed_ = word;
  }
  count_ = reader.u32();
  rows_ = reader.take(reader.left());
  ok_ = reader.ok() && (bits_ == 4 || bits_ == 8 || bits_ == 16 || bits_ == 32);
  if (!ok_) count_ = 0;
  readable_ = fixed() ? count_ : std::min<std::uint64_t>(count_, rows_.size() * std::uint64_t{8} / std::max(bits_, 4U));
}

std::uint64_t SampleSizes::at(std::uint64_t sample) const {
  if (fixed()) return fixed_;
  const auto row = static_cast<std::size_t>(sample);
  switch (bits_) {
    case 4: return u8(rows_, row / 2) >> (row % 2 == 0 ? 4U : 0U) & 0xFU;
    case 8: return u8(rows_, row);
    case 16: return u16(rows_, 2 * row);
    default: return u32(rows_, 4 * row);
  }
}

std::uint64_t SampleSizes::sum(std::uint64_t first, std::uint64_t count) {
  if (first + count > readable_) ok_ = false;
  if (!ok_) return 0;
  if (fixed()) return count * fixed_;
  std::uint64_t total = 0;
  for (auto sample = first; sample < first + count; ++sample) total += at(sample);
  return total;
}

std::expected<Children, Error> children_of(Bytes input, const Box& parent, std::size_t skip) {
  Children children;
  for (bmff::BoxWalk walk{input, parent, skip}; !walk.done();) {
    const auto box = walk.next();
    if (!box) return fail(ErrorKind::malformed, *box.error().offset, box.error().message);
    children.push_back(*box);
  }
  return children;
}

const Box* find(const Children& children, bmff::Type wanted) {
  const auto at = std::ranges::find(children, wanted, &Box::type);
  return at == children.end() ? nullptr : &*at;
}

std::expected<Track, Error> read_track(Bytes input, const Box& box) {
  Track track;
  track.box = box;
  auto status = TrackReader{input, track}.read();
  if (!status && !track.kind) return std::unexpected(status.error());
  return track;
}

}  // namespace stripmeta::heif
