#include "s3/credentials/cached.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "unit/s3/fixtures.hpp"

namespace stripmeta::s3 {
namespace {

using namespace std::chrono;

class Cached : public ::testing::Test {
 protected:
  std::string get() {
    const auto credentials = source.get({});
    return credentials ? credentials->access_key_id : error_of(credentials);
  }

  // The next search finds these, valid for that long.
  void next(const std::string& id, seconds life) { answer = Credentials{id, "hush", "T", now + life}; }
  void next_fails() { answer = std::unexpected(Error{ErrorKind::upstream, "it fails", std::nullopt}); }

  system_clock::time_point now{sys_days{2026y / January / 1}};
  std::expected<Credentials, Error> answer;
  int looks{0};
  CachedCredentials source{[this](const Call&) {
                             ++looks;
                             return answer;
                           },
                           [this] { return now; }};
};

TEST_F(Cached, AreKeptUntilFiveMinutesBeforeTheirEnd) {
  next("one", 1h);
  EXPECT_EQ(get(), "one");
  next("two", 2h);
  now += 54min + 59s;
  EXPECT_EQ(get(), "one");
  now += 1s;
  EXPECT_EQ(get(), "two");
  EXPECT_EQ(looks, 2);
}

TEST_F(Cached, WithoutExpiryAreKeptForEver) {
  answer = Credentials{"one", "hush"};
  EXPECT_EQ(get(), "one");
  now += hours{24 * 365};
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(looks, 1);
}

TEST_F(Cached, GoOnWhileTheyAreGoodIfARefreshFails) {
  next("one", 1h);
  get();
  next_fails();
  now += 56min;
  EXPECT_EQ(get(), "one");
  now += 29s;
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(looks, 2) << "a failed refresh is not repeated at once";
  now += 1s;
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(looks, 3);
  now += 4min;
  EXPECT_EQ(get(), "upstream: it fails");
  next("two", 1h);
  EXPECT_EQ(get(), "two") << "without good ones each caller looks";
}

TEST_F(Cached, ShortLivedOnesAreReturned) {
  next("one", 2min);
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(looks, 1);
}

TEST_F(Cached, ExpiredOnesAreNotReturned) {
  next("one", 0s);
  EXPECT_EQ(get(), "configuration: the AWS credentials that were found have expired; renew them");
}

TEST_F(Cached, RejectedOnesAreReplaced) {
  next("one", 1h);
  get();
  next("two", 1h);
  source.reject({"one", "hush", "another session"});
  EXPECT_EQ(get(), "one") << "those were others";
  source.reject({"one", "hush", "T"});
  EXPECT_EQ(get(), "two");
  source.reject({"one", "hush", "T"});
  EXPECT_EQ(get(), "two") << "newer ones have come since";
}

// Searches that wait for release(), so that a test controls which threads are inside.
struct HeldLook {
  std::promise<void> entered;
  std::promise<std::expected<Credentials, Error>> answer;
  std::atomic<int> looks{0};

  std::expected<Credentials, Error> operator()(const Call&) {
    ++looks;
    entered.set_value();
    return answer.get_future().get();
  }
};

TEST(CachedTogether, OneLooksAndTheOthersWaitForItsAnswer) {
  HeldLook look;
  CachedCredentials source{std::ref(look), system_clock::now};
  std::vector<std::future<std::string>> callers;
  const auto get = [&source] { return source.get({}).value_or(Credentials{}).access_key_id; };
  callers.push_back(std::async(std::launch::async, get));
  look.entered.get_future().wait();
  for (int i = 0; i < 4; ++i) callers.push_back(std::async(std::launch::async, get));
  look.answer.set_value(Credentials{"one", "hush"});
  for (auto& caller : callers) EXPECT_EQ(caller.get(), "one");
  EXPECT_EQ(look.looks, 1);
}

TEST(CachedTogether, TheOthersGoOnWithWhatIsStillGood) {
  const system_clock::time_point start{sys_days{2026y / January / 1}};
  std::atomic<int> minutes_passed{0};
  HeldLook look;
  CachedCredentials source{[&](const Call& call) -> std::expected<Credentials, Error> {
                             if (minutes_passed == 0) return Credentials{"one", "hush", "", start + 10min};
                             return look(call);
                           },
                           [&] { return start + minutes{minutes_passed.load()}; }};
  ASSERT_TRUE(source.get({}));
  minutes_passed = 6;
  auto first = std::async(std::launch::async, [&] { return source.get({}).value().access_key_id; });
  look.entered.get_future().wait();
  EXPECT_EQ(source.get({}).value().access_key_id, "one");
  look.answer.set_value(Credentials{"two", "hush"});
  EXPECT_EQ(first.get(), "two");
}

TEST(CachedTogether, AWaitEndsWithTheCallersOwnTimeOrStop) {
  HeldLook look;
  CachedCredentials source{std::ref(look), system_clock::now};
  auto first = std::async(std::launch::async, [&] { return source.get({}).has_value(); });
  look.entered.get_future().wait();
  EXPECT_TRUE(error_of(source.get({steady_clock::now(), {}})).starts_with("deadline"));
  std::stop_source stopped;
  stopped.request_stop();
  EXPECT_TRUE(error_of(source.get({steady_clock::time_point::max(), stopped.get_token()})).starts_with("deadline"));
  look.answer.set_value(Credentials{"one", "hush"});
  EXPECT_TRUE(first.get());
}

}  // namespace
}  // namespace stripmeta::s3
