#include "store/provenance.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "store/file_descriptor.hpp"
#include "unit/store/failing_call.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

class Provenance : public ::testing::Test {
 protected:
  void SetUp() override { write_file(path_, "text"); }

  void store(const UserMetadata& user) {
    ASSERT_TRUE(write_provenance(fd(), user)) << "the temporary directory needs extended attributes (TEST_TMPDIR)";
    ASSERT_EQ(read_provenance(fd()), user);
  }
  void set_raw(std::string_view text) {
    ASSERT_EQ(::fsetxattr(fd(), "user.stripmeta", text.data(), text.size(), 0), 0);
  }
  std::string raw() {
    std::string text(1000, '\0');
    text.resize(static_cast<std::size_t>(::fgetxattr(fd(), "user.stripmeta", text.data(), text.size())));
    return text;
  }
  int fd() {
    if (!file_) file_ = FileDescriptor{::open(path_.c_str(), O_RDWR | O_CLOEXEC)};
    return file_.get();
  }

  Scratch scratch_;
  std::string path_ = scratch_ / "a";
  FileDescriptor file_;
  const UserMetadata user_{{"stripmeta-policy", "default;strict=1"}, {"stripmeta-source", "a%20b;d:1,2=3"}};
};

TEST_F(Provenance, IsReadBack) {
  store(user_);
}

TEST_F(Provenance, MayHaveNoEntries) {
  store({});
}

TEST_F(Provenance, IsEmptyIfThereIsNone) {
  EXPECT_TRUE(read_provenance(fd()).empty());
}

TEST_F(Provenance, CountsNoLongerOnceTheSizeDiffers) {
  store(user_);
  ASSERT_EQ(::ftruncate(fd(), 3), 0);
  EXPECT_TRUE(read_provenance(fd()).empty());
}

TEST_F(Provenance, CountsNoLongerOnceTheTimeDiffers) {
  store(user_);
  const std::array times{timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, timespec{.tv_sec = 1, .tv_nsec = 1}};
  ASSERT_EQ(::futimens(fd(), times.data()), 0);
  EXPECT_TRUE(read_provenance(fd()).empty());
}

TEST_F(Provenance, IsEmptyIfItIsDamaged) {
  store(user_);
  const auto whole = raw();
  set_raw(whole);
  ASSERT_EQ(read_provenance(fd()), user_);
  for (const auto& damaged : {whole.substr(0, whole.size() - 1), whole.substr(1), std::string{}, whole + "x",
                              whole + "user.x\n", whole + "other.x=y\n", whole + "\n", "size=4\n" + whole}) {
    set_raw(damaged);
    EXPECT_TRUE(read_provenance(fd()).empty()) << damaged;
  }
}

TEST_F(Provenance, IsSimplyMissingIfTheFileSystemHasNone) {
  ASSERT_TRUE(with_failing_call(SYS_fsetxattr, EOPNOTSUPP, [&] { EXPECT_FALSE(write_provenance(fd(), user_)); }));
  EXPECT_TRUE(read_provenance(fd()).empty());
}

TEST_F(Provenance, IsSimplyMissingIfItIsTooLong) {
  EXPECT_FALSE(write_provenance(fd(), {{"x", std::string(70'000, 'x')}}));
  EXPECT_TRUE(read_provenance(fd()).empty());
}

TEST(StorableMetadata, HasNoLineBreaks) {
  EXPECT_TRUE(is_storable({}));
  EXPECT_TRUE(is_storable({{"a", "b=c"}, {"d", ""}}));
  EXPECT_FALSE(is_storable({{"a", "b\nc"}}));
  EXPECT_FALSE(is_storable({{"a\n", "b"}}));
  EXPECT_FALSE(is_storable({{"a=", "b"}}));
}

}  // namespace
}  // namespace stripmeta
