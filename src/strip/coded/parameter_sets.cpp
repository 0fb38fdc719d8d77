#include "strip/coded/parameter_sets.hpp"

#include <algorithm>

#include "strip/coded/bits.hpp"
#include "strip/coded/nal.hpp"

namespace stripmeta::coded {
namespace {

enum class Set : std::uint8_t { none, video, sequence, picture };

Set set_of(Codec codec, unsigned type) {
  if (codec == Codec::hevc)
    return type == 32 ? Set::video : type == 33 ? Set::sequence : type == 34 ? Set::picture : Set::none;
  if (codec == Codec::avc) return type == 7 ? Set::sequence : type == 8 ? Set::picture : Set::none;
  return Set::none;
}

// Its own number, and that of the set that it names.
struct Names {
  unsigned own{0};
  unsigned other{0};
};

// Profile, tier and level of the sequence and its sub-layers (H.265 7.3.3).
void skip_profile(FieldCopy& fields, unsigned sublayers) {
  constexpr unsigned profile = 88;
  constexpr unsigned level = 8;
  constexpr unsigned most = 8;
  fields.skip(profile + level);
  if (sublayers == 0) return;
  unsigned bits = 0;
  for (unsigned i = 0; i < sublayers; ++i) {
    if (fields.flag()) bits += profile;
    if (fields.flag()) bits += level;
  }
  fields.skip(2 * (most - sublayers) + std::uint64_t{bits});
}

std::optional<Names> read_names(Codec codec, Set set, Bytes data) {
  constexpr std::size_t front = 256;  // numbers come first
  const auto plain = unescape(data.first(std::min(data.size(), front)));
  FieldCopy fields{plain};
  Names names;
  if (set == Set::video) {
    names.own = fields.bits(4);
  } else if (set == Set::picture) {
    names.own = fields.golomb();
    names.other = fields.golomb();
  } else if (codec == Codec::avc) {
    fields.skip(24);
    names.own = fields.golomb();
  } else {
    names.other = fields.bits(4);
    const auto sublayers = fields.bits(3);
    fields.flag();
    skip_profile(fields, sublayers);
    names.own = fields.golomb();
  }
  return fields.ok() ? std::optional{names} : std::nullopt;
}

// The number of the picture parameter set.
std::optional<unsigned> read_slice(Codec codec, unsigned type, Bytes data) {
  constexpr std::size_t front = 32;
  const auto plain = unescape(data.first(std::min(data.size(), front)));
  FieldCopy fields{plain};
  if (codec == Codec::avc) {
    fields.golomb();
    fields.golomb();
  } else {
    fields.flag();
    if (type >= 16 && type <= 23) fields.flag();
  }
  const auto number = fields.golomb();
  return fields.ok() ? std::optional{number} : std::nullopt;
}

}  // namespace

std::optional<unsigned> number_of_set(Codec codec, Bytes unit) {
  const auto head = read_nal_head(codec, unit);
  if (set_of(codec, head.type) != Set::picture || head.use != NalUse::parameters) return std::nullopt;
  const auto names = read_names(codec, Set::picture, unit.subspan(head.size));
  return names ? std::optional{names->own} : std::nullopt;
}

std::optional<unsigned> number_in_slice(Codec codec, Bytes unit) {
  const auto head = read_nal_head(codec, unit);
  const bool is_known = codec == Codec::hevc || codec == Codec::avc;
  if (!is_known || head.use != NalUse::slice || head.layer > 0) return std::nullopt;
  return read_slice(codec, head.type, unit.subspan(head.size));
}

void ParameterUse::use(Codec codec, Bytes unit) {
  const auto head = read_nal_head(codec, unit);
  const auto set = set_of(codec, head.type);
  const auto names = read_names(codec, set, unit.subspan(head.size));
  if (!names) return;
  if (set == Set::picture) sequences_.insert(names->other);
  if (set == Set::sequence) videos_.insert(names->other);
}

void ParameterUse::add(Codec codec, Bytes unit) {
  const auto head = read_nal_head(codec, unit);
  if (codec != Codec::hevc && codec != Codec::avc) return;
  if (head.use == NalUse::parameters) use(codec, unit);
  if (head.use == NalUse::slice && head.layer == 0) any_ = true;
  if (const auto number = number_in_slice(codec, unit)) pictures_.insert(*number);
}

bool ParameterUse::is_used(Codec codec, Bytes unit) {
  const auto head = read_nal_head(codec, unit);
  const auto set = set_of(codec, head.type);
  if (!any_ || set == Set::none) return true;
  const auto names = read_names(codec, set, unit.subspan(head.size));
  if (!names) return false;
  auto& used = set == Set::picture ? pictures_ : set == Set::sequence ? sequences_ : videos_;
  if (used.erase(names->own) == 0) return false;
  use(codec, unit);
  return true;
}

}  // namespace stripmeta::coded
