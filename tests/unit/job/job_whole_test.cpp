// Images of formats that must be held as a whole: when memory is reserved, and when they are too large.
#include <gtest/gtest.h>

#include <algorithm>

#include "job/footprint.hpp"
#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "unit/job/job_fixture.hpp"

namespace stripmeta {
namespace {

class WholeImages : public JobFixture {
 protected:
  WholeImages() { put_in_a(dirty_); }

  static std::string image(const std::string& gap) {
    auto heif = test::plain_avif();
    heif.gap = gap;
    return heif.file();
  }
  std::uint64_t streamed() const { return job_footprint(dirty_.size(), b_.write_footprint(dirty_.size())); }
  std::uint64_t whole() const { return streamed() + whole_footprint(dirty_.size(), policy_.preset); }

  const std::string dirty_ = image(std::string(600'000, 'x'));
};

TEST_F(WholeImages, AreCleaned) {
  const auto outcome = run();
  expect_done(outcome, OutcomeKind::cleaned);
  EXPECT_EQ(outcome.report.format, Format::avif);
  EXPECT_EQ(b_.content_type, "image/avif");
  EXPECT_EQ(in_b(), test::strip(dirty_).output);
}

TEST_F(WholeImages, TakeMoreMemoryIfItIsFree) {
  ByteBudget budget{whole()};
  options_.budget = &budget;
  std::size_t opened = 0;
  a_.before_open = [&]() -> std::optional<Error> { return ++opened, std::nullopt; };
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(opened, 1U);
}

// Two jobs that hold memory and wait for more would wait for ever, so a job returns its memory first.
TEST_F(WholeImages, BeginAgainWithAllTheirMemoryIfItIsNot) {
  ByteBudget budget{whole()};
  options_.budget = &budget;
  auto other = budget.acquire(whole() - streamed(), {});
  ASSERT_TRUE(other);
  std::size_t opened = 0;
  a_.before_open = [&]() -> std::optional<Error> {
    if (++opened == 2) other = ByteBudget::Lease{};
    return std::nullopt;
  };
  expect_done(run(), OutcomeKind::cleaned);
  EXPECT_EQ(opened, 2U);
  EXPECT_EQ(in_b(), test::strip(dirty_).output);
}

TEST_F(WholeImages, ThatAreTooLargeAreNotReadToTheirEnd) {
  policy_.max_whole_bytes = dirty_.size() - 1;
  const auto outcome = run();
  expect_failed(outcome, ErrorKind::too_large);
  EXPECT_EQ(std::ranges::count(a_.calls, "read"), 1);
  EXPECT_TRUE(entries_of_b().empty());
}

}  // namespace
}  // namespace stripmeta
