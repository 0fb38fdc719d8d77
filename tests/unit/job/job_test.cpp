// A single worker: every outcome, and what it writes.
#include "job/job.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <new>
#include <stdexcept>

#include "job/marker.hpp"
#include "stripmeta/version.hpp"
#include "unit/job/job_fixture.hpp"

namespace stripmeta {
namespace {

using Calls = std::vector<std::string>;

class Job : public JobFixture {
 protected:
  JobRequest request(std::optional<std::string> version = {}, bool force = false) {
    return {.key = key_, .version = std::move(version), .force = force};
  }
};

TEST(OutcomeWord, IsSnakeCase) {
  EXPECT_EQ(outcome_word(OutcomeKind::cleaned), "cleaned");
  EXPECT_EQ(outcome_word(OutcomeKind::duplicate), "duplicate");
  EXPECT_EQ(outcome_word(OutcomeKind::superseded), "superseded");
  EXPECT_EQ(outcome_word(OutcomeKind::skipped), "skipped");
  EXPECT_EQ(outcome_word(OutcomeKind::failed), "failed");
}

TEST_F(Job, VersionNullIsTheCurrentOneIfThereAreNone) {
  expect_done(run({.key = key_, .version = "null", .force = false}), OutcomeKind::cleaned);
  a_.describe = [](ObjectInfo& info) { info.version = "v2"; };
  expect_done(run({.key = key_, .version = "null", .force = false}), OutcomeKind::superseded);
}

TEST_F(Job, Cleans) {
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(in_b(), clean_jpeg());
  EXPECT_EQ(outcome.report.format, Format::jpeg);
  EXPECT_EQ(outcome.report.bytes_in, jpeg_with_comment("first").size());
  EXPECT_EQ(outcome.report.bytes_out, clean_jpeg().size());
  EXPECT_EQ(outcome.input.bucket, scratch_ / "a");
  EXPECT_EQ(outcome.input.key, key_);
  ASSERT_TRUE(outcome.output);
  EXPECT_EQ(outcome.output->bucket, scratch_ / "b");
  EXPECT_EQ(outcome.output->key, key_);
  EXPECT_EQ(read_file(a_path_), jpeg_with_comment("first"));
  EXPECT_EQ(entries_of_b(), (Calls{"x", "x/photo.jpg"}));
}

TEST_F(Job, LooksAtBBeforeItOpensA) {
  bool stated_first = false;
  a_.before_open = [&] {
    stated_first = b_.calls == Calls{"stat"};
    return std::nullopt;
  };
  run();
  EXPECT_TRUE(stated_first);
}

TEST_F(Job, SaysTheContentTypeBeforeTheFirstByte) {
  run();
  ASSERT_GE(b_.calls.size(), 5U);
  EXPECT_EQ(Calls(b_.calls.begin(), b_.calls.begin() + 4), (Calls{"stat", "create", "set_content_type", "write"}));
  EXPECT_EQ(b_.content_type, "image/jpeg");
  EXPECT_EQ(std::ranges::count(b_.calls, "set_content_type"), 1);
}

TEST_F(Job, MarksWhatItWrites) {
  run();
  const auto user = info_in_b().attributes.user;
  EXPECT_EQ(user.at("stripmeta-source"), "x/photo.jpg;" + info_in_a().source);
  EXPECT_EQ(user.at("stripmeta-policy"), canonical(policy_));
  EXPECT_EQ(user.at("stripmeta-build"), build());
  EXPECT_EQ(user.size(), 3U);
}

TEST_F(Job, CopiesOnlyTheHeadersThatAreTheImages) {
  a_.describe = [](ObjectInfo& info) {
    info.attributes = {.content_type = "text/html",
                       .cache_control = "max-age=1",
                       .content_disposition = "inline",
                       .content_encoding = "identity",
                       .content_language = "de",
                       .expires = "never",
                       .user = {{"author", "someone"}}};
  };
  expect_done(run(), OutcomeKind::cleaned);
  const auto& attributes = b_.put.attributes;
  EXPECT_EQ(attributes.cache_control, "max-age=1");
  EXPECT_EQ(attributes.content_disposition, "inline");
  EXPECT_EQ(attributes.content_language, "de");
  EXPECT_EQ(attributes.expires, "never");
  EXPECT_EQ(attributes.content_encoding, "");
  EXPECT_EQ(attributes.content_type, "");
  EXPECT_FALSE(attributes.user.contains("author"));
  EXPECT_EQ(b_.put.length_hint, jpeg_with_comment("first").size());
}

TEST_F(Job, RefusesAnEncodedObject) {
  for (const auto* encoding : {"gzip", "br", "aws-chunked,gzip"}) {
    a_.describe = [&](ObjectInfo& info) { info.attributes.content_encoding = encoding; };
    expect_failed(run(), ErrorKind::unsupported);
  }
  EXPECT_TRUE(entries_of_b().empty());
  a_.describe = [](ObjectInfo& info) { info.attributes.content_encoding = "aws-chunked"; };
  expect_done(run(), OutcomeKind::cleaned);
}

TEST_F(Job, DoesNothingForADuplicate) {
  run();
  const auto before = info_in_b().etag;
  a_.calls.clear();
  b_.calls.clear();
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::duplicate);
  ASSERT_TRUE(outcome.output);
  EXPECT_EQ(outcome.output->key, key_);
  EXPECT_EQ(outcome.report.format, Format::unknown);
  EXPECT_EQ(a_.calls, Calls{"open"});
  EXPECT_EQ(b_.calls, Calls{"stat"});
  EXPECT_EQ(info_in_b().etag, before);
}

TEST_F(Job, CleansAgainIfForced) {
  run();
  const auto before = info_in_b().etag;
  expect_done(run(request({}, true)), OutcomeKind::cleaned);
  EXPECT_NE(info_in_b().etag, before);
}

TEST_F(Job, CleansAgainUnderAnotherPolicy) {
  run();
  policy_.strict = true;
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(info_in_b().attributes.user.at("stripmeta-policy"), "default;strict=1");
}

TEST_F(Job, CleansAgainIfASourceIsNew) {
  run();
  put_in_a(jpeg_with_comment("second"));
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(info_in_b().attributes.user.at("stripmeta-source"), "x/photo.jpg;" + info_in_a().source);
}

TEST_F(Job, CleansAgainIfTheOutputWasTamperedWith) {
  run();
  std::ofstream{b_path_, std::ios::app} << "more";
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(in_b(), clean_jpeg());
}

TEST_F(Job, OverwritesWhatHasNoMarker) {
  put_in_b("something else");
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(in_b(), clean_jpeg());
  EXPECT_EQ(b_.put.precondition.kind, Precondition::Kind::matches);
}

// Under another name, such as an access point's, each image would be replaced by its own output, again and again.
TEST_F(Job, RefusesABucketBThatIsBucketA) {
  for (const bool force : {false, true}) {
    const auto outcome =
        run_job(*directory_a_, *directory_a_, options_, {.key = key_, .version = {}, .force = force}, {});
    expect_failed(outcome, ErrorKind::configuration);
  }
  EXPECT_EQ(read_file(a_path_), jpeg_with_comment("first"));
}

// Without versions, objects differ only in ETag and modification time, and a clean image is copied unchanged.
TEST_F(Job, TakesAnOutputThatLooksLikeItsOriginalForOneThatItWrote) {
  const auto look_alike = [](ObjectInfo& info) { info.source = "e:x,Mon, 01 Jan 2024 00:00:00 GMT"; };
  a_.describe = look_alike;
  b_.describe = look_alike;
  expect_done(run(), OutcomeKind::cleaned);
  expect_done(run(), OutcomeKind::duplicate);
}

TEST_F(Job, RefusesAnOutputOfAnotherSource) {
  run();
  const auto before = info_in_b().etag;
  b_.describe = [](ObjectInfo& info) { info.attributes.user["stripmeta-source"] = "x/other.jpg;d:1,2,3,4,5"; };
  const auto outcome = run();
  expect_failed(outcome, ErrorKind::conflict);
  EXPECT_EQ(outcome.error->message,
            "'x/photo.jpg' was made from another object; choose another output name, or delete it first");
  expect_failed(run(request({}, true)), ErrorKind::conflict);
  EXPECT_EQ(info_in_b().etag, before);
}

TEST_F(Job, TakesTheVersionThatIsCurrent) {
  expect_done(run(request(info_in_a().etag)), OutcomeKind::cleaned);  // a directory has ETags instead of versions
  a_.describe = [](ObjectInfo& info) { info.version = "v2"; };
  const auto outcome = run(request("v2", true));
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(outcome.input.version, "v2");
}

TEST_F(Job, WritesNothingForAVersionThatIsNoLongerCurrent) {
  const auto version = info_in_a().etag;
  put_in_a(jpeg_with_comment("second"));
  const auto outcome = run(request(version));
  expect_done(outcome, OutcomeKind::superseded);
  EXPECT_FALSE(outcome.output);
  EXPECT_TRUE(entries_of_b().empty());
  expect_done(run(request(version, true)), OutcomeKind::cleaned);
}

TEST_F(Job, SaysThatAnImageIsMissing) {
  const auto outcome = run({.key = "none.jpg", .version = {}, .force = false});
  expect_failed(outcome, ErrorKind::not_found);
  EXPECT_EQ(outcome.input.key, "none.jpg");
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, RefusesAHostileKey) {
  expect_failed(run({.key = "../a/x/photo.jpg", .version = {}, .force = false}), ErrorKind::invalid_key);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, LeavesNothingOfAMalformedImage) {
  put_in_a(clean_jpeg().substr(0, 60));  // ends within the quantisation table
  const auto outcome = run();
  EXPECT_EQ(outcome.kind, OutcomeKind::failed);
  EXPECT_TRUE(entries_of_b().empty());
  put_in_a("%PDF-1.7 is no image");
  expect_failed(run(), ErrorKind::unsupported);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, LeavesTheOldOutputIfTheNewImageIsMalformed) {
  run();
  const auto before = info_in_b().etag;
  put_in_a("no image");
  expect_failed(run(), ErrorKind::unsupported);
  EXPECT_EQ(info_in_b().etag, before);
}

TEST_F(Job, RefusesATruncatedImageIfStrict) {
  policy_.strict = true;
  const auto whole = clean_jpeg();
  put_in_a(whole.substr(0, whole.size() - 2));
  expect_failed(run(), ErrorKind::truncated);
  EXPECT_TRUE(entries_of_b().empty());
  policy_.strict = false;
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_TRUE(outcome.report.truncated);
}

TEST_F(Job, TellsTheWritersOwnError) {
  b_.before_write = [] { return Error{ErrorKind::access_denied, "not allowed", std::nullopt}; };
  const auto outcome = run();
  expect_failed(outcome, ErrorKind::access_denied);
  EXPECT_EQ(outcome.error->message, "not allowed");
  EXPECT_EQ(std::ranges::count(b_.calls, "abort"), 1);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, FailsAtOnceIfTheStoresForbid) {
  const Error denied{ErrorKind::access_denied, "not allowed", std::nullopt};
  b_.after_stat = [&] { return denied; };
  expect_failed(run(), ErrorKind::access_denied);
  b_.after_stat = {};
  a_.before_open = [&] { return denied; };
  expect_failed(run(), ErrorKind::access_denied);
  a_.before_open = {};
  b_.before_create = [&] { return denied; };
  expect_failed(run(), ErrorKind::access_denied);
  b_.before_create = {};
  b_.before_commit = [&] { return denied; };
  expect_failed(run(), ErrorKind::access_denied);
  EXPECT_EQ(std::ranges::count(b_.calls, "commit"), 1);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, EndsAtTheDeadline) {
  const Call late{.deadline = std::chrono::steady_clock::time_point::min(), .stop = {}};
  expect_failed(run_job(a_, b_, options_, request(), late), ErrorKind::deadline);
  EXPECT_TRUE(a_.calls.empty());
}

TEST_F(Job, EndsWhenStoppedInTheMiddle) {
  std::stop_source source;
  const Call call{.deadline = std::chrono::steady_clock::time_point::max(), .stop = source.get_token()};
  b_.before_commit = [&] {
    source.request_stop();
    return std::nullopt;
  };
  expect_failed(run_job(a_, b_, options_, request(), call), ErrorKind::deadline);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, ThrowsNothing) {
  b_.after_stat = []() -> std::optional<Error> { throw std::bad_alloc{}; };
  const auto outcome = run();
  expect_failed(outcome, ErrorKind::internal);
  EXPECT_EQ(outcome.input.key, key_);
  b_.after_stat = {};
  b_.before_commit = []() -> std::optional<Error> { throw std::runtime_error{"planted"}; };
  const auto later = run();
  expect_failed(later, ErrorKind::internal);
  EXPECT_EQ(later.error->message.find("planted"), std::string::npos);
  EXPECT_TRUE(entries_of_b().empty());
}

TEST_F(Job, MeasuresEachPhase) {
  const auto pause = [] {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    return std::nullopt;
  };
  a_.before_read = pause;
  const auto reading = run();
  EXPECT_GE(reading.ms.download, 20);
  EXPECT_GE(reading.ms.strip, 0);
  a_.before_read = {};
  b_.before_write = b_.before_commit = pause;
  const auto writing = run(request({}, true));
  EXPECT_GE(writing.ms.upload, 40);
}

TEST_F(Job, CarriesImagesLongerThanItsBuffer) {
  auto image = clean_jpeg();
  std::string scan;
  for (int i = 0; i < 400'000; ++i) scan += static_cast<char>(i % 200);
  image.insert(image.size() - 2, scan);
  put_in_a(image);
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(in_b(), image);
  EXPECT_GE(std::ranges::count(a_.calls, "read"), 3);
}

}  // namespace
}  // namespace stripmeta
