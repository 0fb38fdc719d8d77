// The log: one JSON object per line.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string_view>

namespace stripmeta {

enum class Level : std::uint8_t { debug, info, warn, error };
inline constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warn", "error"};

// Parses a word of level_words, in any case because Lambda writes them in capitals. "trace" is debug, "fatal" is error.
std::optional<Level> parse_level(std::string_view word);

// Thread-safe: lines never interleave. A line that cannot be written is lost.
class Log {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  // `stream` must outlive the log, and nothing else may write to it meanwhile. Lines below `least` are not written.
  explicit Log(std::ostream& stream, Level least = Level::info, Clock clock = &std::chrono::system_clock::now);

  // Writes {"timestamp","level","message"} followed by the members of the object `fields`.
  void write(Level level, std::string_view message, const nlohmann::ordered_json& fields = {});

  // Writes the object as it is, at any level. For metrics.
  void write_whole(const nlohmann::ordered_json& object);

  std::chrono::system_clock::time_point now() const { return clock_(); }

 private:
  std::ostream* stream_;
  Level least_;
  Clock clock_;
  std::mutex mutex_;
};

}  // namespace stripmeta
