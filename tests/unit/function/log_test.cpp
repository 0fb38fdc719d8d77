#include "function/log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace stripmeta {
namespace {

std::chrono::system_clock::time_point fixed_time() {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + std::chrono::milliseconds{86'399'042};
}

TEST(Log, OneObjectALineWithTheFieldsAtTop) {
  std::ostringstream out;
  Log log{out, Level::info, fixed_time};
  log.write(Level::info, "cleaned", {{"ok", true}, {"input", {{"key", "a\nb"}}}});
  log.write(Level::error, "bad \xFF byte");
  EXPECT_EQ(out.str(),
            "{\"timestamp\":\"2026-01-31T23:59:59.042Z\",\"level\":\"info\",\"message\":\"cleaned\",\"ok\":true,"
            "\"input\":{\"key\":\"a\\nb\"}}\n"
            "{\"timestamp\":\"2026-01-31T23:59:59.042Z\",\"level\":\"error\",\"message\":\"bad \xEF\xBF\xBD byte\"}\n");
}

TEST(Log, LinesOfManyThreadsStayWhole) {
  std::ostringstream out;
  Log log{out, Level::info, fixed_time};
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&log, thread] {
        for (int line = 0; line < 200; ++line)
          log.write(Level::info, std::string(100, static_cast<char>('a' + thread)));
      });
    }
  }
  std::istringstream lines{out.str()};
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto message = nlohmann::json::parse(line).at("message").get<std::string>();
    EXPECT_EQ(message, std::string(100, message.front()));
  }
  EXPECT_EQ(count, 1600);
}

TEST(Log, GoesOnAfterAFailedLine) {
  std::ostringstream out;
  Log log{out, Level::info, fixed_time};
  out.setstate(std::ios::badbit);
  log.write(Level::info, "again");
  EXPECT_NE(out.str().find("again"), std::string::npos);
}

TEST(Log, WhatIsBelowTheLeastLevelIsNotWritten) {
  std::ostringstream out;
  Log log{out, Level::warn, fixed_time};
  log.write(Level::debug, "a");
  log.write(Level::info, "b");
  EXPECT_EQ(out.str(), "");
  log.write(Level::warn, "c");
  EXPECT_NE(out.str().find(R"("level":"warn","message":"c")"), std::string::npos);
  log.write_whole({{"x", 1}});
  EXPECT_TRUE(out.str().ends_with("{\"x\":1}\n"));
}

TEST(Log, WordsOfLevels) {
  EXPECT_EQ(parse_level("debug"), Level::debug);
  EXPECT_EQ(parse_level("WARN"), Level::warn);
  EXPECT_EQ(parse_level("Error"), Level::error);
  EXPECT_EQ(parse_level("TRACE"), Level::debug);
  EXPECT_EQ(parse_level("FATAL"), Level::error);
  EXPECT_FALSE(parse_level(""));
  EXPECT_FALSE(parse_level("infos"));
}

}  // namespace
}  // namespace stripmeta
