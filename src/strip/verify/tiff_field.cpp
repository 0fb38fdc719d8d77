#include "strip/verify/tiff_field.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "strip/verify/exif.hpp"

namespace stripmeta::verify::tiff {
namespace {

constexpr std::uint64_t max_long = 0xFFFFFFFF;
constexpr std::uint64_t max_short = 0xFFFF;

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

bool is_number(const Field& field, std::uint16_t type, std::uint64_t low, std::uint64_t high) {
  return field.type == type && field.count == 1 && field.number() >= low && field.number() <= high;
}
bool is_short(const Field& field, std::uint64_t low, std::uint64_t high) {
  return is_number(field, short_type, low, high);
}
bool is_length(const Field& field) {
  return is_number(field, short_type, 1, max_short) || is_number(field, long_type, 1, max_long);
}
bool is_mask(const Field& field, std::uint64_t bits) {
  return is_number(field, long_type, 0, max_long) && (field.number() & ~bits) == 0;
}

// Whether no simpler fraction reads as the same float, by the convergents of its continued fraction.
bool is_simplest(std::uint64_t above, std::uint64_t below) {
  if (below == 0 || std::gcd(above, below) != 1) return false;
  const auto read = [](std::uint64_t a, std::uint64_t b) {
    return static_cast<float>(static_cast<double>(a) / static_cast<double>(b));
  };
  const auto value = read(above, below);
  std::array<std::uint64_t, 2> p{1, 0};  // the last two numerators, the last one first
  std::array<std::uint64_t, 2> q{0, 1};
  for (auto a = above, b = below; b != 0;) {
    const auto whole = a / b;
    p = {whole * p[0] + p[1], p[0]};
    q = {whole * q[0] + q[1], q[0]};
    if (read(p[0], q[0]) == value) return p[0] == above && q[0] == below;
    a = std::exchange(b, a % b);
  }
  return false;
}

bool are_fractions(const Field& field, std::uint64_t count, std::uint64_t most = max_long) {
  if (field.type != rational_type || field.count != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t above = u32(field.values, 8 * i, field.order);
    const std::uint64_t below = u32(field.values, 8 * i + 4, field.order);
    if (!is_simplest(above, below) || above > most * below) return false;
  }
  return true;
}

bool is_curve(const Field& field, std::uint64_t tables, std::uint64_t levels) {
  if (field.type != short_type || levels < 16 || field.count != tables * levels) return false;
  for (std::uint64_t table = 0; table < tables; ++table) {
    int direction = 0;
    for (std::uint64_t i = table * levels + 1; i < (table + 1) * levels; ++i) {
      const auto before = field.number(i - 1);
      const auto now = field.number(i);
      if (before == now) continue;
      const int here = now > before ? 1 : -1;
      if (direction == -here) return false;
      direction = here;
    }
  }
  return true;
}

bool is_plain_double(const Field& field) {
  if (field.type != double_type || field.count != 1) return false;
  const auto value = std::bit_cast<double>(u64(field.values, 0, field.order));
  return value >= 0 && value <= std::numeric_limits<float>::max() &&
         static_cast<double>(static_cast<float>(value)) == value;
}

bool is_predictor(std::uint64_t value) {
  return (value >= 1 && value <= 3) || (value >= 34892 && value <= 34895);
}

bool is_kept_text(const Field& field, const Policy& policy) {
  switch (field.tag) {
    case 315:
    case 33432: return policy.keeps(Keep::copyright) && field.type == ascii_type && is_rights_value(field.values);
    case 33723: return policy.keeps(Keep::copyright) && field.type == undefined_type;
    case 700: return (policy.keeps(Keep::copyright) || policy.keeps(Keep::panorama)) && field.type == byte_type;
    default: return false;
  }
}

}  // namespace

std::uint64_t value_size(std::uint16_t type) {
  switch (type) {
    case byte_type:
    case ascii_type:
    case undefined_type: return 1;
    case short_type: return 2;
    case long_type:
    case float_type: return 4;
    case rational_type:
    case double_type:
    case long8_type: return 8;
    default: return 0;
  }
}

std::uint64_t Field::number(std::uint64_t i) const {
  const auto from = static_cast<std::size_t>(i * value_size(type));
  if (type == short_type) return u16(values, from, order);
  return type == long_type ? u32(values, from, order) : u64(values, from, order);
}

const Field* Picture::find(unsigned tag) const {
  const auto field = std::ranges::lower_bound(fields_, tag, {}, &Field::tag);
  return field != fields_.end() && field->tag == tag ? &*field : nullptr;
}

std::uint64_t Picture::number_or(unsigned tag, std::uint64_t absent) const {
  const auto* field = find(tag);
  return field == nullptr || !field->is_whole() ? absent : field->number();
}

const Field& Picture::offsets() const {
  const auto* strips = find(273);
  return strips != nullptr ? *strips : *find(324);
}

const Field& Picture::sizes() const {
  const auto* strips = find(279);
  return strips != nullptr ? *strips : *find(325);
}

bool Picture::read_shape() {
  const auto one_of = [&](unsigned a, unsigned b) { return (find(a) == nullptr) != (find(b) == nullptr); };
  if (!one_of(273, 324) || !one_of(279, 325) || find(262) == nullptr) return false;
  width_ = number_or(256, 0);
  height_ = number_or(257, 0);
  samples_ = number_or(277, 1);
  compression_ = number_or(259, 1);
  photometric_ = number_or(262, 0);
  planar_ = number_or(284, 1) == 2 && samples_ > 1;
  if (const auto* shared = find(530); shared != nullptr && shared->is_whole() && shared->count == 2) {
    across_ = shared->number(0);
    down_ = shared->number(1);
  }
  const bool is_possible = std::max(width_, height_) <= max_long && std::min(width_, height_) > 0 && samples_ > 0;
  return is_possible && samples_ <= max_short && read_bits() && read_strips();
}

bool Picture::read_bits() {
  constexpr std::uint64_t most = 128;  // a complex number of two doubles
  const auto* field = find(258);
  if (field == nullptr) return (bits_ = {1}, true);
  if (!is_per_sample(*field, 1, most)) return false;
  for (std::uint64_t i = 0; i < field->count; ++i) {
    if (field->number(i) > 64 && field->number(i) != most) return false;
  }
  const auto first = field->number();
  bits_ = {first};
  for (std::uint64_t i = 1; i < field->count; ++i) {
    if (field->number(i) != first) bits_.resize(static_cast<std::size_t>(samples_), first);
  }
  if (bits_.size() == 1) return true;
  for (std::uint64_t i = 0; i < field->count; ++i) bits_[static_cast<std::size_t>(i)] = field->number(i);
  return true;
}

bool Picture::read_strips() {
  constexpr std::uint64_t most = 1U << 20U;
  tiled_ = find(322) != nullptr || find(323) != nullptr;
  strip_width_ = tiled_ ? number_or(322, 0) : width_;
  strip_height_ = tiled_ ? number_or(323, 0) : std::min(number_or(278, height_), height_);
  if (strip_width_ == 0 || strip_height_ == 0 || std::max(strip_width_, strip_height_) > max_long) return false;
  const auto across = ceil_div(width_, strip_width_);
  const auto down = ceil_div(height_, strip_height_);
  if (across > most || down > most || across * down > most) return false;
  strip_count_ = across * down * (planar_ ? samples_ : 1);
  return strip_count_ <= most;
}

std::uint64_t Picture::rows(std::uint64_t i) const {
  if (tiled_) return strip_height_;
  const auto down = ceil_div(height_, strip_height_);
  return std::min(strip_height_, height_ - i % down * strip_height_);
}

std::uint64_t Picture::pixel_bits(std::uint64_t i) const {
  if (bits_.size() == 1) return bits_[0] * (planar_ ? 1 : samples_);
  if (planar_) return bits_[static_cast<std::size_t>(i / (strip_count_ / samples_))];
  return std::accumulate(bits_.begin(), bits_.end(), std::uint64_t{0});
}

std::uint64_t Picture::pixel_bytes(std::uint64_t i) const {
  const auto row = ceil_div(strip_width_ * pixel_bits(i), 8);
  return rows(i) > std::numeric_limits<std::uint64_t>::max() / row ? max_long << 31U : row * rows(i);
}

Picture::Shown Picture::shown(std::uint64_t i) const {
  if (compression_ != 1 || shares_chroma()) return {};
  const auto across = ceil_div(width_, strip_width_);
  const auto tile = i % (across * ceil_div(height_, strip_height_));
  const auto columns = std::min(strip_width_, width_ - tile % across * strip_width_);
  const auto lines = std::min(strip_height_, height_ - tile / across * strip_height_);
  return {ceil_div(strip_width_ * pixel_bits(i), 8), columns * pixel_bits(i), lines, number_or(266, 1) == 2};
}

bool Picture::shares_chroma() const {
  return photometric_ == 6 && !planar_ && samples_ == 3 && across_ * down_ > 1;
}

std::uint64_t Picture::unit_bytes(std::uint64_t i) const {
  if (!shares_chroma()) return pixel_bytes(i);
  const auto row = ceil_div(ceil_div(strip_width_, across_) * (across_ * down_ + 2) * bits_[0], 8);
  return row * ceil_div(rows(i), down_);
}

std::uint64_t Picture::levels() const {
  constexpr std::uint64_t most_bits = 16;
  return std::uint64_t{1} << std::min(bits_[0], most_bits);
}

bool Picture::is_per_sample(const Field& field, std::uint64_t low, std::uint64_t high) const {
  if (field.type != short_type || field.count == 0 || field.count > samples_) return false;
  for (std::uint64_t i = 0; i < field.count; ++i) {
    if (field.number(i) < low || field.number(i) > high) return false;
  }
  return true;
}

bool Picture::is_right(const Field& field, const Policy& policy, bool is_first_page) const {
  switch (field.tag) {
    case 274: return policy.keeps(Keep::orientation) && is_length(field) && field.number() <= 8;
    case 282:
    case 283: return policy.keeps(Keep::density) && are_fractions(field, 1);
    case 296: return policy.keeps(Keep::density) && is_short(field, 1, 3);
    case 34675: return policy.keeps(Keep::icc) && field.type == undefined_type;
    case 347: return compression_ == 7 && field.type == undefined_type;
    case 273:
    case 279:
    case 324:
    case 325: return field.is_whole() && field.count == strip_count_;
    case 315:
    case 700:
    case 33432:
    case 33723: return is_first_page && is_kept_text(field, policy);
    default: return is_picture_field(field) || is_color_field(field) || is_ink_field(field) || is_sample_field(field);
  }
}

// Size and coding.
bool Picture::is_picture_field(const Field& field) const {
  switch (field.tag) {
    case 254: return is_mask(field, 6);
    case 255: return is_short(field, 1, 3);
    case 256:
    case 257: return is_length(field);
    case 259: return is_short(field, 1, max_short);
    case 262: return is_short(field, 0, max_short);
    case 266:
    case 284: return is_short(field, 1, 2);
    case 277: return is_short(field, 1, max_short);
    case 278: return !tiled_ && is_length(field) && (field.number() <= height_ || field.number() == max_long);
    case 292: return compression_ == 3 && is_mask(field, 7);
    case 293: return compression_ == 4 && is_mask(field, 2);
    case 317: return is_short(field, 1, max_short) && is_predictor(field.number());
    case 322:
    case 323: return is_length(field);
    case 50674:
      return compression_ == 34887 && field.type == long_type && field.count == 2 && field.number(0) <= 6 &&
             field.number(1) <= 6;
    default: return false;
  }
}

// What the numbers mean as colours.
bool Picture::is_color_field(const Field& field) const {
  const bool is_ycbcr = photometric_ == 6;
  const auto is_chroma = [&](std::uint64_t i) {
    return field.number(i) == 1 || field.number(i) == 2 || field.number(i) == 4;
  };
  switch (field.tag) {
    case 290: return photometric_ <= 1 && is_short(field, 1, 5);
    case 291: return photometric_ <= 1 && is_curve(field, 1, levels());
    case 301: return is_curve(field, 1, levels()) || is_curve(field, 3, levels());
    case 318: return are_fractions(field, 2, 1);
    case 319: return are_fractions(field, 6, 1);
    case 320:
      return (photometric_ == 3 || number_or(346, 0) == 1) && field.type == short_type && field.count == 3 * levels();
    case 346: return is_short(field, 0, 1);
    case 529: return is_ycbcr && are_fractions(field, 3);
    case 530: return is_ycbcr && field.type == short_type && field.count == 2 && is_chroma(0) && is_chroma(1);
    case 531: return is_ycbcr && is_short(field, 1, 2);
    case 532: return (is_ycbcr || photometric_ == 2) && are_fractions(field, 6);
    case 37439: return (photometric_ == 32844 || photometric_ == 32845) && is_plain_double(field);
    default: return false;
  }
}

bool Picture::is_ink_field(const Field& field) const {
  if (photometric_ != 5) return false;
  switch (field.tag) {
    case 332: return is_short(field, 1, 2);
    case 334: return is_short(field, 1, samples_);
    case 336:
      return field.type == short_type && field.count == 2 && field.number(0) < field.number(1) &&
             field.number(1) < levels();
    default: return false;
  }
}

// What the samples of a pixel are.
bool Picture::is_sample_field(const Field& field) const {
  switch (field.tag) {
    case 258: return true;  // as read_bits() has read it
    case 338: {
      if (!is_per_sample(field, 0, 999)) return false;
      for (std::uint64_t i = 0; i < field.count; ++i) {
        if (field.number(i) > 2 && field.number(i) != 999) return false;
      }
      return true;
    }
    case 339: return is_per_sample(field, 1, 6);
    case 32995: return is_short(field, 0, 1);
    case 32996: return is_per_sample(field, 0, 4);
    default: return false;
  }
}

}  // namespace stripmeta::verify::tiff
