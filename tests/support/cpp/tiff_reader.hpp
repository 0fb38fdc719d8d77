// Reads the pages of a TIFF or BigTIFF (TIFF 6.0 section 2), to look at outputs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stripmeta::test {

class TiffReader {
 public:
  // Reads at most 100 pages.
  explicit TiffReader(std::string_view file) : file_(file) {
    little_ = file.starts_with("II");
    big_ = number(2, 2) == 43;
    for (auto at = number(big_ ? 8 : 4, pointer()); at != 0 && pages_.size() < 100;) at = read(at);
  }

  struct Entry {
    std::uint64_t type;
    std::uint64_t count;
    std::string_view value;
  };
  using Page = std::map<std::uint64_t, Entry>;

  const std::vector<Page>& pages() const { return pages_; }
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

  // Reads the directory at `at`, and returns where the next one is.
  std::uint64_t read(std::uint64_t at) {
    const std::size_t head = big_ ? 8 : 2;
    const auto count = number(at, head);
    Page page;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto entry_at = at + head + i * (4 + 2 * pointer());
      const auto tag = number(entry_at, 2);
      Entry entry{number(entry_at + 2, 2), number(entry_at + 4, pointer()), {}};
      const auto size = size_of(entry.type) * entry.count;
      const auto cell = entry_at + 4 + pointer();
      const auto value_at = size > pointer() ? number(cell, pointer()) : cell;
      entry.value = part(value_at, size);
      page[tag] = entry;
    }
    const auto size = head + count * (4 + 2 * pointer()) + pointer();
    pages_.push_back(std::move(page));
    return number(at + size - pointer(), pointer());
  }

  std::string_view file_;
  bool little_{true};
  bool big_{false};
  std::vector<Page> pages_;
};

}  // namespace stripmeta::test
