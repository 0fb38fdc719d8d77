// Each file is processed by one thread at a time, and once more if it changed in the meantime.
#include "cli/run/pending_files.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace stripmeta::cli {
namespace {

TEST(PendingFiles, AreTakenOnceInOrder) {
  PendingFiles pending;
  for (const auto* name : {"b", "a", "b"}) pending.add(name);
  EXPECT_EQ(pending.take(), "b");
  EXPECT_EQ(pending.take(), "a");
  pending.done("b");
  pending.done("a");
  pending.add("c");
  EXPECT_EQ(pending.take(), "c");
}

TEST(PendingFiles, AreTakenAgainIfAddedDuringProcessing) {
  PendingFiles pending;
  pending.add("a");
  ASSERT_EQ(pending.take(), "a");
  pending.add("a");
  pending.add("a");
  pending.add("b");
  EXPECT_EQ(pending.take(), "b");
  pending.done("a");
  EXPECT_EQ(pending.take(), "a");
}

TEST(PendingFiles, AreNotTakenOnceClosed) {
  PendingFiles pending;
  std::jthread waiter{[&] { EXPECT_EQ(pending.take(), std::nullopt); }};
  pending.close();
  pending.add("a");
  EXPECT_EQ(pending.take(), std::nullopt);
}

}  // namespace
}  // namespace stripmeta::cli
