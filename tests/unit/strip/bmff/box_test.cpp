// Heads of boxes, and boxes one after another.
#include "strip/bmff/box.hpp"

#include <gtest/gtest.h>

#include "support/cpp/heif_bytes.hpp"

namespace stripmeta::test {
namespace {

using bmff::BoxWalk;
using bmff::read_head;
using bmff::type;

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

TEST(BoxHead, SaysTypeAndSizes) {
  const auto small = box("free", "text");
  const auto head = read_head(view(small));
  ASSERT_TRUE(head && head->is_valid());
  EXPECT_EQ(head->type, type("free"));
  EXPECT_EQ(head->size, 8U);
  EXPECT_EQ(head->box_size, 12U);
  EXPECT_EQ(head->payload_size(), 4U);
  const auto large = large_box("free", "text");
  const auto longer = read_head(view(large));
  ASSERT_TRUE(longer && longer->is_valid());
  EXPECT_EQ(longer->size, 16U);
  EXPECT_EQ(longer->box_size, 20U);
  EXPECT_EQ(longer->payload_size(), 4U);
}

TEST(BoxHead, MayRunToTheEnd) {
  const auto bytes = be32(0) + "mdat";
  const auto head = read_head(view(bytes));
  ASSERT_TRUE(head && head->is_valid());
  EXPECT_TRUE(head->runs_to_end);
  EXPECT_EQ(head->payload_size(), bmff::to_end);
  const auto greatest = be32(1) + "mdat" + be64(UINT64_MAX);
  EXPECT_FALSE(read_head(view(greatest))->runs_to_end);
  EXPECT_EQ(read_head(view(greatest))->payload_size(), UINT64_MAX - 16);
}

TEST(BoxHead, IsReadOnceItIsThere) {
  const auto large = be32(1) + "mdat" + be64(16);
  for (std::size_t size = 0; size < large.size(); ++size) {
    const auto part = large.substr(0, size);
    EXPECT_FALSE(read_head(view(part))) << size;
  }
  EXPECT_TRUE(read_head(view(large)));
}

TEST(BoxHead, IsInvalidIfTheBoxIsSmaller) {
  for (const auto& bytes : {be32(7) + "free", be32(2) + "free", be32(1) + "free" + be64(15)}) {
    EXPECT_FALSE(read_head(view(bytes))->is_valid());
  }
}

// 14496-12 4.2.2: only `size` can be 0.
TEST(BoxHead, ALargeSizeOfZeroIsNotTheWayToTheEnd) {
  const auto bytes = be32(1) + "mdat" + be64(0) + "payload";
  EXPECT_FALSE(read_head(view(bytes))->is_valid());
  const auto box = BoxWalk{view(bytes), 0, bytes.size()}.next();
  ASSERT_FALSE(box);
  EXPECT_EQ(box.error().kind, ErrorKind::malformed);
}

TEST(BoxWalk, GoesFromBoxToBox) {
  const auto bytes = box("free", "a") + large_box("skip", "bc") + be32(0) + "mdat" + "rest";
  BoxWalk walk{view(bytes), 0, bytes.size()};
  const auto first = walk.next();
  const auto second = walk.next();
  const auto third = walk.next();
  ASSERT_TRUE(first && second && third);
  EXPECT_TRUE(walk.done());
  EXPECT_EQ(as_text(first->payload), "a");
  EXPECT_EQ(second->at, 9U);
  EXPECT_EQ(as_text(second->payload), "bc");
  EXPECT_EQ(third->payload_at(), 35U);
  EXPECT_EQ(as_text(third->payload), "rest");
}

TEST(BoxWalk, StaysAtAnError) {
  const auto open_inside = be32(0) + "free" + box("free", "");
  const auto error_of = [](const std::string& bytes, std::size_t end) { return BoxWalk{view(bytes), 0, end}.next(); };
  EXPECT_EQ(error_of(open_inside, 8).error().kind, ErrorKind::malformed) << "only the input's last box runs to the end";
  EXPECT_EQ(error_of("1234567", 7).error().kind, ErrorKind::malformed);
  EXPECT_EQ(error_of(be32(9) + "free", 8).error().kind, ErrorKind::truncated);
}

}  // namespace
}  // namespace stripmeta::test
