// The second reader of a HEIF's meta box (ISO/IEC 14496-12 8.11, ISO/IEC 23008-12): its items, in the one form that the
// stripper writes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "strip/verify/boxes.hpp"
#include "strip/verify/units.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

struct HeifItem {
  std::uint32_t id{0};
  BoxName type{0};
  std::uint64_t at{0};                  // of its entry
  std::vector<Extent> data;             // in the file
  std::vector<std::size_t> properties;  // indices of HeifMeta::properties
  std::vector<std::uint32_t> inputs;    // dimg
  std::vector<std::uint32_t> masters;   // auxl: the pictures whose alpha plane or gain map it is
};

struct HeifMeta {
  std::uint32_t primary{0};
  std::vector<HeifItem> items;  // by id
  std::vector<Box> properties;
  std::vector<std::uint32_t> grouped;  // members of groups of alternates, items or tracks
  std::vector<Extent> data;            // of all items in mdat

  const HeifItem* find(std::uint32_t id) const;
  // The item's first property of this name; null if it has none.
  const Box* property(const HeifItem& item, BoxName name) const;
};

// Reads and judges the box. `tracks` are the ids of all tracks, ascending. The data of items are not judged, but those
// in idat are accounted for.
HeifMeta judge_meta(const File& file, const Box& box, const std::vector<std::uint32_t>& tracks, const Policy& policy,
                    Findings& findings);

// Whether `used` cover [begin, end) and nothing else; rejects the first byte that is in none of them.
void account(std::vector<Extent> used, std::uint64_t begin, std::uint64_t end, Findings& findings);

// Rejects handlers with a name or of another kind than those, and references to data that are not in the file.
void judge_handler(const File& file, const Box& box, std::initializer_list<BoxName> kinds, Findings& findings);
void judge_data_information(const File& file, const Box& box, Findings& findings);

}  // namespace stripmeta::verify
