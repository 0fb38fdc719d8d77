// Several workers, lost responses and changing images: the job retries.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "unit/job/job_fixture.hpp"

namespace stripmeta {
namespace {

class JobRace : public JobFixture {
 protected:
  long count(const MeddlingStore& store, const char* call) { return std::ranges::count(store.calls, call); }

  // Acts at the first call only.
  template <typename Act>
  static MeddlingStore::Hook once(Act act) {
    return [act, done = false]() mutable -> std::optional<Error> {
      if (std::exchange(done, true)) return std::nullopt;
      return act();
    };
  }
};

const Error lost{ErrorKind::upstream, "the answer was lost", std::nullopt};

TEST_F(JobRace, LooksAgainIfAnObjectAppearedInB) {
  b_.before_commit = once([&]() -> std::optional<Error> {
    put_in_b("other");
    return std::nullopt;
  });
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(in_b(), clean_jpeg());
  EXPECT_EQ(count(b_, "stat"), 2);
  EXPECT_EQ(count(b_, "abort"), 1);
  EXPECT_EQ(b_.put.precondition.kind, Precondition::Kind::matches);
}

TEST_F(JobRace, LooksAgainIfBChangedBetweenStatAndCommit) {
  put_in_b("before");
  b_.after_stat = once([&]() -> std::optional<Error> {
    put_in_b("other");
    return std::nullopt;
  });
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(in_b(), clean_jpeg());
  EXPECT_EQ(count(b_, "commit"), 2);
}

TEST_F(JobRace, LooksAgainIfBVanished) {
  put_in_b("before");
  b_.before_commit = once([&]() -> std::optional<Error> {
    std::filesystem::remove(b_path_);
    return std::nullopt;
  });
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(b_.put.precondition.kind, Precondition::Kind::absent);
}

// The output of an old image must not replace that of a newer one: the job looks at B before it reads A.
TEST_F(JobRace, DoesNotReplaceTheOutputOfANewerImage) {
  a_.before_read = once([&]() -> std::optional<Error> {
    put_in_a(jpeg_with_comment("second"));
    EXPECT_EQ(run_plainly().kind, OutcomeKind::cleaned);
    return std::nullopt;
  });
  run();
  EXPECT_EQ(info_in_b().attributes.user.at("stripmeta-source"), "x/photo.jpg;" + info_in_a().source);
}

TEST_F(JobRace, JudgesNoImageThatDidNotComeWhole) {
  put_in_a("damaged on its way");
  int reads = 0;
  a_.before_read = [&]() -> std::optional<Error> {
    if (++reads != 2) return std::nullopt;
    put_in_a(jpeg_with_comment("whole"));
    return Error{ErrorKind::upstream, "its checksum does not match", std::nullopt};
  };
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(count(a_, "open"), 2);
}

TEST_F(JobRace, GivesUpIfTheConditionFailsThoughNobodyWrites) {
  b_.before_commit = [] { return std::optional{Error{ErrorKind::conflict, "changed", std::nullopt}}; };
  expect_failed(run(), ErrorKind::conflict);
  EXPECT_EQ(count(b_, "commit"), 3);
}

TEST_F(JobRace, GivesUpIfBChangesForEver) {
  int round = 0;
  b_.before_commit = [&]() -> std::optional<Error> {
    put_in_b(std::to_string(++round));
    return std::nullopt;
  };
  expect_failed(run(), ErrorKind::conflict);
  EXPECT_EQ(count(b_, "commit"), 10);
  EXPECT_EQ(count(b_, "abort"), 10);
  EXPECT_EQ(in_b(), "10");
  EXPECT_EQ(entries_of_b(), (std::vector<std::string>{"x", "x/photo.jpg"}));
}

TEST_F(JobRace, LooksAgainIfAChangedWhileRead) {
  a_.before_read = once([&]() -> std::optional<Error> {
    std::ofstream{a_path_, std::ios::app} << "trailer";
    return std::nullopt;
  });
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(outcome.report.bytes_in, jpeg_with_comment("first").size() + 7);
  EXPECT_EQ(in_b(), clean_jpeg());
  EXPECT_EQ(count(a_, "open"), 2);
}

TEST_F(JobRace, GivesUpIfAChangesForEver) {
  a_.before_read = [&]() -> std::optional<Error> {
    std::ofstream{a_path_, std::ios::app} << "more";
    return std::nullopt;
  };
  const auto outcome = run();
  expect_failed(outcome, ErrorKind::upstream);
  EXPECT_EQ(outcome.error->message, "'x/photo.jpg' changed while it was read; try again when nothing writes to it");
  EXPECT_EQ(count(a_, "open"), 3);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(JobRace, StopsLookingAtTheDeadline) {
  std::stop_source source;
  const Call call{.deadline = std::chrono::steady_clock::time_point::max(), .stop = source.get_token()};
  b_.before_commit = [&]() -> std::optional<Error> {
    source.request_stop();
    return Error{ErrorKind::conflict, "changed", std::nullopt};
  };
  expect_failed(run_job(a_, b_, options_, {.key = key_, .version = {}, .force = false}, call), ErrorKind::deadline);
  EXPECT_EQ(count(b_, "commit"), 1);
}

TEST_F(JobRace, KnowsItsOwnOutputIfTheAnswerWasLost) {
  for (const bool force : {false, true}) {
    b_.calls.clear();
    b_.after_commit = once([] { return std::optional{lost}; });
    const auto outcome = run({.key = key_, .version = {}, .force = force});
    expect_done(outcome, OutcomeKind::cleaned);
    EXPECT_EQ(outcome.report.format, Format::jpeg);
    EXPECT_TRUE(outcome.output);
    EXPECT_EQ(count(b_, "commit"), 1) << force;
    EXPECT_EQ(in_b(), clean_jpeg());
  }
}

// The store repeated a request whose response was lost, and the second failed because the first had succeeded.
TEST_F(JobRace, KnowsItsOwnOutputIfItCollidedWithItself) {
  b_.after_commit = once([] { return std::optional{Error{ErrorKind::conflict, "exists", std::nullopt}}; });
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(count(b_, "commit"), 1);
}

TEST_F(JobRace, CommitsAgainIfTheCommitWasLostWithItsAnswer) {
  b_.before_commit = once([] { return std::optional{lost}; });
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(count(b_, "commit"), 2);
  EXPECT_EQ(in_b(), clean_jpeg());
}

TEST_F(JobRace, DoesNotTakeTheOldOutputForItsOwnIfForced) {
  run();
  const auto before = info_in_b().etag;
  b_.before_commit = once([] { return std::optional{lost}; });
  expect_done(run({.key = key_, .version = {}, .force = true}), OutcomeKind::cleaned);
  EXPECT_NE(info_in_b().etag, before);
}

TEST_F(JobRace, SaysLostIfEveryAnswerIs) {
  b_.before_commit = [] { return std::optional{lost}; };
  expect_failed(run(), ErrorKind::upstream);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(JobRace, EndsWellWithManyWorkersOnOneKey) {
  std::atomic<int> cleaned{0};
  std::atomic<int> duplicates{0};
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back([&] {
        const auto kind = run_plainly().kind;
        if (kind == OutcomeKind::cleaned) ++cleaned;
        if (kind == OutcomeKind::duplicate) ++duplicates;
      });
    }
  }
  EXPECT_GE(cleaned, 1);
  EXPECT_EQ(cleaned + duplicates, 4);
  EXPECT_EQ(in_b(), clean_jpeg());
  EXPECT_EQ(entries_of_b(), (std::vector<std::string>{"x", "x/photo.jpg"}));
}

}  // namespace
}  // namespace stripmeta
