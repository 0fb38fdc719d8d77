#include "store/source_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>

#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

ErrorKind refusal(const std::string& path, std::string& message) {
  const auto file = SourceFile::open(path);
  EXPECT_FALSE(file);
  if (file) return ErrorKind::internal;
  message = file.error().message;
  return file.error().kind;
}

// Reads to the end in pieces of `piece` bytes.
std::expected<std::string, Error> read_all(SourceFile& file, std::size_t piece) {
  std::string text;
  std::vector<std::byte> buffer(piece);
  while (true) {
    const auto count = file.read(buffer);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return text;
    text.append(reinterpret_cast<const char*>(buffer.data()), *count);
  }
}

void set_mtime(const std::string& path, time_t seconds) {
  const std::array times{timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, timespec{.tv_sec = seconds, .tv_nsec = 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0), 0);
}

class ChangingFile : public ::testing::Test {
 protected:
  void SetUp() override {
    write_file(path_, text_);
    auto file = SourceFile::open(path_);
    ASSERT_TRUE(file) << file.error().message;
    file_.emplace(std::move(*file));
    std::array<std::byte, 10> start{};
    ASSERT_EQ(file_->read(start), 10U);
  }

  void expect_changed() {
    const auto rest = read_all(*file_, 1000);
    ASSERT_FALSE(rest);
    EXPECT_EQ(rest.error().kind, ErrorKind::upstream);
    EXPECT_EQ(rest.error().message, "'" + path_ + "' changed while it was read; try again when nothing writes to it");
  }

  Scratch scratch_;
  std::string path_ = scratch_ / "a.jpg";
  std::string text_ = pattern(5000);
  std::optional<SourceFile> file_;
};

TEST(SourceFile, ReadsAllInPiecesOfAnySize) {
  const Scratch scratch;
  const auto text = pattern(100'001);
  write_file(scratch / "a", text);
  for (const std::size_t piece : {std::size_t{7}, std::size_t{4096}, text.size(), text.size() + 1}) {
    auto file = SourceFile::open(scratch / "a");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->status().st_size, 100'001);
    const auto read = read_all(*file, piece);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, text) << piece;
  }
}

TEST(SourceFile, ReadsAnEmptyFile) {
  const Scratch scratch;
  write_file(scratch / "a", "");
  auto file = SourceFile::open(scratch / "a");
  ASSERT_TRUE(file);
  EXPECT_EQ(read_all(*file, 10), std::string{});
}

TEST(SourceFile, FollowsASymbolicLink) {
  const Scratch scratch;
  write_file(scratch / "a", "text");
  std::filesystem::create_symlink("a", scratch / "link");
  auto file = SourceFile::open(scratch / "link");
  ASSERT_TRUE(file);
  EXPECT_EQ(read_all(*file, 10), "text");
}

TEST(SourceFile, RefusesAPathThatIsNotARegularFile) {
  const Scratch scratch;
  std::string message;
  EXPECT_EQ(refusal(scratch.path(), message), ErrorKind::unsupported);
  EXPECT_EQ(message, "'" + scratch.path() + "' is a directory, not a file that holds an image");
  EXPECT_EQ(refusal("/dev/null", message), ErrorKind::unsupported);
  EXPECT_EQ(message, "'/dev/null' is a device, not a file that holds an image");
}

TEST(SourceFile, RefusesAFifoWithoutWaitingForItsWriter) {
  const Scratch scratch;
  const auto path = scratch / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string message;
  EXPECT_EQ(refusal(path, message), ErrorKind::unsupported);
  EXPECT_EQ(message, "'" + path + "' is a named pipe, not a file that holds an image");
}

TEST(SourceFile, RefusesASocket) {
  const Scratch scratch;
  const auto path = scratch / "socket";
  const FileDescriptor socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.size());
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  std::string message;
  EXPECT_EQ(refusal(path, message), ErrorKind::unsupported);
}

TEST(SourceFile, SaysThatAFileIsMissing) {
  const Scratch scratch;
  std::string message;
  EXPECT_EQ(refusal(scratch / "none", message), ErrorKind::not_found);
  EXPECT_EQ(message, "cannot open '" + (scratch / "none") + "': it does not exist");
}

TEST_F(ChangingFile, IsReadWholeIfNothingChanges) {
  EXPECT_EQ(read_all(*file_, 1000), text_.substr(10));
}

TEST_F(ChangingFile, IsNoticedWhenItGrows) {
  std::ofstream{path_, std::ios::app} << "more";
  expect_changed();
}

TEST_F(ChangingFile, IsNoticedWhenItGrowsForEver) {
  std::array<std::byte, 1000> buffer{};
  std::size_t total = 10;
  while (true) {
    std::ofstream{path_, std::ios::app} << pattern(1000);
    const auto count = file_->read(buffer);
    if (!count) break;
    total += *count;
    ASSERT_LE(total, text_.size());
  }
}

TEST_F(ChangingFile, IsNoticedWhenItShrinks) {
  std::filesystem::resize_file(path_, 100);
  expect_changed();
}

TEST_F(ChangingFile, IsNoticedWhenItIsRewrittenInTheSameSize) {
  std::fstream{path_, std::ios::in | std::ios::out} << "other";
  set_mtime(path_, 1'000'000);  // differs at any clock resolution
  expect_changed();
}

TEST(FileState, TellsFilesAndTimesApart) {
  const Scratch scratch;
  write_file(scratch / "a", "text");
  write_file(scratch / "b", "text");
  const auto state = [&](const char* name) {
    struct stat status{};
    EXPECT_EQ(::stat((scratch / name).c_str(), &status), 0);
    return file_state(status);
  };
  const auto before = state("a");
  EXPECT_EQ(before, state("a"));
  EXPECT_NE(before.inode, state("b").inode);
  EXPECT_EQ(before.size, 4U);
  set_mtime(scratch / "a", 1'000'000);
  EXPECT_EQ(state("a").mtime_ns, 1'000'000'000'000'000);
}

}  // namespace
}  // namespace stripmeta
