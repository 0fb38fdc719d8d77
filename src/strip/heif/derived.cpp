#include "strip/heif/derived.hpp"

#include <algorithm>

#include "strip/heif/fields.hpp"

namespace stripmeta::heif {
namespace {

using bmff::type;

// The version, and a flag for fields of four bytes instead of two. Returns the size of a field.
std::size_t copy_head(FieldCopy& copy) {
  copy.require(copy.number(1) == 0);
  return (copy.masked(1) & 1U) != 0 ? 4 : 2;
}

std::optional<Derivation> finish(FieldCopy& copy, std::size_t inputs) {
  const auto fields = copy.done();
  return fields ? std::optional{Derivation{fields->size(), inputs}} : std::nullopt;
}

// Tiles in rows and columns, and the size of the whole (6.6.2.3).
std::optional<Derivation> read_grid(FieldCopy copy, std::size_t inputs) {
  const auto size = copy_head(copy);
  const auto rows = copy.number(1) + 1;
  const auto columns = copy.number(1) + 1;
  copy.number(size);
  copy.number(size);
  return finish(copy, std::min<std::size_t>(inputs, static_cast<std::size_t>(rows * columns)));
}

// The colour and the size of a canvas, and the place of each picture on it (6.6.2.2).
std::optional<Derivation> read_overlay(FieldCopy copy, std::size_t inputs) {
  constexpr std::size_t channels = 4;
  const auto size = copy_head(copy);
  for (std::size_t i = 0; i < channels; ++i) copy.number(2);
  copy.number(size);
  copy.number(size);
  for (std::size_t i = 0; i < 2 * inputs; ++i) copy.number(size);
  return finish(copy, inputs);
}

constexpr unsigned depth_bits = 3;  // of a formula's first byte

// A formula in postfix notation (AV1-AVIF 4.2.3.3): constants, inputs counted from 1, operators of one or two operands.
std::optional<Derivation> read_formula(FieldCopy copy, std::size_t inputs) {
  constexpr std::uint64_t max_inputs = 32;
  const auto is_operator = [](std::uint64_t token) {
    return (token >= 64 && token <= 67) || (token >= 128 && token <= 137);
  };
  const auto head = copy.masked(depth_bits);
  copy.require(head >> 6U == 0);  // the version
  const auto tokens = copy.number(1);
  for (std::uint64_t i = 0; i < tokens && copy.ok(); ++i) {
    const auto token = copy.number(1);
    if (token == 0) copy.number(std::size_t{1} << (head & depth_bits));
    copy.require(token <= std::min<std::uint64_t>(max_inputs, inputs) || is_operator(token));
  }
  return finish(copy, inputs);
}

}  // namespace

bool is_derived(bmff::Type item) {
  return item == type("grid") || item == type("iovl") || item == type("iden") || item == type("sato") ||
         item == type("tmap");
}

std::optional<Derivation> read_derivation(bmff::Type item, Bytes data, std::size_t inputs) {
  const FieldCopy copy{data};
  switch (item) {
    case type("grid"): return read_grid(copy, inputs);
    case type("iovl"): return read_overlay(copy, inputs);
    case type("sato"): return read_formula(copy, inputs);
    default: return Derivation{0, std::min<std::size_t>(inputs, 1)};  // iden has no data
  }
}

std::vector<std::byte> clear_reserved_bits(bmff::Type item, Bytes data) {
  std::vector<std::byte> bytes{data.begin(), data.end()};
  const bool is_placed = item == type("grid") || item == type("iovl");
  if (is_placed && bytes.size() > 1) bytes[1] &= std::byte{1};
  if (item == type("sato") && !bytes.empty()) bytes[0] &= std::byte{depth_bits};
  return bytes;
}

}  // namespace stripmeta::heif
