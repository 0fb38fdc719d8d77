#include "strip/verify/jxl.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "strip/verify/jxl_codestream.hpp"

namespace stripmeta::verify {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

// ISO 21496-1 C.2: two versions, flags, then fractions.
bool is_gain_map_metadata(Bytes part) {
  if (part.size() < 5 || u16(part, 0) != 0) return false;
  const unsigned flags = u8(part, 4);
  if ((flags & ~0xCCU) != 0) return false;
  const std::size_t channels = (flags & 0x80U) != 0 ? 3 : 1;
  return part.size() == 5 + ((flags & 0x08U) != 0 ? 12 + channels * 20 : 16 + channels * 40);
}

class JxlVerifier final : public StreamVerifier {
 public:
  explicit JxlVerifier(const Policy& policy) : policy_(policy) {}

 private:
  enum class State : std::uint8_t { start, box, codestream, gain_map_head, gain_map };

  std::size_t step(Bytes run) override {
    switch (state_) {
      case State::start: return read_start(run);
      case State::box: return read_box(run);
      case State::codestream: return read_payload(run, codestream_);
      case State::gain_map_head: return read_gain_map_head(run);
      case State::gain_map: break;
    }
    return read_payload(run, gain_map_);
  }

  void end() override {
    if (box_end_ != unlimited && offset() != box_end_) return reject(0, "the file ends inside of a box");
    if (state_ == State::gain_map_head) return reject(0, "a gain map without its description");
    if (state_ == State::gain_map && reject(gain_map_.finish(), 0)) return;
    if (reject(codestream_.finish(), 0)) return;
    if (!is_bare_ && !is_complete_) reject(0, "a codestream without its last part");
  }

  std::size_t refuse(std::size_t ahead, std::string_view rule) {
    reject(ahead, rule);
    return 0;
  }

  std::size_t read_start(Bytes run) {
    constexpr auto signature = "\0\0\0\x0CJXL \r\n\x87\n"sv;
    if (u8(run, 0) == 0xFF) {
      is_bare_ = true;
      state_ = State::codestream;
      return read_payload(run, codestream_);
    }
    if (run.size() < signature.size()) return 0;
    if (!starts_with(run, signature)) return refuse(0, "a file without the signature of a JPEG XL");
    state_ = State::box;
    return signature.size();
  }

  std::size_t read_box(Bytes run) {
    if (run.size() < 8) return 0;
    const bool is_long = u32(run, 0) == 1;
    const std::size_t head = is_long ? 16 : 8;
    if (run.size() < head) return 0;
    const auto size = is_long ? u64(run, 8) : u32(run, 0) == 0 ? unlimited : u32(run, 0);
    if (size < head) return refuse(0, "a box that is shorter than its head");
    const auto name = as_text(run.subspan(4, 4));
    if (!has_brand_) return read_brand(run, name, head, size);
    box_end_ = size == unlimited ? unlimited : offset() + size;
    if (name == "jxll") return read_level(run, head, size);
    if (name == "jxlp") return read_part(run, head, size);
    if (name == "jxlc" && !is_complete_ && parts_ == 0) {
      is_complete_ = true;
      state_ = State::codestream;
      return head;
    }
    if (name == "jhgm" && policy_.keeps(Keep::gainmap) && !has_gain_map_) {
      has_gain_map_ = true;
      state_ = State::gain_map_head;
      return head;
    }
    return refuse(0, "a box that shows nothing, or comes twice");
  }

  std::size_t read_brand(Bytes run, std::string_view name, std::size_t head, std::uint64_t size) {
    if (name != "ftyp" || size != head + 12) return refuse(0, "a brand behind the signature that is not the only one");
    if (run.size() < size) return 0;
    if (as_text(run.subspan(head, 12)) != "jxl \0\0\0\0jxl "sv) return refuse(head, "other brands");
    has_brand_ = true;
    return head + 12;
  }

  std::size_t read_level(Bytes run, std::size_t head, std::uint64_t size) {
    if (has_level_ || size != head + 1) return refuse(0, "a second level, or one of another length");
    if (run.size() < size) return 0;
    if (u8(run, head) != 5 && u8(run, head) != 10) return refuse(head, "a level that does not exist");
    has_level_ = true;
    return head + 1;
  }

  std::size_t read_part(Bytes run, std::size_t head, std::uint64_t size) {
    if (is_complete_ || size < head + 4) return refuse(0, "a part of the codestream without a place");
    if (run.size() < head + 4) return 0;
    const auto number = u32(run, head);
    if ((number & 0x7FFFFFFFU) != parts_) return refuse(head, "a part of the codestream with another number");
    is_complete_ = number >> 31U != 0;
    ++parts_;
    state_ = size == head + 4 ? State::box : State::codestream;
    return head + 4;
  }

  // Version, metadata, colour space, profile; the last two may be empty.
  std::size_t read_gain_map_head(Bytes run) {
    constexpr std::array<std::size_t, 3> lengths{2, 1, 4};
    std::size_t at = 1;
    if (u8(run, 0) != 0) return refuse(0, "a gain map of another version");
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      if (run.size() < at + lengths.at(i)) return 0;
      std::uint64_t size = 0;
      for (std::size_t k = 0; k < lengths.at(i); ++k) size = size * 256 + u8(run, at + k);
      at += lengths.at(i);
      if (size > box_end_ - offset() - at) return refuse(at, "a gain map whose parts are longer than its box");
      if (run.size() - at < size) return 0;
      const auto part = run.subspan(at, static_cast<std::size_t>(size));
      if (!is_gain_map_part(i, part)) return refuse(at, "a gain map's part that is not as its fields say");
      at += part.size();
    }
    state_ = State::gain_map;
    return at;
  }

  static bool is_gain_map_part(std::size_t index, Bytes part) {
    if (index == 0) return is_gain_map_metadata(part);
    if (part.empty()) return true;
    JxlBits bits{part};
    if (index == 1) {
      read_jxl_colour(bits);
    } else {
      read_jxl_profile(bits);
    }
    bits.to_byte();
    return bits.is_fine() && bits.position == bits.size;
  }

  std::size_t read_payload(Bytes run, JxlCodestream& codestream) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(run.size(), box_end_ - offset()));
    reject(codestream.feed(run.first(size), box_end_ != unlimited), 0);
    if (box_end_ != unlimited && offset() + size == box_end_) {
      if (state_ == State::gain_map) reject(codestream.finish(), size);
      state_ = State::box;
    }
    return size;
  }

  Policy policy_;
  State state_{State::start};
  JxlCodestream codestream_;
  JxlCodestream gain_map_;
  std::uint64_t box_end_{unlimited};
  bool is_bare_{false};
  bool has_brand_{false};
  bool has_level_{false};
  bool has_gain_map_{false};
  bool is_complete_{false};  // jxlc, or the last jxlp, has come
  std::uint32_t parts_{0};
};

}  // namespace

std::unique_ptr<Verifier> make_jxl_verifier(const Policy& policy) {
  return std::make_unique<JxlVerifier>(policy);
}

}  // namespace stripmeta::verify
