#include "function/log.hpp"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <string>
#include <utility>

#include "job/json.hpp"
#include "store/ascii.hpp"

namespace stripmeta {
namespace {

// RFC 3339 in UTC, to the millisecond: 2026-01-31T23:59:59.042Z.
std::string timestamp(std::chrono::system_clock::time_point time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time - seconds).count();
  const std::time_t whole = std::chrono::system_clock::to_time_t(seconds);
  std::tm parts{};
  if (gmtime_r(&whole, &parts) == nullptr) return {};  // past the year 2147483647
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::put_time(&parts, "%Y-%m-%dT%H:%M:%S") << '.' << std::setw(3) << std::setfill('0') << milliseconds << 'Z';
  return text.str();
}

}  // namespace

std::optional<Level> parse_level(std::string_view word) {
  const auto lower = lower_case(word);
  if (lower == "trace") return Level::debug;
  if (lower == "fatal") return Level::error;
  const auto* found = std::ranges::find(level_words, lower);
  if (found == level_words.end()) return std::nullopt;
  return static_cast<Level>(found - level_words.begin());
}

Log::Log(std::ostream& stream, Level least, Clock clock) : stream_(&stream), least_(least), clock_(std::move(clock)) {}

void Log::write(Level level, std::string_view message, const nlohmann::ordered_json& fields) {
  if (level < least_) return;
  nlohmann::ordered_json object{{"timestamp", timestamp(clock_())},
                                {"level", level_words.at(static_cast<std::size_t>(level))},
                                {"message", message}};
  object.update(fields.is_object() ? fields : nlohmann::ordered_json::object());
  write_whole(object);
}

void Log::write_whole(const nlohmann::ordered_json& object) {
  const auto line = dump_line(object) + '\n';
  const std::scoped_lock lock(mutex_);
  stream_->clear();  // one failed line must not silence the next
  stream_->write(line.data(), static_cast<std::streamsize>(line.size()));
  stream_->flush();
}

}  // namespace stripmeta
