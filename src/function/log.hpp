// The log: one JSON object a line.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

namespace stripmeta {

enum class Level : std::uint8_t { info, error };

// Safe to call from several threads at once: lines never interleave. A line that cannot be written is lost.
class Log {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  // `stream` must outlive the log, and nothing else may write to it meanwhile.
  explicit Log(std::ostream& stream, Clock clock = &std::chrono::system_clock::now);

  // {"timestamp","level","message"} and then the members of `fields`, an object.
  void write(Level level, std::string_view message, const nlohmann::ordered_json& fields = {});

 private:
  std::ostream* stream_;
  Clock clock_;
  std::mutex mutex_;
};

}  // namespace stripmeta
