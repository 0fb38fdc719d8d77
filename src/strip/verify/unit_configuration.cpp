#include "strip/verify/unit_configuration.hpp"

#include <algorithm>

#include "strip/verify/unit_nal.hpp"
#include "strip/verify/unit_obu.hpp"

namespace stripmeta::verify {
namespace {

class Configuration {
 public:
  explicit Configuration(const UnitData& data) : data_(data) {}

  Verdict hevc(bool layered) {
    rules_ = {Coding::hevc, 4, layered};
    const std::uint64_t front = layered ? 5 : 22;
    if (data_.size() <= front) return no(0, "a whole configuration");
    if (auto verdict = layered ? lhvc_front() : hvcc_front(); verdict) return verdict;
    at_ = front;
    if (auto verdict = arrays(); verdict) return verdict;
    return layered ? Verdict{} : hevc_profile();
  }

  Verdict avc() {
    rules_ = {Coding::avc, 4, false};
    if (data_.size() < 7) return no(0, "a whole configuration");
    if (data_.byte(0) != 1) return no(0, "version 1");
    if (data_.byte(4) < 0xFC) return no(4, "reserved bits that are set");
    if (data_.byte(5) < 0xE0) return no(5, "reserved bits that are set");
    at_ = 6;
    if (auto verdict = units(data_.byte(5) & 0x1FU, 7); verdict) return verdict;
    if (at_ == data_.size()) return no(at_, "a count of picture parameter sets");
    if (auto verdict = units(data_.byte(at_++), 8); verdict) return verdict;
    if (auto verdict = avc_extension(); verdict) return verdict;
    for (std::size_t i = 0; i < profile_.size() && i < 3; ++i) {
      if (profile_.size() >= 3 && data_.byte(1 + i) != profile_[i]) return no(1 + i, "the parameter set's profile");
    }
    return {};
  }

  Verdict vvc() {
    rules_ = {Coding::vvc, 4, false};
    if (data_.size() < 6) return no(0, "a whole configuration");
    if (data_.number(0, 4) != 0) return no(0, "version 0 without flags");
    if (data_.byte(4) < 0xF8) return no(4, "reserved bits that are set");
    at_ = 5;
    if ((data_.byte(4) & 1U) != 0) {
      if (auto verdict = vvc_profile(); verdict) return verdict;
    }
    return arrays();
  }

  Verdict av1() const {
    if (data_.size() < 4) return no(0, "a whole configuration");
    if (data_.byte(0) != 0x81) return no(0, "marker and version");
    const auto delay = data_.byte(3);
    if (delay != 0 && (delay < 0x10 || delay > 0x1F)) return no(3, "reserved bits that are zero");
    return judge_configuration_obus(data_, 4);
  }

 private:
  Verdict no(std::uint64_t at, std::string_view rule) const { return data_.no(at, rule); }

  Verdict hvcc_front() const {
    if (data_.byte(0) != 1) return no(0, "version 1");
    if (data_.byte(13) < 0xF0) return no(13, "reserved bits that are set");
    for (const unsigned at : {15U, 16U}) {
      if (data_.byte(at) < 0xFC) return no(at, "reserved bits that are set");
    }
    for (const unsigned at : {17U, 18U}) {
      if (data_.byte(at) < 0xF8) return no(at, "reserved bits that are set");
    }
    if (data_.number(19, 2) != 0) return no(19, "an unknown frame rate");
    return data_.byte(21) > 0x3F ? no(21, "an unknown frame rate") : Verdict{};
  }

  Verdict lhvc_front() const {
    if (data_.byte(0) != 1) return no(0, "version 1");
    if (data_.byte(1) < 0xF0) return no(1, "reserved bits that are set");
    if (data_.byte(3) < 0xFC) return no(3, "reserved bits that are set");
    return data_.byte(4) < 0xC0 ? no(4, "reserved bits that are set") : Verdict{};
  }

  // The parameter set's profile begins behind a byte, and constraints may be left out. Without a parameter set, only
  // the profile's own number is compatible.
  Verdict hevc_profile() const {
    std::vector<std::uint8_t> expected(profile_);
    if (expected.size() < 13) {
      const std::uint32_t compatible = 0x80000000U >> (data_.byte(1) & 0x1FU);
      expected = {0, static_cast<std::uint8_t>(data_.byte(1))};
      for (int shift = 24; shift >= 0; shift -= 8) expected.push_back(static_cast<std::uint8_t>(compatible >> shift));
      expected.resize(12);
      expected.push_back(static_cast<std::uint8_t>(data_.byte(12)));
    }
    if (data_.number(6, 6) == 0) std::fill_n(expected.begin() + 6, 6, std::uint8_t{0});
    for (std::uint64_t at = 1; at <= 12; ++at) {
      if (data_.byte(at) != expected[static_cast<std::size_t>(at)]) return no(at, "the parameter set's profile");
    }
    return {};
  }

  // Units of one type, each behind two bytes of length.
  Verdict units(unsigned count, unsigned type) {
    for (; count > 0; --count) {
      if (data_.size() - at_ < 2) return no(at_, "a unit with its length");
      const auto size = data_.number(at_, 2);
      at_ += 2;
      if (size > data_.size() - at_) return no(at_, "a unit with its length");
      const auto found = nal_type(rules_.coding, data_, at_, size);
      const bool fits = found.kind == NalKind::parameters || found.kind == NalKind::message;
      if (!fits || found.number != type) return no(at_, "a unit of its array's type");
      if (auto verdict = judge_nal(rules_, data_, at_, size, seen_); verdict) return verdict;
      const unsigned sequence = rules_.coding == Coding::hevc ? 33 : 7;
      if (type == sequence && !has_profile_) {
        profile_ = nal_front(found, data_, at_, size, 13);
        has_profile_ = true;
      }
      at_ += size;
    }
    return {};
  }

  // Arrays up to the end; neighbours differ.
  Verdict arrays() {
    if (at_ == data_.size()) return no(at_, "a count of arrays");
    const bool vvc = rules_.coding == Coding::vvc;
    unsigned before = 0x100;
    for (auto count = data_.byte(at_++); count > 0; --count) {
      const auto begin = at_;
      if (data_.size() - at_ < 3) return no(at_, "an array of units");
      const auto head = data_.byte(at_++);
      const unsigned type = head & (vvc ? 0x1FU : 0x3FU);
      const bool alone = vvc && (type == 12 || type == 13);
      if ((head & (vvc ? 0x60U : 0x40U)) != 0 || (head == before && !alone))
        return no(begin, "an array of its own type");
      before = head;
      const auto size = alone ? 1 : static_cast<unsigned>(data_.number(at_, 2));
      at_ += alone ? 0 : 2;
      if (size == 0) return no(begin, "an array with units");
      if (auto verdict = units(size, type); verdict) return verdict;
    }
    return at_ == data_.size() ? Verdict{} : no(at_, "the end behind the last array");
  }

  Verdict avc_extension() {
    if (at_ == data_.size()) return {};
    const auto profile = data_.byte(1);
    const bool high = profile != 66 && profile != 77 && profile != 88;
    if (!high || data_.size() - at_ != 4) return no(at_, "the end, or the fields of high profiles");
    if (data_.byte(at_) < 0xFC || data_.byte(at_ + 1) < 0xF8 || data_.byte(at_ + 2) < 0xF8) {
      return no(at_, "reserved bits that are set");
    }
    return data_.byte(at_ + 3) == 0 ? Verdict{} : no(at_ + 3, "no extension of a parameter set");
  }

  // The output layer set, depth, a profile without constraints and sub-profiles, the size, no frame rate.
  Verdict vvc_profile() {
    constexpr std::uint64_t least = 2 + 1 + 1 + 2 + 1 + 1 + 6;
    if (data_.size() - at_ < least) return no(at_, "a whole profile");
    const auto word = data_.number(at_, 2);
    const unsigned sublayers = word >> 4U & 7U;
    if ((word & 0xCU) != 0) return no(at_ + 1, "an unknown frame rate");
    if ((data_.byte(at_ + 2) & 0x1FU) != 0x1F) return no(at_ + 2, "reserved bits that are set");
    if (data_.byte(at_ + 3) != 1) return no(at_ + 3, "no constraints");
    if ((data_.byte(at_ + 6) & 0x3FU) != 0) return no(at_ + 6, "no constraints");
    at_ += 7;
    if (sublayers > 1) {
      const auto present = data_.byte(at_++);
      if ((present & (0xFFU >> (sublayers - 1))) != 0) return no(at_ - 1, "reserved bits that are zero");
      for (unsigned bits = present; bits != 0; bits &= bits - 1) ++at_;
    }
    if (at_ >= data_.size() || data_.size() - at_ < 1 + 6 + 1) return no(0, "a whole profile");
    if (data_.byte(at_) != 0) return no(at_, "no sub-profiles");
    if (data_.number(at_ + 5, 2) != 0) return no(at_ + 5, "an unknown frame rate");
    at_ += 7;
    return {};
  }

  const UnitData& data_;
  UnitRules rules_{Coding::hevc, 4, false};
  std::uint64_t at_{0};
  SeenMessages seen_;
  bool has_profile_{false};
  std::vector<std::uint8_t> profile_;  // the beginning of the first sequence parameter set
};

}  // namespace

Verdict judge_configuration(std::string_view name, const UnitData& data) {
  Configuration configuration{data};
  if (name == "hvcC" || name == "lhvC") return configuration.hevc(name == "lhvC");
  if (name == "avcC") return configuration.avc();
  if (name == "vvcC") return configuration.vvc();
  if (name == "av1C") return configuration.av1();
  return data.no(0, "a configuration of a known coding");
}

}  // namespace stripmeta::verify
