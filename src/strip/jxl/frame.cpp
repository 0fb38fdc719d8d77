#include <algorithm>
#include <bit>

#include "strip/jxl/entropy.hpp"
#include "strip/jxl/header.hpp"

namespace stripmeta::jxl {
namespace {

constexpr unsigned half_bits = 16;  // of a number with a fraction, F16
constexpr std::uint64_t most_sections = std::uint64_t{1} << 23U;

std::uint64_t divide_up(std::uint64_t value, std::uint64_t by) {
  return (value + by - 1) / by;
}

class FrameReader {
 public:
  FrameReader(BitReader& bits, const ImageHeader& image, bool is_preview)
      : bits_(bits), image_(image), full_(is_preview ? image.preview : image.size), size_(full_) {}

  Frame run() {
    if (!bits_.flag()) read_fields();
    const auto count = count_sections();
    if (count > most_sections) bits_.set_bad();
    if (bits_.is_good()) read_table(static_cast<std::size_t>(count));
    return std::move(frame_);
  }

 private:
  enum Type : std::uint8_t { regular, low_frequency, reference, skipped_progressive };

  bool is_shown() const { return type_ == regular || type_ == skipped_progressive; }

  // F.2
  void read_fields() {
    frame_.is_last = false;
    type_ = bits_.bits(2);
    is_modular_ = bits_.flag();
    const auto flags = bits_.u64();
    read_sampling(flags);
    if (is_modular_) {
      group_shift_ = bits_.bits(2);
    } else if (image_.is_xyb) {
      bits_.skip(6);  // scales of X and B
    }
    if (type_ != reference) read_passes();
    if (type_ == low_frequency) {
      level_ = bits_.bits(2) + 1;
    } else if (bits_.flag()) {
      read_place();
    }
    if (is_shown()) read_blending();
    std::uint32_t saved_as = 0;
    if (type_ != low_frequency && !frame_.is_last) saved_as = bits_.bits(2);
    const bool is_saved = !frame_.is_last && (duration_ == 0 || saved_as != 0);
    const bool asks = is_shown() ? is_saved && replaces_ && !is_partial_ : type_ == reference;
    if (asks) bits_.flag();  // saved before the transform of colours
    bits_.skip(std::uint64_t{8} * bits_.u32({{{0, 0}, {0, 4}, {16, 5}, {48, 10}}}));  // the name
    read_filter();
    read_extensions(bits_, frame_.free_bits);
  }

  void read_sampling(std::uint64_t flags) {
    constexpr std::uint64_t low_frequency_elsewhere = 32;
    constexpr Ways factors{{{1, 0}, {2, 0}, {4, 0}, {8, 0}}};
    const bool is_ycbcr = !image_.is_xyb && bits_.flag();
    if ((flags & low_frequency_elsewhere) != 0) return;
    if (is_ycbcr) {
      for (int i = 0; i < 3; ++i) {
        const auto mode = bits_.bits(2);
        if (mode == 1 || mode == 2) wide_ = 2;
        if (mode == 1 || mode == 3) high_ = 2;
      }
    }
    upsampling_ = bits_.u32(factors);
    bits_.skip(std::uint64_t{2} * image_.extra_channels);
  }

  void read_passes() {
    passes_ = bits_.u32({{{1, 0}, {2, 0}, {3, 0}, {4, 3}}});
    if (passes_ == 1) return;
    const auto smaller = bits_.u32({{{0, 0}, {1, 0}, {2, 0}, {3, 1}}});
    bits_.skip(std::uint64_t{2} * (passes_ - 1));
    for (std::uint32_t i = 0; i < smaller; ++i) bits_.bits(2);
    for (std::uint32_t i = 0; i < smaller; ++i) bits_.u32({{{0, 0}, {1, 0}, {2, 0}, {0, 3}}});
  }

  // Where the frame lies on the picture, and its own size.
  void read_place() {
    constexpr Ways ways{{{0, 8}, {256, 11}, {2304, 14}, {18688, 30}}};
    const auto origin = [&]() -> std::int64_t {
      const auto value = bits_.u32(ways);
      return (value & 1U) == 0 ? std::int64_t{value / 2} : -std::int64_t{value / 2} - 1;
    };
    const auto left = is_shown() ? origin() : 0;
    const auto top = is_shown() ? origin() : 0;
    const auto width = bits_.u32(ways);
    const auto height = bits_.u32(ways);
    is_partial_ = is_shown() && (left > 0 || top > 0 || left + width < full_.width || top + height < full_.height);
    if (width != 0) size_.width = width;
    if (height != 0) size_.height = height;
  }

  // How the frame is laid over others: its colours, then each extra channel (F.2.4).
  void read_blending() {
    for (std::uint64_t i = 0; i <= image_.extra_channels && bits_.is_good(); ++i) {
      const bool replaces = read_blend_mode();
      if (i == 0) replaces_ = replaces;
    }
    if (image_.is_animated) {
      duration_ = bits_.u32({{{0, 0}, {1, 0}, {0, 8}, {0, 32}}});
      if (image_.has_timecodes) bits_.skip(32);
    }
    frame_.is_last = bits_.flag();
  }

  bool read_blend_mode() {
    enum Mode : std::uint8_t { replace, add, blend, weighted_add, multiply };
    const auto mode = bits_.u32({{{0, 0}, {1, 0}, {2, 0}, {3, 2}}});
    const bool uses_alpha = image_.extra_channels > 0 && (mode == blend || mode == weighted_add);
    if (uses_alpha) bits_.u32({{{0, 0}, {1, 0}, {2, 0}, {3, 3}}});
    if (uses_alpha || mode == multiply) bits_.flag();
    if (mode != replace || is_partial_) bits_.bits(2);
    return mode == replace;
  }

  // F.2.6
  void read_filter() {
    constexpr std::uint64_t smoothing = 6;
    constexpr std::uint64_t sharpness = 8;
    constexpr std::uint64_t weights = 5;
    if (bits_.flag()) return;
    if (bits_.flag() && bits_.flag()) bits_.skip(smoothing * half_bits);
    if (bits_.bits(2) > 0) {
      if (!is_modular_ && bits_.flag()) bits_.skip(sharpness * half_bits);
      if (bits_.flag()) bits_.skip(weights * half_bits);
      if (bits_.flag()) bits_.skip((is_modular_ ? 3U : 4U) * std::uint64_t{half_bits});
      if (is_modular_) bits_.skip(half_bits);
    }
    read_extensions(bits_, frame_.free_bits);
  }

  // F.3.1: one section, or one for each purpose, low-frequency group, and group in each pass.
  std::uint64_t count_sections() const {
    constexpr std::uint64_t block = 8;
    constexpr std::uint64_t least_group = 128;
    const auto scale = std::uint64_t{1} << (3 * level_);
    const auto width = divide_up(divide_up(size_.width, scale), upsampling_);
    const auto height = divide_up(divide_up(size_.height, scale), upsampling_);
    const auto group = least_group << group_shift_;
    const auto groups = divide_up(width, group) * divide_up(height, group);
    const auto low_groups = divide_up(divide_up(width, block * wide_) * wide_, group) *
                            divide_up(divide_up(height, block * high_) * high_, group);
    return groups == 1 && passes_ == 1 ? 1 : 2 + low_groups + groups * passes_;
  }

  // F.3.3
  void read_table(std::size_t count) {
    constexpr Ways ways{{{0, 10}, {1024, 14}, {17408, 22}, {4211712, 30}}};
    constexpr std::uint64_t least_bits = 12;
    if (bits_.flag()) {
      if (!bits_.has(least_bits * count)) return;  // an order may have no bits at all, so it is not decoded in vain
      read_order(count);
    }
    bits_.align();
    for (std::size_t i = 0; i < count && bits_.is_good(); ++i) frame_.sections_size += bits_.u32(ways);
    bits_.align();
  }

  // F.3.2: the order of the sections, as a Lehmer code. Only its length matters here.
  void read_order(std::size_t count) {
    constexpr std::size_t contexts = 8;
    const auto context = [](std::uint64_t value) {
      return std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(value)), contexts - 1);
    };
    EntropyReader reader{bits_, contexts};
    const auto end = reader.number(context(count));
    if (end > count) bits_.set_bad();
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < end && bits_.is_good(); ++i) {
      last = reader.number(context(last));
      if (last >= count - i) bits_.set_bad();
    }
    if (bits_.is_good()) reader.finish();
  }

  BitReader& bits_;
  const ImageHeader& image_;
  Size full_;  // of the picture or the preview
  Size size_;  // of the frame
  Frame frame_{.sections_size = 0, .is_last = true, .free_bits = {}};
  unsigned type_{regular};
  bool is_modular_{false};
  unsigned group_shift_{1};
  unsigned level_{0};  // of a low-frequency frame: each one makes it 8 times smaller
  std::uint32_t passes_{1};
  std::uint32_t upsampling_{1};
  std::uint64_t wide_{1};  // how many times fewer samples a line of the coarsest channel has
  std::uint64_t high_{1};
  std::uint32_t duration_{0};
  bool is_partial_{false};
  bool replaces_{true};
};

}  // namespace

Frame read_frame(BitReader& bits, const ImageHeader& image, bool is_preview) {
  return FrameReader{bits, image, is_preview}.run();
}

}  // namespace stripmeta::jxl
