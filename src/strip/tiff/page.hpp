// One page of a TIFF: its directory rebuilt from the allow-list of tags, its strips or tiles placed behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/tiff/data.hpp"
#include "strip/tiff/removal.hpp"
#include "strip/tiff/shape.hpp"

namespace stripmeta::tiff {

class Page {
 public:
  // Whose the picture is, the first page says alone.
  Page(const Block& file, const TagDirectory& directory, bool is_first, Layout& layout, Data& data, Extents& extents,
       Removal& removal, Output& out)
      : file_(file),
        directory_(directory),
        is_first_(is_first),
        layout_(layout),
        data_(data),
        extents_(extents),
        removal_(removal),
        out_(out) {}

  // Writes directory, values, profile, tables and data, in this order. Answers where the directory stands in the output
  // and where in the layout the next one's offset is, as overwrite() takes it.
  struct Written {
    std::uint64_t at;
    std::size_t next;
  };
  std::expected<Written, Error> write();

 private:
  struct Field {
    std::uint16_t tag;
    std::uint16_t type;
    std::uint64_t count;
    std::vector<std::byte> bytes;  // the values
    std::uint64_t placed{0};       // where they stand, if not in the entry itself
    std::size_t room{0};           // in the layout
  };
  struct Source {  // of a strip or tile
    std::uint64_t at;
    std::uint64_t size;
  };

  struct Apart {  // a profile, or tables
    std::uint16_t tag;
    Form form;
    Source source;
    std::vector<std::byte> bytes;
    std::uint64_t placed{0};
  };

  Status take_entries();
  Status take(const Entry& entry);
  void take_numbers(const Entry& entry, std::uint64_t most);
  Status take_by_policy(const Entry& entry, Keep part, Kind kind);
  Status take_icc(const Entry& entry);
  Status take_rights(const Entry& entry);
  bool claim(const Entry& entry);
  Status take_tables(const Entry& entry);
  Status take_sources();
  std::uint64_t offset_unit() const;
  std::uint64_t count_unit() const;
  std::uint64_t unit_for(std::uint64_t number) const;
  const Entry* offsets_entry() const;
  const Entry* counts_entry() const;
  std::optional<std::uint64_t> size_of(std::uint64_t i, std::uint64_t at, const Entry* counts) const;
  bool applies(const Entry& entry) const;
  void use(const Entry& entry, std::uint64_t bytes);
  void keep_apart(const Entry& entry, Form form, std::vector<std::byte> bytes);
  void keep_data(std::uint16_t tag, std::uint16_t type, std::uint64_t least_unit);
  void reserve_values();
  Status place_apart();
  Status place_data();
  void put_table(std::size_t begin);
  void set_numbers(Field& field, const std::vector<std::uint64_t>& numbers) const;
  bool is_within(const Field& field) const { return field.bytes.size() <= file_.pointer_size(); }

  const Block& file_;
  const TagDirectory& directory_;
  bool is_first_;
  Layout& layout_;
  Data& data_;
  Extents& extents_;
  Removal& removal_;
  Output& out_;
  Shape shape_{};
  std::vector<Field> fields_;  // ascending
  std::vector<Source> sources_;
  std::uint64_t greatest_{0};  // bytes of a source
  std::vector<Apart> apart_;
  std::vector<Source> claimed_;  // values of which something is written anew
};

}  // namespace stripmeta::tiff
