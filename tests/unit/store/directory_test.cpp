// Reading, and the keys that every operation refuses.
#include "store/directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "unit/store/failing_call.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

class Directory : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(root_);
    auto store = DirectoryStore::open(root_);
    ASSERT_TRUE(store) << store.error().message;
    store_ = std::move(*store);
  }

  // Checks that every operation refuses the key in the same way and leaves nothing behind.
  void expect_refused(const std::string& key, std::string_view reason) {
    const auto before = entries(scratch_.path());
    const auto check = [&](const auto& answer, const char* operation) {
      ASSERT_FALSE(answer) << operation;
      EXPECT_EQ(answer.error().kind, ErrorKind::invalid_key) << operation;
      EXPECT_NE(answer.error().message.find(reason), std::string::npos) << operation << ": " << answer.error().message;
    };
    check(store_->stat(key, {}), "stat");
    check(store_->open(key, {}), "open");
    check(store_->create(key, {}, {}), "create");
    EXPECT_EQ(entries(scratch_.path()), before);
  }

  std::expected<std::string, Error> read(const std::string& key) {
    auto reader = store_->open(key, {});
    if (!reader) return std::unexpected(reader.error());
    std::string text;
    std::array<std::byte, 100> buffer{};
    while (true) {
      const auto count = (*reader)->read(buffer);
      if (!count) return std::unexpected(count.error());
      if (*count == 0) return text;
      text.append(reinterpret_cast<const char*>(buffer.data()), *count);
    }
  }

  Scratch scratch_;
  const std::string root_ = scratch_ / "root";
  std::unique_ptr<DirectoryStore> store_;
};

TEST(DirectoryOpen, NamesTheDirectoryThatCannotBeUsed) {
  const Scratch scratch;
  write_file(scratch / "file", "");
  const auto missing = DirectoryStore::open(scratch / "none");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::configuration);
  EXPECT_EQ(missing.error().message, "cannot use the directory '" + (scratch / "none") + "': it does not exist");
  EXPECT_EQ(DirectoryStore::open(scratch / "file").error().kind, ErrorKind::configuration);
  EXPECT_EQ(DirectoryStore::open("").error().kind, ErrorKind::configuration);
}

TEST_F(Directory, IsNamedAsItWasGiven) {
  EXPECT_EQ(store_->name(), root_);
}

TEST_F(Directory, ReadsAnObject) {
  std::filesystem::create_directories(root_ + "/x/y");
  const auto text = pattern(1234);
  write_file(root_ + "/x/y/z.jpg", text);
  EXPECT_EQ(read("x/y/z.jpg"), text);
  const auto info = store_->stat("x/y/z.jpg", {});
  ASSERT_TRUE(info && *info);
  EXPECT_EQ((*info)->size, 1234U);
  EXPECT_EQ((*info)->version, "");
  EXPECT_EQ((*info)->source, "d:" + (*info)->etag);
  EXPECT_TRUE((*info)->attributes.user.empty());
}

TEST_F(Directory, SaysTheSameOfAnObjectInStatAndOpen) {
  write_file(root_ + "/a", "text");
  const auto info = store_->stat("a", {});
  const auto reader = store_->open("a", {});
  ASSERT_TRUE(info && *info && reader);
  EXPECT_EQ((*info)->etag, (*reader)->info().etag);
  EXPECT_EQ((*info)->source, (*reader)->info().source);
}

TEST_F(Directory, HasAnETagOfDeviceInodeSizeAndTimes) {
  write_file(root_ + "/a", "text");
  struct stat status{};
  ASSERT_EQ(::stat((root_ + "/a").c_str(), &status), 0);
  const auto nanoseconds = [](const timespec& time) {
    return std::to_string(static_cast<long long>(time.tv_sec) * 1'000'000'000 + time.tv_nsec);
  };
  const auto info = store_->stat("a", {});
  ASSERT_TRUE(info && *info);
  EXPECT_EQ((*info)->etag, std::to_string(status.st_dev) + "," + std::to_string(status.st_ino) + ",4," +
                               nanoseconds(status.st_mtim) + "," + nanoseconds(status.st_ctim));
}

TEST_F(Directory, HasAnotherETagForAReplacedObject) {
  write_file(root_ + "/a", "text");
  const auto before = store_->stat("a", {});
  write_file(root_ + "/b", "text");
  std::filesystem::rename(root_ + "/b", root_ + "/a");
  const auto after = store_->stat("a", {});
  ASSERT_TRUE(before && *before && after && *after);
  EXPECT_NE((*before)->etag, (*after)->etag);
}

TEST_F(Directory, KnowsThatAnObjectIsMissing) {
  write_file(root_ + "/file", "");
  for (const auto* key : {"none", "none/a", "file/a"}) {
    const auto info = store_->stat(key, {});
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_FALSE(*info);
    const auto reader = store_->open(key, {});
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().kind, ErrorKind::not_found);
    EXPECT_EQ(reader.error().message, "cannot open '" + std::string{key} + "': it does not exist");
  }
}

TEST_F(Directory, RefusesAnEmptyKey) {
  expect_refused("", "it is empty");
}

TEST_F(Directory, RefusesAKeyWithNul) {
  using namespace std::string_literals;
  write_file(root_ + "/a", "");
  expect_refused("a\0.jpg"s, "NUL");
}

TEST_F(Directory, RefusesALeadingSlash) {
  write_file(scratch_ / "outside", "");
  expect_refused(scratch_ / "outside", "starts with '/'");
}

TEST_F(Directory, RefusesATrailingSlash) {
  expect_refused("a/", "ends with '/'");
}

TEST_F(Directory, RefusesADoubleSlash) {
  expect_refused("a//b", "holds '//'");
}

TEST_F(Directory, RefusesADotComponent) {
  write_file(root_ + "/a", "");
  expect_refused("./a", "'.' or '..'");
}

TEST_F(Directory, RefusesADotDotComponent) {
  write_file(scratch_ / "outside", "");
  expect_refused("../outside", "'.' or '..'");
}

TEST_F(Directory, RefusesAComponentOver255Bytes) {
  expect_refused(std::string(256, 'a'), "longer than 255 bytes");
}

TEST_F(Directory, RefusesAKeyThatIsTooLongForAPath) {
  std::string key = std::string(255, 'a');
  while (key.size() < 5000) key += "/" + std::string(255, 'a');
  expect_refused(key, "too long for a path");
}

TEST_F(Directory, RefusesAKeyThatNamesADirectory) {
  std::filesystem::create_directories(root_ + "/a/b");
  expect_refused("a", "does not name a regular file");
  expect_refused("a/b", "does not name a regular file");
}

TEST_F(Directory, RefusesAFifoWithoutWaiting) {
  ASSERT_EQ(::mkfifo((root_ + "/fifo").c_str(), 0600), 0);
  expect_refused("fifo", "does not name a regular file");
}

// Runs each test with openat2(2), without it as on an old kernel, and without it as in a sandbox.
class Links : public Directory, public ::testing::WithParamInterface<int> {
 protected:
  void run(const std::function<void()>& body) {
    if (GetParam() == 0) return body();
    ASSERT_TRUE(with_failing_call(SYS_openat2, GetParam(), body));
  }
};

TEST_P(Links, AreRefusedAsTheObject) {
  write_file(scratch_ / "outside", "secret");
  write_file(root_ + "/inside", "text");
  std::filesystem::create_symlink("../outside", root_ + "/out");
  std::filesystem::create_symlink("inside", root_ + "/in");
  std::filesystem::create_symlink("nowhere", root_ + "/dangling");
  run([&] {
    for (const auto* key : {"out", "in", "dangling"}) expect_refused(key, "leads through a symbolic link");
  });
  EXPECT_EQ(read_file(scratch_ / "outside"), "secret");
}

TEST_P(Links, AreRefusedOnTheWay) {
  std::filesystem::create_directory(scratch_ / "outside");
  write_file(scratch_ / "outside/a", "secret");
  std::filesystem::create_directory(root_ + "/d");
  write_file(root_ + "/d/a", "text");
  std::filesystem::create_directory_symlink("../outside", root_ + "/out");
  std::filesystem::create_directory_symlink("d", root_ + "/in");
  std::filesystem::create_directory_symlink("../../outside", root_ + "/d/out");
  run([&] {
    for (const auto* key : {"out/a", "in/a", "d/out/a", "out/new", "in/new", "d/out/deep/new"}) {
      expect_refused(key, "leads through a symbolic link");
    }
  });
  EXPECT_EQ(entries(scratch_ / "outside"), std::vector<std::string>{"a"});
}

TEST_P(Links, AreNotNeededForReadingAndWriting) {
  std::filesystem::create_directories(root_ + "/x/y");
  write_file(root_ + "/x/y/a", "text");
  run([&] {
    EXPECT_EQ(read("x/y/a"), "text");
    EXPECT_EQ(read("x/none").error().kind, ErrorKind::not_found);
    EXPECT_EQ(read("x/y/a/none").error().kind, ErrorKind::not_found);
    EXPECT_EQ(store_->stat("x/y", {}).error().kind, ErrorKind::invalid_key);
    const auto writer = store_->create("x/new/b", {}, {});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE((*writer)->write(bytes_of("more")));
    ASSERT_TRUE((*writer)->commit());
  });
  EXPECT_EQ(read_file(root_ + "/x/new/b"), "more");
}

INSTANTIATE_TEST_SUITE_P(Openat2, Links, ::testing::Values(0, ENOSYS, EPERM), [](const auto& test) {
  return std::string{test.param == 0 ? "Present" : test.param == ENOSYS ? "Missing" : "Forbidden"};
});

TEST_F(Directory, NoticesThatAnObjectChangedWhileRead) {
  write_file(root_ + "/a", pattern(500));
  const auto reader = store_->open("a", {});
  ASSERT_TRUE(reader);
  std::array<std::byte, 1000> buffer{};
  ASSERT_EQ((*reader)->read(buffer), 500U);
  std::ofstream{root_ + "/a", std::ios::app} << "more";
  std::expected<std::size_t, Error> end = (*reader)->read(buffer);
  while (end && *end != 0) end = (*reader)->read(buffer);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, ErrorKind::upstream);
  EXPECT_EQ(end.error().message, "'a' changed while it was read; try again when nothing writes to it");
}

TEST_F(Directory, StopsOnRequest) {
  write_file(root_ + "/a", "text");
  std::stop_source source;
  const Call call{.deadline = std::chrono::steady_clock::time_point::max(), .stop = source.get_token()};
  const auto reader = store_->open("a", call);
  ASSERT_TRUE(reader);
  source.request_stop();
  std::array<std::byte, 10> buffer{};
  EXPECT_EQ((*reader)->read(buffer).error().kind, ErrorKind::deadline);
  EXPECT_EQ(store_->stat("a", call).error().message, "'a' was not finished: a stop was requested");
  EXPECT_EQ(store_->open("a", call).error().kind, ErrorKind::deadline);
  EXPECT_EQ(store_->create("b", {}, call).error().kind, ErrorKind::deadline);
  EXPECT_TRUE(entries(root_) == std::vector<std::string>{"a"});
}

TEST_F(Directory, StopsAtTheDeadline) {
  write_file(root_ + "/a", "text");
  const Call call{.deadline = std::chrono::steady_clock::time_point::min(), .stop = {}};
  EXPECT_EQ(store_->stat("a", call).error().kind, ErrorKind::deadline);
  EXPECT_EQ(store_->stat("a", call).error().message, "'a' was not finished: its time limit has passed");
}

TEST_F(Directory, ReadersOutliveTheStore) {
  write_file(root_ + "/a", "text");
  const auto reader = store_->open("a", {});
  const auto writer = store_->create("b", {}, {});
  ASSERT_TRUE(reader && writer);
  store_.reset();
  std::array<std::byte, 10> buffer{};
  EXPECT_EQ((*reader)->read(buffer), 4U);
  EXPECT_TRUE((*writer)->commit());
  EXPECT_EQ(entries(root_), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace stripmeta
