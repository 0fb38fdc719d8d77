// Writes the payload of a small box anew, field by field, so that nothing else of it stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/bmff/box.hpp"

namespace stripmeta::heif {

// Reads fields from a payload and writes them one after another. What is not read does not stay.
class FieldCopy {
 public:
  explicit FieldCopy(Bytes payload) : in_(payload) {}

  std::uint64_t number(std::size_t size);                            // a field of 1 to 8 bytes, as it is
  std::uint64_t at_most(std::size_t size, std::uint64_t most);       // the same; a greater value is not possible
  std::uint64_t read(std::size_t size) { return in_.number(size); }  // a field that the caller writes
  void put(std::uint64_t value, std::size_t size);
  unsigned masked(unsigned mask);         // a byte; only the bits of `mask` stay; returns the byte as it was
  void zeros(std::size_t size);           // reserved bytes: they become zero
  void drop_text();                       // a text up to its zero byte, which goes
  void write_zero() { put_u8(out_, 0); }  // a field that the payload does not have: a zero byte
  void write(Bytes bytes) { put_bytes(out_, bytes); }
  Bytes take(std::size_t size) { return in_.take(size); }  // bytes that go, unless the caller writes them
  // The head of a FullBox (14496-12 4.2.2). Its version must be at most `max_version`; of its flags only those in
  // `flags` stay. Returns the version and the flags that stay.
  bmff::FullHead full(unsigned max_version = 0, unsigned flags = 0);
  void require(bool is_valid) { valid_ = valid_ && is_valid; }
  bool ok() const { return valid_ && in_.ok(); }
  std::size_t left() const { return in_.left(); }

  std::optional<std::vector<std::byte>> done();  // nullopt if a field was missing or had a value that it cannot have

 private:
  bmff::Reader in_;
  std::vector<std::byte> out_;
  bool valid_{true};
};

// Whether fields of this property are known to rewrite_fields(). (colr, auxC and decoder configurations are not among
// them.)
bool has_known_fields(bmff::Type property);

// The payload with nothing but its fields, reserved bits zero. nullopt if a field is missing, the version is unknown,
// or a value is not possible. Only call it if has_known_fields().
std::optional<std::vector<std::byte>> rewrite_fields(bmff::Type property, Bytes payload);

}  // namespace stripmeta::heif
