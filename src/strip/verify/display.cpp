#include "strip/verify/display.hpp"

namespace stripmeta::verify {

bool is_white(std::int64_t x, std::int64_t y) {
  return x >= 13'000 && x <= 18'000 && y >= 13'500 && y <= 19'000;
}

bool is_display(const std::array<std::int64_t, 8>& colours) {
  const auto& [ax, ay, bx, by, cx, cy, white_x, white_y] = colours;
  if (ax + ay > 50'000 || bx + by > 50'000 || cx + cy > 50'000) return false;
  const auto area = ax * (by - cy) + bx * (cy - ay) + cx * (ay - by);  // twice
  return (area >= 250'000'000 || area <= -250'000'000) && is_white(white_x, white_y);
}

}  // namespace stripmeta::verify
