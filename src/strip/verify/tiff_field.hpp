// The fields of a page in a clean TIFF: their types, how many values they have, and which ones.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify::tiff {

enum FieldType : std::uint16_t {
  byte_type = 1,
  ascii_type = 2,
  short_type = 3,
  long_type = 4,
  rational_type = 5,
  undefined_type = 7,
  float_type = 11,
  double_type = 12,
  long8_type = 16,
};

// Bytes of one value; 0 for a type that no clean file has.
std::uint64_t value_size(std::uint16_t type);

struct Field {
  std::uint16_t tag{0};
  std::uint16_t type{0};
  std::uint64_t count{0};
  std::uint64_t at{0};  // offset of the values
  Bytes values{};
  ByteOrder order{ByteOrder::little};

  bool is_whole() const { return type == short_type || type == long_type || type == long8_type; }
  // Value number `i` of a field of whole numbers.
  std::uint64_t number(std::uint64_t i = 0) const;
};

// The fields of one page, ascending by tag, and the shape of its picture.
class Picture {
 public:
  void add(const Field& field) { fields_.push_back(field); }
  const std::vector<Field>& fields() const { return fields_; }
  const Field* find(unsigned tag) const;

  // Whether the picture has all that it takes to be shown. To be called after the last add(), before all others.
  bool read_shape();

  // Whether a field has a form that a clean file may have under this policy. The contents of strips, tables and
  // profiles are not looked at.
  bool is_right(const Field& field, const Policy& policy, bool is_first_page) const;

  const Field& offsets() const;
  const Field& sizes() const;
  std::uint64_t compression() const { return compression_; }
  bool is_tiled() const { return tiled_; }
  std::uint64_t strip_count() const { return strip_count_; }
  // Bytes of the samples of strip or tile `i` as whole pixels, and in data units of YCbCr (TIFF 6.0 section 21), which
  // are the same if no chroma is shared.
  std::uint64_t pixel_bytes(std::uint64_t i) const;
  std::uint64_t unit_bytes(std::uint64_t i) const;
  bool shares_chroma() const;

  // Which bits of an uncompressed strip or tile show pixels; all of it if chroma is shared, or if it is coded.
  struct Shown {
    std::uint64_t row_bytes{0};  // 0: all of it
    std::uint64_t bits{0};       // of each row
    std::uint64_t rows{0};
    bool is_low_first{false};  // FillOrder 2
  };
  Shown shown(std::uint64_t i) const;

 private:
  std::uint64_t number_or(unsigned tag, std::uint64_t absent) const;
  bool read_bits();
  bool read_strips();
  bool is_picture_field(const Field& field) const;
  bool is_color_field(const Field& field) const;
  bool is_ink_field(const Field& field) const;
  bool is_sample_field(const Field& field) const;
  bool is_per_sample(const Field& field, std::uint64_t low, std::uint64_t high) const;
  std::uint64_t levels() const;
  std::uint64_t pixel_bits(std::uint64_t i) const;  // of those samples that stand in strip `i`
  std::uint64_t rows(std::uint64_t i) const;

  std::vector<Field> fields_;
  std::uint64_t width_{0};
  std::uint64_t height_{0};
  std::uint64_t samples_{1};
  std::uint64_t compression_{1};
  std::uint64_t photometric_{0};
  bool planar_{false};
  bool tiled_{false};
  std::uint64_t strip_width_{0};
  std::uint64_t strip_height_{0};
  std::uint64_t strip_count_{0};
  std::vector<std::uint64_t> bits_;  // of each sample, or one number for all
  std::uint64_t across_{2};          // pixels that share chroma
  std::uint64_t down_{2};
};

}  // namespace stripmeta::verify::tiff
