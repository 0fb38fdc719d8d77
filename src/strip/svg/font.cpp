#include "strip/svg/font.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "strip/base/byte_range.hpp"

namespace stripmeta::svg {
namespace {

constexpr std::size_t embedded_at = 34;  // of the magic number of Embedded OpenType, "LP"

// The parts of a font that its directory names.
class Tables {
 public:
  explicit Tables(Bytes file) : file_(file) {}

  // Each returns false if a part is not within the file.
  bool collection();
  bool sfnt(std::size_t at);
  bool woff();

  // The file up to the end of its last part, and zeros between the parts.
  std::vector<std::byte> copy();

 private:
  bool add(std::uint64_t at, std::uint64_t size);
  std::uint32_t long_at(std::size_t at) const { return u32(file_, at); }
  std::uint16_t short_at(std::size_t at) const { return u16(file_, at); }

  Bytes file_;
  std::vector<Range> parts_;
};

bool Tables::add(std::uint64_t at, std::uint64_t size) {
  constexpr std::size_t most_parts = 100'000;
  if (at > file_.size() || size > file_.size() - at || parts_.size() == most_parts) return false;
  const auto begin = static_cast<std::size_t>(at);
  parts_.push_back({begin, begin + static_cast<std::size_t>(size)});
  return true;
}

bool Tables::sfnt(std::size_t at) {
  constexpr std::size_t header = 12;
  constexpr std::size_t record = 16;  // tag, checksum, offset, length
  if (!add(at, header)) return false;
  const std::size_t count = short_at(at + 4);
  if (count == 0 || !add(at, header + count * record)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = at + header + i * record;
    if (!add(long_at(entry + 8), long_at(entry + 12))) return false;
  }
  return true;
}

bool Tables::collection() {
  constexpr std::size_t header = 12;  // tag, version, number of fonts
  if (!add(0, header)) return false;
  const std::size_t count = long_at(8);
  const bool is_signed = short_at(4) > 1;
  if (count > file_.size() / 4 || !add(0, header + 4 * count + (is_signed ? 12 : 0))) return false;
  const auto signature = header + 4 * count + 4;  // its length and its offset
  if (is_signed && !add(long_at(signature + 4), long_at(signature))) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!sfnt(long_at(header + 4 * i))) return false;
  }
  return count > 0;
}

bool Tables::woff() {
  constexpr std::size_t header = 44;
  constexpr std::size_t record = 20;  // tag, offset, compressed length, length, checksum
  if (!add(0, header)) return false;
  const std::size_t count = short_at(12);
  if (count == 0 || !add(0, header + count * record)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto entry = header + i * record;
    if (!add(long_at(entry + 4), long_at(entry + 8))) return false;
  }
  return long_at(8) <= file_.size() && add(long_at(24), long_at(28)) && add(long_at(36), long_at(40)) &&
         add(long_at(8), 0);
}

std::vector<std::byte> Tables::copy() {
  std::ranges::sort(parts_, {}, &Range::begin);
  std::vector<std::byte> font;
  for (const auto& part : parts_) {
    if (part.end <= font.size()) continue;
    if (font.size() < part.begin) font.resize(part.begin);
    const auto rest = file_.subspan(font.size(), part.end - font.size());
    font.insert(font.end(), rest.begin(), rest.end());
  }
  const auto padded = (font.size() + 3) / 4 * 4;  // a table may be filled up with zeros
  const auto behind = file_.subspan(font.size());
  const auto zeros = std::ranges::find_if(behind, [](std::byte b) { return b != std::byte{0}; }) - behind.begin();
  font.resize(std::min(padded, font.size() + static_cast<std::size_t>(zeros)));
  return font;
}

}  // namespace

std::string_view font_word(Bytes file) {
  struct Signature {
    std::string_view bytes;
    std::string_view word;
  };
  constexpr std::array<Signature, 7> signatures{{{"wOFF", "woff"},
                                                 {"wOF2", "woff2"},
                                                 {"OTTO", "otf"},
                                                 {"true", "ttf"},
                                                 {"typ1", "ttf"},
                                                 {"ttcf", "collection"},
                                                 {{"\0\1\0\0", 4}, "ttf"}}};
  for (const auto& [bytes, word] : signatures) {
    if (starts_with(file, bytes)) return word;
  }
  return file.size() > embedded_at && starts_with(file.subspan(embedded_at), "LP") ? "eot" : "";
}

std::optional<std::vector<std::byte>> clean_font(Bytes file) {
  const auto word = font_word(file);
  if (word == "woff2" || word == "eot") {
    const std::size_t header = word == "eot" ? 82 : 48;
    if (file.size() < header) return std::nullopt;
    const auto size = word == "eot" ? u32(file, 0, ByteOrder::little) : u32(file, 8);
    if (size < header || size > file.size()) return std::nullopt;
    const auto font = file.first(size);
    return std::vector<std::byte>{font.begin(), font.end()};
  }
  Tables tables{file};
  const bool whole = word == "woff" ? tables.woff() : (word == "collection" ? tables.collection() : tables.sfnt(0));
  if (!whole) return std::nullopt;
  return tables.copy();
}

}  // namespace stripmeta::svg
