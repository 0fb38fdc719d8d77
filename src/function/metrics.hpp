// The metrics of an invocation, as lines of the CloudWatch embedded metric format:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "job/job.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

enum class MetricsLevel : std::uint8_t {
  off,
  on,
  kinds,  // also one metric for each kind of removed data; AWS charges for each
};

// Counts outcomes. Thread-safe.
class Metrics {
 public:
  void count(const Outcome& outcome);

  // Counts objects or messages that were not started, or not completely, and will come again.
  void hand_back(std::uint64_t count);

  // One line for the outcomes (docs/operations.md#metrics), more if one line cannot hold all times, one for each type
  // of error, and at level `kinds` one for each removed kind. No line if nothing was counted.
  std::vector<nlohmann::ordered_json> lines(const std::string& function_name, MetricsLevel level,
                                            std::chrono::system_clock::time_point now) const;

 private:
  struct Removed {
    std::uint64_t count{0};
    std::uint64_t bytes{0};
  };

  mutable std::mutex mutex_;
  std::array<std::uint64_t, outcome_kinds> outcomes_{};  // by OutcomeKind
  std::uint64_t handed_back_{0};
  std::uint64_t bytes_in_{0};
  std::uint64_t bytes_out_{0};
  std::uint64_t removed_bytes_{0};
  std::vector<Milliseconds> times_;  // of cleaned objects
  std::map<std::string, Removed> removed_;
  std::map<std::string, std::uint64_t> failures_;  // by the error's lambda_type
};

}  // namespace stripmeta
