// The options of jobs: names, memory, originals, and images that cannot be cleaned.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "stripmeta/version.hpp"
#include "unit/job/job_fixture.hpp"

namespace stripmeta {
namespace {

using Calls = std::vector<std::string>;

class JobOptionsTest : public JobFixture {
 protected:
  static const std::string& record_key() {
    static const std::string key = "_stripmeta/quarantine/x/photo.jpg.json";
    return key;
  }
  std::string record_path() const { return scratch_ / ("b/" + record_key()); }
  std::optional<ObjectInfo> record() { return directory_b_->stat(record_key(), {}).value(); }
  long count(const MeddlingStore& store, const char* call) { return std::ranges::count(store.calls, call); }
  Outcome force() { return run({.key = key_, .version = {}, .force = true}); }

  // Acts at the first call only.
  template <typename Act>
  static MeddlingStore::Hook once(Act act) {
    return [act, done = false]() mutable -> std::optional<Error> {
      if (std::exchange(done, true)) return std::nullopt;
      return act();
    };
  }
};

using OutputNames = JobOptionsTest;

TEST_F(OutputNames, TheImageStandsUnderItsOutputKey) {
  options_.output_key = OutputKey::parse("clean/{prefix}{stem}.clean{extension}").value();
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  ASSERT_TRUE(outcome.output);
  EXPECT_EQ(outcome.output->key, "clean/x/photo.clean.jpg");
  EXPECT_EQ(read_file(scratch_ / "b/clean/x/photo.clean.jpg"), clean_jpeg());
  const auto info = directory_b_->stat("clean/x/photo.clean.jpg", {}).value().value();
  EXPECT_TRUE(info.attributes.user.at("stripmeta-source").starts_with("x/photo.jpg;"));
  const auto again = run();
  expect_done(again, OutcomeKind::duplicate);
  EXPECT_EQ(again.output->key, "clean/x/photo.clean.jpg");
}

TEST_F(OutputNames, AnOutputOfAnotherKeyIsNamedInItsConflict) {
  options_.output_key = OutputKey::parse("{prefix}{stem}{extension}.out").value();
  write_file(scratch_ / "a/x/photo.jpg.out", jpeg_with_comment("other"));
  ASSERT_EQ(run_job(a_, b_, {}, {.key = "x/photo.jpg.out", .version = {}, .force = false}, {}).kind,
            OutcomeKind::cleaned);
  const auto outcome = run();
  expect_failed(outcome, ErrorKind::conflict);
  EXPECT_TRUE(outcome.error->message.starts_with("'x/photo.jpg.out' was made from another object"));
}

using Carried = JobOptionsTest;

TEST_F(Carried, OnlyWhatIsNamedIsCopied) {
  options_.copied_metadata = {"owner", "missing"};
  a_.describe = [](ObjectInfo& info) {
    info.attributes.user = {{"owner", "someone"}, {"camera", "secret"}, {"stripmeta-build", "forged"}};
  };
  expect_done(run(), OutcomeKind::cleaned);
  const auto& user = b_.put.attributes.user;
  EXPECT_EQ(user.at("owner"), "someone");
  EXPECT_EQ(user.at("stripmeta-build"), build());
  EXPECT_EQ(user.size(), 4U);
}

TEST_F(Carried, TagsAreGivenToImages) {
  options_.output_tags = {{"team", "photos"}};
  expect_failed(run(), ErrorKind::configuration);  // of a directory
  EXPECT_EQ(b_.put.tags, options_.output_tags);
}

using RefusedImages = JobOptionsTest;

TEST_F(RefusedImages, OtherFilesAreSkippedIfConfigured) {
  options_.on_refusal = RefusalAction::skip;
  put_in_a("no image");
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::skipped);
  EXPECT_FALSE(outcome.why.empty());
  EXPECT_FALSE(outcome.output);
  EXPECT_TRUE(entries_of_b().empty());
  a_.describe = [](ObjectInfo& info) { info.attributes.content_encoding = "gzip"; };
  expect_done(run(), OutcomeKind::skipped);
}

TEST_F(RefusedImages, ADamagedImageIsNeverSkipped) {
  options_.on_refusal = RefusalAction::skip;
  options_.policy.strict = true;
  const auto whole = clean_jpeg();
  put_in_a(whole.substr(0, whole.size() - 2));
  expect_failed(run(), ErrorKind::truncated);
}

// An archived object, or an error of a store, says nothing about the image.
TEST_F(RefusedImages, ErrorsOfStoresAreNotRefusals) {
  for (const auto refused : {RefusalAction::skip, RefusalAction::quarantine}) {
    options_.on_refusal = refused;
    a_.before_open = [] { return Error{ErrorKind::unsupported, "it is archived", std::nullopt}; };
    expect_failed(run(), ErrorKind::unsupported);
    a_.before_open = {};
    b_.before_write = [] { return Error{ErrorKind::too_large, "too large for S3", std::nullopt}; };
    expect_failed(run(), ErrorKind::too_large);
    b_.before_write = {};
  }
  EXPECT_TRUE(entries_of_b().empty());
}

class Quarantine : public JobOptionsTest {
 protected:
  Quarantine() {
    options_.on_refusal = RefusalAction::quarantine;
    put_in_a("no image");
  }
};

TEST_F(Quarantine, WritesTheReason) {
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::quarantined);
  EXPECT_FALSE(outcome.why.empty());
  ASSERT_TRUE(outcome.output);
  EXPECT_EQ(outcome.output->key, record_key());
  const auto written = nlohmann::json::parse(read_file(record_path()));
  EXPECT_EQ(written.size(), 4U);
  EXPECT_EQ(written["error"]["type"], "unsupported");
  EXPECT_EQ(written["error"]["message"], outcome.why);
  EXPECT_EQ(written["input"]["bucket"], scratch_ / "a");
  EXPECT_EQ(written["input"]["key"], key_);
  EXPECT_EQ(written["policy"], canonical(options_.policy));
  EXPECT_EQ(written["build"], build());
  EXPECT_EQ(b_.content_type, "application/json");
  EXPECT_EQ(b_.put.precondition.kind, Precondition::Kind::absent);
  EXPECT_EQ(record()->attributes.user.at("stripmeta-source"), "record:x/photo.jpg;" + info_in_a().source);
  EXPECT_EQ(entries(scratch_ / "a"), (Calls{"x", "x/photo.jpg"}));
  EXPECT_FALSE(directory_b_->stat(key_, {}).value());
}

TEST_F(Quarantine, TakesEveryKindOfRefusal) {
  options_.policy.strict = true;
  const auto whole = clean_jpeg();
  auto no_such_frame = whole;
  no_such_frame[whole.find("\xFF\xC0") + 9] = 9;  // more components than a frame can have
  const std::map<std::string, std::string> cases{
      {"malformed", no_such_frame},
      {"truncated", whole.substr(0, whole.size() - 2)},
      {"unsupported", "no image"},
  };
  for (const auto& [type, bytes] : cases) {
    put_in_a(bytes);
    expect_done(run(), OutcomeKind::quarantined);
    EXPECT_EQ(nlohmann::json::parse(read_file(record_path()))["error"]["type"], type);
  }
  options_.policy.max_header_bytes = 16;
  put_in_a(whole);
  expect_done(run(), OutcomeKind::quarantined);
  EXPECT_EQ(nlohmann::json::parse(read_file(record_path()))["error"]["type"], "too_large");
}

TEST_F(Quarantine, WritesNothingTwice) {
  run();
  const auto before = record()->etag;
  b_.calls.clear();
  expect_done(run(), OutcomeKind::quarantined);
  EXPECT_EQ(record()->etag, before);
  EXPECT_EQ(count(b_, "commit"), 0);
  expect_done(force(), OutcomeKind::quarantined);
  EXPECT_NE(record()->etag, before);
}

TEST_F(Quarantine, ANewImageHasANewRecordAndAGoodOneNone) {
  run();
  const auto before = record()->etag;
  put_in_a("no image either");
  expect_done(run(), OutcomeKind::quarantined);
  EXPECT_NE(record()->etag, before);
  const auto last = record()->etag;
  put_in_a(jpeg_with_comment("whole"));
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(record()->etag, last);
}

TEST_F(Quarantine, ARecordsPlaceThatIsAnotherObjectsIsLeft) {
  const auto path = scratch_ / ("a/" + record_key());
  std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
  write_file(path, jpeg_with_comment("other"));
  ASSERT_EQ(run_job(a_, b_, {}, {.key = record_key(), .version = {}, .force = false}, {}).kind, OutcomeKind::cleaned);
  expect_failed(run(), ErrorKind::conflict);
  EXPECT_EQ(read_file(record_path()), clean_jpeg());
}

TEST_F(Quarantine, SaysNothingOfAnImageThatIsNoLongerThere) {
  // After the image was refused and before A is looked at again: at the second stat of B, which is for the record.
  int stats = 0;
  b_.after_stat = [&]() -> std::optional<Error> {
    if (++stats == 2) put_in_a(jpeg_with_comment("second"));
    return std::nullopt;
  };
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_FALSE(record());
  EXPECT_EQ(in_b(), clean_jpeg());
}

TEST_F(Quarantine, AnImageThatWasDeletedMeanwhileIsMissing) {
  int stats = 0;
  b_.after_stat = [&]() -> std::optional<Error> {
    if (++stats == 2) std::filesystem::remove(a_path_);
    return std::nullopt;
  };
  expect_failed(run(), ErrorKind::not_found);
  EXPECT_FALSE(record());
}

// Another worker refused a newer image while this one was about to write: the condition fails, and the job retries.
TEST_F(Quarantine, AnOldJudgementNeverReplacesANewerOne) {
  b_.before_commit = once([&]() -> std::optional<Error> {
    put_in_a("newer, and no image either");
    EXPECT_EQ(run_job(*directory_a_, *directory_b_, options_, {.key = key_, .version = {}, .force = false}, {}).kind,
              OutcomeKind::quarantined);
    return std::nullopt;
  });
  expect_done(run(), OutcomeKind::quarantined);
  EXPECT_EQ(record()->attributes.user.at("stripmeta-source"), "record:x/photo.jpg;" + info_in_a().source);
  EXPECT_EQ(count(b_, "commit"), 1);  // both would write the same record
}

TEST_F(Quarantine, ALostAnswerIsLookedUp) {
  b_.after_commit = once([] { return std::optional{Error{ErrorKind::upstream, "lost", std::nullopt}}; });
  expect_done(run(), OutcomeKind::quarantined);
  EXPECT_EQ(count(b_, "commit"), 1);
}

TEST_F(Quarantine, FailsIfTheRecordCannotBeWritten) {
  b_.before_commit = [] { return Error{ErrorKind::access_denied, "not allowed", std::nullopt}; };
  expect_failed(run(), ErrorKind::access_denied);
  b_.before_commit = [] { return Error{ErrorKind::conflict, "changed", std::nullopt}; };
  expect_failed(run(), ErrorKind::conflict);
  EXPECT_FALSE(record());
}

TEST_F(Quarantine, ManyWorkersWriteOneRecord) {
  std::atomic<int> quarantined{0};
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back([&] {
        const auto outcome =
            run_job(*directory_a_, *directory_b_, options_, {.key = key_, .version = {}, .force = false}, {});
        if (outcome.kind == OutcomeKind::quarantined) ++quarantined;
      });
    }
  }
  EXPECT_EQ(quarantined, 4);
  EXPECT_TRUE(record());
}

using Memory = JobOptionsTest;

TEST_F(Memory, IsTakenBeforeTheOutputAndGivenBack) {
  ByteBudget budget{std::uint64_t{64} << 20U};
  options_.budget = &budget;
  const auto is_leased = [&] {
    const Call soon{.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{5}};
    return !budget.acquire(std::uint64_t{64} << 20U, soon);
  };
  const auto all_is_there = [&] {
    const Call later{.deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60}};
    return budget.acquire(std::uint64_t{64} << 20U, later).has_value();
  };
  bool before = false;
  bool meanwhile = false;
  a_.before_open = [&] {
    before = all_is_there();
    return std::nullopt;
  };
  b_.before_create = [&] {
    meanwhile = is_leased();
    return std::nullopt;
  };
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_TRUE(before);
  EXPECT_TRUE(meanwhile);
  EXPECT_TRUE(all_is_there());
  put_in_a("no image");
  expect_failed(run(), ErrorKind::unsupported);
  EXPECT_TRUE(all_is_there());
}

TEST_F(Memory, ADuplicateNeedsNone) {
  run();
  ByteBudget budget{1};
  const auto all = budget.acquire(1, {});
  options_.budget = &budget;
  expect_done(run(), OutcomeKind::duplicate);
}

TEST_F(Memory, TheDeadlineEndsTheWaiting) {
  ByteBudget budget{1'000};
  const auto all = budget.acquire(1'000, {});
  options_.budget = &budget;
  const auto outcome = run_job(*directory_a_, b_, options_, {.key = key_, .version = {}, .force = false},
                               {.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{50}});
  expect_failed(outcome, ErrorKind::deadline);
  EXPECT_EQ(count(b_, "create"), 0);
}

class Originals : public JobOptionsTest {
 protected:
  bool is_in_a() const { return std::filesystem::exists(a_path_); }
};

TEST_F(Originals, AreKeptByDefault) {
  EXPECT_EQ(run().source, "");
  EXPECT_EQ(run().source, "");
  EXPECT_TRUE(is_in_a());
  EXPECT_EQ(count(a_, "remove"), 0);
}

TEST_F(Originals, AreDeletedAfterTheirImageIsInB) {
  options_.source.kind = AfterSuccess::Kind::remove;
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(outcome.source, "deleted");
  EXPECT_FALSE(is_in_a());
  EXPECT_EQ(in_b(), clean_jpeg());
}

TEST_F(Originals, AreDeletedAfterADuplicateToo) {
  run();
  options_.source.kind = AfterSuccess::Kind::remove;
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::duplicate);
  EXPECT_EQ(outcome.source, "deleted");
  EXPECT_FALSE(is_in_a());
}

TEST_F(Originals, ThatWereDeletedAreDuplicatesWhenTheyAreAskedForAgain) {
  options_.source.kind = AfterSuccess::Kind::remove;
  run();
  const auto again = run();
  expect_done(again, OutcomeKind::duplicate);
  EXPECT_EQ(again.source, "");
  ASSERT_TRUE(again.output);
  EXPECT_EQ(again.output->key, key_);
  EXPECT_EQ(count(a_, "remove"), 1);
  expect_failed(run({.key = "x/never.jpg", .version = {}, .force = false}), ErrorKind::not_found);
}

// Deleted by another worker with the same message, after this one has looked at B and before it looks at A.
TEST_F(Originals, ThatAreDeletedMeanwhileAreDuplicatesToo) {
  options_.source.kind = AfterSuccess::Kind::remove;
  b_.after_stat = once([&]() -> std::optional<Error> {
    expect_done(run_plainly(), OutcomeKind::cleaned);
    return std::nullopt;
  });
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::duplicate);
  EXPECT_EQ(outcome.source, "");
  EXPECT_EQ(in_b(), clean_jpeg());
}

TEST_F(Originals, ThatAreGoneAreNoDuplicatesIfBCannotBeAsked) {
  options_.source.kind = AfterSuccess::Kind::remove;
  run();
  a_.before_open = [&]() -> std::optional<Error> {
    b_.after_stat = [] { return Error{ErrorKind::throttled, "slow down", std::nullopt}; };
    return std::nullopt;
  };
  expect_failed(run(), ErrorKind::throttled);
}

// Then B does not hold what was requested.
TEST_F(Originals, ThatWereDeletedAreNotFoundIfMoreIsAskedFor) {
  options_.source.kind = AfterSuccess::Kind::remove;
  run();
  expect_failed(force(), ErrorKind::not_found);
  expect_failed(run({.key = key_, .version = "another", .force = false}), ErrorKind::not_found);
  options_.policy.preset = Preset::share;
  expect_failed(run(), ErrorKind::not_found);
}

TEST_F(Originals, ThatWereDeletedAreDuplicatesByTheirVersion) {
  options_.source.kind = AfterSuccess::Kind::remove;
  struct Case {
    const char* source;
    const char* asked;
  };
  for (const auto& [source, asked] : {Case{"v:v2", "v2"}, Case{"e:\"5d41\",Mon, 01 Jan 2024 00:00:00 GMT", "\"5d41\""},
                                      Case{"e:\"5d41\",Mon, 01 Jan 2024 00:00:00 GMT", "null"}}) {
    put_in_a(jpeg_with_comment("first"));
    a_.describe = [source](ObjectInfo& info) { info.source = source; };
    run();
    std::filesystem::remove(a_path_);
    expect_done(run({.key = key_, .version = asked, .force = false}), OutcomeKind::duplicate);
    expect_failed(run({.key = key_, .version = "v1", .force = false}), ErrorKind::not_found);
  }
}

TEST_F(Originals, ThatAreGoneForAnotherReasonAreNotFound) {
  run();
  std::filesystem::remove(a_path_);
  expect_failed(run(), ErrorKind::not_found);
  options_.source.kind = AfterSuccess::Kind::remove;
  put_in_b("of someone else");
  expect_failed(run(), ErrorKind::not_found);
}

// A template may produce the key of a record.
TEST_F(Originals, StayIfBHoldsARecordInTheImagesPlace) {
  options_.source.kind = AfterSuccess::Kind::remove;
  options_.on_refusal = RefusalAction::quarantine;
  options_.output_key = OutputKey::parse("_stripmeta/quarantine/{prefix}{stem}{extension}.json").value();
  put_in_a("no image");
  expect_done(run(), OutcomeKind::quarantined);
  const auto again = run();
  EXPECT_NE(again.kind, OutcomeKind::duplicate);
  EXPECT_EQ(again.source, "");
  EXPECT_TRUE(is_in_a());
}

TEST_F(Originals, StayIfNothingWasCleaned) {
  options_.source.kind = AfterSuccess::Kind::remove;
  put_in_a("no image");
  for (const auto refused : {RefusalAction::fail, RefusalAction::skip, RefusalAction::quarantine}) {
    options_.on_refusal = refused;
    EXPECT_EQ(run().source, "");
  }
  const auto version = info_in_a().etag;
  put_in_a(jpeg_with_comment("second"));
  expect_done(run({.key = key_, .version = version, .force = false}), OutcomeKind::superseded);
  b_.before_commit = [] { return Error{ErrorKind::access_denied, "not allowed", std::nullopt}; };
  expect_failed(run(), ErrorKind::access_denied);
  EXPECT_TRUE(is_in_a());
  EXPECT_EQ(count(a_, "remove"), 0);
}

TEST_F(Originals, ANewerImageIsLeft) {
  options_.source.kind = AfterSuccess::Kind::remove;
  b_.after_commit = once([&]() -> std::optional<Error> {
    put_in_a(jpeg_with_comment("second"));
    return std::nullopt;
  });
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(outcome.source, "left");
  EXPECT_EQ(read_file(a_path_), jpeg_with_comment("second"));
}

TEST_F(Originals, AMissingOriginalIsLeft) {
  options_.source.kind = AfterSuccess::Kind::remove;
  a_.before_remove = [&] {
    std::filesystem::remove(a_path_);
    return std::nullopt;
  };
  EXPECT_EQ(run().source, "left");
}

// A video or another picture after the image, or a missing end: B does not have everything that the original has.
TEST_F(Originals, AreLeftIfTheyHoldWhatIsInNoOtherPlace) {
  options_.policy.strict = false;
  const auto whole = jpeg_with_comment("first");
  const std::string film{
      "\0\0\0\x18"
      "ftypmp42\0\0\0\0mp42isom",
      24};
  const std::map<std::string, std::string> cases{
      {"another picture", whole + whole},
      {"a video", whole + film},
      {"its end is missing", whole.substr(0, whole.size() - 2)},
  };
  for (const auto& [what, bytes] : cases) {
    put_in_a(bytes);
    options_.source.kind = AfterSuccess::Kind::remove;
    for (const auto kind : {OutcomeKind::cleaned, OutcomeKind::duplicate}) {
      const auto outcome = run();
      expect_done(outcome, kind);
      EXPECT_EQ(outcome.source, "left") << what;
      EXPECT_TRUE(outcome.why.contains(what)) << outcome.why;
      EXPECT_EQ(outcome.report.rows.empty(), kind == OutcomeKind::duplicate);
      EXPECT_EQ(read_file(a_path_), bytes);
    }
    options_.source.kind = AfterSuccess::Kind::tag;
    EXPECT_EQ(run().source, "tagged") << what;
  }
  EXPECT_EQ(count(a_, "remove"), 0);
}

TEST_F(Originals, ThatCannotBeJudgedAgainAreLeft) {
  run();
  options_.source.kind = AfterSuccess::Kind::remove;
  options_.policy.max_header_bytes = 16;
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::duplicate);
  EXPECT_EQ(outcome.source, "left");
  EXPECT_TRUE(is_in_a());
}

TEST_F(Originals, ThatCannotBeReadAgainFailTheDuplicate) {
  run();
  options_.source.kind = AfterSuccess::Kind::remove;
  a_.before_read = [] { return Error{ErrorKind::upstream, "broken", std::nullopt}; };
  const auto outcome = run();
  EXPECT_EQ(outcome.kind, OutcomeKind::failed);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->kind, ErrorKind::upstream);
  EXPECT_TRUE(is_in_a());
}

TEST_F(Originals, AreTagged) {
  options_.source.kind = AfterSuccess::Kind::tag;
  a_.describe = [](ObjectInfo& info) { info.version = "v2"; };
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(outcome.source, "tagged");
  EXPECT_EQ(a_.tags, (Tags{{"stripmeta", "cleaned"}}));
  EXPECT_EQ(a_.tagged.version, "v2");
  EXPECT_EQ(a_.calls.back(), "tag x/photo.jpg");
}

TEST_F(Originals, TheJobFailsIfTheyCannotBeTaggedOrDeleted) {
  options_.source.kind = AfterSuccess::Kind::tag;
  a_.before_tag = [] { return Error{ErrorKind::access_denied, "not allowed", std::nullopt}; };
  const auto outcome = run();
  EXPECT_EQ(outcome.kind, OutcomeKind::failed);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->kind, ErrorKind::access_denied);
  ASSERT_TRUE(outcome.output);
  EXPECT_EQ(outcome.source, "");
  EXPECT_EQ(in_b(), clean_jpeg());
  a_.before_tag = {};
  const auto again = run();
  expect_done(again, OutcomeKind::duplicate);
  EXPECT_EQ(again.source, "tagged");
}

}  // namespace
}  // namespace stripmeta
