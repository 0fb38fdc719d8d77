#include "strip/coded/configuration.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <ranges>
#include <set>
#include <utility>

#include "strip/base/byte_range.hpp"
#include "strip/bmff/box.hpp"
#include "strip/coded/bits.hpp"
#include "strip/coded/nal.hpp"
#include "strip/coded/obu.hpp"
#include "strip/coded/sequence_header.hpp"
#include "strip/coded/stream.hpp"

namespace stripmeta::coded {
namespace {

using bmff::Reader;

// A parameter set or SEI unit that stays.
struct Unit {
  bool complete{false};  // array_completeness
  unsigned type{0};
  std::vector<std::byte> bytes;
};

// Without the parameter sets that no picture uses. Of several of one number decoders take the last.
std::vector<Unit> used_units(Codec codec, const std::vector<Unit>& all, ParameterUse use) {
  std::set<unsigned> types;
  auto units = all;
  for (const auto& unit : units) types.insert(unit.type);
  std::ranges::reverse(units);
  for (const auto type : std::views::reverse(types)) {  // what names another set has the greater type
    std::erase_if(units, [&](const Unit& unit) { return unit.type == type && !use.is_used(codec, unit.bytes); });
  }
  std::ranges::reverse(units);
  return use.found_all() ? units : all;
}

std::set<unsigned> picture_sets_of(Codec codec, const std::vector<Unit>& units) {
  std::set<unsigned> numbers;
  for (const auto& unit : units) {
    if (const auto number = number_of_set(codec, unit.bytes)) numbers.insert(*number);
  }
  return numbers;
}

// Reads units, each behind a length of two bytes, and keeps what stays of them.
class UnitReader {
 public:
  UnitReader(Codec codec, bool layers, Reader& reader, std::vector<std::byte>& notes)
      : codec_(codec), layers_(layers), reader_(reader), notes_(notes) {}

  void read(std::size_t count, bool complete) {
    for (; count > 0 && reader_.ok(); --count) {
      const auto unit = reader_.take(reader_.u16());
      if (!reader_.ok()) return;
      count_messages(codec_, unit, messages_);
      read_.emplace_back(unit, complete);
    }
  }

  // Call it once, behind the last read().
  std::vector<Unit> units() {
    for (const auto& [unit, complete] : read_) keep(unit, complete);
    return std::move(units_);
  }

 private:
  void keep(Bytes unit, bool complete) {
    const auto head = read_nal_head(codec_, unit);
    const bool message = head.use == NalUse::message || head.use == NalUse::suffix_message;
    if (head.use != NalUse::parameters && !message) return;
    auto clean = clean_nal(codec_, layers_, unit, messages_);
    if (clean.changed && message) put_bytes(notes_, unit);
    if (clean.changed && clean.bytes.empty()) return;
    if (!clean.changed) clean.bytes.assign(unit.begin(), unit.end());
    units_.push_back({complete, head.type, std::move(clean.bytes)});
  }

  Codec codec_;
  bool layers_;
  Reader& reader_;
  std::vector<std::byte>& notes_;
  std::vector<std::pair<Bytes, bool>> read_;  // with array_completeness
  LastMessages messages_;
  std::vector<Unit> units_;
};

void put_unit(std::vector<std::byte>& out, const Unit& unit) {
  put_u16(out, static_cast<unsigned>(unit.bytes.size()));
  put_bytes(out, unit.bytes);
}

bool same_array(const Unit& a, const Unit& b) {
  return a.complete == b.complete && a.type == b.type;
}

// Units that follow one another and are of one type share an array. VVC's decoding capability information and operating
// point information are alone in theirs, without a count.
bool put_arrays(std::vector<std::byte>& out, Codec codec, const std::vector<Unit>& units) {
  constexpr std::size_t most = 0xFF;
  std::vector<std::byte> arrays;
  std::size_t count = 0;
  for (auto unit = units.begin(); unit != units.end(); ++count) {
    const bool alone = codec == Codec::vvc && (unit->type == 12 || unit->type == 13);
    const auto first = unit;
    const auto end =
        alone ? unit + 1
              : std::find_if_not(unit, units.end(), [&](const Unit& next) { return same_array(*first, next); });
    put_u8(arrays, (unit->complete ? 0x80U : 0) | unit->type);
    if (!alone) put_u16(arrays, static_cast<unsigned>(end - unit));
    for (; unit != end; ++unit) put_unit(arrays, *unit);
  }
  if (count > most) return false;
  put_u8(out, static_cast<unsigned>(count));
  put_bytes(out, arrays);
  return true;
}

// The data of the first unit of a type, behind its head; empty if there is no such unit.
std::vector<std::byte> data_of_first(Codec codec, const std::vector<Unit>& units, unsigned type) {
  const auto unit = std::ranges::find(units, type, &Unit::type);
  if (unit == units.end()) return {};
  return unescape(Bytes{unit->bytes}.subspan(codec == Codec::avc ? 1 : 2));
}

std::size_t length_size(unsigned byte) {
  return (byte & 3U) + 1;
}

// Profile, tier and level (8.3.2): those of the sequence parameter set, which begins with an id and with how many
// sub-layers there are, in one byte (H.265 7.3.2.2). Its constraints may be left out, as libheif does. Without a
// parameter set, only what the profile's number says.
std::vector<std::byte> hevc_profile(Bytes front, const std::vector<Unit>& units) {
  constexpr std::size_t size = 12;
  constexpr Range constraints{5, 11};
  constexpr unsigned sequence_parameters = 33;
  const auto parameters = data_of_first(Codec::hevc, units, sequence_parameters);
  std::vector<std::byte> profile(size);
  profile.front() = front[1];
  profile.back() = front[size];
  set_u32(profile, 1, std::uint32_t{1} << (31U - (u8(front, 1) & 0x1FU)));
  if (parameters.size() <= size) return profile;
  std::copy_n(parameters.begin() + 1, size, profile.begin());
  if (is_zero(front.subspan(1).subspan(constraints.begin, constraints.size()))) {
    std::fill_n(profile.begin() + constraints.begin, constraints.size(), std::byte{0});
  }
  return profile;
}

// The arrays of hvcC and lhvC.
bool read_hevc_arrays(Reader& reader, UnitReader& units) {
  const std::size_t arrays = reader.u8();
  for (std::size_t i = 0; i < arrays && reader.ok(); ++i) {
    const bool complete = (reader.u8() & 0x80U) != 0;
    units.read(reader.u16(), complete);
  }
  return reader.ok();
}

void put_hvcc_front(std::vector<std::byte>& out, Bytes front, const std::vector<Unit>& units) {
  put_bytes(out, hevc_profile(front, units));
  put_u16(out, 0xF000U | u16(front, 13));  // min_spatial_segmentation_idc
  put_u8(out, 0xFCU | u8(front, 15));      // parallelismType
  put_u8(out, 0xFCU | u8(front, 16));      // chroma_format_idc
  put_u8(out, 0xF8U | u8(front, 17));      // depth of luma
  put_u8(out, 0xF8U | u8(front, 18));      // depth of chroma
  put_u16(out, 0);                         // average frame rate: unknown
  put_u8(out, u8(front, 21) & 0x3FU);      // whether the rate is constant: unknown; layers, lengths
}

void put_lhvc_front(std::vector<std::byte>& out, Bytes front) {
  put_u16(out, 0xF000U | u16(front, 1));  // min_spatial_segmentation_idc
  put_u8(out, 0xFCU | u8(front, 3));      // parallelismType
  put_u8(out, 0xC0U | u8(front, 4));      // layers, lengths
}

// hvcC, and for further layers lhvC: a version, fields, and arrays of units.
std::optional<Configuration> rewrite_hevc(Bytes payload, bool layers, const PictureUse& use) {
  const std::size_t front_size = layers ? 5 : 22;
  Configuration result;
  Reader reader{payload};
  const auto front = reader.take(front_size);
  UnitReader unit_reader{Codec::hevc, layers, reader, result.notes};
  if (!read_hevc_arrays(reader, unit_reader)) return std::nullopt;
  const auto units = layers ? unit_reader.units() : used_units(Codec::hevc, unit_reader.units(), use.parameters);
  result.picture_sets = picture_sets_of(Codec::hevc, units);
  put_u8(result.bytes, 1);
  layers ? put_lhvc_front(result.bytes, front) : put_hvcc_front(result.bytes, front, units);
  result.length_size = length_size(u8(front, front_size - 1));
  if (!put_arrays(result.bytes, Codec::hevc, units)) return std::nullopt;
  return result;
}

// High profiles say the format of chroma and the depths behind the parameter sets (5.3.3.1.2). Older writers do not.
void put_avc_extension(Reader& reader, unsigned profile, std::vector<std::byte>& out) {
  constexpr std::array<unsigned, 3> without{66, 77, 88};
  constexpr std::size_t size = 4;
  if (reader.left() < size || std::ranges::find(without, profile) != without.end()) return;
  put_u8(out, 0xFCU | reader.u8());
  put_u8(out, 0xF8U | reader.u8());
  put_u8(out, 0xF8U | reader.u8());
  put_u8(out, 0);  // no extensions of sequence parameter sets
}

std::optional<Configuration> rewrite_avcc(Bytes payload, const PictureUse& use) {
  constexpr std::size_t front_size = 5;
  Configuration result;
  Reader reader{payload};
  const auto front = reader.take(front_size);
  UnitReader sequence_reader{Codec::avc, false, reader, result.notes};
  sequence_reader.read(reader.u8() & 0x1FU, false);
  UnitReader picture_reader{Codec::avc, false, reader, result.notes};
  picture_reader.read(reader.u8(), false);
  if (!reader.ok()) return std::nullopt;
  auto all = sequence_reader.units();
  for (auto& unit : picture_reader.units()) all.push_back(std::move(unit));
  const auto units = used_units(Codec::avc, all, use.parameters);
  result.picture_sets = picture_sets_of(Codec::avc, units);
  const auto put_units = [&](unsigned type, unsigned mark) {
    put_u8(result.bytes, mark | static_cast<unsigned>(std::ranges::count(units, type, &Unit::type)));
    for (const auto& unit : units) {
      if (unit.type == type) put_unit(result.bytes, unit);
    }
  };
  constexpr unsigned sequence_type = 7;
  constexpr unsigned picture_type = 8;
  const auto parameters = data_of_first(Codec::avc, units, sequence_type);
  const auto profile = parameters.size() >= 3 ? Bytes{parameters}.first(3) : front.subspan(1, 3);
  put_u8(result.bytes, 1);
  put_bytes(result.bytes, profile);
  put_u8(result.bytes, 0xFCU | u8(front, 4));
  put_units(sequence_type, 0xE0);
  put_units(picture_type, 0);
  put_avc_extension(reader, u8(profile, 0), result.bytes);
  result.length_size = length_size(u8(front, 4));
  return result;
}

// VvcPTLRecord (11.2.4.2.2), without constraints and sub-profiles: these only claim what a decoder need not be able to
// do.
bool put_vvc_profile(Reader& reader, unsigned sublayers, std::vector<std::byte>& out) {
  const std::size_t constraints = reader.u8() & 0x3FU;
  put_u8(out, 1);
  put_bytes(out, reader.take(2));  // profile, tier and level
  const auto constraint = reader.take(constraints);
  put_u8(out, constraint.empty() ? 0 : u8(constraint, 0) & 0xC0U);  // frame-only and multi-layer flags
  if (sublayers > 1) {
    const unsigned present = reader.u8() & (0xFFU << (9U - sublayers) & 0xFFU);
    put_u8(out, present);
    for (unsigned bit = 0x80; bit != 0; bit >>= 1U) {
      if ((present & bit) != 0) put_u8(out, reader.u8());
    }
  }
  reader.take(std::size_t{4} * reader.u8());
  put_u8(out, 0);
  return constraints > 0;
}

bool put_vvc_front(Reader& reader, std::vector<std::byte>& out) {
  const unsigned word = reader.u16();
  const unsigned sublayers = word >> 4U & 7U;
  put_u16(out, word & 0xFFF3U);                // output layer set, sub-layers, rate not known to be constant, chroma
  put_u8(out, (reader.u8() & 0xE0U) | 0x1FU);  // depth
  if (!put_vvc_profile(reader, sublayers, out)) return false;
  put_bytes(out, reader.take(4));  // width and height
  reader.u16();
  put_u16(out, 0);  // average frame rate: unknown
  return reader.ok();
}

std::optional<Configuration> rewrite_vvcc(Bytes payload) {
  constexpr unsigned operating_point = 12;
  constexpr unsigned capability = 13;
  Configuration result;
  Reader reader{payload};
  const bool known = reader.u32() == 0;  // version and flags
  const unsigned first = reader.u8();
  auto& out = result.bytes;
  put_u32(out, 0);
  put_u8(out, 0xF8U | first);
  const bool has_profile = (first & 1U) != 0;
  if (!known || (has_profile && !put_vvc_front(reader, out))) return std::nullopt;
  UnitReader units{Codec::vvc, false, reader, result.notes};
  const std::size_t arrays = reader.u8();
  for (std::size_t i = 0; i < arrays && reader.ok(); ++i) {
    const unsigned array = reader.u8();
    const unsigned type = array & 0x1FU;
    units.read(type == operating_point || type == capability ? 1 : reader.u16(), (array & 0x80U) != 0);
  }
  result.length_size = length_size(first >> 1U);
  if (!reader.ok() || !put_arrays(out, Codec::vvc, units.units())) return std::nullopt;
  return result;
}

// The sequence header, if it is `own` or none is known, and of the metadata that stay the last of each type. Each has
// its size, because others may follow.
class ConfigurationObus {
 public:
  ConfigurationObus(Bytes data, Bytes own, std::vector<std::byte>& notes) : data_(data), own_(own), notes_(notes) {}

  std::vector<std::byte> clean() {
    for (auto obu = read_obu(data_, 0); obu; obu = read_obu(data_, obu->payload.end)) {
      const bool may_stay = obu->type == metadata || (obu->type == sequence_header && header_.empty() && is_own(*obu));
      if (obu->has_size && may_stay) add(*obu);
    }
    auto kept = header_;
    for (const auto& message : messages_) put_bytes(kept, message.second);
    return kept;
  }

 private:
  bool is_own(const Obu& obu) const {
    return own_.empty() || same_bytes(own_, data_.subspan(obu.payload.begin, obu.payload.size()));
  }

  void add(const Obu& obu) {
    const auto all = data_.subspan(obu.head.begin, obu.payload.end - obu.head.begin);
    auto clean = clean_obu(data_, obu);
    if (clean.changed && obu.type == metadata) put_bytes(notes_, all);
    const auto rest = clean.changed ? data_.subspan(clean.range.end, obu.payload.end - clean.range.end) : all;
    put_bytes(clean.bytes, rest);
    if (obu.type == sequence_header) {
      header_ = std::move(clean.bytes);
    } else if (!clean.bytes.empty()) {
      messages_[u8(data_, obu.payload.begin)] = std::move(clean.bytes);
    }
  }

  Bytes data_;
  Bytes own_;
  std::vector<std::byte>& notes_;
  std::vector<std::byte> header_;
  std::map<unsigned, std::vector<std::byte>> messages_;  // by type
};

// AV1-ISOBMFF 2.3.3. Profile, level and format are those of the sequence header.
std::optional<Configuration> rewrite_av1c(Bytes payload, Bytes sequence) {
  constexpr std::size_t front_size = 4;
  constexpr unsigned marker_and_version = 0x81;
  constexpr unsigned delay_present = 0x10;
  if (payload.size() < front_size) return std::nullopt;
  Configuration result;
  const auto obus = payload.subspan(front_size);
  const auto header = read_sequence_header(sequence.empty() ? find_sequence_header(obus) : sequence);
  put_u8(result.bytes, marker_and_version);
  put_bytes(result.bytes, header ? Bytes{header->profile} : payload.subspan(1, 2));
  const unsigned delay = u8(payload, 3);
  put_u8(result.bytes, (delay & delay_present) != 0 ? delay & 0x1FU : 0);
  put_bytes(result.bytes, ConfigurationObus{obus, sequence, result.notes}.clean());
  return result;
}

}  // namespace

std::optional<Configuration> rewrite_configuration(std::string_view name, Bytes payload, const PictureUse& use) {
  if (name == "hvcC" || name == "lhvC") return rewrite_hevc(payload, name == "lhvC", use);
  if (name == "avcC") return rewrite_avcc(payload, use);
  if (name == "vvcC") return rewrite_vvcc(payload);
  return name == "av1C" ? rewrite_av1c(payload, use.sequence) : std::nullopt;
}

}  // namespace stripmeta::coded
