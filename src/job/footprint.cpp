#include "job/footprint.hpp"

#include <algorithm>

namespace stripmeta {

std::uint64_t job_footprint(std::uint64_t length, std::uint64_t of_writer) {
  constexpr std::uint64_t of_any_job = 1'300U << 10U;
  constexpr std::uint64_t longest_profile = std::uint64_t{255} * 65'519;  // ICC.1 annex B.4
  const auto profile = std::min(length, longest_profile);
  return of_any_job + of_writer + 2 * profile +
         profile / 2;  // two and a half times, as measured: 58 MB for the largest profile
}

std::uint64_t whole_footprint(std::uint64_t length, Preset preset) {
  return (preset == Preset::location ? 4 : 3) * length;
}

}  // namespace stripmeta
