#include "strip/verify/positions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace stripmeta::verify {
namespace {

constexpr std::string_view has_position = "a position is left";

bool is_one_of(std::uint32_t value, std::initializer_list<std::uint32_t> values) {
  return std::ranges::find(values, value) != values.end();
}

// The TIFF structure that begins at the start of `block`, which may go on behind its end.
class TiffSearch {
 public:
  // `budget` is how many more entries may be looked at.
  TiffSearch(Bytes block, std::uint64_t& budget)
      : block_(block), order_(u8(block, 0) == 'I' ? ByteOrder::little : ByteOrder::big), budget_(budget) {}

  // The offset of the entry that says a position.
  Verdict search() const {
    auto at = std::uint64_t{u32(block_, 4, order_)};
    for (int i = 0; i < most_directories && is_directory(at); ++i) {
      if (auto found = search_directory(at)) return found;
      const auto next = at + 2 + count(at) * entry_size;
      if (block_.size() - next < 4) break;
      at = u32(block_, static_cast<std::size_t>(next), order_);
    }
    return std::nullopt;
  }

 private:
  static constexpr int most_directories = 8;
  static constexpr std::uint64_t entry_size = 12;
  static constexpr std::uint16_t last_type = 13;
  static constexpr std::uint16_t gps_info = 34853;

  std::uint64_t count(std::uint64_t at) const { return u16(block_, static_cast<std::size_t>(at), order_); }
  std::size_t entry(std::uint64_t at, std::uint64_t i) const {
    return static_cast<std::size_t>(at + 2 + i * entry_size);
  }

  // Whether entries with known types are there. Bytes that only look like a header seldom lead to such.
  bool is_directory(std::uint64_t at) const {
    if (at < 8 || at > block_.size() || block_.size() - at < 2) return false;
    const auto entries = count(at);
    if (entries == 0 || (block_.size() - at - 2) / entry_size < entries) return false;
    budget_ -= std::min(budget_, entries);
    for (std::uint64_t i = 0; i < entries; ++i) {
      const auto type = u16(block_, entry(at, i) + 2, order_);
      if (type == 0 || type > last_type) return false;
    }
    return true;
  }

  Verdict search_directory(std::uint64_t at) const {
    for (std::uint64_t i = 0; i < count(at); ++i) {
      const auto here = entry(at, i);
      const auto tag = u16(block_, here, order_);
      if (is_one_of(tag, {33550, 33920, 33922, 34264, 34735, 34736, 34737})) return Unaccounted{here, has_position};
      if (tag == gps_info && has_place(u32(block_, here + 8, order_))) return Unaccounted{here, has_position};
    }
    return std::nullopt;
  }

  // Whether the GPS IFD at `at` has a latitude, a longitude or an altitude, of the place or the destination.
  bool has_place(std::uint64_t at) const {
    if (!is_directory(at)) return false;
    for (std::uint64_t i = 0; i < count(at); ++i) {
      if (is_one_of(u16(block_, entry(at, i), order_), {2, 4, 6, 20, 22})) return true;
    }
    return false;
  }

  Bytes block_;
  ByteOrder order_;
  std::uint64_t& budget_;
};

// A hostile file may lead from many headers to one large directory, so the work is bounded.
Verdict search_tiff(Bytes file) {
  const auto text = as_text(file);
  std::uint64_t budget = (std::uint64_t{1} << 20U) + 8 * file.size();
  for (const auto header : {std::string_view("II*\0", 4), std::string_view("MM\0*", 4)}) {
    for (auto at = text.find(header); at != std::string_view::npos; at = text.find(header, at + 1)) {
      if (file.size() - at < 8) break;
      if (auto found = TiffSearch{file.subspan(at), budget}.search()) return within(found, at);
      if (budget == 0) return Unaccounted{at, "more directories than can be searched"};
    }
  }
  return std::nullopt;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains_ignoring_case(std::string_view text, std::string_view lower_case) {
  return !std::ranges::search(text, lower_case, {}, lower).empty();
}

// The end of the tag or comment that begins at `at`; the text's size if nothing ends it.
std::size_t find_end(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("<!--")) return std::min(text.find("-->", at), text.size());
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote == 0 && c == '>') return at;
    if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (c == quote)
      quote = 0;
  }
  return text.size();
}

// Whether a tag is, or has an attribute, whose name says a position.
bool says_position(std::string_view tag) {
  constexpr std::array<std::string_view, 3> names{"gpslatitude", "gpslongitude", "gpsaltitude"};
  char quote = 0;
  std::string name;
  for (const char c : tag) {
    if (quote == 0) name += c;
    if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (c == quote)
      quote = 0;
  }
  return std::ranges::any_of(names, [&](std::string_view one) { return contains_ignoring_case(name, one); });
}

Verdict search_xmp(Bytes file) {
  const auto text = as_text(file);
  constexpr std::string_view begin = "<rdf:RDF";
  constexpr std::string_view end = "</rdf:RDF";
  for (auto at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
    const auto packet = text.substr(at, std::min(text.find(end, at), text.size()) - at);
    std::size_t close = 0;
    for (auto open = packet.find('<'); open != std::string_view::npos; open = packet.find('<', close)) {
      close = find_end(packet, open);
      if (says_position(packet.substr(open, close - open))) return Unaccounted{at + open, has_position};
    }
    at += packet.size();
  }
  return std::nullopt;
}

// IIM 4.2 chapter 6: a dataset is 1C, record, number and a length of two bytes.
Verdict search_datasets(Bytes iim) {
  constexpr std::size_t head = 5;
  for (std::size_t at = 0; iim.size() - at > head && u8(iim, at) == 0x1C;) {
    const std::size_t size = u16(iim, at + 3);
    const bool is_place = u8(iim, at + 1) == 2 && is_one_of(u8(iim, at + 2), {26, 27, 90, 92, 95, 100, 101});
    if (size > iim.size() - at - head) break;
    if (is_place && !is_zero(iim.subspan(at + head, size))) return Unaccounted{at, has_position};
    at += head + size;
  }
  return std::nullopt;
}

Verdict search_iptc(Bytes file) {
  constexpr std::string_view resource("8BIM\x04\x04\0\0", 8);
  const auto text = as_text(file);
  for (auto at = text.find(resource); at != std::string_view::npos; at = text.find(resource, at + 1)) {
    const auto data_at = at + resource.size() + 4;
    if (data_at > file.size()) break;
    const auto size = std::min<std::size_t>(u32(file, data_at - 4), file.size() - data_at);
    if (auto found = search_datasets(file.subspan(data_at, size))) return within(found, data_at);
  }
  return std::nullopt;
}

}  // namespace

Verdict verify_positions(const File& file, const Policy& /*policy*/) {
  const auto all = file.bytes(0, file.size());
  for (const auto search : {search_tiff, search_xmp, search_iptc}) {
    if (auto found = search(all)) return found;
  }
  return std::nullopt;
}

}  // namespace stripmeta::verify
