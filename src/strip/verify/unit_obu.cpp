#include "strip/verify/unit_obu.hpp"

#include "strip/verify/unit_messages.hpp"

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

class Obus {
 public:
  Obus(const UnitData& data, std::uint64_t at) : data_(data), at_(at) {}

  Verdict judge(bool configuration) {
    for (bool first = true; at_ < data_.size(); first = false) {
      const auto begin = at_;
      const auto head = read_head();
      if (!head) return data_.no(begin, "the head of an OBU in its shortest form, with all of its data");
      const auto* rule = configuration ? judge_configured(*head) : judge_placed(*head, begin, first);
      if (rule != nullptr) return data_.no(begin, rule);
      at_ = head->end;
    }
    return {};
  }

 private:
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

  const char* judge_configured(const Head& head) const {
    if (!head.sized) return "an OBU with its size";
    if (head.type == information) return judge_information(head);
    return head.type == sequence ? nullptr : "an OBU that a configuration may have";
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
        return nullptr;
      case header:
      case whole_frame: return judge_frame(head);
      case tiles:
        tiles_ = tiles_ || first;
        return tiles_ && (head.sized || bare_tiles_) ? nullptr : "a tile group of a frame";
      case information: return judge_information(head);
      default: return "an OBU that the picture needs";
    }
  }

  // One frame is shown of each layer, in ascending order. More may be there only as headers and tile groups.
  const char* judge_frame(const Head& head) {
    const bool more = shows_ && head.layer <= layer_;
    if (more && (head.type == whole_frame || !head.sized)) return "one frame of each layer";
    const auto first = head.payload < head.end ? data_.byte(head.payload) : 0;
    const bool again = !still_ && first >= 0x80;
    if (still_ || again || (first & 0x10U) != 0) {
      shows_ = true;
      layer_ = head.layer;
    }
    tiles_ = !again;
    bare_tiles_ = head.type == header;
    return nullptr;
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
  bool still_{false};  // a reduced header: every frame is shown
  bool shows_{false};
  bool tiles_{false};
  bool bare_tiles_{false};
  unsigned layer_{0};  // the last one that was shown
};

}  // namespace

Verdict judge_obus(const UnitData& data) {
  return Obus{data, 0}.judge(false);
}

Verdict judge_configuration_obus(const UnitData& data, std::uint64_t at) {
  return Obus{data, at}.judge(true);
}

}  // namespace stripmeta::verify
