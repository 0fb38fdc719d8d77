#include "strip/heif/movie.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "strip/coded/sequence_header.hpp"
#include "strip/heif/edit_list.hpp"
#include "strip/heif/file.hpp"
#include "strip/heif/property.hpp"
#include "strip/heif/rewriter.hpp"
#include "strip/heif/sample_tables.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::Reader;
using bmff::Type;
using bmff::type;

// Boxes that stay, and that may occur only once in their parent.
constexpr std::array<Type, 19> singles{type("mvhd"), type("tkhd"), type("tref"), type("edts"), type("elst"),
                                       type("mdia"), type("mdhd"), type("hdlr"), type("minf"), type("vmhd"),
                                       type("nmhd"), type("dinf"), type("stbl"), type("stsd"), type("stts"),
                                       type("ctts"), type("stsc"), type("stsz"), type("stss")};

bool repeats(const Children& boxes) {
  std::vector<Type> found;
  for (const auto& box : boxes) {
    if (std::ranges::find(singles, box.type) != singles.end()) found.push_back(box.type);
  }
  std::ranges::sort(found);
  return std::ranges::adjacent_find(found) != found.end();
}

constexpr std::array<Type, 2> track_references{type("auxl"), type("prem")};

class MovieWriter {
 public:
  MovieWriter(Bytes input, const Movie& movie, const MediaLayout& media, bool wide, bmff::BoxWriter& writer,
              Output& out)
      : input_(input),
        media_(media),
        wide_(wide),
        to_(writer),
        out_(out),
        rewriter_(writer, out),
        movie_(movie),
        ids_(movie.kept_ids()) {}

  Status write() {
    to_.open(type("moov"));
    const auto status = each(movie_.box, 0, [this](const Box& box) -> Status {
      if (box.type == type("mvhd")) return write_timed(box, movie_header);
      if (box.type != type("trak")) return drop(box);
      track_ = &movie_.tracks.at(next_track_++);  // in the order of read_movie()
      if (track_->kind) return {};                // it goes; reported with its samples
      return write_track(box);
    });
    to_.close();
    return status;
  }

 private:
  // A header with two times after its first four bytes (8.2.2, 8.3.2, 8.4.2).
  struct TimedHeader {
    std::size_t narrow;   // bytes of the payload in version 0
    std::size_t wide;     // and in version 1
    std::uint32_t flags;  // that stay
    // What is reserved, or says nothing about a picture, counted from the end of the payload: zero bytes.
    std::span<const std::pair<std::size_t, std::size_t>> zeros;  // distance of the first byte, how many
  };
  using Zeros = std::pair<std::size_t, std::size_t>;
  // Volume and reserved bytes; what QuickTime had there before the number of the next track; that number.
  static constexpr std::array<Zeros, 2> movie_zeros{{{76, 12}, {28, 24}}};
  static constexpr std::array<Zeros, 1> track_zeros{{{60, 16}}};  // reserved, layer, group, volume, reserved
  static constexpr std::array<Zeros, 1> media_zeros{{{4, 4}}};    // language, reserved
  static constexpr TimedHeader movie_header{100, 112, 0, movie_zeros};
  static constexpr TimedHeader track_header{84, 96, 0xF, track_zeros};
  static constexpr TimedHeader media_header{24, 36, 0, media_zeros};

  template <typename Write>
  Status each(const Box& parent, std::size_t skip, Write write) {
    const auto boxes = children_of(input_, parent, skip);
    if (!boxes) return std::unexpected(boxes.error());
    if (repeats(*boxes)) return fail(ErrorKind::malformed, parent.at, "a box that may occur only once occurs twice");
    for (const auto& box : *boxes) {
      if (auto status = write(box); !status) return status;
    }
    return {};
  }

  template <typename Write>
  Status container(const Box& box, Write write) {
    to_.open(box.type);
    const auto status = each(box, 0, write);
    to_.close();
    return status;
  }

  Status drop(const Box& box) {
    report_box(box, out_);
    return {};
  }

  Status write_timed(const Box& box, const TimedHeader& header) {
    const bool wide = !box.payload.empty() && u8(box.payload, 0) == 1;
    const auto size = wide ? header.wide : header.narrow;
    if (box.payload.size() < size) return fail(ErrorKind::malformed, box.at, "a header of the sequence is cut off");
    const std::size_t times = wide ? 16 : 8;
    const auto held = box.payload.subspan(bmff::full_head, times);
    std::vector<std::byte> old;
    put_bytes(old, box.payload.first(bmff::full_head));
    old.resize(bmff::full_head + times);  // zeros
    put_bytes(old, box.payload.first(size).subspan(bmff::full_head + times));
    auto payload = old;
    for (const auto& [distance, count] : header.zeros) {
      std::ranges::fill(std::span{payload}.subspan(size - distance, count), std::byte{0});
    }
    set_u32(payload, 0, (wide ? 1U << 24U : 0U) | (u32(payload, 0) & header.flags));
    if (box.type == type("tkhd")) set_u32(payload, bmff::full_head + times + 4, 0);  // reserved, behind the number
    if (box.type == type("mdhd")) set_u32(payload, size - 4, undetermined_language << 16U);
    forget_volume(old, box.type, size);
    if (box.type == type("mvhd")) {
      set_u32(payload, size - 4, ids_.empty() ? 1 : next_id(ids_.back()));
      if (u32(old, size - 4) <= movie_.tracks.size() + 1)
        set_u32(old, size - 4, u32(payload, size - 4));  // a mere count
    }
    if (!is_zero(held)) {
      out_.report().add(Kind::time, Fate::removed, times, HoldSet{}.add(Holds::date));
      out_.found(Kind::time, held, box.at);
    }
    if (size < box.payload.size() || !same_bytes(old, payload)) rewriter_.report_slack(box, size);
    to_.box(box.type, payload);
    return {};
  }

  // The usual volume, 1.0, says nothing.
  static void forget_volume(std::span<std::byte> header, Type name, std::size_t size) {
    constexpr std::uint32_t usual = 0x0100'0000;
    const std::size_t at = name == type("mvhd") ? size - 76 : size - 48;
    if (name != type("mdhd") && u32(header, at) == usual) set_u32(header, at, 0);
  }

  static constexpr std::uint32_t undetermined_language = 0x55C4;  // "und" (ISO 639-2), as three letters of five bits
  static std::uint32_t next_id(std::uint32_t last) { return last == UINT32_MAX ? last : last + 1; }

  Status write_track(const Box& trak) {
    return container(trak, [this](const Box& box) -> Status {
      switch (box.type) {
        case type("tkhd"): return write_timed(box, track_header);
        case type("tref"): return write_references(box);
        case type("edts"): return container(box, [this](const Box& list) { return write_edits(list); });
        case type("mdia"): return write_media(box);
        default: return drop(box);
      }
    });
  }

  // Writes the references to tracks that stay.
  Status write_references(const Box& tref) {
    bmff::BoxWriter rows;
    const auto status = each(tref, 0, [&](const Box& box) -> Status {
      if (std::ranges::find(track_references, box.type) == track_references.end()) return {};
      std::vector<std::uint32_t> ids;
      for (Reader reader{box.payload}; reader.left() >= 4;) {
        const auto id = reader.u32();
        if (std::ranges::binary_search(ids_, id)) ids.push_back(id);
      }
      if (ids.empty()) return {};
      rows.open(box.type);
      for (const auto id : ids) rows.u32(id);
      rows.close();
      return {};
    });
    const auto payload = rows.take();
    if (!same_bytes(payload, tref.payload)) rewriter_.report_slack(tref, payload.size());
    if (!payload.empty()) to_.box(type("tref"), payload);
    return status;
  }

  // Which part of the track is shown when (8.6.6). A flag repeats it (23008-12 9.6.1).
  Status write_edits(const Box& box) {
    if (box.type != type("elst")) return drop(box);
    constexpr std::size_t head = 8;
    if (box.payload.size() < head) return Rewriter::cut_off(box);
    const bool wide = u8(box.payload, 0) == 1;
    const std::uint64_t size = head + std::uint64_t{wide ? 20U : 12U} * u32(box.payload, bmff::full_head);
    if (size > box.payload.size()) return Rewriter::cut_off(box);
    const auto front = box.payload.first(static_cast<std::size_t>(size));
    if (!is_one_part(front)) {
      return fail(ErrorKind::unsupported, box.at,
                  "a sequence that is put together from several parts is not supported");
    }
    std::vector<std::byte> payload{front.begin(), front.end()};
    set_u32(payload, 0, (wide ? 1U << 24U : 0U) | (u32(payload, 0) & 1U));
    return rewriter_.put(box, payload);
  }

  Status write_media(const Box& mdia) {
    return container(mdia, [this](const Box& box) -> Status {
      switch (box.type) {
        case type("mdhd"): return write_timed(box, media_header);
        case type("hdlr"): return write_handler(box);
        case type("minf"): return write_information(box);
        default: return drop(box);
      }
    });
  }

  Status write_handler(const Box& box) {
    constexpr std::size_t reserved = 12;
    constexpr std::size_t defined = 4;  // by QuickTime
    const auto& name = track_->handler_name;
    const auto held = box.payload.first(std::min(box.payload.size(), 2 * defined + 4 + reserved));
    const bool has_extra = std::ranges::count(held, std::byte{0}) + 4 < std::ssize(held);
    if (has_extra) rewriter_.report_slack(box, box.payload.size());
    report_name(std::as_bytes(std::span{name}), box.at, out_);
    to_.open_full(type("hdlr"), 0, 0);
    to_.u32(0);
    to_.u32(track_->handler);
    to_.zeros(reserved + 1);
    to_.close();
    return {};
  }

  Status write_information(const Box& minf) {
    return container(minf, [this](const Box& box) -> Status {
      switch (box.type) {
        case type("vmhd"): return rewriter_.put(box, video_header);
        case type("nmhd"): return rewriter_.put(box, Bytes{video_header}.last(bmff::full_head));
        case type("dinf"): return write_data_information(box);
        case type("stbl"): return container(box, [this](const Box& table) { return write_table(table); });
        default: return drop(box);
      }
    });
  }

  static constexpr std::array<std::byte, 12> video_header{{{}, {}, {}, std::byte{1}}};  // the flag is fixed (12.1.2)

  Status write_data_information(const Box& box) {
    bmff::BoxWriter own;
    bmff::write_data_reference(own);
    constexpr std::size_t head = 8;
    const auto written = own.take();
    return rewriter_.put(box, Bytes{written}.subspan(head));
  }

  Status write_table(const Box& box) {
    if (box.type == type("stsd")) return write_entries(box);
    const bool has_chunks = box.type == type("stco") || box.type == type("co64");
    if (has_chunks && std::exchange(chunks_of_, track_) == track_) {
      return fail(ErrorKind::malformed, box.at, "a track has two tables of chunks");
    }
    return SampleTables{*track_, media_, wide_, rewriter_}.write(box);
  }

  Status write_entries(const Box& stsd) {
    constexpr std::size_t head = 8;
    rewriter_.report_rest(stsd, stsd.payload.size());
    const auto entries = children_of(input_, stsd, head);
    if (!entries) return std::unexpected(entries.error());
    to_.open_full(type("stsd"), 0, 0);
    to_.u32(track_->codings.size());
    for (std::size_t i = 0; i < entries->size(); ++i) {
      const auto& entry = (*entries)[i];
      const auto status = track_->entry_uses.at(i) ? write_entry(entry, i) : drop(entry);
      if (!status) return status;
    }
    to_.close();
    return {};
  }

  static constexpr std::size_t entry_head = 78;

  // Writes the sample entry of this index (14496-12 12.1.3), and the boxes in it that stay.
  Status write_entry(const Box& entry, std::size_t index) {
    if (entry.payload.size() < entry_head) return fail(ErrorKind::malformed, entry.at, "a sample entry is cut off");
    to_.open(entry.type);
    write_entry_fields(entry, track_->sequences.at(index));
    std::vector<Type> seen;
    const auto status = each(entry, entry_head, [&](const Box& box) -> Status {
      if (std::ranges::find(seen, identity_of(box)) != seen.end()) return drop(box);
      seen.push_back(identity_of(box));
      const auto property = rewrite_entry_box(box, entry.type, {track_->sequences.at(index), {}}, out_);
      if (!property) return std::unexpected(property.error());
      if (property->stays) to_.bytes(property->box);
      return {};
    });
    to_.close();
    return status;
  }

  // Width and height stay; those of AV1 are the sequence header's (AV1-ISOBMFF 2.2.4). The name of the coder goes, and
  // what is fixed or says nothing about a picture in a file becomes what the standard gives.
  void write_entry_fields(const Box& entry, Bytes sequence) {
    constexpr Range size{24, 28};
    constexpr Range name{42, 74};
    constexpr Range depth{74, 76};
    constexpr unsigned plain = 24;                  // bits of a pixel
    constexpr unsigned with_alpha = 32;             // 12.1.3.2
    constexpr std::uint32_t resolution = 0x480000;  // 72 dpi
    const auto old = [&](Range part) { return entry.payload.subspan(part.begin, part.size()); };
    bmff::BoxWriter fields;
    fields.zeros(6);
    fields.u16(1);  // index of the only data reference
    fields.zeros(16);
    const auto header = coded::read_sequence_header(sequence);
    fields.u16(header ? header->width : u16(entry.payload, size.begin));
    fields.u16(header ? header->height : u16(entry.payload, size.begin + 2));
    fields.u32(resolution);
    fields.u32(resolution);
    fields.u32(0);
    fields.u16(1);  // frames in a sample
    fields.zeros(name.size());
    fields.u16(u16(entry.payload, depth.begin) == with_alpha ? with_alpha : plain);
    fields.u16(0xFFFF);
    const auto written = fields.take();
    report_name(coder_of(old(name)), entry.at, out_);
    const bool same = same_bytes(Bytes{written}.first(name.begin), old({0, name.begin})) &&
                      same_bytes(Bytes{written}.subspan(name.end), old({name.end, entry_head}));
    if (!same) out_.report().add(Kind::slack, Fate::removed, 0);
    to_.bytes(written);
  }

  // The coder's name: behind its length, and filled up with zeros. The whole field if it is not like that.
  static Bytes coder_of(Bytes field) {
    const std::size_t length = u8(field, 0);
    const bool is_plain = length < field.size() && is_zero(field.subspan(1 + length));
    return is_plain ? field.subspan(1, length) : field;
  }

  Bytes input_;
  const MediaLayout& media_;
  bool wide_;
  bmff::BoxWriter& to_;
  Output& out_;
  Rewriter rewriter_;
  const Movie& movie_;
  std::vector<std::uint32_t> ids_;
  std::size_t next_track_{0};
  const Track* track_{nullptr};      // the track being written
  const Track* chunks_of_{nullptr};  // the track whose chunks were written last
};

// Alpha planes of pictures that go, go with them. One that names no picture is of any.
void drop_lone_planes(Movie& movie) {
  std::vector<std::uint32_t> pictures;
  for (const auto& track : movie.tracks) {
    if (!track.kind && track.handler == type("pict")) pictures.push_back(track.id);
  }
  const auto is_shown = [&](std::uint32_t id) { return std::ranges::find(pictures, id) != pictures.end(); };
  for (auto& track : movie.tracks) {
    if (track.kind || track.handler != type("auxv")) continue;
    const bool has_picture = track.masters.empty() ? !pictures.empty() : std::ranges::any_of(track.masters, is_shown);
    if (!has_picture) track.kind = Kind::track;
  }
}

}  // namespace

std::vector<std::uint32_t> Movie::kept_ids() const {
  std::vector<std::uint32_t> ids;
  for (const auto& track : tracks) {
    if (!track.kind) ids.push_back(track.id);
  }
  std::ranges::sort(ids);
  return ids;
}

std::expected<Movie, Error> read_movie(Bytes input, const Box& box) {
  Movie movie;
  movie.box = box;
  const auto boxes = children_of(input, box);
  if (!boxes) return std::unexpected(boxes.error());
  for (const auto& child : *boxes) {
    if (child.type == type("mvex")) {
      return fail(ErrorKind::unsupported, child.at, "a sequence in fragments is not supported");
    }
    if (child.type != type("trak")) continue;
    auto track = read_track(input, child);
    if (!track) return std::unexpected(track.error());
    movie.tracks.push_back(std::move(*track));
  }
  drop_lone_planes(movie);
  return movie;
}

Status write_movie(Bytes input, const Movie& movie, const MediaLayout& media, bool wide, bmff::BoxWriter& writer,
                   Output& out) {
  return MovieWriter{input, movie, media, wide, writer, out}.write();
}

}  // namespace stripmeta::heif
