#include "function/metrics.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "stripmeta/report.hpp"

namespace stripmeta {
namespace {

using nlohmann::ordered_json;

constexpr const char* name_space = "stripmeta";
constexpr std::size_t most_values = 100;  // of one metric in a line; the format's limit
constexpr std::array<const char*, outcome_kinds> outcome_names{"Cleaned", "Duplicate",   "Superseded",
                                                               "Skipped", "Quarantined", "Failed"};

// A line of metrics with the dimension FunctionName and, unless it is "", `dimension`.
class Line {
 public:
  Line(const std::string& function_name, std::chrono::system_clock::time_point now, const std::string& dimension = {}) {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    auto dimensions = ordered_json::array({"FunctionName"});
    if (!dimension.empty()) dimensions.push_back(dimension);
    line_ = {{"_aws",
              {{"Timestamp", since},
               {"CloudWatchMetrics", ordered_json::array({{{"Namespace", name_space},
                                                           {"Dimensions", ordered_json::array({dimensions})},
                                                           {"Metrics", ordered_json::array()}}})}}},
             {"FunctionName", function_name}};
  }

  void add(const char* name, const char* unit, ordered_json value) {
    line_["_aws"]["CloudWatchMetrics"][0]["Metrics"].push_back({{"Name", name}, {"Unit", unit}});
    line_[name] = std::move(value);
  }

  // Adds a member that is not a metric.
  void add_member(const char* name, ordered_json value) { line_[name] = std::move(value); }

  void add_times(std::span<const Milliseconds> times) {
    if (times.empty()) return;
    constexpr std::array<std::pair<const char*, double Milliseconds::*>, 3> phases{
        {{"DownloadMs", &Milliseconds::download},
         {"StripMs", &Milliseconds::strip},
         {"UploadMs", &Milliseconds::upload}}};
    for (const auto& [name, phase] : phases) {
      auto values = ordered_json::array();
      for (const auto& time : times) values.push_back(time.*phase);
      add(name, "Milliseconds", std::move(values));
    }
  }

  ordered_json take() { return std::move(line_); }

 private:
  ordered_json line_;
};

}  // namespace

void Metrics::count(const Outcome& outcome) {
  const std::scoped_lock lock{mutex_};
  ++outcomes_.at(static_cast<std::size_t>(outcome.kind));
  if (outcome.error) ++failures_[std::string{trait(outcome.error->kind).lambda_type}];
  if (outcome.kind != OutcomeKind::cleaned) return;
  bytes_in_ += outcome.report.bytes_in;
  bytes_out_ += outcome.report.bytes_out;
  times_.push_back(outcome.ms);
  for (const auto& row : outcome.report.rows) {
    if (row.fate != Fate::removed) continue;
    auto& [count, bytes] = removed_[std::string{kind_word(row.kind)}];
    count += row.count;
    bytes += row.bytes;
    removed_bytes_ += row.bytes;
  }
}

void Metrics::hand_back(std::uint64_t count) {
  const std::scoped_lock lock{mutex_};
  handed_back_ += count;
}

std::vector<ordered_json> Metrics::lines(const std::string& function_name, MetricsLevel level,
                                         std::chrono::system_clock::time_point now) const {
  const std::scoped_lock lock{mutex_};
  std::vector<ordered_json> lines;
  const bool is_idle = handed_back_ == 0 && std::ranges::all_of(outcomes_, [](auto count) { return count == 0; });
  if (level == MetricsLevel::off || is_idle) return lines;

  const std::span<const Milliseconds> times{times_};
  Line sums{function_name, now};
  for (std::size_t i = 0; i < outcomes_.size(); ++i) sums.add(outcome_names.at(i), "Count", outcomes_.at(i));
  if (handed_back_ > 0) sums.add("HandedBack", "Count", handed_back_);
  sums.add("BytesIn", "Bytes", bytes_in_);
  sums.add("BytesOut", "Bytes", bytes_out_);
  sums.add("RemovedBytes", "Bytes", removed_bytes_);
  auto removed = ordered_json::object();
  for (const auto& [kind, sum] : removed_) removed[kind] = {{"count", sum.count}, {"bytes", sum.bytes}};
  sums.add_member("removed", std::move(removed));
  sums.add_times(times.first(std::min(times.size(), most_values)));
  lines.push_back(sums.take());
  for (auto at = most_values; at < times.size(); at += most_values) {
    Line more{function_name, now};
    more.add_times(times.subspan(at, std::min(times.size() - at, most_values)));
    lines.push_back(more.take());
  }
  const auto add_by = [&](const char* dimension, const std::string& value, const char* name, std::uint64_t count) {
    Line line{function_name, now, dimension};
    line.add_member(dimension, value);
    line.add(name, "Count", count);
    lines.push_back(line.take());
  };
  for (const auto& [type, count] : failures_) add_by("ErrorType", type, "Failures", count);
  if (level == MetricsLevel::kinds) {
    for (const auto& [kind, sum] : removed_) add_by("Kind", kind, "Removed", sum.count);
  }
  return lines;
}

}  // namespace stripmeta
