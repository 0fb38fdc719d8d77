// Removes entries and directories of a TIFF: reports them, and searches them for what a person would mind.
#pragma once

#include <cstdint>
#include <expected>
#include <set>

#include "strip/grammar/grammar.hpp"
#include "strip/tiff/directory.hpp"
#include "strip/tiff/layout.hpp"

namespace stripmeta::tiff {

// Whether a directory of the chain is not a page, but a smaller copy of one or a thumbnail as in Exif.
bool is_reduced(const TagDirectory& directory);

class Removal {
 public:
  Removal(const Block& file, UsedRanges& used, Output& out) : file_(file), used_(used), out_(out) {}

  // The number of the page whose entries are removed next, from 0 on, and how many pages stay.
  void start_page(std::size_t number, std::size_t count) {
    page_ = number;
    page_count_ = count;
  }

  // Removes an entry of a page that stays, and the directories that the entry leads to. Error `unsupported`: one of
  // these directories is a camera's raw picture.
  Status remove(const Entry& entry);
  // Removes the strips or tiles from number `from` on, which the picture's size has no place for. They may show what
  // the picture showed before it was cropped.
  void remove_surplus(const Entry& offsets, const Entry& sizes, std::uint64_t from);
  // Removes a whole directory of the chain.
  Status remove(const TagDirectory& directory);

  bool is_any_removed() const { return is_any_removed_; }

 private:
  enum class Group : std::uint8_t { image, gps };  // which meanings the tag numbers have

  bool is_own_number(const Entry& entry) const;
  std::uint64_t size_of(const Entry& entry) const;
  bool is_searched_out() const { return searched_ > 4 * file_.bytes().size(); }
  HoldSet holds_of(const Entry& entry, Group group);
  HoldSet search_below(const Entry& entry, Group group, int depth);
  HoldSet search(const TagDirectory& directory, Group group, int depth);
  void add_pictures(const TagDirectory& directory);
  void add_ranges(const TagDirectory& directory, std::uint16_t offsets, std::uint16_t counts);
  std::uint64_t add_ranges(const Entry& offsets, const Entry& sizes, std::uint64_t from);

  const Block& file_;
  UsedRanges& used_;
  Output& out_;
  std::size_t page_{0};
  std::size_t page_count_{0};
  std::set<std::uint64_t> entered_;
  std::uint64_t read_{0};      // bytes of directories below the chain, with the offsets of their pictures
  std::uint64_t searched_{0};  // bytes of the values searched so far
  std::uint64_t below_{0};     // bytes of the directories that the current entry leads to
  bool has_raw_{false};
  bool is_any_removed_{false};
};

}  // namespace stripmeta::tiff
