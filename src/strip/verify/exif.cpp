#include "strip/verify/exif.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "strip/verify/text.hpp"

namespace stripmeta::verify {
namespace {

enum class Directory : std::uint8_t { ifd0, exif, interop };

enum class Value : std::uint8_t {
  orientation,
  rational,
  inch,
  rights,
  uncalibrated,
  pixels,
  r03,
  pointer,  // to the next directory
};

struct Allowed {
  Directory directory;
  std::uint16_t tag;
  Value value;
  Keep part;  // the entry is there only if the policy keeps this part
};
constexpr std::array<Allowed, 12> allowed{{
    {Directory::ifd0, 274, Value::orientation, Keep::orientation},
    {Directory::ifd0, 282, Value::rational, Keep::density},
    {Directory::ifd0, 283, Value::rational, Keep::density},
    {Directory::ifd0, 296, Value::inch, Keep::density},
    {Directory::ifd0, 315, Value::rights, Keep::copyright},
    {Directory::ifd0, 33432, Value::rights, Keep::copyright},
    {Directory::exif, 40961, Value::uncalibrated, Keep::icc},
    {Directory::exif, 40962, Value::pixels, Keep::density},
    {Directory::exif, 40963, Value::pixels, Keep::density},
    {Directory::exif, 40965, Value::pointer, Keep::icc},
    {Directory::interop, 1, Value::r03, Keep::icc},
    {Directory::ifd0, 34665, Value::pointer, Keep::icc},  // or density: find_allowed() takes either
}};

constexpr std::size_t entry_size = 12;
constexpr std::uint16_t ascii = 2;
constexpr std::uint16_t type_short = 3;
constexpr std::uint16_t type_long = 4;
constexpr std::uint16_t type_rational = 5;

// Dots per inch; 0 if they are not there.
struct Density {
  std::uint64_t numerator{0};
  std::uint64_t denominator{1};

  bool is_reduced() const { return numerator != 0 && denominator != 0 && std::gcd(numerator, denominator) == 1; }
};

class ExifReader {
 public:
  ExifReader(Bytes tiff, const Policy& policy) : tiff_(tiff), policy_(policy) {}

  Verdict read() {
    if (starts_with(tiff_, "II*")) order_ = ByteOrder::little;
    if (tiff_.size() < 8 || !(starts_with(tiff_, "II*") || starts_with(tiff_, "MM"))) return at(0, "a TIFF header");
    if (u16(tiff_, 2, order_) != 42 || u32(tiff_, 4, order_) != 8)
      return at(2, "a TIFF header whose IFD0 is at byte 8");
    end_ = 8;
    if (auto verdict = directory(Directory::ifd0)) return verdict;
    if (next_is(Directory::exif)) {
      if (auto verdict = directory(Directory::exif)) return verdict;
    }
    if (next_is(Directory::interop)) {
      if (auto verdict = directory(Directory::interop)) return verdict;
    }
    if (end_ != tiff_.size()) return at(end_, "bytes behind the last directory of Exif");
    return std::nullopt;
  }

 private:
  static Verdict at(std::uint64_t offset, std::string_view rule) { return Unaccounted{offset, rule}; }
  bool next_is(Directory directory) const { return pending_ && next_ == directory; }

  const Allowed* find_allowed(Directory directory, std::uint16_t tag) const {
    const auto row =
        std::ranges::find_if(allowed, [&](const Allowed& a) { return a.directory == directory && a.tag == tag; });
    if (row == allowed.end()) return nullptr;
    const bool leads_to_size = tag == 34665 && policy_.keeps(Keep::density);
    return policy_.keeps(row->part) || leads_to_size ? &*row : nullptr;
  }

  Verdict directory(Directory which) {
    pending_ = false;
    const auto start = end_;
    if (tiff_.size() - start < 2) return at(start, "a cut directory of Exif");
    const std::size_t count = u16(tiff_, start, order_);
    if (count == 0 || (tiff_.size() - start - 2) / entry_size < count)
      return at(start, "a directory of Exif that is empty or cut");
    const auto next_at = start + 2 + count * entry_size;
    if (tiff_.size() - next_at < 4 || u32(tiff_, next_at, order_) != 0)
      return at(next_at, "a further directory of Exif");
    end_ = next_at + 4;
    std::uint32_t last_tag = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto entry = start + 2 + i * entry_size;
      const auto tag = u16(tiff_, entry, order_);
      if (tag <= last_tag) return at(entry, "tags of Exif that do not ascend");
      last_tag = tag;
      if (auto verdict = judge_entry(which, entry)) return verdict;
    }
    if (pending_ && end_ != pointer_) return at(end_, "bytes before a directory of Exif");
    return std::nullopt;
  }

  Verdict judge_entry(Directory directory, std::size_t entry) {
    const auto* const row = find_allowed(directory, u16(tiff_, entry, order_));
    if (row == nullptr) return at(entry, "a tag of Exif that the policy does not keep");
    const auto type = u16(tiff_, entry + 2, order_);
    const auto count = u32(tiff_, entry + 4, order_);
    if (row->value == Value::rational) return judge_rational(entry, type, count);
    if (row->value == Value::rights) return judge_rights(entry, type, count);
    if (!judge_inline(directory, row->value, entry, type, count))
      return at(entry, "a value of Exif that is not canonical");
    return std::nullopt;
  }

  // The value of an entry with one number; a SHORT has two zero bytes behind it.
  std::uint32_t number(std::size_t entry, std::uint16_t type) const {
    if (type == type_long) return u32(tiff_, entry + 8, order_);
    return u16(tiff_, entry + 10, order_) == 0 ? u16(tiff_, entry + 8, order_) : ~std::uint32_t{0};
  }

  bool judge_inline(Directory directory, Value value, std::size_t entry, std::uint16_t type, std::uint32_t count) {
    if (value == Value::r03)
      return type == ascii && count == 4 && starts_with(tiff_.subspan(entry + 8), std::string_view("R03\0", 4));
    if (count != 1) return false;
    const auto one = number(entry, type);
    switch (value) {
      case Value::orientation: return (type == type_short || type == type_long) && one >= 2 && one <= 8;
      case Value::inch: return type == type_short && one == 2;
      case Value::uncalibrated: return type == type_short && one == 0xFFFF;
      case Value::pixels: return type == type_long && is_size(u16(tiff_, entry, order_), one);
      default: break;
    }
    pending_ = true;
    next_ = directory == Directory::ifd0 ? Directory::exif : Directory::interop;
    pointer_ = one;
    return type == type_long;
  }

  Verdict judge_rational(std::size_t entry, std::uint16_t type, std::uint32_t count) {
    if (type != type_rational || count != 1 || u32(tiff_, entry + 8, order_) != end_ || tiff_.size() - end_ < 8)
      return at(entry, "a density of Exif that is not canonical");
    const bool is_across = u16(tiff_, entry, order_) == 282;
    (is_across ? across_ : down_) = {u32(tiff_, end_, order_), u32(tiff_, end_ + 4, order_)};
    if (!(is_across ? across_ : down_).is_reduced()) return at(end_, "a density of Exif that is not reduced");
    end_ += 8;
    return std::nullopt;
  }

  // A density has two decimals at most, or gives the size in pixels exactly.
  bool is_size(unsigned tag, std::uint64_t size) const {
    const auto& density = tag == 40962 ? across_ : down_;
    if (size == 0 || density.numerator == 0) return false;
    const bool is_plain = 100 % density.denominator == 0 && density.numerator / density.denominator <= 0xFFFF;
    return is_plain || density.numerator * size % (72 * density.denominator) == 0;
  }

  Verdict judge_rights(std::size_t entry, std::uint16_t type, std::uint32_t count) {
    const bool is_inline = count <= 4;
    if (type != ascii || count == 0) return at(entry, "rights of Exif that are not text");
    if (is_inline) {
      const auto field = tiff_.subspan(entry + 8, 4);
      const bool padded = is_zero(field.subspan(count));
      return padded && is_rights_value(field.first(count)) ? Verdict{}
                                                           : at(entry + 8, "rights of Exif that are not visible text");
    }
    if (u32(tiff_, entry + 8, order_) != end_ || tiff_.size() - end_ < count + count % 2)
      return at(entry, "rights of Exif that do not follow the value before them");
    if (!is_rights_value(tiff_.subspan(end_, count))) return at(end_, "rights of Exif that are not visible text");
    if (count % 2 != 0 && u8(tiff_, end_ + count) != 0) return at(end_ + count, "padding of Exif that is not zero");
    end_ += count + count % 2;
    return std::nullopt;
  }

  Bytes tiff_;
  const Policy& policy_;
  ByteOrder order_{ByteOrder::big};
  std::size_t end_{0};  // of what is accounted for
  bool pending_{false};
  Directory next_{};
  std::uint64_t pointer_{0};  // of the next directory
  Density across_;
  Density down_;
};

}  // namespace

bool is_rights_value(Bytes value) {
  if (value.empty() || u8(value, value.size() - 1) != 0) return false;
  const auto text = as_text(value.first(value.size() - 1));
  return std::ranges::count(text, '\0') <= 1 &&
         std::ranges::none_of(text, [](char c) { return c != '\0' && is_control(c); });
}

Verdict verify_exif(Bytes tiff, const Policy& policy) {
  return ExifReader{tiff, policy}.read();
}

}  // namespace stripmeta::verify
