// One page of a TIFF: its directory is rebuilt from the allow-list of tags, and its strips or tiles follow it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/tiff/data.hpp"
#include "strip/tiff/packbits.hpp"
#include "strip/tiff/removal.hpp"
#include "strip/tiff/shape.hpp"
#include "strip/tiff/value.hpp"

namespace stripmeta::tiff {

class Page {
 public:
  // Authorship is kept only on the first page.
  Page(const Block& file, const TagDirectory& directory, bool is_first, Layout& layout, Data& data, UsedRanges& used,
       Removal& removal, Output& out)
      : file_(file),
        directory_(directory),
        is_first_(is_first),
        layout_(layout),
        data_(data),
        used_(used),
        removal_(removal),
        out_(out) {}

  // Writes the directory, its values, the profile, strips and JPEG tables, in this order. Returns the directory's
  // offset in the output, and the place of the next one's offset, as Layout::overwrite() takes it.
  struct Written {
    std::uint64_t at;
    std::size_t next;
  };
  // Where the samples end in the input and how many bytes they take, if they are not compressed. Known after write().
  struct Samples {
    std::uint64_t end{0};
    std::uint64_t size{0};
  };
  Samples samples() const;
  std::expected<Written, Error> write();

 private:
  struct Field {
    std::uint16_t tag;
    std::uint16_t type;
    std::uint64_t count;
    std::vector<std::byte> bytes;  // the values
    std::uint64_t value_at{0};     // their offset in the output, if they are not in the entry itself
    std::size_t room{0};           // as overwrite() takes it
  };
  struct Blob {  // a profile
    std::uint16_t tag;
    Placement source;
    std::vector<std::byte> bytes;
    std::uint64_t value_at{0};
  };

  Status find_strips();
  Status take_entries();
  Status take(const Entry& entry);
  Status take_value(const Entry& entry, const KeptTag& row);
  Status take_icc(const Entry& entry);
  Status take_kept_value(const Entry& entry);
  Status take_tables(const Entry& entry);
  bool claim_value(const Entry& entry);
  std::uint64_t offset_unit() const;
  std::uint64_t size_unit() const;
  std::uint64_t unit_for(std::uint64_t number) const;
  const Entry* offsets_entry() const;
  const Entry* sizes_entry() const;
  std::optional<std::uint64_t> strip_size(std::uint64_t i, std::uint64_t at, const Entry* sizes) const;
  Status cut_packed(Placement& strip, std::uint64_t i);
  Form strip_form() const;
  void mark_used(const Entry& entry, std::uint64_t bytes);
  void add_strip_field(std::uint16_t tag, std::uint16_t type, std::uint64_t min_unit);
  void reserve_values();
  Status write_blobs();
  Status write_strips();
  Status write_tables();
  void write_table(std::size_t begin);
  void set_numbers(Field& field, const std::vector<std::uint64_t>& numbers) const;
  bool is_inline(const Field& field) const { return field.bytes.size() <= file_.pointer_size(); }

  const Block& file_;
  const TagDirectory& directory_;
  bool is_first_;
  Layout& layout_;
  Data& data_;
  UsedRanges& used_;
  Removal& removal_;
  Output& out_;
  Shape shape_{};
  std::vector<Field> fields_;  // ascending by tag
  std::vector<Blob> blobs_;
  const Entry* tables_{nullptr};    // JPEG tables, of which those stay that strips use
  std::vector<Placement> strips_;   // in the input
  std::vector<PackedEnd> ends_;     // of strips in PackBits
  std::uint64_t max_size_{0};       // the size of the largest strip
  std::vector<Placement> claimed_;  // values in the input that are partly written anew
};

}  // namespace stripmeta::tiff
