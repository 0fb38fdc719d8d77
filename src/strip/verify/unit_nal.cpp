#include "strip/verify/unit_nal.hpp"

#include "strip/verify/unit_messages.hpp"

namespace stripmeta::verify {
namespace {

// Which types there may be: bit n is type n (H.265 table 7-1, H.264 table 7-1, H.266 table 5).
struct Types {
  std::uint64_t coded;
  std::uint64_t parameters;
  std::uint64_t ends;
  unsigned prefix;
  unsigned suffix;  // a type that the coding does not have, if it has no suffixes
};

constexpr std::uint64_t run(unsigned first, unsigned last) {
  return (std::uint64_t{2} << last) - (std::uint64_t{1} << first);
}

constexpr Types types_of(Coding coding) {
  if (coding == Coding::hevc) return {run(0, 9) | run(16, 21), run(32, 34), run(36, 37), 39, 40};
  if (coding == Coding::avc) return {run(1, 5), run(7, 8), run(10, 11), 6, 64};
  return {run(0, 3) | run(7, 10), run(12, 19), run(21, 22), 23, 24};
}

// The data of a unit without escaping bytes, and where each byte is.
struct Plain {
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint64_t> places;
  std::optional<std::uint64_t> fault;  // where escaping is missing, or not needed
};

Plain read_plain(const UnitData& data, std::uint64_t at, std::uint64_t end) {
  Plain plain;
  unsigned zeros = 0;
  for (; at < end; ++at) {
    const auto byte = data.byte(at);
    if (zeros == 2 && byte <= 3) {
      const bool needed = byte == 3 && at + 1 < end && data.byte(at + 1) <= 3;
      if (!needed && !plain.fault) plain.fault = at;
      zeros = 0;
      if (byte == 3) continue;
    }
    zeros = byte == 0 ? zeros + 1 : 0;
    plain.bytes.push_back(static_cast<std::uint8_t>(byte));
    plain.places.push_back(at);
  }
  return plain;
}

class Messages {
 public:
  Messages(const UnitRules& rules, const UnitData& data, const NalType& type, std::uint64_t at, std::uint64_t end)
      : rules_(rules),
        data_(data),
        suffix_(type.number == types_of(rules.coding).suffix),
        layer_(type.layer),
        plain_(read_plain(data, at, end)),
        begin_(at) {}

  Verdict judge(SeenMessages& seen) {
    if (plain_.fault) return data_.no(*plain_.fault, "an SEI unit that is escaped as needed");
    const auto size = plain_.bytes.size();
    bool any = false;
    while (size - at_ > 1) {
      const auto begin = at_;
      if (!judge_next(seen))
        return data_.no(plain_.places[begin], "an SEI message that shows, once, with nothing but its fields");
      any = true;
    }
    if (!any || at_ == size || plain_.bytes[at_] != 0x80)
      return data_.no(begin_, "an SEI unit that ends with a stop bit");
    return {};
  }

 private:
  std::optional<std::uint64_t> sum() {
    std::uint64_t total = 0;
    while (at_ < plain_.bytes.size()) {
      const auto byte = plain_.bytes[at_++];
      total += byte;
      if (byte != 0xFF) return total;
    }
    return std::nullopt;
  }

  bool judge_next(SeenMessages& seen) {
    const auto type = sum();
    const auto size = type ? sum() : std::nullopt;
    if (!size || *size > plain_.bytes.size() - at_ || (suffix_ && *type != 4)) return false;
    if (!seen.insert({layer_, *type}).second) return false;
    const auto begin = at_;
    at_ += static_cast<std::size_t>(*size);
    return is_clean_message(rules_.coding, *type, UnitBits{plain_.bytes, begin, at_});
  }

  const UnitRules& rules_;
  const UnitData& data_;
  bool suffix_;
  unsigned layer_;
  Plain plain_;
  std::uint64_t begin_;
  std::size_t at_{0};
};

}  // namespace

NalType nal_type(Coding coding, const UnitData& data, std::uint64_t at, std::uint64_t size) {
  NalType type{NalKind::other, 0, 0, coding == Coding::avc ? 1U : 2U};
  if (size < type.head) return type;
  const auto head = static_cast<unsigned>(data.number(at, type.head));
  if (coding == Coding::hevc) {
    type.number = head >> 9U & 0x3FU;
    type.layer = head >> 3U & 0x3FU;
  } else if (coding == Coding::vvc) {
    type.number = head >> 3U & 0x1FU;
    type.layer = head >> 8U & 0x3FU;
  } else {
    type.number = head & 0x1FU;
  }
  const auto types = types_of(coding);
  const auto bit = std::uint64_t{1} << type.number;
  if ((types.coded & bit) != 0) type.kind = NalKind::coded;
  if ((types.parameters & bit) != 0) type.kind = NalKind::parameters;
  if ((types.ends & bit) != 0) type.kind = NalKind::end;
  if (type.number == types.prefix || type.number == types.suffix) type.kind = NalKind::message;
  return type;
}

Verdict judge_nal(const UnitRules& rules, const UnitData& data, std::uint64_t at, std::uint64_t size,
                  SeenMessages& seen) {
  const auto type = nal_type(rules.coding, data, at, size);
  if (type.layer > 0 && !rules.layers) return data.no(at, "a unit of the only layer");
  switch (type.kind) {
    case NalKind::coded:
    case NalKind::parameters: return {};
    case NalKind::end: return size == type.head ? Verdict{} : data.no(at + type.head, "an empty end of a sequence");
    case NalKind::message: return Messages{rules, data, type, at + type.head, at + size}.judge(seen);
    case NalKind::other: break;
  }
  return data.no(at, "a unit that the picture needs");
}

std::vector<std::uint8_t> nal_front(const NalType& type, const UnitData& data, std::uint64_t at, std::uint64_t size,
                                    std::size_t count) {
  std::vector<std::uint8_t> front;
  unsigned zeros = 0;
  for (auto next = at + type.head; next < at + size && front.size() < count; ++next) {
    const auto byte = data.byte(next);
    const bool escape = zeros >= 2 && byte == 3;
    zeros = byte == 0 ? zeros + 1 : 0;
    if (!escape) front.push_back(static_cast<std::uint8_t>(byte));
  }
  return front;
}

}  // namespace stripmeta::verify
