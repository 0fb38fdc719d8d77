// A second reader of TIFF, which judges outputs. It shares no code with the grammar, and names what is outside of the
// allow-list.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/cpp/jpeg_reader.hpp"

namespace stripmeta::test {

class TiffReader {
 public:
  explicit TiffReader(std::string_view file, Allowed allowed = {}) : file_(file), allowed_(allowed) {
    little_ = file.starts_with("II");
    big_ = number(2, 2) == 43;
  }

  struct Entry {
    std::uint64_t type;
    std::uint64_t count;
    std::string_view value;
  };
  using Page = std::map<std::uint64_t, Entry>;

  // Returns "" if nothing is wrong.
  std::string judge() {
    use(0, big_ ? 16 : 8);
    std::set<std::uint64_t> seen;
    for (auto at = number(big_ ? 8 : 4, pointer()); at != 0;) {
      if (!seen.insert(at).second) return "a loop";
      if (at % 2 != 0) return "a directory at an odd offset";
      at = read(at);
    }
    if (pages_.empty()) return "no page";
    for (const auto& page : pages_) {
      if (fault_.empty()) judge_page(page);
    }
    return fault_.empty() ? gaps() : fault_;
  }

  const std::vector<Page>& pages() const { return pages_; }  // after judge()
  std::uint64_t value(const Page& page, std::uint64_t tag, std::uint64_t i = 0) const {
    const auto entry = page.find(tag);
    if (entry == page.end()) return 0;
    const auto unit = size_of(entry->second.type);
    return (i + 1) * unit > entry->second.value.size() ? 0 : number_of(entry->second.value.substr(i * unit, unit));
  }
  std::string_view strip(const Page& page, std::uint64_t i = 0) const {
    return part(value(page, page.contains(324) ? 324 : 273, i), value(page, page.contains(279) ? 279 : 325, i));
  }

 private:
  static std::uint64_t size_of(std::uint64_t type) {
    static const std::map<std::uint64_t, std::uint64_t> sizes{{1, 1},  {2, 1},  {3, 2},  {4, 4}, {5, 8},
                                                              {6, 1},  {7, 1},  {8, 2},  {9, 4}, {10, 8},
                                                              {11, 4}, {12, 8}, {16, 8}, {17, 8}};
    const auto size = sizes.find(type);
    return size == sizes.end() ? 0 : size->second;
  }
  std::size_t pointer() const { return big_ ? 8 : 4; }

  std::uint64_t number_of(std::string_view bytes) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value = value << 8U | static_cast<unsigned char>(bytes[little_ ? bytes.size() - 1 - i : i]);
    }
    return value;
  }
  std::string_view part(std::uint64_t at, std::uint64_t size) const {
    return at > file_.size() || size > file_.size() - at ? std::string_view{} : file_.substr(at, size);
  }
  std::uint64_t number(std::uint64_t at, std::size_t size) const { return number_of(part(at, size)); }
  void use(std::uint64_t at, std::uint64_t size) {
    if (size > 0) used_.emplace_back(at, at + size);
  }

  std::uint64_t read(std::uint64_t at) {
    const std::size_t head = big_ ? 8 : 2;
    const auto count = number(at, head);
    std::uint64_t last = 0;
    Page page;
    for (std::uint64_t i = 0; i < count && fault_.empty(); ++i) {
      const auto entry_at = at + head + i * (4 + 2 * pointer());
      const auto tag = number(entry_at, 2);
      Entry entry{number(entry_at + 2, 2), number(entry_at + 4, pointer()), {}};
      const auto size = size_of(entry.type) * entry.count;
      const auto cell = entry_at + 4 + pointer();
      const auto value_at = size > pointer() ? number(cell, pointer()) : cell;
      if (size > pointer()) use(value_at, size);
      entry.value = part(value_at, size);
      if (size == 0 || entry.value.empty()) fault_ = "a value that is not there, of tag " + std::to_string(tag);
      if (size > pointer() && value_at % 2 != 0) fault_ = "a value at an odd offset";
      const auto padding = size < pointer() ? part(cell + size, pointer() - size) : std::string_view{};
      if (padding.find_first_not_of('\0') != std::string_view::npos) fault_ = "padding of an entry";
      if (tag <= last) fault_ = "tags do not ascend";
      last = tag;
      page[tag] = entry;
    }
    const auto size = head + count * (4 + 2 * pointer()) + pointer();
    use(at, size);
    pages_.push_back(std::move(page));
    return fault_.empty() ? number(at + size - pointer(), pointer()) : 0;
  }

  void judge_page(const Page& page) {
    static const std::set<std::uint64_t> allowed{254, 255, 256, 257, 258, 259,   262,   266,   273,   274,  277, 278,
                                                 279, 282, 283, 284, 290, 291,   292,   293,   296,   301,  317, 318,
                                                 319, 320, 322, 323, 324, 325,   332,   334,   336,   338,  339, 346,
                                                 347, 529, 530, 531, 532, 32995, 32996, 34675, 37439, 50674};
    for (const auto& [tag, entry] : page) {
      if (is_kept(page, tag)) {
        if (fault_.empty()) fault_ = judge_kept(tag, entry);
        continue;
      }
      if (!allowed.contains(tag)) fault_ = "tag " + std::to_string(tag);
      if (entry.type == 2) fault_ = "a text in tag " + std::to_string(tag);
    }
    const bool tiled = page.contains(324);
    const auto offsets = page.find(tiled ? 324 : 273);
    if (offsets == page.end()) {
      fault_ = "no picture";
      return;
    }
    for (std::uint64_t i = 0; i < offsets->second.count && fault_.empty(); ++i) {
      const auto bytes = strip(page, i);
      const auto size = value(page, page.contains(279) ? 279 : 325, i);
      use(value(page, offsets->first, i), size);
      if (bytes.size() != size) fault_ = "a strip past the end";
      if (value(page, 259) == 7 && size > 0) fault_ = JpegReader{bytes}.judge();
    }
    const auto shared = page.find(347);
    if (shared != page.end() && fault_.empty()) judge_tables(shared->second.value);
  }

  // Rights and a panorama stay only on the first page.
  bool is_kept(const Page& page, std::uint64_t tag) const {
    if (&page != &pages_.front()) return false;
    if (tag == 700) return allowed_.copyright || allowed_.panorama;
    return allowed_.copyright && (tag == 315 || tag == 33432 || tag == 33723);
  }

  std::string judge_kept(std::uint64_t tag, const Entry& entry) const {
    using std::string_view_literals::operator""sv;
    if (tag == 700) return entry.type == 1 ? judge_xmp(entry.value, allowed_) : "XMP of another type";
    if (tag == 33723) return entry.type == 7 ? judge_iptc(entry.value) : "IPTC of another type";
    const bool right = entry.type == 2 && entry.value.ends_with('\0') && !kept::has_control(entry.value, "\0"sv);
    return right ? "" : "a bad text in tag " + std::to_string(tag);
  }

  void judge_tables(std::string_view segments) {
    std::size_t at = 2;
    while (at + 4 <= segments.size() && segments[at] == '\xFF') {
      const auto code = static_cast<unsigned char>(segments[at + 1]);
      const bool table = code == 0xDB || code == 0xC4 || code == 0xDD || code == 0xCC || code == 0xE0 || code == 0xEE;
      if (!table) fault_ = "a segment among the JPEG tables that is none";
      at += 2 + (static_cast<unsigned char>(segments[at + 2]) * 256U + static_cast<unsigned char>(segments[at + 3]));
    }
    if (at > segments.size() || segments.substr(at) != "\xFF\xD9") fault_ = "JPEG tables do not end as such";
  }

  // Every byte must belong to something, except for a zero before an even offset.
  std::string gaps() {
    std::ranges::sort(used_);
    std::uint64_t reached = 0;
    for (const auto& [begin, end] : used_) {
      const bool filled = begin == reached + 1 && begin % 2 == 0 && part(reached, 1) == std::string_view("\0", 1);
      if (begin > reached && !filled) return "bytes that nothing refers to at " + std::to_string(reached);
      reached = std::max(reached, end);
    }
    return reached == file_.size() ? "" : "bytes behind the last ones that something refers to";
  }

  std::string_view file_;
  Allowed allowed_;
  bool little_{true};
  bool big_{false};
  std::vector<Page> pages_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> used_;
  std::string fault_;
};

}  // namespace stripmeta::test
