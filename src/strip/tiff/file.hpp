// The structure of TIFF files (TIFF 6.0 section 2) and of BigTIFF: header, directories and their entries' values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::tiff {

// Types of values (TIFF 6.0 section 2, technical note 1, BigTIFF).
enum Type : std::uint16_t {
  type_byte = 1,
  type_ascii = 2,
  type_short = 3,
  type_long = 4,
  type_undefined = 7,
  type_ifd = 13,
  type_long8 = 16,
  type_ifd8 = 18,
};

std::uint64_t type_size(std::uint16_t type);  // bytes of one value; 0: an unknown type
bool is_number(std::uint16_t type);           // what decoders read numbers from

struct Entry {
  std::uint16_t tag;
  std::uint16_t type;
  std::uint64_t count;
  Bytes value;       // empty where it does not lie within the file
  std::uint64_t at;  // offset of `value`

  bool is_lost() const { return value.empty() && count > 0; }
};

struct Directory {
  std::uint64_t at;
  std::uint64_t size;           // count, entries and the next one's offset
  std::vector<Entry> entries;   // ascending; of several with one tag only the first, as libtiff reads them
  std::vector<Entry> repeated;  // the others
  std::uint64_t next;           // 0: none

  const Entry* find(std::uint16_t tag) const;
};

// Reads; holds no bytes of its own.
class File {
 public:
  // Errors: truncated, malformed (a BigTIFF header that is none). `input` starts with a signature of detect.cpp's.
  static std::expected<File, Error> open(Bytes input);

  Bytes input() const { return input_; }
  ByteOrder order() const { return order_; }
  bool is_big() const { return big_; }
  std::uint64_t first() const { return first_; }  // offset of the first directory
  std::size_t header_size() const { return big_ ? 16 : 8; }
  std::size_t count_size() const { return big_ ? 8 : 2; }
  std::size_t entry_size() const { return big_ ? 20 : 12; }
  std::size_t pointer_size() const { return big_ ? 8 : 4; }  // what an entry holds itself of its value, too

  // Errors: truncated, malformed (more than 65,535 entries, as libtiff's bound is).
  std::expected<Directory, Error> directory(std::uint64_t at) const;

  // The entry's value number `i`; none where it is no whole number, is negative or is not there.
  std::optional<std::uint64_t> number(const Entry& entry, std::uint64_t i = 0) const;
  // The same of the directory's entry; none where that is missing.
  std::optional<std::uint64_t> number(const Directory& directory, std::uint16_t tag) const;
  // Where value number `i` points to: a number, or a type that is for nothing else.
  std::optional<std::uint64_t> pointer(const Entry& entry, std::uint64_t i = 0) const;

 private:
  File(Bytes input, ByteOrder order, bool big) : input_(input), order_(order), big_(big) {}
  std::uint64_t read_pointer(std::uint64_t at) const;
  Entry entry(std::uint64_t at) const;

  Bytes input_;
  ByteOrder order_;
  bool big_;
  std::uint64_t first_{0};
};

}  // namespace stripmeta::tiff
