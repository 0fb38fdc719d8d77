#include "strip/heif/movie.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/heif/file.hpp"
#include "strip/heif/property.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::Reader;
using bmff::Type;
using bmff::type;

// Tables of samples. Each is copied up to its last entry.
struct Table {
  Type name;
  std::size_t head;   // bytes before the entries, the last four of them a count
  std::size_t entry;  // bytes of an entry; 0: the table is copied as it is
};
constexpr std::array<Table, 8> tables{{
    {type("stts"), 8, 8},
    {type("ctts"), 8, 8},
    {type("stsc"), 8, 12},
    {type("stss"), 8, 4},
    {type("stz2"), 0, 0},
    {type("sdtp"), 0, 0},
    {type("sgpd"), 0, 0},
    {type("sbgp"), 0, 0},
}};

// Boxes that stay, and that may occur only once in their parent.
constexpr std::array<Type, 20> singles{type("mvhd"), type("tkhd"), type("tref"), type("edts"), type("elst"),
                                       type("mdia"), type("mdhd"), type("hdlr"), type("minf"), type("vmhd"),
                                       type("nmhd"), type("dinf"), type("stbl"), type("stsd"), type("stts"),
                                       type("ctts"), type("stsc"), type("stsz"), type("stss"), type("sdtp")};

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
      : input_(input), media_(media), wide_(wide), to_(writer), out_(out), movie_(movie), ids_(movie.kept_ids()) {}

  Status write() {
    to_.open(type("moov"));
    const auto status = each(movie_.box, 0, [this](const Box& box) -> Status {
      if (box.type == type("mvhd")) return write_timed(box, movie_sizes);
      if (box.type != type("trak")) return drop(box);
      track_ = &movie_.tracks.at(next_track_++);  // in the order of read_movie()
      if (track_->kind) return {};                // it goes; reported with its samples
      return write_track(box);
    });
    to_.close();
    return status;
  }

 private:
  // Payload sizes in version 0 and 1 (8.2.2, 8.3.2, 8.4.2).
  struct TimedSizes {
    std::size_t narrow;
    std::size_t wide;
  };
  static constexpr TimedSizes movie_sizes{100, 112};
  static constexpr TimedSizes track_sizes{84, 96};
  static constexpr TimedSizes media_sizes{24, 36};

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

  Status cut(const Box& box, std::size_t size) {
    if (size > box.payload.size()) return fail(ErrorKind::malformed, box.at, "a table of the sequence is cut off");
    if (size < box.payload.size()) out_.report().add(Kind::slack, Fate::removed, box.payload.size() - size);
    to_.box(box.type, box.payload.first(size));
    return {};
  }

  // Writes a header with two times after its first four bytes; the times become zero.
  Status write_timed(const Box& box, TimedSizes sizes) {
    const bool wide = !box.payload.empty() && u8(box.payload, 0) == 1;
    const auto size = wide ? sizes.wide : sizes.narrow;
    if (box.payload.size() < size) return fail(ErrorKind::malformed, box.at, "a header of the sequence is cut off");
    const std::size_t times = wide ? 16 : 8;
    const auto held = box.payload.subspan(bmff::full_head, times);
    if (std::ranges::any_of(held, [](std::byte b) { return b != std::byte{0}; })) {
      out_.report().add(Kind::time, Fate::removed, times, HoldSet{}.add(Holds::date));
      out_.found(Kind::time, held, box.at);
    }
    if (size < box.payload.size()) out_.report().add(Kind::slack, Fate::removed, box.payload.size() - size);
    to_.open(box.type);
    to_.bytes(box.payload.first(bmff::full_head));
    to_.zeros(times);
    to_.bytes(box.payload.subspan(bmff::full_head + times, size - bmff::full_head - times));
    to_.close();
    return {};
  }

  Status write_track(const Box& trak) {
    return container(trak, [this](const Box& box) -> Status {
      switch (box.type) {
        case type("tkhd"): return write_timed(box, track_sizes);
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
    if (rows.size() > 0) to_.box(type("tref"), rows.take());
    return status;
  }

  Status write_edits(const Box& box) {
    if (box.type != type("elst")) return drop(box);
    constexpr std::size_t narrow = 12;
    constexpr std::size_t wide = 20;
    return cut_table(box, 8, !box.payload.empty() && u8(box.payload, 0) == 1 ? wide : narrow);
  }

  Status cut_table(const Box& box, std::size_t head, std::size_t entry) {
    if (box.payload.size() < head) return cut(box, head);
    const std::uint64_t count = u32(box.payload, head - 4);
    const auto room = (box.payload.size() - head) / entry;
    return cut(box, head + static_cast<std::size_t>(std::min<std::uint64_t>(count, room + 1)) * entry);
  }

  Status write_media(const Box& mdia) {
    return container(mdia, [this](const Box& box) -> Status {
      switch (box.type) {
        case type("mdhd"): return write_timed(box, media_sizes);
        case type("hdlr"): return write_handler(box);
        case type("minf"): return write_information(box);
        default: return drop(box);
      }
    });
  }

  Status write_handler(const Box& box) {
    constexpr std::size_t reserved = 12;
    const auto& name = track_->handler_name;
    if (!name.empty()) {
      out_.report().add(Kind::name, Fate::removed, name.size());
      out_.found(Kind::name, std::as_bytes(std::span{name}), box.at);
    }
    to_.open_full(type("hdlr"), 0, 0);
    to_.u32(0);
    to_.u32(track_->handler);
    to_.zeros(reserved + 1);
    to_.close();
    return {};
  }

  Status write_information(const Box& minf) {
    constexpr std::size_t vmhd_size = 12;
    return container(minf, [this](const Box& box) -> Status {
      switch (box.type) {
        case type("vmhd"): return cut(box, vmhd_size);
        case type("nmhd"): return cut(box, bmff::full_head);
        case type("dinf"): bmff::write_data_reference(to_); return {};
        case type("stbl"): return container(box, [this](const Box& table) { return write_table(table); });
        default: return drop(box);
      }
    });
  }

  Status write_table(const Box& box) {
    const auto row = std::ranges::find(tables, box.type, &Table::name);
    if (row != tables.end()) {
      return row->entry == 0 ? cut(box, box.payload.size()) : cut_table(box, row->head, row->entry);
    }
    switch (box.type) {
      case type("stsd"): return write_entries(box);
      case type("stco"):
      case type("co64"): return write_chunks(box);
      case type("stsz"): return write_sizes(box);
      default: return drop(box);
    }
  }

  Status write_sizes(const Box& box) {
    constexpr std::size_t head = 12;
    const bool fixed = box.payload.size() >= head && u32(box.payload, bmff::full_head) != 0;
    return fixed ? cut(box, head) : cut_table(box, head, 4);
  }

  Status write_chunks(const Box& box) {
    if (chunks_of_ == track_) return fail(ErrorKind::malformed, box.at, "a track has two tables of chunks");
    chunks_of_ = track_;
    to_.open_full(wide_ ? type("co64") : type("stco"), 0, 0);
    to_.u32(track_->chunks.size());
    for (const auto& chunk : track_->chunks) to_.offset(media_.locate(chunk).begin, wide_);
    to_.close();
    return {};
  }

  Status write_entries(const Box& stsd) {
    constexpr std::size_t head = 8;
    const auto entries = children_of(input_, stsd, head);
    if (!entries) return std::unexpected(entries.error());
    to_.open_full(type("stsd"), 0, 0);
    to_.u32(entries->size());
    for (const auto& entry : *entries) {
      if (auto status = write_entry(entry); !status) return status;
    }
    to_.close();
    return {};
  }

  // Writes a sample entry (14496-12 12.1.3): the fields from width to frame count stay, the name of the coder goes.
  Status write_entry(const Box& entry) {
    constexpr std::size_t head = 78;
    constexpr std::size_t width_at = 24;
    constexpr std::size_t name_at = 42;
    constexpr std::size_t name_size = 32;
    if (entry.payload.size() < head) return fail(ErrorKind::malformed, entry.at, "a sample entry is cut off");
    const auto name = entry.payload.subspan(name_at, name_size);
    if (std::ranges::any_of(name, [](std::byte b) { return b != std::byte{0}; })) {
      out_.report().add(Kind::name, Fate::removed, name.size());
      out_.found(Kind::name, name, entry.at);
    }
    to_.open(entry.type);
    to_.zeros(6);
    to_.u16(1);  // index of the only data reference
    to_.zeros(width_at - 8);
    to_.bytes(entry.payload.subspan(width_at, name_at - width_at));
    to_.zeros(name_size);
    to_.bytes(entry.payload.subspan(name_at + name_size, head - name_at - name_size));
    const auto status = each(entry, head, [this](const Box& box) -> Status {
      const auto property = rewrite_entry_box(box, out_);
      if (!property) return std::unexpected(property.error());
      if (property->stays) to_.bytes(property->box);
      return {};
    });
    to_.close();
    return status;
  }

  Bytes input_;
  const MediaLayout& media_;
  bool wide_;
  bmff::BoxWriter& to_;
  Output& out_;
  const Movie& movie_;
  std::vector<std::uint32_t> ids_;
  std::size_t next_track_{0};
  const Track* track_{nullptr};      // the track being written
  const Track* chunks_of_{nullptr};  // the track whose chunks were written last
};

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
  return movie;
}

Status write_movie(Bytes input, const Movie& movie, const MediaLayout& media, bool wide, bmff::BoxWriter& writer,
                   Output& out) {
  return MovieWriter{input, movie, media, wide, writer, out}.write();
}

}  // namespace stripmeta::heif
