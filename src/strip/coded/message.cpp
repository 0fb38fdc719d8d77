#include "strip/coded/message.hpp"

#include <algorithm>
#include <array>

#include "strip/coded/bits.hpp"
#include "strip/coded/hdr10_plus.hpp"

namespace stripmeta::coded {
namespace {

constexpr unsigned colour_description = 1 + 3 * 8;  // full range, primaries, transfer characteristics, matrix

// How long a message counts: AVC gives a period, the others a flag.
void copy_persistence(Codec codec, FieldCopy& fields) {
  if (codec == Codec::avc) {
    fields.golomb();
  } else {
    fields.flag();
  }
}

// Bits of a value in a table, whole bytes (H.265 D.3.16 and D.3.32).
std::uint64_t whole_bytes(std::uint32_t depth) {
  return (std::uint64_t{depth} + 7) / 8 * 8;
}

// H.265 D.2.20, H.264 D.1.21.
bool copy_film_grain(Codec codec, FieldCopy& fields) {
  if (fields.flag()) return true;
  fields.skip(2);
  if (fields.flag()) fields.skip(2 * 3 + colour_description);
  fields.skip(2 + 4);
  std::array<bool, 3> present{};
  for (auto& component : present) component = fields.flag();
  for (const bool component : present) {
    if (!component) continue;
    const auto intervals = fields.bits(8) + 1;
    const auto values = fields.bits(3) + 1;
    for (std::uint32_t i = 0; i < intervals && fields.ok(); ++i) {
      fields.skip(2 * 8);
      for (std::uint32_t n = 0; n < values; ++n) fields.golomb();
    }
  }
  copy_persistence(codec, fields);
  return true;
}

// The camera's sensitivity, and the light for which its values are meant.
void copy_camera_model(FieldCopy& fields) {
  constexpr std::uint32_t extended = 255;
  if (fields.bits(8) == extended) fields.skip(32);
  if (fields.bits(8) == extended) fields.skip(32);
  constexpr unsigned compensation = 1 + 2 * 16;
  constexpr unsigned levels = 2 * 32 + 3 * 16;
  fields.skip(compensation + levels);
}

// H.265 D.2.16, H.264 D.1.25.
bool copy_tone_mapping(Codec codec, FieldCopy& fields) {
  constexpr std::uint32_t deepest = 16;
  fields.golomb();
  if (fields.flag()) return true;
  copy_persistence(codec, fields);
  const auto coded_depth = fields.bits(8);
  const auto target_depth = fields.bits(8);
  switch (fields.golomb()) {
    case 0:
    case 1: fields.skip(2 * 32); return true;
    case 2:
      if (target_depth > deepest) return false;
      fields.skip(whole_bytes(coded_depth) << target_depth);
      return true;
    case 3: fields.skip((whole_bytes(coded_depth) + whole_bytes(target_depth)) * fields.bits(16)); return true;
    case 4: copy_camera_model(fields); return true;
    default: return false;
  }
}

// H.265 D.2.25, H.264 D.1.27, H.274 8.17.
bool copy_orientation(Codec codec, FieldCopy& fields) {
  if (fields.flag()) return true;
  if (codec == Codec::vvc) {
    fields.skip(1 + 3);
    fields.reserved(3);
    return true;
  }
  fields.skip(2 + 16);
  copy_persistence(codec, fields);
  if (codec == Codec::avc) fields.reserved(1);  // an extension flag
  return true;
}

void copy_tables(FieldCopy& fields, std::uint64_t coded_bits, std::uint64_t target_bits) {
  for (int component = 0; component < 3; ++component) {
    const auto values = fields.bits(8);
    if (values > 0) fields.skip((coded_bits + target_bits) * (values + 1));
  }
}

// H.265 D.2.33, H.264 D.1.30.
bool copy_remapping(Codec codec, FieldCopy& fields) {
  fields.golomb();
  if (fields.flag()) return true;
  copy_persistence(codec, fields);
  if (fields.flag()) fields.skip(colour_description);
  const auto input = whole_bytes(fields.bits(8));
  const auto output = whole_bytes(fields.bits(8));
  copy_tables(fields, input, output);
  if (fields.flag()) {
    fields.skip(4);
    for (int coefficient = 0; coefficient < 9; ++coefficient) fields.golomb();
  }
  copy_tables(fields, output, output);
  return true;
}

// H.265 D.2.40, H.264 D.1.34, H.274 8.10.
bool copy_colour_volume(FieldCopy& fields) {
  if (fields.flag()) return true;
  fields.flag();
  const bool primaries = fields.flag();
  unsigned luminances = 0;
  for (int i = 0; i < 3; ++i) luminances += fields.bits(1);
  fields.reserved(2);
  if (primaries) fields.skip(6 * 32);
  fields.skip(std::uint64_t{32} * luminances);
  return true;
}

// H.265 F.14.2.8, H.274 8.23.
bool copy_alpha(FieldCopy& fields) {
  if (fields.flag()) return true;
  fields.skip(3);
  const auto depth = fields.bits(3) + 9;
  fields.skip(2 * depth + 1);
  if (fields.flag()) fields.flag();
  return true;
}

bool copy_fixed(FieldCopy& fields, unsigned bytes) {
  fields.skip(std::uint64_t{8} * bytes);
  return true;
}

bool copy_fields(Codec codec, std::uint64_t type, FieldCopy& fields) {
  switch (type) {
    case 19: return copy_film_grain(codec, fields);
    case 23: return codec != Codec::vvc && copy_tone_mapping(codec, fields);
    case 47: return copy_orientation(codec, fields);
    case 137: return copy_fixed(fields, 24);
    case 142: return codec != Codec::vvc && copy_remapping(codec, fields);
    case 144: return copy_fixed(fields, 4);
    case 147: return copy_fixed(fields, 1);
    case 148: return copy_fixed(fields, 8);
    case 149: return copy_colour_volume(fields);
    case 165: return codec != Codec::avc && copy_alpha(fields);
    default: return false;
  }
}

}  // namespace

std::optional<std::vector<std::byte>> read_message(Codec codec, std::uint64_t type, Bytes payload) {
  constexpr std::uint64_t registered_t35 = 4;
  if (type == registered_t35) return read_hdr10_plus(payload);
  FieldCopy fields{payload};
  if (!copy_fields(codec, type, fields) || !fields.ok()) return std::nullopt;
  return fields.take(FieldCopy::Fill::one);
}

}  // namespace stripmeta::coded
