// Directories (IFDs) of TIFF structures: the one reader for TIFF and BigTIFF files, Exif, MPF and maker notes.
//
// A TIFF structure (TIFF 6.0 section 2) starts with the byte order ("II" or "MM"), the number 42 and the offset of the
// first directory. A directory is a count, as many entries and the offset of the next directory, or 0. An entry has a
// tag, a type, the number of its values, and a cell that holds the values, or their offset if they do not fit.
//
//            count   entry: tag, type, number, cell   next    header
//   classic    2      12:    2    2      4      4       4       8
//   BigTIFF    8      20:    2    2      8      8       8      16 (43; the offsets' size, 8; 0; first directory)
//
// Offsets count from the structure's first byte. In a maker note they often count from another byte: if so, pass the
// part of the file that starts with that byte to Block::headless().
//
// Nothing here trusts the input. A value that does not lie within the structure, or has an unknown type, is empty and
// not readable; no function reads out of bounds, follows a pointer by itself or takes memory. Directories may overlap
// and form loops: whoever follows their offsets must bound the work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <ranges>

#include "strip/base/bytes.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::tiff {

// Types of values: TIFF 6.0 section 2, technical note 1 (ifd), BigTIFF (16 to 18) and Exif 3.0 (utf8). BigTIFF's are
// known in classic structures, too: libtiff reads them there, and Apple's maker notes have them.
enum Type : std::uint16_t {
  type_byte = 1,
  type_ascii = 2,
  type_short = 3,
  type_long = 4,
  type_rational = 5,
  type_sbyte = 6,
  type_undefined = 7,
  type_sshort = 8,
  type_slong = 9,
  type_srational = 10,
  type_float = 11,
  type_double = 12,
  type_ifd = 13,
  type_long8 = 16,
  type_slong8 = 17,
  type_ifd8 = 18,
  type_utf8 = 129,
};

// Bytes of one value; 0 for an unknown type.
std::size_t type_size(std::uint16_t type);

struct Entry {
  std::uint16_t tag{0};
  std::uint16_t type{0};
  std::uint64_t count{0};
  Bytes value{};              // empty if it is not readable, or if there are no values
  std::uint64_t value_at{0};  // its offset in the structure
  bool is_readable{false};    // the type is known, and the value lies within the structure
  bool is_apart{false};       // the value stands outside of the entry
  ByteOrder order{ByteOrder::big};

  std::size_t unit() const { return type_size(type); }
  bool is_lost() const { return count > 0 && !is_readable; }
  // Value number `i`, from 0; nullopt if it is not a whole number, is negative or is not there.
  std::optional<std::uint64_t> integer(std::uint64_t i = 0) const;
  // The same for the offset of a directory, which may also have the type ifd or ifd8.
  std::optional<std::uint64_t> pointer(std::uint64_t i = 0) const;
  // The offset in an entry that leads to one directory (Exif, GPS, interoperability); nullopt if it has several values.
  std::optional<std::uint64_t> only_pointer() const;
};

// Where a directory lies. Its entries are read by Block::entry().
struct Directory {
  std::uint64_t at{0};
  std::uint64_t count{0};  // entries that can be read
  std::uint64_t size{0};   // bytes of the number, the entries and the next offset that are there
  std::uint64_t next{0};   // offset of the next directory; 0 if there is none
  bool is_whole{false};    // `count` is the number that the directory gives
};

// What to do with a broken entry: one that the structure's end cuts off, or one of an unknown type.
enum class Broken : std::uint8_t {
  skip,    // leave out entries that are cut off; those of unknown types stay and are not readable
  stop,    // end the directory before the first broken entry
  refuse,  // fail if an entry or the next offset is cut off; those of unknown types stay and are not readable
};

class Block {
 public:
  // A structure with a header of either kind. Errors: malformed if there is no such header, truncated if it is cut off.
  // The block does not own its bytes.
  static std::expected<Block, Error> open(Bytes bytes);
  // The same without BigTIFF, which Exif and MPF do not know; nullopt if there is no such header.
  static std::optional<Block> open_classic(Bytes bytes);
  // A classic structure whose header may have any number, as some cameras' files do. Readers of Exif accept them.
  static std::optional<Block> open_any_number(Bytes bytes);
  // Classic directories without a header: those of maker notes.
  static Block headless(Bytes bytes, ByteOrder order) { return {bytes, order, false, 0}; }
  // The same structure in another copy of its bytes, which must be as many.
  Block with_bytes(Bytes bytes) const;

  Bytes bytes() const { return bytes_; }
  ByteOrder order() const { return order_; }
  bool is_big() const { return is_big_; }
  std::uint64_t first() const { return first_; }  // offset of the first directory
  std::size_t header_size() const { return header_size_; }
  std::size_t count_size() const { return is_big_ ? 8 : 2; }
  std::size_t entry_size() const { return is_big_ ? 20 : 12; }
  std::size_t pointer_size() const { return is_big_ ? 8 : 4; }  // of an offset, and of an entry's cell

  // The directory at `at`. Errors: malformed if `at` lies within the header, truncated if it lies outside of the
  // structure. With Broken::refuse also truncated if the directory is cut off, and malformed if it has more than 65,535
  // entries, the bound of libtiff.
  std::expected<Directory, Error> directory(std::uint64_t at, Broken broken) const;

  // The offset of an entry, and the entry. `i` must be below the directory's count.
  std::uint64_t entry_at(const Directory& directory, std::uint64_t i) const {
    return directory.at + count_size() + i * entry_size();
  }
  Entry entry(const Directory& directory, std::uint64_t i) const;

  // All entries, read one by one.
  auto entries(const Directory& directory) const {
    return std::views::iota(std::uint64_t{0}, directory.count) |
           std::views::transform([block = *this, directory](std::uint64_t i) { return block.entry(directory, i); });
  }

 private:
  Block(Bytes bytes, ByteOrder order, bool is_big, std::size_t header_size)
      : bytes_(bytes), order_(order), is_big_(is_big), header_size_(header_size) {}
  std::uint64_t number(std::uint64_t at, std::size_t size) const;
  void stop_at_unknown(Directory& directory) const;

  Bytes bytes_;
  ByteOrder order_;
  bool is_big_;
  std::size_t header_size_;
  std::uint64_t first_{0};
};

}  // namespace stripmeta::tiff
