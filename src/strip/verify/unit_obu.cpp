#include "strip/verify/unit_obu.hpp"

#include <set>
#include <utility>

#include "strip/verify/unit_messages.hpp"
#include "strip/verify/unit_sequence.hpp"

namespace stripmeta::verify {
namespace {

enum Type : std::uint8_t { sequence = 1, delimiter = 2, header = 3, tiles = 4, information = 5, whole_frame = 6 };

struct Head {
  unsigned type;
  unsigned layer;  // spatial
  bool sized;
  std::uint64_t payload;  // where it begins
  std::uint64_t end;
};

// The next tile, if a tile's number has so many bits.
struct Numbers {
  unsigned bits;
  std::uint64_t due;
};

class Obus {
 public:
  Obus(const UnitData& data, std::uint64_t at) : data_(data), at_(at) {}

  Verdict judge(bool configuration) {
    for (bool first = true; at_ < data_.size(); first = false) {
      const auto begin = at_;
      const auto head = read_head();
      if (!head) return data_.no(begin, "the head of an OBU in its shortest form, with all of its data");
      const bool goes_on = head->type == tiles || head->type == information;
      if (lone_ && !goes_on) return data_.no(*lone_, no_tiles);
      const auto* rule = configuration ? judge_configured(*head) : judge_placed(*head, begin, first);
      if (rule != nullptr) return data_.no(begin, rule);
      at_ = head->end;
    }
    return lone_ ? data_.no(*lone_, no_tiles) : Verdict{};
  }

 private:
  static constexpr auto* no_tiles = "a frame header with tile groups, or one that shows a frame again";

  std::optional<Head> read_head() {
    const auto first = data_.byte(at_++);
    Head head{first >> 3U, 0, (first & 2U) != 0, 0, data_.size()};
    if ((first & 0x81U) != 0) return std::nullopt;
    if ((first & 4U) != 0) {
      if (at_ == data_.size() || (data_.byte(at_) & 7U) != 0) return std::nullopt;
      head.layer = data_.byte(at_++) >> 3U & 3U;
    }
    if (head.sized) {
      const auto size = read_size();
      if (!size || *size > data_.size() - at_) return std::nullopt;
      head.end = at_ + *size;
    }
    head.payload = at_;
    return head;
  }

  // leb128 whose last byte is not a needless zero.
  std::optional<std::uint64_t> read_size() {
    std::uint64_t size = 0;
    for (unsigned shift = 0; shift < 35 && at_ < data_.size(); shift += 7) {
      const std::uint64_t byte = data_.byte(at_++);
      size |= (byte & 0x7FU) << shift;
      if (byte < 0x80) return byte == 0 && shift > 0 ? std::nullopt : std::optional{size};
    }
    return std::nullopt;
  }

  const char* judge_configured(const Head& head) {
    if (!head.sized) return "an OBU with its size";
    if (head.type == information) {
      const bool again = head.payload < head.end && !kinds_.insert(data_.byte(head.payload)).second;
      return again ? "metadata of each type once" : judge_information(head);
    }
    const bool is_first = head.type == sequence && !std::exchange(has_sequence_, true);
    return is_first ? judge_sequence(head) : "an OBU that a configuration may have";
  }

  const char* judge_sequence(const Head& head) {
    const auto fields = read_sequence(data_, head.payload, head.end);
    if (!fields) return nullptr;
    layers_ = fields->layers;
    longest_again_ = fields->again;
    return head.end - head.payload > fields->size ? "a sequence header with nothing behind its fields" : nullptr;
  }

  const char* judge_placed(const Head& head, std::uint64_t begin, bool first) {
    switch (head.type) {
      case delimiter: {
        const bool canonical = first && head.end == begin + 2 && head.sized;
        return canonical ? nullptr : "an empty temporal delimiter at the beginning";
      }
      case sequence:
        if (shows_) return "a sequence header before the frame";
        still_ = head.payload < head.end && (data_.byte(head.payload) & 8U) != 0;
        return judge_sequence(head);
      case header:
      case whole_frame: return judge_frame(head, begin);
      case tiles: return judge_tiles(head);
      case information:
        if (brief_ && !lone_) lone_ = begin;
        if (shows_ && !group_expected_) return "metadata before the end of the frame";
        if (head.payload < head.end && !kinds_.insert(data_.byte(head.payload)).second)
          return "metadata of each type once before a frame";
        return judge_information(head);
      default: return "an OBU that the picture needs";
    }
  }

  // 7.5: one frame is shown of each layer, in ascending order; those that are not shown come before. Behind a header
  // (5.9.1) come its tile groups, unless it shows a frame that is there already.
  const char* judge_frame(const Head& head, std::uint64_t begin) {
    if (shows_ && (head.layer <= layer_ || (layers_ >> head.layer & 1U) == 0)) return "one frame of each layer";
    const auto first = head.payload < head.end ? data_.byte(head.payload) : 0;
    const bool again = !still_ && first >= 0x80;
    if (still_ || again || (first & 0x10U) != 0) {
      shows_ = true;
      layer_ = head.layer;
    }
    group_expected_ = head.type == header && !again;
    if (head.type == whole_frame) kinds_.clear();
    numbers_.clear();
    brief_ = head.type == header && again && head.end - head.payload <= longest_again_;
    if (head.type == header && !brief_) lone_ = begin;
    return nullptr;
  }

  // 5.11.1: a group is all of the frame's tiles, or begins with the numbers of its first and its last tile. Where the
  // last group ends says how many bits these have.
  const char* judge_tiles(const Head& head) {
    constexpr auto* rule = "a tile group of a frame";
    lone_.reset();
    kinds_.clear();
    brief_ = false;
    if (!group_expected_ || head.payload == head.end) return rule;
    std::uint64_t front = 0;
    for (unsigned i = 0; i < 4; ++i)
      front = front << 8U | (head.payload + i < head.end ? data_.byte(head.payload + i) : 0);
    const bool opens = numbers_.empty();
    group_expected_ = false;
    if (front >> 31U == 0) return opens ? nullptr : rule;
    if (opens) {
      for (unsigned bits = 1; bits <= 12; ++bits) numbers_.push_back({bits, 0});
    }
    bool fits = opens;
    std::vector<Numbers> going;
    for (const auto& [bits, due] : numbers_) {
      const auto most = (std::uint64_t{1} << bits) - 1;
      const auto start = front >> (31 - bits) & most;
      const auto last = front >> (31 - 2 * bits) & most;
      if (start != due || last < start) continue;
      fits = true;
      if (last < most) going.push_back({bits, last + 1});
    }
    numbers_ = std::move(going);
    group_expected_ = !numbers_.empty();
    return fits ? nullptr : rule;
  }

  // Light level (1), mastering display (2), HDR10+ (4); then a stop bit.
  const char* judge_information(const Head& head) const {
    constexpr auto* rule = "metadata that show, with nothing but their fields";
    const auto size = head.end - head.payload;
    if (size < 2 || data_.byte(head.end - 1) != 0x80) return rule;
    const auto kind = data_.byte(head.payload);
    if (kind == 1) return size == 1 + 4 + 1 ? nullptr : rule;
    if (kind == 2) return size == 1 + 24 + 1 ? nullptr : rule;
    if (kind != 4) return rule;
    std::vector<std::uint8_t> message;
    for (auto at = head.payload + 1; at < head.end - 1; ++at)
      message.push_back(static_cast<std::uint8_t>(data_.byte(at)));
    return is_clean_hdr10_plus(UnitBits{message, 0, message.size()}) ? nullptr : rule;
  }

  const UnitData& data_;
  std::uint64_t at_;
  bool still_{false};         // a reduced header: every frame is shown
  bool has_sequence_{false};  // a configuration does
  unsigned layers_{0xF};      // bit n: there is spatial layer n
  bool shows_{false};
  unsigned layer_{0};               // the last one that was shown
  bool group_expected_{false};      // a tile group
  std::set<unsigned> kinds_;        // of metadata since the last frame's data
  std::vector<Numbers> numbers_;    // of tiles; empty before the first group
  std::uint64_t longest_again_{7};  // bytes of a header that shows a frame again: 4 bits, a time, a number, a stop bit
  bool brief_{false};               // the header may show a frame again
  std::optional<std::uint64_t> lone_;  // what goes only with a tile group that has not begun
};

}  // namespace

Verdict judge_obus(const UnitData& data) {
  return Obus{data, 0}.judge(false);
}

Verdict judge_configuration_obus(const UnitData& data, std::uint64_t at) {
  return Obus{data, at}.judge(true);
}

}  // namespace stripmeta::verify
