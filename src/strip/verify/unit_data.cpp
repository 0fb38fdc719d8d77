#include "strip/verify/unit_data.hpp"

#include <algorithm>

namespace stripmeta::verify {

UnitData::UnitData(const File& file, const std::vector<Extent>& extents) : file_(file) {
  for (const auto& extent : extents) {
    parts_.push_back({size_, extent.at});
    size_ += extent.size;
  }
  if (parts_.empty()) parts_.push_back({0, 0});
}

const UnitData::Part& UnitData::part_of(std::uint64_t at) const {
  return *std::prev(std::ranges::upper_bound(parts_, at, {}, &Part::at));
}

std::uint64_t UnitData::place(std::uint64_t at) const {
  const auto& part = part_of(at);
  return part.place + (at - part.at);
}

unsigned UnitData::byte(std::uint64_t at) const {
  return file_.u8(place(at));
}

std::uint64_t UnitData::number(std::uint64_t at, unsigned bytes) const {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < bytes; ++i) value = value << 8U | byte(at + i);
  return value;
}

std::uint64_t UnitBits::take(unsigned count) {
  if (count > left()) fail();
  if (!fits_) return 0;
  std::uint64_t value = 0;
  for (; count > 0; --count, ++at_) value = value << 1U | (bytes_[at_ / 8] >> (7U - at_ % 8) & 1U);
  return value;
}

std::uint64_t UnitBits::exp_golomb() {
  unsigned zeros = 0;
  while (fits_ && take(1) == 0) ++zeros;
  if (zeros > 31) fail();
  return fits_ ? (std::uint64_t{1} << zeros) - 1 + take(zeros) : 0;
}

}  // namespace stripmeta::verify
