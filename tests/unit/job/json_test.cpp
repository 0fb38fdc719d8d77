#include "job/json.hpp"

#include <gtest/gtest.h>

namespace stripmeta {
namespace {

Outcome cleaned() {
  Outcome outcome;
  outcome.kind = OutcomeKind::cleaned;
  outcome.report.format = Format::jpeg;
  outcome.report.bytes_in = 1000;
  outcome.report.bytes_out = 600;
  outcome.report.truncated = true;
  outcome.report.add(Kind::exif, Fate::removed, 390, HoldSet{}.add(Holds::thumbnail).add(Holds::gps));
  outcome.report.add(Kind::icc, Fate::kept, 30);
  outcome.report.add(Kind::comment, Fate::removed, 10);
  outcome.input = {.bucket = "a", .key = "k", .version = "v1"};
  outcome.output = ObjectName{.bucket = "b", .key = "k", .version = ""};
  outcome.ms = {.download = 1.23456, .strip = 0.0004, .upload = 7};
  return outcome;
}

TEST(OutcomeJson, HasTheWholeSchemaInOrder) {
  EXPECT_EQ(
      dump_line(outcome_json(cleaned())),
      R"({"ok":true,"outcome":"cleaned","format":"jpeg","bytes_in":1000,"bytes_out":600,"truncated":true,)"
      R"("removed":[{"kind":"exif","count":1,"bytes":390,"holds":["gps","thumbnail"]},)"
      R"({"kind":"comment","count":1,"bytes":10,"holds":[]}],)"
      R"("kept":[{"kind":"icc","count":1,"bytes":30,"holds":[]}],"error":null,)"
      R"("input":{"bucket":"a","key":"k","version":"v1"},"output":{"bucket":"b","key":"k","version":""},"source":null,)"
      R"("ms":{"download":1.235,"strip":0.0,"upload":7.0}})");
}

TEST(OutcomeJson, SaysIfANameSaysAnotherFormat) {
  auto outcome = cleaned();
  EXPECT_FALSE(outcome_json(outcome).contains("named_as"));
  outcome.input.key = "k.png";
  EXPECT_EQ(outcome_json(outcome)["named_as"], "png");
}

TEST(OutcomeJson, SaysWhatFailed) {
  Outcome outcome;
  outcome.input = {.bucket = "a", .key = "k", .version = ""};
  outcome.error = Error{ErrorKind::too_large, "a sentence", 42};
  EXPECT_EQ(dump_line(outcome_json(outcome)),
            R"({"ok":false,"outcome":"failed","format":null,"bytes_in":0,"bytes_out":0,"truncated":false,)"
            R"("removed":[],"kept":[],"error":{"type":"too_large","message":"a sentence","offset":42},)"
            R"("input":{"bucket":"a","key":"k","version":""},"output":null,"source":null,)"
            R"("ms":{"download":0.0,"strip":0.0,"upload":0.0}})");
}

TEST(OutcomeJson, IsOkUnlessItFailed) {
  for (const auto kind :
       {OutcomeKind::cleaned, OutcomeKind::duplicate, OutcomeKind::superseded, OutcomeKind::skipped}) {
    Outcome outcome;
    outcome.kind = kind;
    const auto json = outcome_json(outcome);
    EXPECT_EQ(json["ok"], true);
    EXPECT_EQ(json["outcome"], outcome_word(kind));
    EXPECT_TRUE(json["format"].is_null());
  }
}

TEST(ErrorJson, HasNoOffsetIfNoneIsAtFault) {
  EXPECT_TRUE(error_json(std::nullopt).is_null());
  EXPECT_EQ(dump_line(error_json(Error{ErrorKind::not_found, "m", std::nullopt})),
            R"({"type":"not_found","message":"m","offset":null})");
  EXPECT_EQ(error_json(Error{ErrorKind::malformed, "m", 0})["offset"], 0);
}

TEST(DumpLine, HasNoLineBreakAndNoInvalidUtf8) {
  EXPECT_EQ(dump_line({{"key", "a\n\xff\x1b"}}), "{\"key\":\"a\\n\xEF\xBF\xBD\\u001b\"}");
}

}  // namespace
}  // namespace stripmeta
