#include "function/metrics.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace stripmeta {
namespace {

using nlohmann::json;

constexpr std::chrono::system_clock::time_point now{std::chrono::milliseconds{1'795'574'107'729}};

Outcome cleaned(double milliseconds) {
  Outcome outcome;
  outcome.kind = OutcomeKind::cleaned;
  outcome.report.bytes_in = 1'000;
  outcome.report.bytes_out = 900;
  outcome.report.rows = {{Kind::exif, Fate::removed, 1, 70, {}},
                         {Kind::xmp, Fate::removed, 2, 30, {}},
                         {Kind::icc, Fate::kept, 1, 500, {}}};
  outcome.ms = {.download = milliseconds, .strip = 2 * milliseconds, .upload = 3 * milliseconds};
  return outcome;
}

Outcome failed(ErrorKind kind) {
  Outcome outcome;
  outcome.error = Error{kind, "", std::nullopt};
  return outcome;
}

// CloudWatch's rules for a line: each named metric and dimension exists and has the right type.
void expect_well_formed(const json& line) {
  EXPECT_EQ(line.at("_aws").at("Timestamp"), 1'795'574'107'729);
  for (const auto& directive : line.at("_aws").at("CloudWatchMetrics")) {
    EXPECT_EQ(directive.at("Namespace"), "stripmeta");
    for (const auto& set : directive.at("Dimensions")) {
      for (const auto& name : set) EXPECT_TRUE(line.at(name.get<std::string>()).is_string()) << name;
    }
    EXPECT_LE(directive.at("Metrics").size(), 100U);
    for (const auto& metric : directive.at("Metrics")) {
      const auto& value = line.at(metric.at("Name").get<std::string>());
      EXPECT_TRUE(value.is_number() || (value.is_array() && !value.empty() && value.size() <= 100)) << metric;
    }
  }
}

std::vector<json> lines_of(const Metrics& metrics, MetricsLevel level) {
  std::vector<json> lines;
  for (const auto& line : metrics.lines("f", level, now)) {
    lines.push_back(json::parse(line.dump()));
    expect_well_formed(lines.back());
  }
  return lines;
}

TEST(Metrics, HandedBackObjectsAreCounted) {
  Metrics metrics;
  metrics.count(failed(ErrorKind::upstream));
  EXPECT_FALSE(lines_of(metrics, MetricsLevel::on).at(0).contains("HandedBack"));
  Metrics alone;
  alone.hand_back(0);
  EXPECT_TRUE(lines_of(alone, MetricsLevel::on).empty());
  alone.hand_back(2);
  alone.hand_back(1);
  EXPECT_EQ(lines_of(alone, MetricsLevel::on).at(0).at("HandedBack"), 3);
}

TEST(Metrics, SumsAndTimes) {
  Metrics metrics;
  metrics.count(cleaned(1.5));
  metrics.count(cleaned(4));
  Outcome duplicate;
  duplicate.kind = OutcomeKind::duplicate;
  metrics.count(duplicate);
  const auto lines = lines_of(metrics, MetricsLevel::on);
  ASSERT_EQ(lines.size(), 1U);
  const auto& line = lines[0];
  EXPECT_EQ(line.at("FunctionName"), "f");
  EXPECT_EQ(line.at("Cleaned"), 2);
  EXPECT_EQ(line.at("Duplicate"), 1);
  EXPECT_EQ(line.at("Failed"), 0);
  EXPECT_EQ(line.at("BytesIn"), 2'000);
  EXPECT_EQ(line.at("BytesOut"), 1'800);
  EXPECT_EQ(line.at("RemovedBytes"), 200);
  EXPECT_EQ(line.at("DownloadMs"), (json{1.5, 4.0}));
  EXPECT_EQ(line.at("StripMs"), (json{3.0, 8.0}));
  EXPECT_EQ(line.at("UploadMs"), (json{4.5, 12.0}));
  EXPECT_EQ(line.at("removed"),
            (json{{"exif", {{"count", 2}, {"bytes", 140}}}, {"xmp", {{"count", 4}, {"bytes", 60}}}}));
}

TEST(Metrics, FailuresByType) {
  Metrics metrics;
  metrics.count(failed(ErrorKind::malformed));
  metrics.count(failed(ErrorKind::malformed));
  metrics.count(failed(ErrorKind::access_denied));
  const auto lines = lines_of(metrics, MetricsLevel::on);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].at("Failed"), 3);
  EXPECT_FALSE(lines[0].contains("DownloadMs"));
  EXPECT_EQ(lines[1].at("ErrorType"), "AccessDenied");
  EXPECT_EQ(lines[1].at("Failures"), 1);
  EXPECT_EQ(lines[2].at("ErrorType"), "Malformed");
  EXPECT_EQ(lines[2].at("Failures"), 2);
  EXPECT_EQ(lines[2].at("_aws").at("CloudWatchMetrics")[0].at("Dimensions"),
            json::array({json::array({"FunctionName", "ErrorType"})}));
}

TEST(Metrics, KindsAtTheirLevel) {
  Metrics metrics;
  metrics.count(cleaned(1));
  const auto lines = lines_of(metrics, MetricsLevel::kinds);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1].at("Kind"), "exif");
  EXPECT_EQ(lines[2].at("Kind"), "xmp");
  EXPECT_EQ(lines[2].at("Removed"), 2);
}

TEST(Metrics, NoMoreThanAHundredTimesALine) {
  Metrics metrics;
  for (int i = 0; i < 250; ++i) metrics.count(cleaned(i));
  const auto lines = lines_of(metrics, MetricsLevel::on);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].at("Cleaned"), 250);
  EXPECT_EQ(lines[0].at("StripMs").size(), 100U);
  EXPECT_EQ(lines[2].at("DownloadMs").size(), 50U);
  EXPECT_EQ(lines[2].at("DownloadMs")[49], 249.0);
  EXPECT_FALSE(lines[2].contains("Cleaned"));
}

TEST(Metrics, NoLinesIfNothingWasCountedOrMetricsAreOff) {
  Metrics metrics;
  EXPECT_TRUE(lines_of(metrics, MetricsLevel::kinds).empty());
  metrics.count(cleaned(1));
  EXPECT_TRUE(lines_of(metrics, MetricsLevel::off).empty());
}

}  // namespace
}  // namespace stripmeta
