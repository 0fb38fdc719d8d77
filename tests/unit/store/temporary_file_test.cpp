#include "store/temporary_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "unit/store/failing_call.hpp"
#include "unit/store/scratch.hpp"
#include "unit/store/size_limit.hpp"

namespace stripmeta {
namespace {

using Existing = TemporaryFile::Existing;

TemporaryFile temporary_beside(const std::string& path) {
  auto file = TemporaryFile::beside(path);
  if (!file) throw std::runtime_error(file.error().message);
  return std::move(*file);
}

struct stat status_of(const std::string& path) {
  struct stat status{};
  EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
  return status;
}

TEST(TemporaryName, IsTheOneThatIsMade) {
  EXPECT_TRUE(is_temporary_name(".a.jpg.stripmeta-0123456789abcdef"));
  EXPECT_TRUE(is_temporary_name("..stripmeta-0123456789abcdef"));
}

TEST(TemporaryName, IsNothingElse) {
  for (const auto* name : {"", "a.jpg", ".a.jpg", "a.jpg.stripmeta-0123456789abcdef", ".stripmeta-0123456789abcde",
                           ".a.stripmeta-0123456789abcdeg", ".a.stripmeta-0123456789ABCDEF",
                           ".a.stripmeta-0123456789abcdef0", ".a.stripmeta-0123456789abcdef.jpg", ".stripmeta-"}) {
    EXPECT_FALSE(is_temporary_name(name)) << name;
  }
}

TEST(TemporaryFile, AppearsOnlyAtCommit) {
  const Scratch scratch;
  auto file = temporary_beside(scratch / "a.jpg");
  ASSERT_TRUE(file.write(bytes_of("text")));
  auto names = entries(scratch.path());
  ASSERT_EQ(names.size(), 1U);
  EXPECT_TRUE(is_temporary_name(names[0])) << names[0];
  EXPECT_TRUE(names[0].starts_with(".a.jpg.")) << names[0];
  ASSERT_TRUE(file.commit(Existing::refuse));
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a.jpg"});
  EXPECT_EQ(read_file(scratch / "a.jpg"), "text");
}

TEST(TemporaryFile, LeavesNothingWhenDestroyedOrAborted) {
  const Scratch scratch;
  write_file(scratch / "a", "before");
  {
    EXPECT_TRUE(temporary_beside(scratch / "a").write(bytes_of("text")));
  }
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a"});
  auto file = temporary_beside(scratch / "a");
  file.abort();
  file.abort();
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a"});
  EXPECT_EQ(read_file(scratch / "a"), "before");
}

TEST(TemporaryFile, AbortsTheOneThatIsAssignedOver) {
  const Scratch scratch;
  auto file = temporary_beside(scratch / "a");
  ASSERT_TRUE(file.write(bytes_of("a")));
  file = temporary_beside(scratch / "b");
  EXPECT_EQ(entries(scratch.path()).size(), 1U);
  ASSERT_TRUE(file.write(bytes_of("b")));
  auto moved = std::move(file);
  ASSERT_TRUE(moved.commit(Existing::refuse));
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"b"});
  EXPECT_EQ(read_file(scratch / "b"), "b");
}

TEST(TemporaryFile, WritesExactlyWhatItIsGivenWhateverTheSizes) {
  const Scratch scratch;
  constexpr auto buffer = TemporaryFile::buffer_bytes;
  const std::vector<std::vector<std::size_t>> sequences{
      {},
      {0},
      {1},
      {buffer - 1},
      {buffer},
      {buffer + 1},
      {buffer - 1, 1},
      {buffer - 1, 2},
      {1, buffer - 1, 1},
      {1, buffer, 1, buffer + 1, 0, 3},
      {3 * buffer + 17, 5, 5, 2 * buffer},
      std::vector<std::size_t>(1000, 131),
      std::vector<std::size_t>(9, buffer / 2 + 1),
  };
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    std::size_t total = 0;
    for (const auto size : sequences[i]) total += size;
    const auto text = pattern(total);
    auto file = temporary_beside(scratch / "a");
    std::size_t at = 0;
    for (const auto size : sequences[i]) {
      ASSERT_TRUE(file.write(bytes_of(text).subspan(at, size)));
      at += size;
    }
    ASSERT_TRUE(file.commit(Existing::replace));
    EXPECT_EQ(read_file(scratch / "a"), text) << "sequence " << i;
  }
}

TEST(TemporaryFile, CollectsSmallWrites) {
  const Scratch scratch;
  auto file = temporary_beside(scratch / "a");
  const auto size_on_disk = [&] {
    struct stat status{};
    EXPECT_EQ(::fstat(file.fd(), &status), 0);
    return status.st_size;
  };
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(file.write(bytes_of("0123456789")));
  EXPECT_EQ(size_on_disk(), 0);
  ASSERT_TRUE(file.flush());
  EXPECT_EQ(size_on_disk(), 1000);
  ASSERT_TRUE(file.write(bytes_of(pattern(TemporaryFile::buffer_bytes))));
  EXPECT_EQ(size_on_disk(), 1000 + static_cast<off_t>(TemporaryFile::buffer_bytes));
}

TEST(TemporaryFile, WorksForTheLongestNames) {
  const Scratch scratch;
  for (const auto& base : {std::string(255, 'n'), std::string(227, 'n'), std::string(228, 'n')}) {
    auto file = temporary_beside(scratch / base);
    const auto names = entries(scratch.path());
    ASSERT_EQ(names.size(), 1U);
    EXPECT_TRUE(is_temporary_name(names[0]));
    EXPECT_EQ(names[0].size(), 255U);
    ASSERT_TRUE(file.commit(Existing::refuse));
    EXPECT_TRUE(std::filesystem::remove(scratch / base));
  }
}

TEST(TemporaryFile, ShortensBetweenTwoCharacters) {
  const Scratch scratch;
  std::string base = "x";
  while (base.size() < 253) base += "\xc3\xa4";  // 227 bytes fit, which ends within one of these
  const auto file = temporary_beside(scratch / base);
  const auto names = entries(scratch.path());
  ASSERT_EQ(names.size(), 1U);
  EXPECT_TRUE(names[0].starts_with("." + base.substr(0, 227) + ".stripmeta-")) << names[0];
  const auto other = temporary_beside(scratch / ("xy" + base.substr(1)));
  bool found = false;
  for (const auto& name : entries(scratch.path())) {
    found = found || name.starts_with(".xy" + base.substr(1, 224) + ".stripmeta-");
  }
  EXPECT_TRUE(found);
}

void expect_refused_and_kept(const std::string& path) {
  auto file = temporary_beside(path);
  EXPECT_TRUE(file.write(bytes_of("after")));
  const auto committed = file.commit(Existing::refuse);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().kind, ErrorKind::conflict);
  EXPECT_EQ(committed.error().message, "cannot write '" + path + "': it already exists");
  file.abort();
  EXPECT_EQ(read_file(path), "before");
}

TEST(TemporaryFile, RefusesToReplaceIfAsked) {
  const Scratch scratch;
  write_file(scratch / "a", "before");
  expect_refused_and_kept(scratch / "a");
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a"});
}

TEST(TemporaryFile, RefusesToReplaceWithoutRenameat2Too) {
  for (const int error : {EINVAL, ENOSYS}) {
    const Scratch scratch;
    write_file(scratch / "a", "before");
    ASSERT_TRUE(with_failing_call(SYS_renameat2, error, [&] {
      expect_refused_and_kept(scratch / "a");
      auto file = temporary_beside(scratch / "b");
      EXPECT_TRUE(file.write(bytes_of("new")));
      EXPECT_TRUE(file.commit(Existing::refuse));
    }));
    EXPECT_EQ(entries(scratch.path()), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(read_file(scratch / "b"), "new");
    EXPECT_EQ(status_of(scratch / "b").st_nlink, 1U);
  }
}

TEST(TemporaryFile, ReplacesIfAsked) {
  const Scratch scratch;
  write_file(scratch / "a", "before");
  auto file = temporary_beside(scratch / "a");
  ASSERT_TRUE(file.write(bytes_of("after")));
  ASSERT_TRUE(file.commit(Existing::replace));
  EXPECT_EQ(read_file(scratch / "a"), "after");
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a"});
}

TEST(TemporaryFile, ReplacesASymbolicLinkNotItsTarget) {
  const Scratch scratch;
  write_file(scratch / "target", "before");
  std::filesystem::create_symlink("target", scratch / "link");
  auto file = temporary_beside(scratch / "link");
  ASSERT_TRUE(file.write(bytes_of("after")));
  ASSERT_TRUE(file.commit(Existing::replace));
  EXPECT_EQ(read_file(scratch / "target"), "before");
  EXPECT_TRUE(S_ISREG(status_of(scratch / "link").st_mode));
}

TEST(TemporaryFile, DoesNotReplaceADirectory) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "a");
  for (const auto existing : {Existing::replace, Existing::refuse}) {
    auto file = temporary_beside(scratch / "a");
    const auto committed = file.commit(existing);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().kind, ErrorKind::conflict);
  }
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a"});
}

TEST(TemporaryFile, NoticesThatItsDirectoryIsGone) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "d");
  auto file = temporary_beside(scratch / "d/a");
  std::filesystem::remove_all(scratch / "d");
  const auto committed = file.commit(Existing::replace);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().kind, ErrorKind::conflict);
}

TEST(TemporaryFile, RefusesPathsThatNameNoFile) {
  const Scratch scratch;
  for (const auto* end : {"", ".", "..", "d/"}) {
    const auto file = TemporaryFile::beside(scratch / end);
    ASSERT_FALSE(file) << end;
    EXPECT_EQ(file.error().kind, ErrorKind::unsupported) << end;
  }
  EXPECT_EQ(TemporaryFile::beside("").error().kind, ErrorKind::unsupported);
  EXPECT_EQ(TemporaryFile::beside(scratch / "none/a").error().kind, ErrorKind::not_found);
  write_file(scratch / "file", "");
  EXPECT_EQ(TemporaryFile::beside(scratch / "file/a").error().kind, ErrorKind::not_found);
}

TEST(TemporaryFile, TakesModeAndTimes) {
  const Scratch scratch;
  const auto before = ::umask(0027);
  auto file = temporary_beside(scratch / "a");
  auto plain = temporary_beside(scratch / "b");
  ::umask(before);
  ASSERT_TRUE(file.write(bytes_of("text")));
  ASSERT_TRUE(file.set_mode(0604));
  ASSERT_TRUE(file.set_times({.tv_sec = 1000, .tv_nsec = 5}, {.tv_sec = 2000, .tv_nsec = 7}));
  ASSERT_TRUE(file.commit(Existing::refuse, TemporaryFile::Sync::yes));
  ASSERT_TRUE(plain.commit(Existing::refuse));
  const auto status = status_of(scratch / "a");
  EXPECT_EQ(status.st_mode & 07777U, 0604U);
  EXPECT_EQ(status.st_atim.tv_sec, 1000);
  EXPECT_EQ(status.st_mtim.tv_sec, 2000);
  EXPECT_EQ(status.st_mtim.tv_nsec, 7);
  EXPECT_EQ(status_of(scratch / "b").st_mode & 07777U, 0640U);
}

TEST(TemporaryFile, KeepsTheWriterAwayFromThePublishedFile) {
  const Scratch scratch;
  auto file = temporary_beside(scratch / "a");
  ASSERT_TRUE(file.write(bytes_of("text")));
  ASSERT_TRUE(file.commit(Existing::refuse));
  EXPECT_EQ(file.write(bytes_of("more")).error().kind, ErrorKind::internal);
  EXPECT_EQ(file.flush().error().kind, ErrorKind::internal);
  EXPECT_EQ(file.commit(Existing::replace).error().kind, ErrorKind::internal);
  file.abort();
  EXPECT_EQ(read_file(scratch / "a"), "text");
}

TEST(TemporaryFile, StaysFailedOnceTheDiskTakesNoMore) {
  const Scratch scratch;
  write_file(scratch / "a", "before");
  auto file = temporary_beside(scratch / "a");
  {
    const SizeLimit limit{TemporaryFile::buffer_bytes + 11};
    const auto written = file.write(bytes_of(pattern(3 * TemporaryFile::buffer_bytes)));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::upstream);
    EXPECT_EQ(written.error().message, "cannot write '" + (scratch / "a") + "': the file would exceed the size limit");
  }
  EXPECT_FALSE(file.write(bytes_of("more")));
  EXPECT_FALSE(file.commit(Existing::replace));
  file.abort();
  EXPECT_EQ(entries(scratch.path()), std::vector<std::string>{"a"});
  EXPECT_EQ(read_file(scratch / "a"), "before");
}

// The system first writes only some of the bytes (a short write); the rest is written if possible.
TEST(TemporaryFile, WritesUpToTheLimit) {
  const Scratch scratch;
  const auto text = pattern(2 * TemporaryFile::buffer_bytes + 11);
  const SizeLimit limit{text.size()};
  auto file = temporary_beside(scratch / "a");
  ASSERT_TRUE(file.write(bytes_of(text)));
  ASSERT_TRUE(file.commit(Existing::refuse));
  EXPECT_EQ(read_file(scratch / "a"), text);
}

TEST(TemporaryFile, PublishesNothingThatCouldNotBeSynced) {
  const Scratch scratch;
  ASSERT_TRUE(with_failing_call(SYS_fsync, EIO, [&] {
    auto file = temporary_beside(scratch / "a");
    const auto committed = file.commit(Existing::refuse, TemporaryFile::Sync::yes);
    EXPECT_FALSE(committed);
    EXPECT_EQ(committed.error().kind, ErrorKind::upstream);
  }));
  EXPECT_TRUE(entries(scratch.path()).empty());
}

}  // namespace
}  // namespace stripmeta
