// Reads the meta box of a HEIF (ISO/IEC 14496-12 8.11, ISO/IEC 23008-12): its items, their data, and how they relate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/bmff/box.hpp"
#include "strip/heif/layout.hpp"

namespace stripmeta::heif {

using bmff::Box;
using bmff::Type;

struct Association {
  std::uint16_t property{0};  // counted from 1; at most the number of properties
  bool essential{false};
};

// Whether an item's data can be read.
enum class DataState : std::uint8_t {
  present,
  cut_off,    // some of the data are past the end of the input or of idat
  elsewhere,  // in another file, or reached by references that are not followed
};

struct Item {
  std::uint32_t id{0};
  Type type{0};  // 0 if the entry's version has no type
  bool hidden{false};
  bool is_protected{false};
  std::string_view name;
  std::string_view content_type;  // of type mime
  Box entry;                      // infe
  std::vector<Association> properties;
  DataState data_state{DataState::present};
  bool in_idat{false};
  std::vector<Range> extents;  // in the input, within its bounds; none is empty

  std::uint64_t data_size() const;
};

struct Reference {
  Type type{0};
  std::uint32_t from{0};
  std::vector<std::uint32_t> to;
  std::size_t size{0};  // of its box
};

struct Group {
  Type type{0};
  std::uint32_t id{0};
  std::vector<std::uint32_t> entities;
  std::size_t size{0};  // of its box
};

struct Meta {
  Box box;
  Type handler{0};
  std::string_view handler_name;
  std::uint32_t primary{0};
  std::vector<Item> items;      // by id, each once
  std::vector<Box> properties;  // index 1 is the first
  std::vector<Reference> references;
  std::vector<Group> groups;
  bool has_dinf{false};
  std::vector<bool> own_data;  // for each data reference: whether it stands for this very file
  std::optional<Box> idat;
  std::vector<Box> others;  // boxes that are not needed to show the picture
  std::uint64_t slack{0};   // bytes of tables that are behind their fields, reserved, or about items that do not exist

  const Item* find(std::uint32_t id) const;  // null if there is no such item
};

// The data of an item. If they are in several extents, `joined` gets a copy in one piece. Empty if the extents overlap
// so much that together they are longer than the input.
Bytes data_of(const Item& item, Bytes input, std::vector<std::byte>& joined);

// Error `malformed`: a table is damaged, contradicts itself, or claims more than its box holds.
std::expected<Meta, Error> read_meta(Bytes input, const Box& box);

}  // namespace stripmeta::heif
