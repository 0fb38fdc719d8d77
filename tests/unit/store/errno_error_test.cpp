#include "store/errno_error.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace stripmeta {
namespace {

TEST(ErrnoError, HasTheKindOfTheCause) {
  EXPECT_EQ(errno_error(ENOENT, "open", "x").kind, ErrorKind::not_found);
  EXPECT_EQ(errno_error(ENOTDIR, "open", "x").kind, ErrorKind::not_found);
  EXPECT_EQ(errno_error(EACCES, "open", "x").kind, ErrorKind::access_denied);
  EXPECT_EQ(errno_error(EPERM, "open", "x").kind, ErrorKind::access_denied);
  EXPECT_EQ(errno_error(EROFS, "write", "x").kind, ErrorKind::access_denied);
  EXPECT_EQ(errno_error(EEXIST, "write", "x").kind, ErrorKind::conflict);
  EXPECT_EQ(errno_error(ENOSPC, "write", "x").kind, ErrorKind::upstream);
  EXPECT_EQ(errno_error(EIO, "read", "x").kind, ErrorKind::upstream);
  EXPECT_EQ(errno_error(ENOLCK, "lock", "x").kind, ErrorKind::upstream);
}

TEST(ErrnoError, IsASentenceThatNamesTheFile) {
  EXPECT_EQ(errno_error(ENOSPC, "write", "a.jpg").message, "cannot write 'a.jpg': the disk is full");
  EXPECT_EQ(errno_error(ENOENT, "open", "a.jpg").message, "cannot open 'a.jpg': it does not exist");
  EXPECT_EQ(errno_error(EACCES, "open", "a.jpg").message, "cannot open 'a.jpg': permission is denied");
  EXPECT_EQ(errno_error(EEXIST, "write", "a.jpg").message, "cannot write 'a.jpg': it already exists");
}

}  // namespace
}  // namespace stripmeta
