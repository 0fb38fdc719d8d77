// Records come in the order of the walk, with any number of threads.
#include "cli/run/batch.hpp"

#include <gtest/gtest.h>

#include <new>
#include <thread>

#include "cli/arguments/options.hpp"
#include "cli/run/walk.hpp"

namespace stripmeta::cli {
namespace {

std::vector<std::string> numbers(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back("no such file " + std::to_string(i));
  return names;
}

Record record_of(const FoundFile& file) {
  return {.path = file.path, .outcome = "cleaned", .report = {}, .error = {}, .output = {}, .values = {}};
}

TEST(Batch, RecordsAreInOrder) {
  for (const unsigned jobs : {1U, 2U, 8U}) {
    const auto names = numbers(5000);
    Walk walk{names, {}};
    const CommonOptions options;
    std::vector<std::string> shown;
    Batch batch{[&] { return walk.next(); }, options,
                [](const FoundFile& file, Engine& /*engine*/) {
                  if (file.path.ends_with("0")) std::this_thread::yield();
                  return record_of(file);
                },
                [&](const Record& record, const FoundFile& file) {
                  EXPECT_EQ(record.path, file.path);
                  shown.push_back(record.path);
                }};
    batch.run(jobs);
    EXPECT_EQ(shown, names) << jobs;
  }
}

TEST(Batch, AnExceptionBecomesARecordWithAnError) {
  Walk walk{numbers(3), {}};
  const CommonOptions options;
  int failed = 0;
  Batch batch{[&] { return walk.next(); }, options,
              [](const FoundFile& /*file*/, Engine& /*engine*/) -> Record { throw std::bad_alloc{}; },
              [&](const Record& record, const FoundFile& /*file*/) { failed += record.error.has_value() ? 1 : 0; }};
  batch.run(2);
  EXPECT_EQ(failed, 3);
}

TEST(Batch, NoMoreJobsThanFiles) {
  CommonOptions options;
  options.files = {"one"};
  options.jobs = 8;
  EXPECT_EQ(count_jobs(options), 1U);
  options.files = {"one", "two"};
  EXPECT_EQ(count_jobs(options), 8U);
  options.jobs = 0;
  EXPECT_GE(count_jobs(options), 1U);
}

}  // namespace
}  // namespace stripmeta::cli
