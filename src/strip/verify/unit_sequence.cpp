#include "strip/verify/unit_sequence.hpp"

namespace stripmeta::verify {
namespace {

struct Place {
  std::uint64_t begin;
  std::uint64_t end;

  std::uint64_t size() const { return end - begin; }
};

// The payload of the first sequence header among the OBUs from `at` on.
std::optional<Place> find_sequence(const UnitData& data, std::uint64_t at) {
  constexpr unsigned sequence = 1;
  while (at < data.size()) {
    const auto head = data.byte(at++);
    if ((head & 4U) != 0) ++at;
    std::uint64_t size = at < data.size() ? data.size() - at : 0;
    if ((head & 2U) != 0) {
      size = 0;
      bool goes_on = true;
      for (unsigned shift = 0; goes_on && shift < 56 && at < data.size(); shift += 7) {
        const std::uint64_t byte = data.byte(at++);
        size |= (byte & 0x7FU) << shift;
        goes_on = byte >= 0x80;
      }
    }
    if (at > data.size() || size > data.size() - at) return std::nullopt;
    if ((head >> 3U & 0xFU) == sequence) return Place{at, at + size};
    at += size;
  }
  return std::nullopt;
}

// Points of operation with their levels. Returns seq_level_idx[0] and seq_tier[0], the tier in bit 7.
// Adds to `again` the bits of a frame's time.
unsigned read_points(UnitBits& bits, unsigned& layers, std::uint64_t& again) {
  std::uint64_t delay = 0;
  if (bits.take(1) == 1) {
    bits.pass(64);
    const bool even = bits.take(1) == 1;
    if (even) bits.exp_golomb();
    if (bits.take(1) == 1) {
      delay = bits.take(5) + 1;
      bits.pass(37);
      const auto time = bits.take(5) + 1;
      again += even ? 0 : time;
    }
  }
  const bool initial = bits.take(1) == 1;
  unsigned first = 0;
  const auto points = bits.take(5) + 1;
  for (std::uint64_t point = 0; point < points && bits.fits(); ++point) {
    layers |= static_cast<unsigned>(bits.take(12) >> 8U);
    auto level = static_cast<unsigned>(bits.take(5));
    if (level > 7) level |= static_cast<unsigned>(bits.take(1)) << 7U;
    if (point == 0) first = level;
    if (delay != 0 && bits.take(1) == 1) bits.pass(2 * delay + 1);
    if (initial && bits.take(1) == 1) bits.pass(4);
  }
  return first;
}

void pass_tools(UnitBits& bits, bool reduced) {
  bits.pass(3);
  if (!reduced) {
    bits.pass(4);
    const bool order = bits.take(1) == 1;
    bits.pass(order ? 2 : 0);
    const bool tools = bits.take(1) == 1 || bits.take(1) == 1;
    if (tools && bits.take(1) == 0) bits.pass(1);
    bits.pass(order ? 3 : 0);
  }
  bits.pass(3);
}

// The low byte of av1C's format but the tier: depth, monochrome, how chroma is sampled, and where it lies.
unsigned read_format(UnitBits& bits, unsigned profile) {
  unsigned format = bits.take(1) == 1 ? 0x40 : 0;
  if (profile == 2 && format != 0 && bits.take(1) == 1) format |= 0x20;
  if (profile != 1 && bits.take(1) == 1) format |= 0x10;
  const bool described = bits.take(1) == 1;
  const bool srgb = described && bits.take(24) == 0x010D00;
  if ((format & 0x10U) != 0) {
    bits.pass(1);
    return format | 0xCU;
  }
  if (!srgb) {
    bits.pass(1);
    unsigned chroma = profile == 0 ? 3 : profile == 1 ? 0 : 2;
    if ((format & 0x20U) != 0) {
      chroma = static_cast<unsigned>(bits.take(1)) << 1U;
      if (chroma != 0) chroma |= static_cast<unsigned>(bits.take(1));
    }
    format |= chroma << 2U;
    if (chroma == 3) format |= static_cast<unsigned>(bits.take(2));
  }
  bits.pass(1);
  return format;
}

}  // namespace

std::optional<UnitSequence> read_sequence(const UnitData& data, std::uint64_t at, std::uint64_t end) {
  constexpr std::uint64_t longest = 1024;
  std::vector<std::uint8_t> payload;
  for (auto next = at; next < end && next - at < longest; ++next) {
    payload.push_back(static_cast<std::uint8_t>(data.byte(next)));
  }
  UnitBits bits{payload, 0, payload.size()};
  UnitSequence sequence;
  const auto profile = static_cast<unsigned>(bits.take(3));
  bits.pass(1);
  const bool reduced = bits.take(1) == 1;
  std::uint64_t again = 4;  // bits of a header that shows a frame again
  const auto level = reduced ? static_cast<unsigned>(bits.take(5)) : read_points(bits, sequence.layers, again);
  const auto across = static_cast<unsigned>(bits.take(4)) + 1;
  const auto down = static_cast<unsigned>(bits.take(4)) + 1;
  sequence.width = bits.take(across) + 1;
  sequence.height = bits.take(down) + 1;
  if (!reduced && bits.take(1) == 1) {
    again += bits.take(4) + 2;
    again += bits.take(3) + 1;
  }
  pass_tools(bits, reduced);
  const auto format = read_format(bits, profile);
  bits.pass(1);
  sequence.format = profile << 13U | (level & 0x1FU) << 8U | (level & 0x80U) | format;
  sequence.again = again / 8 + 1;
  sequence.size = bits.at() / 8 + 1;
  return bits.fits() ? std::optional{sequence} : std::nullopt;
}

std::optional<UnitSequence> sequence_of(const UnitData& picture) {
  const auto place = find_sequence(picture, 0);
  return place ? read_sequence(picture, place->begin, place->end) : std::nullopt;
}

Verdict judge_own_configuration(const UnitData& configuration, const UnitData& picture) {
  constexpr std::uint64_t front = 4;
  const auto own = find_sequence(picture, 0);
  if (!own || configuration.size() < front) return {};
  const auto fields = read_sequence(picture, own->begin, own->end);
  if (fields && configuration.number(1, 2) != fields->format) {
    return configuration.no(1, "a profile that is not that of the picture's sequence header");
  }
  const auto repeated = find_sequence(configuration, front);
  if (!repeated) return {};
  bool same = repeated->size() == own->size();
  for (std::uint64_t i = 0; same && i < own->size(); ++i) {
    same = configuration.byte(repeated->begin + i) == picture.byte(own->begin + i);
  }
  return same ? Verdict{} : configuration.no(repeated->begin, "a sequence header that is not the picture's");
}

}  // namespace stripmeta::verify
