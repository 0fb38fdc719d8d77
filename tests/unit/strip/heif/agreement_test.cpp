// Whether edits of data that pictures share agree.
#include "strip/heif/agreement.hpp"

#include <gtest/gtest.h>

namespace stripmeta::heif {
namespace {

Edit edit(std::size_t begin, std::size_t end, std::size_t bytes = 0) {
  return {{begin, end}, std::vector<std::byte>(bytes)};
}

TEST(HeifAgreement, TheSameEditsOfSharedDataAreOne) {
  const std::vector<Range> item{{0, 10}, {20, 30}};
  const std::vector<Range> sample{{0, 10}};
  Agreement agreement;
  agreement.add(item, 2);
  agreement.add(sample, 1);
  std::vector<Edit> edits{edit(25, 27), edit(3, 5), edit(3, 5)};
  ASSERT_TRUE(agreement.settle(edits));
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits.front().range, (Range{3, 5}));
}

TEST(HeifAgreement, DifferentEditsOfTheSameBytesClash) {
  for (const auto& other : {edit(3, 5, 1), edit(4, 6), edit(2, 9)}) {
    std::vector<Edit> edits{edit(3, 5), other};
    const auto status = Agreement{}.settle(edits);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, ErrorKind::unsupported);
  }
}

TEST(HeifAgreement, AnEditInsideOfDataThatItDoesNotBelongToClashes) {
  const std::vector<Range> item{{0, 10}};
  const std::vector<Range> other{{4, 30}};
  Agreement agreement;
  agreement.add(item, 1);
  agreement.add(other, 0);
  std::vector<Edit> before{edit(0, 4)};
  EXPECT_TRUE(agreement.settle(before));
  std::vector<Edit> across{edit(0, 5)};
  EXPECT_FALSE(agreement.settle(across));
}

}  // namespace
}  // namespace stripmeta::heif
