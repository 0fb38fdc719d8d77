// What goes of a TIFF: named, counted and searched for what a person would mind.
#pragma once

#include <cstdint>
#include <expected>
#include <set>

#include "strip/grammar/grammar.hpp"
#include "strip/tiff/directory.hpp"
#include "strip/tiff/ranges.hpp"

namespace stripmeta::tiff {

// Whether a later directory of the chain is no page but a smaller copy of one, or a thumbnail as Exif has it.
bool is_reduced(const TagDirectory& directory);

class Removal {
 public:
  Removal(const Block& file, Extents& extents, Output& out) : file_(file), extents_(extents), out_(out) {}

  // An entry of a page that stays, with the directories that it leads to. Error `unsupported`: one of them is a
  // camera's raw picture.
  Status drop(const Entry& entry);
  // A whole directory of the chain.
  Status drop(const TagDirectory& directory);

  bool any() const { return any_; }

 private:
  enum class Place : std::uint8_t { image, gps };

  std::uint64_t size_of(const Entry& entry) const;
  bool is_searched_out() const { return searched_ > 4 * file_.bytes().size(); }
  HoldSet holds_of(const Entry& entry, Place place);
  HoldSet enter(const Entry& entry, Place place, int depth);
  HoldSet survey(const TagDirectory& directory, Place place, int depth);
  void add_pictures(const TagDirectory& directory);
  void add_ranges(const TagDirectory& directory, std::uint16_t offsets, std::uint16_t counts);

  const Block& file_;
  Extents& extents_;
  Output& out_;
  std::set<std::uint64_t> entered_;
  std::uint64_t read_{0};      // bytes of directories below the chain, offsets of their pictures included
  std::uint64_t searched_{0};  // bytes of values
  std::uint64_t below_{0};     // bytes of the directories that the entry at work leads to
  bool raw_{false};
  bool any_{false};
};

}  // namespace stripmeta::tiff
