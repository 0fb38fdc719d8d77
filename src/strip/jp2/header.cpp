#include "strip/jp2/header.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "strip/bmff/writer.hpp"
#include "strip/jp2/box_kind.hpp"
#include "strip/metadata/kept_icc.hpp"

namespace stripmeta::jp2 {
namespace {

using bmff::Box;
using bmff::type;

constexpr std::size_t profile_at = 3;  // in colr, after method, precedence and approximation
constexpr std::size_t image_header_size = 14;

// The exact length of a palette by its fields (I.5.3.4); nullopt if it has no rows or columns, more rows than the
// standard allows, or ends before its fields.
std::optional<std::size_t> palette_size(Bytes payload) {
  constexpr std::size_t fixed = 3;
  constexpr unsigned max_rows = 1024;
  if (payload.size() < fixed) return std::nullopt;
  const std::size_t columns = u8(payload, 2);
  const bool is_empty = columns == 0 || u16(payload, 0) == 0;
  if (is_empty || u16(payload, 0) > max_rows || payload.size() < fixed + columns) return std::nullopt;
  std::size_t row = 0;
  for (std::size_t i = 0; i < columns; ++i) row += ((u8(payload, fixed + i) & 0x7FU) + 8U) / 8;
  return fixed + columns + u16(payload, 0) * row;
}

// What a picture's channels can be: each is a component, or a column of the palette.
struct Channels {
  std::size_t components{0};
  std::size_t columns{0};  // of the palette; 0 if there is none

  std::size_t count() const { return components + columns; }
};

// The entries of a component mapping (I.5.3.5) up to the first that names no channel: a component, a type (0 direct, 1
// by the palette) and a column. nullopt if the first one does not, or if there is no palette before it.
std::optional<std::size_t> mapping_size(Bytes payload, const Channels& channels) {
  constexpr std::size_t entry = 4;
  const auto is_channel = [&](std::size_t at) {
    const auto by_palette = u8(payload, at + 2);
    const std::size_t column = u8(payload, at + 3);
    if (u16(payload, at) >= channels.components || by_palette > 1) return false;
    return by_palette == 1 ? column < channels.columns : column == 0;
  };
  std::size_t size = 0;
  const auto end = std::min(payload.size(), entry * channels.count());
  while (size + entry <= end && is_channel(size)) size += entry;
  return size == 0 || channels.columns == 0 ? std::nullopt : std::optional{size};
}

// Channel definitions (I.5.3.6): a channel, its type and what it belongs to. nullopt if one is of no channel.
std::optional<std::size_t> definitions_size(Bytes payload, const Channels& channels) {
  constexpr std::size_t entry = 6;
  constexpr unsigned unspecified = 0xFFFF;
  constexpr unsigned max_type = 2;  // colour, opacity, opacity that colours are multiplied by
  if (payload.size() < 2) return std::nullopt;
  const std::size_t size = 2 + entry * u16(payload, 0);
  if (u16(payload, 0) > channels.count() || size > payload.size()) return std::nullopt;
  for (std::size_t at = 2; at < size; at += entry) {
    const auto type = u16(payload, at + 2);
    const auto association = u16(payload, at + 4);
    const bool is_right = u16(payload, at) < channels.count() && (type <= max_type || type == unspecified) &&
                          (association <= channels.count() || association == unspecified);
    if (!is_right) return std::nullopt;
  }
  return size;
}

// The length of colr with an enumerated colour space. Lab and Jab may have parameters (15444-2 M.11.7.3.1).
std::size_t enumerated_size(Bytes payload) {
  constexpr std::size_t plain = 7;
  constexpr std::uint32_t lab = 14;
  constexpr std::uint32_t jab = 19;
  if (payload.size() < plain) return plain;
  const auto space = u32(payload, profile_at);
  const std::size_t parameters = space == lab ? 28 : space == jab ? 24 : 0;
  return payload.size() < plain + parameters ? plain : plain + parameters;
}

// Colour spaces that have a number (I.5.3.3; 15444-2 Table M.25).
bool is_colour_space(std::uint32_t number) {
  constexpr std::uint32_t last = 24;
  return number <= last && number != 2 && (number < 5 || number > 8);
}

// colr without its free fields: JP2 readers ignore the precedence and the approximation, and the numbers of ITU-T H.273
// (15444-15 D.2) have one byte.
std::vector<std::byte> held_colour(Bytes payload) {
  constexpr std::uint8_t code_points = 5;
  constexpr std::array<std::size_t, 3> high_bytes{3, 5, 7};
  constexpr std::size_t range_at = 9;
  std::vector<std::byte> held{payload.begin(), payload.end()};
  held[1] = held[2] = std::byte{0};
  if (u8(payload, 0) != code_points) return held;
  for (const auto at : high_bytes) held[at] = std::byte{0};
  held[range_at] &= std::byte{0x80};
  return held;
}

// pclr with zeros in the bits of its values that are above their depth. Signed values may need them.
std::vector<std::byte> held_palette(Bytes payload) {
  constexpr std::size_t fixed = 3;
  constexpr unsigned is_signed = 0x80;
  std::vector<std::byte> held{payload.begin(), payload.end()};
  const std::size_t columns = u8(payload, 2);
  for (std::size_t at = fixed + columns; at < held.size();) {
    for (std::size_t i = 0; i < columns; ++i) {
      const unsigned depth = u8(payload, fixed + i);
      const auto bits = (depth & 0x7FU) + 1;
      if ((depth & is_signed) == 0 && bits % 8 != 0) held[at] &= static_cast<std::byte>((1U << bits % 8) - 1);
      at += (bits + 7) / 8;
    }
  }
  return held;
}

class HeaderRewrite {
 public:
  HeaderRewrite(Bytes payload, std::uint64_t offset, Output& out) : payload_(payload), offset_(offset), out_(out) {}

  std::expected<std::vector<std::byte>, Error> run() {
    for (bmff::BoxWalk walk{payload_, 0, payload_.size()}; !walk.done();) {
      const auto box = walk.next();
      if (!box || u32(payload_, box->at) == 0) return malformed(walk.at(), "the boxes of the header cannot be read");
      if ((box->at == 0) != (box->type == type("ihdr"))) {
        return malformed(box->at, "the header does not begin with its only ihdr");
      }
      if (auto status = on_box(*box); !status) return std::unexpected(status.error());
    }
    if (payload_.empty()) return malformed(0, "the header is empty");
    if (is_colour_removed_ && !is_colour_written_) write_colour();
    return writer_.take();
  }

 private:
  std::unexpected<Error> malformed(std::size_t at, std::string_view message) const {
    return fail(ErrorKind::malformed, offset_ + at, message);
  }

  Status on_box(const Box& box) {
    switch (box.type) {
      case type("ihdr"): return on_image_header(box);
      case type("bpcc"): return on_once(box, depths_seen_, channels_.components);
      case type("colr"): return on_colour(box);
      case type("pclr"): return on_palette(box);
      case type("cmap"): return on_once(box, mapping_seen_, mapping_size(box.payload, channels_));
      case type("cdef"): return on_once(box, definitions_seen_, definitions_size(box.payload, channels_));
      case type("res "): return on_density(box);
      default: break;
    }
    drop(box);
    return {};
  }

  // Keeps the first `size` bytes of the payload.
  void keep(const Box& box, std::size_t size) { keep_as(box, box.payload.first(size)); }

  // Keeps the box with this payload, which is not longer than its own.
  void keep_as(const Box& box, Bytes payload) {
    if (same_bytes(payload, box.payload)) return writer_.bytes(payload_.subspan(box.at, box.size()));
    const auto cut = box.payload.size() - payload.size();
    out_.report().add(Kind::slack, Fate::removed, cut > 0 ? cut : payload.size());
    writer_.box(box.type, payload);
  }

  void drop(const Box& box) {
    const auto kind = box_kind(box.type, box.payload);
    const auto content = box_content(box.type, kind, box.payload);
    out_.found(kind, content, offset_ + box.at);
    out_.report().add(kind, Fate::removed, box.size(), box_holds(kind, content));
  }

  // Keeps a box that may come only once: readers take the first.
  Status on_once(const Box& box, bool& seen, std::optional<std::size_t> size) {
    if (seen) {
      drop(box);
      return {};
    }
    if (!size || *size > box.payload.size())
      return malformed(box.at, "a box of the header has fields that no picture can have, or ends before them");
    seen = true;
    const auto payload = box.payload.first(*size);
    if (box.type == type("pclr")) {
      keep_as(box, held_palette(payload));
    } else {
      keep_as(box, payload);
    }
    return {};
  }

  Status on_palette(const Box& box) {
    const auto size = palette_size(box.payload);
    if (!palette_seen_ && size) channels_.columns = u8(box.payload, 2);
    return on_once(box, palette_seen_, size);
  }

  // The last three fields: compression has one value; whether the colour is known is a yes or no; the last one says
  // whether the file has a box jp2i, and those boxes go.
  Status on_image_header(const Box& box) {
    constexpr std::size_t components_at = 8;
    constexpr std::size_t compression_at = 11;
    constexpr std::byte jpeg2000{7};
    if (box.payload.size() < image_header_size) return malformed(box.at, "ihdr is too short");
    channels_.components = u16(box.payload, components_at);
    std::vector<std::byte> held{box.payload.begin(), box.payload.begin() + image_header_size};
    held[compression_at] = jpeg2000;
    held[compression_at + 1] = std::byte{u8(held, compression_at + 1) != 0};
    held[compression_at + 2] = std::byte{0};
    keep_as(box, held);
    return {};
  }

  // Colour (I.5.3.3). Methods 3 to 5 are defined in 15444-2 and 15444-15.
  Status on_colour(const Box& box) {
    enum Method : std::uint8_t { enumerated = 1, restricted_profile = 2, any_profile = 3, code_points = 5 };
    constexpr std::size_t code_points_size = 10;
    const auto method = box.payload.size() > profile_at ? u8(box.payload, 0) : 0U;
    if (method == restricted_profile || method == any_profile) return on_profile(box);
    const auto size = method == code_points ? code_points_size : enumerated_size(box.payload);
    const bool is_known = method == code_points || (method == enumerated && box.payload.size() >= size &&
                                                    is_colour_space(u32(box.payload, profile_at)));
    if (!is_known || box.payload.size() < size) {
      is_colour_removed_ = true;
      drop(box);
      return {};
    }
    is_colour_written_ = true;
    keep_as(box, held_colour(box.payload.first(size)));
    return {};
  }

  Status on_profile(const Box& box) {
    const auto profile = box.payload.subspan(profile_at);
    const auto kept = keep_profile(profile, offset_ + box.at, out_.policy());
    if (!kept) return std::unexpected(kept.error());
    out_.found(Kind::icc, profile, offset_ + box.at);
    if (kept->empty()) {
      is_colour_removed_ = true;
      is_grey_ = contains(profile.first(std::min<std::size_t>(profile.size(), 20)), "GRAY");
      out_.report().add(Kind::icc, Fate::removed, box.size());
      return {};
    }
    is_colour_written_ = true;
    report_reduced_profile(*kept, profile.size(), kept->bytes.size(), out_.report());
    const auto before = writer_.size();
    if (same_bytes(kept->bytes, profile)) {
      keep_as(box, held_colour(box.payload));
    } else {
      writer_.open(box.type);
      writer_.bytes(held_colour(box.payload.first(profile_at)));
      writer_.bytes(kept->bytes);
      writer_.close();
    }
    out_.report().add(Kind::icc, Fate::kept, writer_.size() - before);
    return {};
  }

  // Names the colour that readers assume if there is no profile. Some readers refuse a file without a colr box.
  void write_colour() {
    constexpr std::uint32_t srgb = 16;
    constexpr std::uint32_t grey = 17;
    constexpr unsigned least_coloured = 3;
    writer_.open(type("colr"));
    writer_.u8(1);
    writer_.u16(0);
    writer_.u32(is_grey_ || (channels_.components < least_coloured && !palette_seen_) ? grey : srgb);
    writer_.close();
  }

  // The densities at which the picture was captured (resc) and is to be shown (resd) (I.5.3.7). Each stays once.
  Status on_density(const Box& box) {
    constexpr std::size_t size = 10;
    bmff::BoxWriter inner;
    bool captured = false;
    bool shown = false;
    for (bmff::BoxWalk walk{payload_, box}; !walk.done();) {
      const auto child = walk.next();
      if (!child || u32(payload_, child->at) == 0) return malformed(walk.at(), "a resolution box cannot be read");
      const bool is_captured = child->type == type("resc");
      bool& seen = is_captured ? captured : shown;
      const bool is_density = (is_captured || child->type == type("resd")) && child->payload.size() >= size && !seen;
      if (!is_density) continue;
      seen = true;
      inner.box(child->type, child->payload.first(size));
    }
    const auto bytes = inner.take();
    const bool stays = out_.policy().keeps(Keep::density) && !density_seen_ && !bytes.empty();
    if (!stays) {
      out_.found(Kind::density, box.payload, offset_ + box.at);
      out_.report().add(Kind::density, Fate::removed, box.size());
      return {};
    }
    density_seen_ = true;
    if (bytes.size() < box.payload.size()) {
      out_.found(Kind::slack, box.payload, offset_ + box.at);
      out_.report().add(Kind::slack, Fate::removed, box.payload.size() - bytes.size());
      writer_.box(box.type, bytes);
    } else {
      keep(box, box.payload.size());
    }
    out_.report().add(Kind::density, Fate::kept, box.size() - (box.payload.size() - bytes.size()));
    return {};
  }

  Bytes payload_;
  std::uint64_t offset_;
  Output& out_;
  bmff::BoxWriter writer_;
  Channels channels_;
  bool depths_seen_{false};
  bool palette_seen_{false};
  bool mapping_seen_{false};
  bool definitions_seen_{false};
  bool density_seen_{false};
  bool is_colour_written_{false};
  bool is_colour_removed_{false};
  bool is_grey_{false};
};

// How many bytes a palette's rows have that no sample of the components can name: a sample is the number of a row.
std::size_t spare_palette_size(Bytes payload, const Shape& shape) {
  constexpr unsigned most_bits = 10;
  constexpr unsigned depth_bits = 0x7F;
  const auto deepest = std::ranges::max(shape.depths, {}, [](std::uint8_t depth) { return depth & depth_bits; });
  const auto bits = (deepest & depth_bits) + 1;
  const std::size_t rows = u16(payload, 0);
  const std::size_t named = bits > most_bits ? rows : std::min<std::size_t>(rows, std::size_t{1} << bits);
  const std::size_t fixed = 3 + std::size_t{u8(payload, 2)};
  return (rows - named) * ((payload.size() - fixed) / rows);
}

// Cuts the palette of a jp2h box to the rows that samples can name. Returns how many bytes went.
std::size_t cut_palette(std::vector<std::byte>& box, std::size_t head_size, const Shape& shape) {
  std::size_t cut = 0;
  bmff::BoxWriter writer;
  writer.open(type("jp2h"));
  bmff::visit_boxes(box, {head_size, box.size()}, [&](const Box& inner) {
    const auto spare = inner.type == type("pclr") ? spare_palette_size(inner.payload, shape) : 0;
    if (spare == 0) return writer.bytes(Bytes{box}.subspan(inner.at, inner.size()));
    cut += spare;
    const auto fixed = 3 + std::size_t{u8(inner.payload, 2)};
    const auto row = (inner.payload.size() - fixed) / u16(inner.payload, 0);
    const auto kept = inner.payload.first(inner.payload.size() - spare);
    writer.open(inner.type);
    writer.u16((kept.size() - fixed) / row);
    writer.bytes(kept.subspan(2));
    writer.close();
  });
  writer.close();
  if (cut > 0) box = writer.take();
  return cut;
}

}  // namespace

std::expected<std::vector<std::byte>, Error> rewrite_header(Bytes payload, std::uint64_t offset, Output& out) {
  return HeaderRewrite{payload, offset, out}.run();
}

std::expected<std::size_t, std::string_view> match_header(std::vector<std::byte>& box, const Shape& shape) {
  constexpr std::size_t components_at = 8;
  constexpr std::size_t depth_at = 10;
  constexpr std::uint8_t varies = 255;
  const auto before = box;
  const auto header = bmff::read_head(box);
  const auto image = bmff::read_head(Bytes{box}.subspan(header->size));
  const auto fields = std::span{box}.subspan(header->size + image->size, image_header_size);
  if (u16(fields, components_at) != shape.components()) {
    return std::unexpected("the header has another number of components than the codestream");
  }
  set_u32(fields, 0, shape.height);
  set_u32(fields, 4, shape.width);
  const auto depth = u8(fields, depth_at);
  const bool is_right = depth == varies || std::ranges::find(shape.depths, depth) != shape.depths.end();
  if (!is_right) fields[depth_at] = std::byte{shape.depths.front()};
  bmff::visit_boxes(before, {header->size, before.size()}, [&](const Box& inner) {
    if (inner.type == type("bpcc")) {
      std::ranges::copy(std::as_bytes(std::span{shape.depths}),
                        box.begin() + static_cast<std::ptrdiff_t>(inner.payload_at()));
    }
  });
  const auto changed = same_bytes(before, box) ? 0 : image_header_size;
  return changed + cut_palette(box, header->size, shape);
}

}  // namespace stripmeta::jp2
