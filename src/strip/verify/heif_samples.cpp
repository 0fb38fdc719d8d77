#include "strip/verify/heif_samples.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "strip/base/zlib_stream.hpp"

namespace stripmeta::verify {
namespace {

struct Sample {
  bool chroma;
  bool whole_bytes;
  std::uint64_t bits;  // that it takes
};

class Picture {
 public:
  Picture(const File& file, const HeifMeta& meta, const HeifItem& item) : file_(file), meta_(meta), item_(item) {}

  std::optional<std::uint64_t> size() {
    if (const auto* compression = box("cmpC"))
      return box("icef") != nullptr ? end_of_units() : end_of_stream(*compression);
    return plain_size();
  }

  void judge_units(Findings& findings) {
    const auto* list = box("icef");
    if (list == nullptr) return;
    const auto has_it = [&](const HeifItem& item) { return meta_.property(item, box_name("icef")) == list; };
    const bool is_alone = std::ranges::count_if(meta_.items, has_it) == 1;
    if (is_alone && file_.u32(list->begin + 5) > most_units()) {
      findings.reject(list->begin + 5, "more compressed units than the picture has");
    }
  }

 private:
  std::optional<std::uint64_t> plain_size() {
    const auto* layout = box("uncC");
    const auto* extent = box("ispe");
    if (layout == nullptr || extent == nullptr) return std::nullopt;
    width_ = file_.u32(extent->begin + 4);
    height_ = file_.u32(extent->begin + 8);
    read(*layout);
    constexpr std::uint64_t most = 1U << 24U;
    const auto fits = [](std::uint64_t value) { return value <= most; };
    const bool countable = findings_.ok() && !samples_.empty() && width_ > 0 && height_ > 0 && columns_ <= width_ &&
                           rows_ <= height_ && fits(width_) && fits(height_) && fits(pixel_) && fits(row_step_) &&
                           fits(tile_step_);
    if (!countable) return std::nullopt;
    const auto tile = tile_size(width_ / columns_, height_ / rows_);
    if (!tile || *tile > UINT64_MAX / most) return std::nullopt;
    return *tile * columns_ * rows_;
  }

  // All data in one zlib stream. That of other ways to compress is not known here.
  std::optional<std::uint64_t> end_of_stream(const Box& compression) {
    constexpr std::uint64_t most = 1U << 28U;
    const bool is_one_zlib =
        file_.u32(compression.begin + 4) == box_name("zlib") && file_.u8(compression.begin + 8) == 0;
    const auto size = is_one_zlib ? plain_size() : std::nullopt;
    if (!size || *size > most) return std::nullopt;
    std::vector<std::byte> data;
    for (const auto& extent : item_.data) {
      for (const auto piece : file_.pieces(extent.at, extent.size)) put_bytes(data, piece);
    }
    const auto inflated = inflate_zlib(data, static_cast<std::size_t>(*size));
    return inflated ? std::optional<std::uint64_t>{inflated->consumed} : std::nullopt;
  }

  const Box* box(std::string_view name) const { return meta_.property(item_, box_name(name)); }

  std::vector<unsigned> kinds() {
    std::vector<unsigned> all;
    const auto* list = box("cmpd");
    if (list == nullptr) return all;
    Fields fields{file_, *list, findings_};
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      all.push_back(fields.u16());
      if (all.back() >= 0x8000) fields.skip(1);
    }
    return all;
  }

  void read(const Box& layout) {
    Fields fields{file_, layout, findings_};
    const bool is_short = fields.u32() != 0;
    const auto profile = fields.u32();
    if (is_short) {
      interleave_ = 1;
      samples_.assign(profile == box_name("rgb3") ? 3 : profile == 0 ? 0 : 4, {false, false, 8});
      if (profile != box_name("rgb3") && profile != box_name("rgba") && profile != box_name("abgr")) samples_.clear();
      return;
    }
    const auto names = kinds();
    for (auto left = std::min<std::uint32_t>(fields.u32(), 1024); left > 0 && fields.ok(); --left) {
      const auto index = fields.u16();
      const std::uint64_t bits = fields.u8() + 1U;
      fields.skip(1);
      const std::uint64_t bytes = fields.u8();
      const unsigned kind = index < names.size() ? names[index] : 0;
      samples_.push_back({kind == 2 || kind == 3, bytes != 0, bytes == 0 ? bits : 8 * bytes});
    }
    sampling_ = fields.u8();
    interleave_ = fields.u8();
    block_ = fields.u8();
    fields.skip(1);
    pixel_ = fields.u32();
    row_step_ = fields.u32();
    tile_step_ = fields.u32();
    columns_ = std::uint64_t{fields.u32()} + 1;
    rows_ = std::uint64_t{fields.u32()} + 1;
  }

  static std::uint64_t up(std::uint64_t size, std::uint64_t step) {
    return step == 0 || size % step == 0 ? size : size + step - size % step;
  }

  std::uint64_t row(std::uint64_t count, std::uint64_t bits) const {
    if (block_ == 0) return up(up(count * bits, 8) / 8, row_step_);
    const auto each = std::max<std::uint64_t>(block_ * 8 / bits, 1);
    return up(up(count, each) / each * block_, row_step_);
  }

  // A row of pixels whose samples follow each other. Whole bytes begin at a byte.
  std::uint64_t bits_of_pixels(std::uint64_t width) const {
    std::array<std::uint64_t, 2> ends{};
    std::uint64_t at = 0;
    for (auto& end : ends) {
      for (const auto& sample : samples_) at = (sample.whole_bytes ? up(at, 8) : at) + sample.bits;
      end = at;
    }
    const auto room = 8 * std::max(pixel_, block_);
    return room != 0 ? width * std::max(room, ends[0]) : ends[0] + (width - 1) * (ends[1] - ends[0]);
  }

  std::optional<std::uint64_t> tile_size(std::uint64_t width, std::uint64_t height) const {
    constexpr unsigned pixels = 1;
    constexpr unsigned mixed = 2;
    constexpr unsigned tile_components = 4;
    if (interleave_ > tile_components) return std::nullopt;
    if (interleave_ == pixels) {
      return up(height * up(up(bits_of_pixels(width), 8) / 8, row_step_), tile_step_);
    }
    std::uint64_t sum = 0;
    unsigned chroma = 0;
    for (const auto& sample : samples_) {
      const bool halved = sample.chroma && sampling_ != 0;
      const std::uint64_t across = halved ? up(width, sampling_ == 3 ? 4 : 2) / (sampling_ == 3 ? 4 : 2) : width;
      const std::uint64_t down = halved && sampling_ == 2 ? up(height, 2) / 2 : height;
      const bool waits = interleave_ == mixed && sample.chroma && ++chroma % 2 == 1;  // both are in one plane
      if (waits) continue;
      const std::uint64_t together = interleave_ == mixed && sample.chroma ? 2 : 1;
      const auto plane = down * row(together * across, sample.bits);
      sum += interleave_ == tile_components ? up(plane, tile_step_) : plane;
    }
    if (interleave_ == mixed && chroma != 2) return std::nullopt;
    return interleave_ == tile_components ? sum : up(sum, tile_step_);
  }

  // How many units the data can have: by cmpC one of all, or one of each tile (23001-17 6.2.2).
  std::uint64_t most_units() {
    const auto* compression = box("cmpC");
    const auto* layout = box("uncC");
    if (compression == nullptr || layout == nullptr) return UINT64_MAX;
    const unsigned unit = file_.u8(compression->begin + 8);
    if (unit < 2) return 1;
    read(*layout);
    const auto side = [](std::uint64_t tiles) { return std::min<std::uint64_t>(tiles, 1U << 20U); };
    return unit == 2 && !samples_.empty() ? side(columns_) * side(rows_) : UINT64_MAX;
  }

  // Compressed data end with their last unit.
  std::optional<std::uint64_t> end_of_units() {
    const auto* list = box("icef");
    if (list == nullptr) return std::nullopt;
    constexpr std::array<std::size_t, 8> offset_bytes{0, 2, 3, 4, 8, 0, 0, 0};
    constexpr std::array<std::size_t, 8> size_bytes{1, 2, 3, 4, 8, 0, 0, 0};
    Fields fields{file_, *list, findings_};
    fields.skip(4);
    const unsigned codes = fields.u8();
    std::uint64_t next = 0;
    std::uint64_t last = 0;
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      if (codes >> 5U != 0) next = fields.number(offset_bytes.at(codes >> 5U));
      const auto size = fields.number(size_bytes.at(codes >> 2U & 7U));
      if (size > UINT64_MAX - next) return std::nullopt;
      next += size;
      last = std::max(last, next);
    }
    return last == 0 ? std::nullopt : std::optional{last};
  }

  const File& file_;
  const HeifMeta& meta_;
  const HeifItem& item_;
  Findings findings_;
  std::vector<Sample> samples_;
  std::uint64_t width_{0};
  std::uint64_t height_{0};
  unsigned sampling_{0};
  unsigned interleave_{0};
  std::uint64_t block_{0};
  std::uint64_t pixel_{0};
  std::uint64_t row_step_{0};
  std::uint64_t tile_step_{0};
  std::uint64_t columns_{1};
  std::uint64_t rows_{1};
};

}  // namespace

void judge_surplus(const File& file, const HeifMeta& meta, const HeifItem& item, Findings& findings) {
  Picture{file, meta, item}.judge_units(findings);
  const auto* list = meta.property(item, box_name("cmpd"));
  if (list == nullptr) return;
  std::set<unsigned> named;
  for (const auto& other : meta.items) {
    if (meta.property(other, box_name("cmpd")) != list) continue;
    const auto* layout = meta.property(other, box_name("uncC"));
    if (layout == nullptr) return;  // a picture that cannot be shown
    Fields fields{file, *layout, findings};
    if (fields.u8() != 0) return;  // the layout has a name
    fields.skip(7);
    for (auto left = fields.u32(); left > 0 && fields.ok(); --left) {
      named.insert(fields.u16());
      fields.skip(3);
    }
  }
  Fields fields{file, *list, findings};
  const auto count = fields.u32();
  for (std::uint32_t i = 0; i < count && fields.ok(); ++i) {
    const auto at = fields.at();
    const auto kind = fields.u16();
    fields.skip(kind >= 0x8000 ? 1 : 0);
    const bool is_last = named.empty() || i > *named.rbegin();
    if (is_last || (kind != 0 && !named.contains(i))) findings.reject(at, "a component that the picture does not have");
  }
}

std::optional<std::uint64_t> samples_size(const File& file, const HeifMeta& meta, const HeifItem& item) {
  return Picture{file, meta, item}.size();
}

}  // namespace stripmeta::verify
