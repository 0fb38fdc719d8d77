#include "strip/coded/nal.hpp"

#include <algorithm>

#include "strip/coded/bits.hpp"
#include "strip/coded/message.hpp"

namespace stripmeta::coded {
namespace {

NalUse hevc_use(unsigned type) {
  if (type <= 9 || (type >= 16 && type <= 21)) return NalUse::slice;
  switch (type) {
    case 32:
    case 33:
    case 34: return NalUse::parameters;  // video, sequence, picture
    case 35: return NalUse::delimiter;
    case 36:
    case 37: return NalUse::end;
    case 38: return NalUse::filler;
    case 39: return NalUse::message;
    case 40: return NalUse::suffix_message;
    default: return NalUse::none;
  }
}

// Without 13 and 19, an auxiliary picture, which no decoder shows.
NalUse avc_use(unsigned type) {
  if (type >= 1 && type <= 5) return NalUse::slice;
  switch (type) {
    case 6: return NalUse::message;
    case 7:
    case 8: return NalUse::parameters;  // sequence, picture
    case 9: return NalUse::delimiter;
    case 10:
    case 11: return NalUse::end;
    case 12: return NalUse::filler;
    default: return NalUse::none;
  }
}

NalUse vvc_use(unsigned type) {
  if (type <= 3 || (type >= 7 && type <= 10)) return NalUse::slice;
  if (type >= 12 && type <= 19) return NalUse::parameters;  // OPI, DCI, VPS, SPS, PPS, APS, picture header
  switch (type) {
    case 20: return NalUse::delimiter;
    case 21:
    case 22: return NalUse::end;
    case 23: return NalUse::message;
    case 24: return NalUse::suffix_message;
    case 25: return NalUse::filler;
    default: return NalUse::none;
  }
}

// A type or a size is the sum of bytes up to and including the first that is not 0xFF (H.265 7.3.5).
bool read_sum(Bytes data, std::size_t& at, std::uint64_t& sum) {
  sum = 0;
  while (at < data.size()) {
    const auto byte = u8(data, at++);
    sum += byte;
    if (byte != 0xFF) return true;
  }
  return false;
}

void put_sum(std::vector<std::byte>& out, std::uint64_t sum) {
  for (; sum >= 0xFF; sum -= 0xFF) put_u8(out, 0xFF);
  put_u8(out, static_cast<unsigned>(sum));
}

constexpr std::byte stop{0x80};  // rbsp_trailing_bits

bool is_trailing(Bytes data) {
  return data.empty() || (data.front() == stop && is_zero(data.subspan(1)));
}

// Calls visit(type, message) for each message that may stay.
template <typename Visit>
void visit_messages(Codec codec, bool suffix, Bytes data, Visit visit) {
  constexpr std::uint64_t registered_t35 = 4;  // the only one of those that stay that may be in a suffix
  for (std::size_t at = 0; !is_trailing(data.subspan(at));) {
    std::uint64_t type = 0;
    std::uint64_t size = 0;
    if (!read_sum(data, at, type) || !read_sum(data, at, size) || size > data.size() - at) break;
    const auto payload = data.subspan(at, static_cast<std::size_t>(size));
    at += payload.size();
    if (suffix && type != registered_t35) continue;
    const auto message = read_message(codec, type, payload);
    if (message) visit(type, *message);
  }
}

CleanNal replace(Bytes unit, std::vector<std::byte> bytes, Kind kind) {
  if (same_bytes(unit, bytes)) return {};
  if (bytes.size() > unit.size()) bytes.clear();  // only possible if the unit was escaped wrongly
  return {true, std::move(bytes), kind};
}

// A unit longer than any table that a message can have goes, so that reading it never takes much memory.
constexpr std::size_t longest_messages = std::size_t{1} << 20U;

CleanNal clean_message_unit(Codec codec, const NalHead& head, Bytes unit, LastMessages& messages) {
  if (unit.size() > longest_messages) return {true, {}, Kind::encoder_note};
  std::vector<std::byte> kept;
  const auto add = [&](std::uint64_t type, Bytes message) {
    if (!messages.is_last(head.layer, type)) return;
    put_sum(kept, type);
    put_sum(kept, message.size());
    put_bytes(kept, message);
  };
  visit_messages(codec, head.use == NalUse::suffix_message, unescape(unit.subspan(head.size)), add);
  std::vector<std::byte> bytes;
  if (!kept.empty()) {
    kept.push_back(stop);
    put_bytes(bytes, unit.first(head.size));
    append_escaped(bytes, kept);
  }
  return replace(unit, std::move(bytes), Kind::encoder_note);
}

// A delimiter says which kinds of slices follow; it is mere layout if it has no more than that.
Kind delimiter_kind(const NalHead& head, Bytes unit) {
  constexpr unsigned most_bits = 0x1F;
  const bool exact =
      unit.size() == head.size + 1 && u8(unit, head.size) != 0 && (u8(unit, head.size) & most_bits) == 0x10;
  return exact ? Kind::layout : Kind::slack;
}

}  // namespace

NalHead read_nal_head(Codec codec, Bytes unit) {
  const std::size_t size = codec == Codec::avc ? 1 : 2;
  if (unit.size() < size) return {};
  const unsigned first = u8(unit, 0);
  if (codec == Codec::avc) return {avc_use(first & 0x1FU), first & 0x1FU, 0, size};
  const unsigned second = u8(unit, 1);
  if (codec == Codec::vvc) return {vvc_use(second >> 3U), second >> 3U, first & 0x3FU, size};
  const unsigned type = first >> 1U & 0x3FU;
  return {hevc_use(type), type, (first & 1U) << 5U | second >> 3U, size};
}

void count_messages(Codec codec, Bytes unit, LastMessages& messages) {
  const auto head = read_nal_head(codec, unit);
  const bool has_messages = head.use == NalUse::message || head.use == NalUse::suffix_message;
  if (!has_messages || unit.size() > longest_messages) return;
  const auto count = [&](std::uint64_t type, Bytes /*message*/) { messages.count(head.layer, type); };
  visit_messages(codec, head.use == NalUse::suffix_message, unescape(unit.subspan(head.size)), count);
}

CleanNal clean_nal(Codec codec, bool layers, Bytes unit, LastMessages& messages) {
  const auto head = read_nal_head(codec, unit);
  if (head.layer > 0 && !layers) return {true, {}, Kind::slack};
  switch (head.use) {
    case NalUse::slice:
    case NalUse::parameters: return {};
    case NalUse::message:
    case NalUse::suffix_message: return clean_message_unit(codec, head, unit, messages);
    case NalUse::end: {
      const auto front = unit.first(head.size);
      return replace(unit, {front.begin(), front.end()}, Kind::slack);
    }
    case NalUse::delimiter: return {true, {}, delimiter_kind(head, unit)};
    case NalUse::filler: return {true, {}, Kind::padding};
    case NalUse::none: break;
  }
  return {true, {}, unit.empty() ? Kind::layout : Kind::slack};
}

}  // namespace stripmeta::coded
