#include "strip/verify/jp2_header.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/verify/icc.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::size_t box_head = 8;
constexpr std::size_t long_box_head = 16;

class HeaderReader {
 public:
  HeaderReader(Bytes payload, const Policy& policy, Jp2Claims& claims)
      : payload_(payload), policy_(policy), claims_(claims) {}

  Verdict run() {
    for (std::size_t at = 0; at < payload_.size() && !verdict_;) at = read_box(at);
    if (!verdict_ && claims_.components == 0) reject(0, "a JPEG 2000 header without ihdr");
    return verdict_;
  }

 private:
  void reject(std::size_t at, std::string_view rule) {
    if (!verdict_) verdict_ = Unaccounted{at, rule};
  }

  // Reads a box, and returns where the next one begins.
  std::size_t read_box(std::size_t at) {
    const auto left = payload_.size() - at;
    const auto is_long = left >= long_box_head && u32(payload_, at) == 1;
    const auto head = is_long ? long_box_head : box_head;
    const auto size = left < head ? 0 : is_long ? u64(payload_, at + box_head) : u32(payload_, at);
    if (size < head || size > left) {
      reject(at, "a box without room in a JPEG 2000 header");
      return payload_.size();
    }
    const auto name = as_text(payload_.subspan(at + 4, 4));
    read_content(name, at + head, payload_.subspan(at + head, static_cast<std::size_t>(size) - head));
    if (name != "colr") seen_ = seen_ | bit_of(name);
    return at + static_cast<std::size_t>(size);
  }

  static unsigned bit_of(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"ihdr", "bpcc", "pclr", "cmap", "cdef", "res "};
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? 0 : 1U << (found - names.begin());
  }

  void read_content(std::string_view name, std::size_t at, Bytes content) {
    if ((seen_ & bit_of(name)) != 0) return reject(at, "a box of a JPEG 2000 header comes twice");
    if ((seen_ == 0) != (name == "ihdr")) return reject(at, "a JPEG 2000 header that does not begin with ihdr");
    if (name == "ihdr") return read_image_header(at, content);
    if (name == "bpcc") return read_depths(at, content);
    if (name == "colr") return read_colour(at, content);
    if (name == "pclr") return read_palette(at, content);
    if (name == "cmap") return read_mapping(at, content);
    if (name == "cdef") return read_definitions(at, content);
    if (name == "res ") return read_density(at, content);
    reject(at, "a box that shows nothing in a JPEG 2000 header");
  }

  void read_image_header(std::size_t at, Bytes content) {
    if (content.size() != 14) return reject(at, "ihdr of another length");
    claims_.height = u32(content, 0);
    claims_.width = u32(content, 4);
    claims_.components = u16(content, 8);
    claims_.depth = u8(content, 10);
    if (u8(content, 11) != 7 || u8(content, 12) > 1 || u8(content, 13) != 0 || claims_.components == 0) {
      reject(at + 8, "a field of ihdr with a value that it cannot have");
    }
  }

  void read_depths(std::size_t at, Bytes content) {
    if (content.size() != claims_.components) return reject(at, "bpcc of another length");
    for (std::size_t i = 0; i < content.size(); ++i) claims_.depths.push_back(u8(content, i));
  }

  void read_colour(std::size_t at, Bytes content) {
    if (content.size() < 3) return reject(at, "colr without its fields");
    if (u8(content, 1) != 0 || u8(content, 2) != 0) return reject(at + 1, "free fields of colr that are not zero");
    switch (u8(content, 0)) {
      case 1: return read_enumerated(at, content);
      case 2:
      case 3: return read_profile(at + 3, content.subspan(3));
      case 5: break;
      default: return reject(at, "a method of colr that is not known");
    }
    const bool is_right = content.size() == 10 && u8(content, 3) == 0 && u8(content, 5) == 0 && u8(content, 7) == 0 &&
                          (u8(content, 9) & 0x7FU) == 0;
    if (!is_right) reject(at, "code points of colr with free bits");
  }

  void read_enumerated(std::size_t at, Bytes content) {
    constexpr std::array<std::uint8_t, 20> spaces{0,  1,  3,  4,  9,  10, 11, 12, 13, 14,
                                                  15, 16, 17, 18, 19, 20, 21, 22, 23, 24};
    if (content.size() < 7) return reject(at, "colr without its colour space");
    const auto space = u32(content, 3);
    const std::size_t most = space == 14 ? 35 : space == 19 ? 31 : 7;
    if (std::ranges::find(spaces, space) == spaces.end()) return reject(at + 3, "a colour space without a name");
    if (content.size() != 7 && content.size() != most) reject(at + 7, "bytes behind the colour space");
  }

  void read_profile(std::size_t at, Bytes profile) {
    if (!policy_.keeps(Keep::icc)) return reject(at, "a colour profile that the policy removes");
    if (const auto verdict = verify_icc(profile, policy_))
      reject(at + static_cast<std::size_t>(verdict->offset), verdict->rule);
  }

  void read_palette(std::size_t at, Bytes content) {
    if (content.size() < 3) return reject(at, "a palette without its fields");
    const std::size_t rows = u16(content, 0);
    columns_ = u8(content, 2);
    claims_.palette_rows = rows;
    std::size_t next = 3 + columns_;
    if (rows == 0 || rows > 1024 || columns_ == 0 || content.size() < next) return reject(at, "a palette of no size");
    for (std::size_t cell = 0; cell < rows * columns_; ++cell) {
      const unsigned depth = u8(content, 3 + cell % columns_);
      const unsigned bits = (depth & 0x7FU) + 1;
      const std::size_t size = (bits + 7) / 8;
      if (content.size() - next < size) return reject(at + next, "a palette that is cut off");
      const bool is_free = bits % 8 != 0 && depth < 0x80 && (u8(content, next) >> (bits % 8)) != 0;
      if (is_free) return reject(at + next, "a colour of a palette with bits above its depth");
      next += size;
    }
    if (next != content.size()) reject(at + next, "bytes behind a palette");
  }

  void read_mapping(std::size_t at, Bytes content) {
    const bool is_sized = !content.empty() && content.size() % 4 == 0 && columns_ > 0;
    if (!is_sized || content.size() / 4 > claims_.components + columns_) return reject(at, "a mapping of no palette");
    for (std::size_t i = 0; i < content.size(); i += 4) {
      const auto column = u8(content, i + 3);
      const auto type = u8(content, i + 2);
      const bool is_channel =
          u16(content, i) < claims_.components && ((type == 0 && column == 0) || (type == 1 && column < columns_));
      if (!is_channel) return reject(at + i, "a mapping to no channel");
    }
  }

  void read_definitions(std::size_t at, Bytes content) {
    const auto channels = claims_.components + columns_;
    const auto is_specified = [](unsigned number, std::size_t most) { return number <= most || number == 0xFFFF; };
    if (content.size() < 2 || content.size() != 2 + std::size_t{6} * u16(content, 0) || u16(content, 0) > channels) {
      return reject(at, "channel definitions of another length");
    }
    for (std::size_t i = 2; i < content.size(); i += 6) {
      const bool is_right = u16(content, i) < channels && is_specified(u16(content, i + 2), 2) &&
                            is_specified(u16(content, i + 4), channels);
      if (!is_right) return reject(at + i, "a definition of no channel");
    }
  }

  void read_density(std::size_t at, Bytes content) {
    constexpr std::size_t size = 18;
    if (!policy_.keeps(Keep::density)) return reject(at, "a density that the policy removes");
    const auto name = [&](std::size_t i) { return as_text(content.subspan(i + 4, 4)); };
    const bool is_sized = content.size() == size || content.size() == 2 * size;
    if (!is_sized) return reject(at, "a density of another length");
    for (std::size_t i = 0; i < content.size(); i += size) {
      if (u32(content, i) != size || (name(i) != "resc" && name(i) != "resd")) return reject(at + i, "no density");
    }
    if (content.size() > size && name(0) == name(size)) reject(at + size, "a density that comes twice");
  }

  Bytes payload_;
  const Policy& policy_;
  Jp2Claims& claims_;
  Verdict verdict_;
  unsigned seen_{0};
  std::size_t columns_{0};  // of the palette
};

}  // namespace

Verdict verify_jp2_header(Bytes payload, const Policy& policy, Jp2Claims& claims) {
  return HeaderReader{payload, policy, claims}.run();
}

}  // namespace stripmeta::verify
