#include "cli/output/record.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::cli {
namespace {

Record record_of(std::string path, std::string_view outcome) {
  return {.path = std::move(path), .outcome = outcome, .report = {}, .error = {}, .output = {}, .values = {}};
}

TEST(json_line, of_a_cleaned_file) {
  auto record = record_of("a.jpg", "cleaned");
  record.output = "out/a.jpg";
  record.report.format = Format::jpeg;
  record.report.bytes_in = 10;
  record.report.bytes_out = 8;
  record.report.add(Kind::exif, Fate::removed, 2, HoldSet{}.add(Holds::gps));
  EXPECT_EQ(json_line(record),
            R"({"ok":true,"outcome":"cleaned","format":"jpeg","bytes_in":10,"bytes_out":8,"truncated":false,)"
            R"("removed":[{"kind":"exif","count":1,"bytes":2,"holds":["gps"]}],"kept":[],"error":null,)"
            R"("path":"a.jpg","output":"out/a.jpg"})");
}

TEST(json_line, of_a_failed_file) {
  auto record = record_of("a.jpg", "failed");
  record.error = Error{ErrorKind::malformed, "a sentence", 3};
  EXPECT_EQ(json_line(record),
            R"({"ok":false,"outcome":"failed","format":null,"bytes_in":0,"bytes_out":0,"truncated":false,)"
            R"("removed":[],"kept":[],"error":{"type":"malformed","message":"a sentence","offset":3},"path":"a.jpg"})");
}

TEST(json_line, of_values) {
  auto record = record_of("a.jpg", "inspected");
  record.values = {{"exif", "Make", "C\"\x1b"}};
  const auto line = json_line(record);
  EXPECT_TRUE(line.ends_with(R"("path":"a.jpg","values":[{"group":"exif","name":"Make","value":"C\"\u001b"}]})"))
      << line;
}

TEST(json_line, of_highlights) {
  auto record = record_of("a.jpg", "inspected");
  record.values.emplace();
  auto& highlights = record.highlights.emplace();
  EXPECT_TRUE(json_line(record).ends_with(R"("path":"a.jpg","summary":{},"values":[]})"));
  highlights.coordinates = {.latitude = 48.85837, .longitude = -2.5, .altitude = 35};
  highlights.camera = "X100";
  highlights.people = {"Ann"};
  highlights.dates.taken = "2024-01-15";
  highlights.edits = 2;
  highlights.thumbnail = {.size = {160, 120}, .picture = {4000, 2000}, .differs = true};
  const auto line = json_line(record);
  EXPECT_TRUE(
      line.ends_with(R"("summary":{"location":{"latitude":48.85837,"longitude":-2.5,"altitude":35.0},"device":"X100",)"
                     R"("owners":["Ann"],"dates":{"taken":"2024-01-15"},"edits":2,)"
                     R"("thumbnail":{"width":160,"height":120,"differs":true}},"values":[]})"))
      << line;
}

TEST(json_line, of_hostile_names_is_one_safe_line) {
  EXPECT_TRUE(json_line(record_of("\u009B1m\u202E\n\xFF.jpg", "clean"))
                  .ends_with("\"path\":\"\\u009b1m\\u202e\\n\uFFFD.jpg\"}"));
}

}  // namespace
}  // namespace stripmeta::cli
