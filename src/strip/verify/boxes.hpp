// Boxes of ISO base media files (ISO/IEC 14496-12 4.2), as second readers see them: each with a size of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

using BoxName = std::uint32_t;  // four characters

constexpr BoxName box_name(std::string_view text) {
  BoxName name = 0;
  for (const char c : text) name = name << 8U | static_cast<unsigned char>(c);
  return name;
}
std::string text_of(BoxName name);

struct Box {
  BoxName name{0};
  std::uint64_t at{0};     // of its head
  std::uint64_t begin{0};  // of its payload
  std::uint64_t end{0};
};

// The first rejection of a reader that goes back and forth.
class Findings {
 public:
  void reject(std::uint64_t offset, std::string_view rule) {
    if (!verdict_) verdict_ = Unaccounted{offset, rule};
  }
  void add(const Verdict& verdict) {
    if (verdict) reject(verdict->offset, verdict->rule);
  }
  bool ok() const { return !verdict_; }
  const Verdict& verdict() const { return verdict_; }

 private:
  Verdict verdict_;
};

// The boxes that fill [begin, end). Rejects a box that does not fit in, and a head of 16 bytes where 8 are enough.
std::vector<Box> read_boxes(const File& file, std::uint64_t begin, std::uint64_t end, Findings& findings);

// Reads the fields of a payload one after another. Behind the end a field is 0, and the reader rejects once.
class Fields {
 public:
  Fields(const File& file, std::uint64_t begin, std::uint64_t end, Findings& findings)
      : file_(file), at_(begin), end_(end), findings_(findings) {}
  Fields(const File& file, const Box& box, Findings& findings) : Fields(file, box.begin, box.end, findings) {}

  std::uint64_t number(std::size_t size);  // at most 8 bytes
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  void skip(std::uint64_t size);

  // Each rejects the field if it is not as said.
  void expect(std::size_t size, std::uint64_t value, std::string_view rule);
  std::uint64_t at_most(std::size_t size, std::uint64_t most, std::string_view rule);
  std::uint8_t only_bits(unsigned mask, std::string_view rule);  // a byte
  void zeros(std::uint64_t count, std::string_view rule);
  void full(unsigned version, std::uint32_t flags);  // the head of a FullBox
  void finish();                                     // nothing follows
  void reject(std::uint64_t at, std::string_view rule) { findings_.reject(at, rule); }

  std::uint64_t at() const { return at_; }
  std::uint64_t left() const { return end_ - at_; }
  bool ok() const { return findings_.ok(); }

 private:
  const File& file_;
  std::uint64_t at_;
  std::uint64_t end_;
  Findings& findings_;
};

}  // namespace stripmeta::verify
