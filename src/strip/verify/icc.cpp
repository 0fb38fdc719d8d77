#include "strip/verify/icc.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/base/known_profiles.hpp"
#include "strip/verify/icc_cursor.hpp"

namespace stripmeta::verify {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t header_end = 128;
constexpr std::size_t row_size = 12;

// The zero fields of a profile that is not well known.
constexpr std::array<Range, 6> zero_fields{{{4, 8}, {10, 12}, {24, 36}, {40, 64}, {64, 67}, {80, 128}}};
constexpr std::string_view d50 = "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D"sv;
constexpr std::string_view no_illuminant = "\0\0\0\0\0\0\0\0\0\0\0\0"sv;

struct Space {
  std::string_view name;
  std::size_t channels;
};
constexpr std::array<Space, 26> spaces{{
    {"GRAY", 1},  {"RGB ", 3},  {"CMYK", 4},  {"CMY ", 3},  {"Lab ", 3},  {"XYZ ", 3}, {"Luv ", 3},
    {"YCbr", 3},  {"Yxy ", 3},  {"HSV ", 3},  {"HLS ", 3},  {"1CLR", 1},  {"2CLR", 2}, {"3CLR", 3},
    {"4CLR", 4},  {"5CLR", 5},  {"6CLR", 6},  {"7CLR", 7},  {"8CLR", 8},  {"9CLR", 9}, {"ACLR", 10},
    {"BCLR", 11}, {"CCLR", 12}, {"DCLR", 13}, {"ECLR", 14}, {"FCLR", 15},
}};

// Both texts in the two types that they have: before version 4, and since.
constexpr std::string_view old_description =
    "desc\0\0\0\0\0\0\0\4ICC\0"
    "\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0"
    "\0\0\0\0\0\0\0"sv;
constexpr std::string_view old_copyright = "text\0\0\0\0\0"sv;
constexpr std::string_view description =
    "mluc\0\0\0\0\0\0\0\1\0\0\0\x0C"
    "enUS"
    "\0\0\0\6\0\0\0\x1C\0I\0C\0C"sv;
constexpr std::string_view copyright =
    "mluc\0\0\0\0\0\0\0\1\0\0\0\x0C"
    "enUS"
    "\0\0\0\0\0\0\0\x1C"sv;

class Reader : private IccCursor {
 public:
  explicit Reader(Bytes profile) : IccCursor(profile) {}

  Verdict read() {
    switch (knowledge_of(profile_)) {
      case Knowledge::published: return std::nullopt;
      case Knowledge::colour: judge_zeros(icc_free_fields); return verdict_;
      case Knowledge::unknown: break;
    }
    judge_header();
    judge_tags();
    return verdict_;
  }

 private:
  // --- header

  template <typename Fields>
  void judge_zeros(const Fields& fields) {
    for (const Range& field : fields) has_zeros(field);
  }

  void judge_header() {
    if (u32(profile_, 0) != profile_.size()) reject(0, "a colour profile of another size");
    judge_version(u8(profile_, 8), u8(profile_, 9));
    constexpr std::array classes{"scnr"sv, "mntr"sv, "prtr"sv, "spac"sv, "abst"sv, "\0\0\0\0"sv};
    if (std::ranges::find(classes, field(12)) == classes.end())
      reject(12, "a colour profile of a class that no image has");
    const auto space = std::ranges::find(spaces, field(16), &Space::name);
    if (space == spaces.end()) return reject(16, "a colour profile of an unknown colour space");
    channels_ = space->channels;
    is_grey_ = space->name == "GRAY";
    if (field(20) != "XYZ " && field(20) != "Lab ") reject(20, "a colour profile of an unknown connection space");
    if (field(36) != "acsp") reject(36, "a colour profile without its signature");
    judge_zeros(zero_fields);
    if (u8(profile_, 67) > 3) reject(67, "an unknown rendering intent of a colour profile");
    const auto illuminant = as_text(profile_.subspan(68, d50.size()));
    if (illuminant != d50 && illuminant != no_illuminant)
      reject(68, "an illuminant of a colour profile that is not D50");
  }

  void judge_version(unsigned major, unsigned minor) {
    if (major > 5) reject(8, "an unknown version of a colour profile");
    const unsigned last = major == 5 ? 0 : 0x40;
    if (minor > last || minor % 0x10 != 0) reject(9, "an unknown version of a colour profile");
    is_old_ = major < 4;
  }

  // --- tags

  void judge_tags() {
    at_ = header_end;
    const std::uint64_t count = number(4);
    Runs runs{0, at_};
    if (!pass(count * row_size)) return;
    runs = {0, at_};
    find_forward(count);
    std::uint32_t last = 0;
    for (std::size_t row = header_end + 4; !verdict_ && row < header_end + 4 + count * row_size; row += row_size) {
      const auto signature = u32(profile_, row);
      if (signature <= last) reject(row, "tags of a colour profile that do not ascend");
      last = signature;
      const std::size_t size = u32(profile_, row + 8);
      runs.judge(*this, row + 4, u32(profile_, row + 4), [&] { judge_element(row, size); });
    }
    if (verdict_) return;
    const auto end = next_multiple_of_4(runs.next());
    if (has_zeros({runs.next(), end}) && end != profile_.size())
      reject(end, "bytes behind the last element of a colour profile");
  }

  void find_forward(std::uint64_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto tag = field(header_end + 4 + i * row_size);
      if (is_table_from_device(tag) || is_transform_from_device(tag)) has_forward_ = true;
    }
  }

  void judge_element(std::size_t row, std::size_t size) {
    const auto begin = at_;
    if (size > profile_.size() - begin) return reject(row + 8, "an element of a colour profile past its end");
    end_ = begin + size;
    judge_value(row, field(row));
    if (at_ != end_) reject(at_, "bytes behind an element of a colour profile");
    end_ = profile_.size();
  }

  void judge_value(std::size_t row, std::string_view tag) {
    const bool three = channels_ == 3;
    if (three && is_one_of(tag, {"rXYZ", "gXYZ", "bXYZ"})) return xyz(~std::uint32_t{0});
    if (three && is_one_of(tag, {"rTRC", "gTRC", "bTRC"})) return curve();
    if (is_grey_ && tag == "kTRC") return curve();
    if (tag == "wtpt") return xyz(0x1FFFF);
    if (tag == "chad") return adaptation();
    if (tag == "cicp") return code_points();
    if (is_table_from_device(tag)) return table(true, channels_, 3);
    if (is_transform_from_device(tag)) return transform(channels_, 3);
    if (has_forward_ && is_one_of(tag, {"B2A0", "B2A1", "B2A2"})) return table(false, 3, channels_);
    if (has_forward_ && tag == "gamt") return table(false, 3, 1);
    if (has_forward_ && is_one_of(tag, {"B2D0", "B2D1", "B2D2", "B2D3"})) return transform(3, channels_);
    if (tag == "desc") return exactly(is_old_ ? old_description : description);
    if (tag == "cprt") return exactly(is_old_ ? old_copyright : copyright);
    reject(row, "a tag of a colour profile that shows no colour");
  }

  static bool is_one_of(std::string_view tag, std::initializer_list<std::string_view> tags) {
    return std::ranges::find(tags, tag) != tags.end();
  }

  static bool is_table_from_device(std::string_view tag) { return is_one_of(tag, {"A2B0", "A2B1", "A2B2"}); }
  static bool is_transform_from_device(std::string_view tag) {
    return is_one_of(tag, {"D2B0", "D2B1", "D2B2", "D2B3"});
  }

  // --- elements (ICC.1:2022 10), each read from at_

  void xyz(std::uint32_t most) {
    type("XYZ ");
    for (int i = 0; i < 3; ++i) at_most(4, most, "a white point of a colour profile that is not white");
  }

  void adaptation() {
    type("sf32");
    for (int i = 0; i < 9; ++i) {
      const auto begin = at_;
      const auto whole = static_cast<std::int32_t>(number(4)) >> 16;
      if (whole < -4 || whole > 3) reject(begin, "an adaptation of a colour profile out of range");
    }
  }

  void code_points() {
    type("cicp");
    for (const std::uint32_t most : {22U, 18U, 17U, 1U}) at_most(1, most, "an unknown code point of a colour profile");
  }

  void curve() {
    const auto begin = at_;
    const auto name = word();
    zeros(4);
    if (name == "curv") {
      pass(std::uint64_t{number(4)} * 2);
    } else if (name == "para") {
      constexpr std::array<std::uint64_t, 5> sizes{4, 12, 16, 20, 28};
      const auto function = number(2);
      zeros(2);
      if (function >= sizes.size()) return reject(begin + 8, "an unknown function of a colour profile");
      pass(sizes.at(function));
    } else {
      reject(begin, "a curve of a colour profile of an unknown type");
    }
  }

  void curves(std::size_t count) {
    for (std::size_t i = 0; i < count && !verdict_; ++i) {
      zeros(next_multiple_of_4(at_) - at_);
      curve();
    }
  }

  void channels(std::size_t size, std::size_t in, std::size_t out) {
    const auto begin = at_;
    if (number(size) != in || number(size) != out) reject(begin, "a table of a colour profile with other channels");
  }

  // Passes `values` numbers of `width` bytes for each point of a grid.
  void points(Bytes dimensions, std::uint64_t values, std::uint64_t width) {
    auto count = values;
    for (const auto dimension : dimensions) {
      count *= std::to_integer<std::uint64_t>(dimension);
      if (count > profile_.size()) return reject(at_, "a grid of a colour profile past its end");
    }
    pass(count * width);
  }

  void table(bool to, std::size_t in, std::size_t out) {
    const auto name = end_ - at_ < 4 ? std::string_view{} : field(at_);
    if (name == "mft1" || name == "mft2") return lut(name, in, out);
    ab(to ? "mAB " : "mBA ", in, out, to ? in : out);
  }

  void lut(std::string_view name, std::size_t in, std::size_t out) {
    type(name);
    channels(1, in, out);
    const auto grid_at = at_;
    const std::vector<std::byte> grid(in, static_cast<std::byte>(number(1)));
    zeros(1);
    constexpr std::string_view identity = "\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0"sv;
    const auto matrix_at = at_;
    if (!pass(identity.size())) return;
    if (in != 3 && as_text(profile_.subspan(matrix_at, identity.size())) != identity)
      return reject(matrix_at, "a matrix of a colour profile without a meaning");
    const bool wide = name == "mft2";
    const std::size_t width = wide ? 2 : 1;
    const std::uint64_t before = wide ? number(2) : 256;
    const std::uint64_t after = wide ? number(2) : 256;
    if (before == 1 || after == 1 || before > 0x7FFF || after > 0x7FFF)
      reject(at_ - 4, "a table of a colour profile with an invalid curve");
    if (grid.front() == std::byte{1} || (grid.front() == std::byte{0} && in != out))
      return reject(grid_at, "an invalid grid of a colour profile");
    pass(before * in * width);
    points(grid, out, width);
    pass(after * out * width);
  }

  void ab(std::string_view name, std::size_t in, std::size_t out, std::size_t device) {
    const auto base = at_;
    type(name);
    channels(1, in, out);
    zeros(2);
    const auto offsets_at = at_;
    if (!pass(20)) return;
    Runs runs{base, at_};
    const auto part = [&](std::size_t number_of_part, const auto& judge) {
      const auto pointer = offsets_at + 4 * number_of_part;
      const auto offset = u32(profile_, pointer);
      if (offset != 0 && !verdict_) runs.judge(*this, pointer, offset, judge);
    };
    part(0, [&] { curves(3); });
    part(1, [&] { pass(48); });
    part(2, [&] { curves(3); });
    part(3, [&] { grid(in, out); });
    part(4, [&] { curves(device); });
    if (u32(profile_, offsets_at + 12) == 0 && in != out)
      reject(offsets_at + 12, "a table of a colour profile without a grid");
    at_ = runs.next();
  }

  void grid(std::size_t in, std::size_t out) {
    const auto begin = at_;
    if (!pass(16)) return;
    const auto dimensions = profile_.subspan(begin, in);
    has_zeros({begin + in, at_});
    if (std::ranges::any_of(dimensions, [](std::byte count) { return count < std::byte{2}; }))
      return reject(begin, "an invalid grid of a colour profile");
    const auto width = number(1);
    if (width != 1 && width != 2) return reject(at_ - 1, "a grid of a colour profile of unknown precision");
    zeros(3);
    points(dimensions, out, width);
  }

  // --- multiProcessElementsType (10.16)

  // Reads an element of positions: `judge(i)` reads the part that the i-th position leads to.
  template <typename Judge>
  void positions(std::size_t base, std::size_t count, const Judge& judge) {
    const auto positions_at = at_;
    if (!pass(8 * count)) return;
    Runs runs{base, at_};
    for (std::size_t i = 0; i < count && !verdict_; ++i) {
      const auto pointer = positions_at + 8 * i;
      runs.judge(*this, pointer, u32(profile_, pointer), [&] {
        const auto begin = at_;
        judge();
        if (u32(profile_, pointer + 4) != at_ - begin)
          reject(pointer + 4, "a part of a colour profile of another size");
      });
    }
    at_ = runs.next();
  }

  void transform(std::size_t in, std::size_t out) {
    const auto base = at_;
    type("mpet");
    channels(2, in, out);
    const std::uint64_t count = number(4);
    std::size_t given = in;
    if (count > 64) return reject(at_ - 4, "a transform of a colour profile of too many parts");
    positions(base, static_cast<std::size_t>(count), [&] { given = processing(given); });
    if (given != out) reject(base, "a transform of a colour profile whose parts do not fit");
  }

  // Returns the channels that it gives.
  std::size_t processing(std::size_t in) {
    const auto base = at_;
    const auto name = word();
    zeros(4);
    const std::size_t taken = number(2);
    const std::size_t given = number(2);
    if (taken != in || given < 1 || given > 15)
      reject(base + 8, "a transform of a colour profile whose parts do not fit");
    if (verdict_) return given;
    if (name == "matf") {
      pass(4 * (in * given + given));
    } else if (name == "clut") {
      float_grid(in, given);
    } else if (name == "cvst" && in == given) {
      positions(base, in, [&] { segmented_curve(); });
    } else {
      reject(base, "an unknown part of a transform of a colour profile");
    }
    return given;
  }

  void float_grid(std::size_t in, std::size_t out) {
    const auto begin = at_;
    if (!pass(16)) return;
    has_zeros({begin + in, at_});
    const auto dimensions = profile_.subspan(begin, in);
    if (std::ranges::any_of(dimensions, [](std::byte count) { return count < std::byte{2}; }))
      return reject(begin, "an invalid grid of a colour profile");
    points(dimensions, out, 4);
  }

  void segmented_curve() {
    type("curf");
    const std::uint64_t count = number(2);
    zeros(2);
    if (count == 0) return reject(at_ - 4, "a curve of a colour profile without a segment");
    pass(4 * (count - 1));
    for (std::uint64_t i = 0; i < count && !verdict_; ++i) segment();
  }

  void segment() {
    const auto begin = at_;
    const auto name = word();
    zeros(4);
    if (name == "samf") {
      pass(std::uint64_t{number(4)} * 4);
    } else if (name == "parf") {
      constexpr std::array<std::uint64_t, 3> sizes{16, 20, 20};
      const auto function = number(2);
      zeros(2);
      if (function >= sizes.size()) return reject(begin + 8, "an unknown function of a colour profile");
      pass(sizes.at(function));
    } else {
      reject(begin, "a segment of a colour profile of an unknown type");
    }
  }

  std::size_t channels_{0};
  bool has_forward_{false};  // a table that leads from the device; others have none that leads to it
  bool is_grey_{false};
  bool is_old_{false};
};

}  // namespace

Verdict verify_icc(Bytes profile, const Policy& policy) {
  if (!policy.keeps(Keep::icc)) return Unaccounted{0, "a colour profile that the policy removes"};
  if (profile.size() < header_end + 4) return Unaccounted{0, "a cut colour profile"};
  return Reader{profile}.read();
}

}  // namespace stripmeta::verify
