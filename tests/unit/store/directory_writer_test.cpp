// Writing: invisibility before commit, preconditions, the lock, provenance.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <array>
#include <atomic>
#include <barrier>
#include <cerrno>
#include <filesystem>
#include <thread>

#include "store/directory.hpp"
#include "unit/store/failing_call.hpp"
#include "unit/store/scratch.hpp"
#include "unit/store/size_limit.hpp"

namespace stripmeta {
namespace {

using Kind = Precondition::Kind;
using Names = std::vector<std::string>;

Put put_if(Kind kind, std::string etag = {}) {
  Put put;
  put.precondition = {.kind = kind, .etag = std::move(etag)};
  return put;
}

class DirectoryWriting : public ::testing::Test {
 protected:
  void SetUp() override { store_ = std::move(DirectoryStore::open(scratch_.path()).value()); }

  std::unique_ptr<Writer> writer(const std::string& key, Put put = {}, std::string_view text = "after") {
    auto writer = store_->create(key, std::move(put), {});
    if (!writer) throw std::runtime_error(writer.error().message);
    EXPECT_TRUE((*writer)->write(bytes_of(text)));
    return std::move(*writer);
  }
  std::string etag(const std::string& key) { return store_->stat(key, {}).value().value().etag; }
  std::string text(const std::string& key) { return read_file(scratch_ / key); }
  static void expect_conflict(Writer& writer) {
    const auto committed = writer.commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().kind, ErrorKind::conflict);
  }

  Scratch scratch_;
  std::unique_ptr<DirectoryStore> store_;
};

TEST_F(DirectoryWriting, ShowsNothingBeforeCommit) {
  const auto object = writer("x/y/a.jpg");
  EXPECT_FALSE(store_->stat("x/y/a.jpg", {}).value());
  EXPECT_EQ(store_->open("x/y/a.jpg", {}).error().kind, ErrorKind::not_found);
  int seen = 0;
  EXPECT_TRUE(store_->list("", {}, [&](const auto&, const auto&) { return ++seen > 0; }));
  EXPECT_EQ(seen, 0);
  const auto info = object->commit();
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(text("x/y/a.jpg"), "after");
  EXPECT_EQ(info->size, 5U);
  EXPECT_EQ(info->etag, etag("x/y/a.jpg"));
  EXPECT_EQ(entries(scratch_.path()), (Names{"x", "x/y", "x/y/a.jpg"}));
}

TEST_F(DirectoryWriting, LeavesAllAsItWasWhenAborted) {
  write_file(scratch_ / "a", "before");
  const auto before = etag("a");
  for (const bool explicitly : {true, false}) {
    const auto object = writer("a");
    const auto nested = writer("x/y/b");
    if (!explicitly) continue;
    object->abort();
    nested->abort();
    EXPECT_EQ(entries(scratch_.path()), Names{"a"});
    object->abort();
  }
  EXPECT_EQ(entries(scratch_.path()), Names{"a"});
  EXPECT_EQ(text("a"), "before");
  EXPECT_EQ(etag("a"), before);
}

TEST_F(DirectoryWriting, RemovesOnlyDirectoriesThatItMade) {
  std::filesystem::create_directory(scratch_ / "x");
  writer("x/y/z/a")->abort();
  EXPECT_EQ(entries(scratch_.path()), Names{"x"});
}

TEST_F(DirectoryWriting, LeavesDirectoriesThatOthersUseMeanwhile) {
  const auto first = writer("x/y/a");
  const auto second = writer("x/b");
  first->abort();
  ASSERT_TRUE(second->commit());
  EXPECT_EQ(entries(scratch_.path()), (Names{"x", "x/b"}));
}

TEST_F(DirectoryWriting, KeepsDirectoriesAfterCommitAndAbort) {
  const auto object = writer("x/a");
  ASSERT_TRUE(object->commit());
  object->abort();
  EXPECT_EQ(entries(scratch_.path()), (Names{"x", "x/a"}));
}

TEST_F(DirectoryWriting, RefusesAFileOnTheWay) {
  write_file(scratch_ / "a", "before");
  const auto object = store_->create("a/b/c", {}, {});
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().kind, ErrorKind::invalid_key);
  EXPECT_EQ(object.error().message, "the key 'a/b/c' is refused: a part of it is a file, not a directory");
  EXPECT_EQ(entries(scratch_.path()), Names{"a"});
}

TEST_F(DirectoryWriting, RemovesMadeDirectoriesIfTheFileCannotBeMade) {
  ASSERT_TRUE(with_failing_call(SYS_getrandom, EIO,
                                [&] { EXPECT_EQ(store_->create("x/y/a", {}, {}).error().kind, ErrorKind::upstream); }));
  EXPECT_EQ(entries(scratch_.path()), Names{});
}

TEST_F(DirectoryWriting, ReplacesWithoutACondition) {
  ASSERT_TRUE(writer("a", {}, "first")->commit());
  ASSERT_TRUE(writer("a", {}, "second")->commit());
  EXPECT_EQ(text("a"), "second");
}

TEST_F(DirectoryWriting, CreatesOnlyIfThereIsNone) {
  ASSERT_TRUE(writer("a", put_if(Kind::absent), "first")->commit());
  expect_conflict(*writer("a", put_if(Kind::absent)));
  EXPECT_EQ(text("a"), "first");
}

TEST_F(DirectoryWriting, NoticesOneThatCameMeanwhile) {
  const auto object = writer("a", put_if(Kind::absent));
  write_file(scratch_ / "a", "other");
  expect_conflict(*object);
  EXPECT_EQ(text("a"), "other");
  object->abort();
  EXPECT_EQ(entries(scratch_.path()), Names{"a"});
}

TEST_F(DirectoryWriting, ReplacesWhatItMatches) {
  write_file(scratch_ / "a", "before");
  ASSERT_TRUE(writer("a", put_if(Kind::matches, etag("a")))->commit());
  EXPECT_EQ(text("a"), "after");
}

TEST_F(DirectoryWriting, DoesNotReplaceAnother) {
  write_file(scratch_ / "a", "before");
  const auto object = writer("a", put_if(Kind::matches, etag("a")));
  ASSERT_TRUE(writer("a", {}, "other")->commit());
  expect_conflict(*object);
  EXPECT_EQ(text("a"), "other");
}

TEST_F(DirectoryWriting, DoesNotReplaceWhatIsGone) {
  write_file(scratch_ / "a", "before");
  const auto object = writer("a", put_if(Kind::matches, etag("a")));
  std::filesystem::remove(scratch_ / "a");
  expect_conflict(*object);
  object->abort();
  EXPECT_EQ(entries(scratch_.path()), Names{});
}

// Of several writers with the same precondition, exactly one may publish.
void race(DirectoryStore& store, const Put& put, const std::string& path) {
  constexpr int writers = 4;
  std::atomic<int> won{0};
  std::atomic<int> conflicts{0};
  std::barrier start{writers};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < writers; ++i) {
      threads.emplace_back([&, i] {
        const auto object = store.create("a", put, {});
        const auto text = std::to_string(i);
        const bool ready = object && (*object)->write(bytes_of(text));
        start.arrive_and_wait();
        if (!ready) return;
        const auto committed = (*object)->commit();
        if (committed) ++won;
        if (!committed && committed.error().kind == ErrorKind::conflict) ++conflicts;
      });
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(conflicts, writers - 1);
  EXPECT_EQ(read_file(path).size(), 1U);
}

TEST_F(DirectoryWriting, LetsOneOfManyWinIfThereIsNone) {
  for (int round = 0; round < 50; ++round) {
    std::filesystem::remove(scratch_ / "a");
    race(*store_, put_if(Kind::absent), scratch_ / "a");
  }
  EXPECT_EQ(entries(scratch_.path()), Names{"a"});
}

TEST_F(DirectoryWriting, LetsOneOfManyWinIfItMatches) {
  write_file(scratch_ / "a", "before");
  for (int round = 0; round < 50; ++round) race(*store_, put_if(Kind::matches, etag("a")), scratch_ / "a");
  EXPECT_EQ(entries(scratch_.path()), Names{"a"});
}

TEST_F(DirectoryWriting, WaitsForTheLockUntilItIsStopped) {
  write_file(scratch_ / "a", "before");
  const FileDescriptor other{::open(scratch_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  ASSERT_EQ(::flock(other.get(), LOCK_EX), 0);
  std::stop_source source;
  const Call call{.deadline = std::chrono::steady_clock::time_point::max(), .stop = source.get_token()};
  const auto object = store_->create("a", put_if(Kind::matches, etag("a")), call);
  ASSERT_TRUE(object);
  const std::jthread later{[&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});  // for any time: it cannot commit before
    source.request_stop();
  }};
  const auto committed = (*object)->commit();
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().kind, ErrorKind::deadline);
  EXPECT_EQ(text("a"), "before");
}

TEST_F(DirectoryWriting, NeedsALockToCompare) {
  write_file(scratch_ / "a", "before");
  const auto tag = etag("a");
  ASSERT_TRUE(with_failing_call(SYS_flock, ENOLCK, [&] {
    EXPECT_EQ(writer("a", put_if(Kind::matches, tag))->commit().error().kind, ErrorKind::upstream);
    EXPECT_TRUE(writer("b", put_if(Kind::absent))->commit());
  }));
  EXPECT_EQ(text("a"), "before");
  EXPECT_EQ(text("b"), "after");
}

TEST_F(DirectoryWriting, StopsOnRequest) {
  std::stop_source source;
  const Call call{.deadline = std::chrono::steady_clock::time_point::max(), .stop = source.get_token()};
  const auto object = store_->create("x/a", {}, call);
  ASSERT_TRUE(object);
  source.request_stop();
  EXPECT_EQ((*object)->write(bytes_of("text")).error().kind, ErrorKind::deadline);
  EXPECT_EQ((*object)->commit().error().kind, ErrorKind::deadline);
  (*object)->abort();
  EXPECT_EQ(entries(scratch_.path()), Names{});
}

TEST_F(DirectoryWriting, GivesTheDefaultMode) {
  const auto before = ::umask(0022);
  const auto object = writer("x/a");
  ::umask(before);
  ASSERT_TRUE(object->commit());
  const auto mode = [&](const char* name) {
    return static_cast<unsigned>(std::filesystem::status(scratch_ / name).permissions());
  };
  EXPECT_EQ(mode("x/a"), 0644U);
  EXPECT_EQ(mode("x"), 0755U);
}

TEST_F(DirectoryWriting, KeepsUserMetadataWhileTheFileIsTheSame) {
  Put put;
  put.attributes.user = {{"stripmeta-source", "a;d:1,2"}, {"stripmeta-policy", "default;strict=0"}};
  const auto user = put.attributes.user;
  const auto info = writer("a", std::move(put))->commit();
  ASSERT_TRUE(info);
  EXPECT_EQ(info->attributes.user, user) << "the temporary directory needs extended attributes (TEST_TMPDIR)";
  EXPECT_EQ(store_->stat("a", {}).value().value().attributes.user, user);
  EXPECT_EQ(store_->open("a", {}).value()->info().attributes.user, user);
  std::ofstream{scratch_ / "a", std::ios::app} << "more";
  EXPECT_TRUE(store_->stat("a", {}).value().value().attributes.user.empty());
}

TEST_F(DirectoryWriting, WorksWithoutExtendedAttributes) {
  Put put;
  put.attributes.user = {{"stripmeta-source", "a"}};
  ASSERT_TRUE(with_failing_call(SYS_fsetxattr, EOPNOTSUPP, [&] {
    const auto info = writer("a", put)->commit();
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_TRUE(info->attributes.user.empty());
  }));
  EXPECT_EQ(text("a"), "after");
}

TEST_F(DirectoryWriting, RefusesUserMetadataWithALineBreak) {
  Put put;
  put.attributes.user = {{"a", "b\nc"}};
  EXPECT_EQ(store_->create("x/a", put, {}).error().kind, ErrorKind::internal);
  EXPECT_EQ(entries(scratch_.path()), Names{});
}

TEST_F(DirectoryWriting, LeavesAllAsItWasWhenTheDiskTakesNoMore) {
  write_file(scratch_ / "a", "before");
  {
    const SizeLimit limit{3};
    const auto object = writer("a");
    const auto committed = object->commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().kind, ErrorKind::upstream);
  }
  EXPECT_EQ(text("a"), "before");
  EXPECT_EQ(entries(scratch_.path()), Names{"a"});
}

}  // namespace
}  // namespace stripmeta
