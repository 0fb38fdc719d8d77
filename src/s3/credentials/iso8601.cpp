#include "s3/credentials/iso8601.hpp"

#include <cstddef>

namespace stripmeta::s3 {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char digit : rest_.substr(0, digits)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool skip(std::string_view one_of) {
    if (rest_.empty() || !one_of.contains(rest_.front())) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_all(std::string_view of) {
    while (skip(of)) {
    }
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> scan_date(Scanner& scanner) {
  const auto year = scanner.number(4);
  if (!year || !scanner.skip("-")) return std::nullopt;
  const auto month = scanner.number(2);
  if (!month || !scanner.skip("-")) return std::nullopt;
  const auto day = scanner.number(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<std::chrono::minutes> scan_hour_and_minute(Scanner& scanner) {
  const auto hour = scanner.number(2);
  if (!hour || *hour > 23 || !scanner.skip(":")) return std::nullopt;
  const auto minute = scanner.number(2);
  if (!minute || *minute > 59) return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

// The offset from UTC.
std::optional<std::chrono::minutes> scan_zone(Scanner& scanner) {
  if (scanner.skip("Zz")) return std::chrono::minutes{0};
  const bool behind = scanner.skip("-");
  if (!behind && !scanner.skip("+")) return std::nullopt;
  const auto ahead = scan_hour_and_minute(scanner);
  return ahead && behind ? -*ahead : ahead;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_iso8601(std::string_view text) {
  Scanner scanner{text};
  const auto date = scan_date(scanner);
  if (!date || !scanner.skip("Tt ")) return std::nullopt;
  const auto time = scan_hour_and_minute(scanner);
  if (!time || !scanner.skip(":")) return std::nullopt;
  const auto second = scanner.number(2);
  if (!second || *second > 60) return std::nullopt;
  if (scanner.skip(".,")) scanner.skip_all("0123456789");
  const auto zone = scan_zone(scanner);
  if (!zone || !scanner.at_end()) return std::nullopt;
  return *date + *time + std::chrono::seconds{*second} - *zone;
}

}  // namespace stripmeta::s3
