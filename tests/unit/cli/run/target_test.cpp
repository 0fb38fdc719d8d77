#include "cli/run/target.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "cli/arguments/options.hpp"

namespace stripmeta::cli {
namespace {

class Target : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "target_test_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    write("a", "old");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& text) const { std::ofstream{path(name)} << text; }
  struct stat status(const std::string& name) const {
    struct stat found{};
    EXPECT_EQ(::stat(path(name).c_str(), &found), 0);
    return found;
  }
  static FoundFile walked(const std::string& below) {
    return {.path = below, .below = below, .is_named = false, .error = {}};
  }
  StripOptions to(std::vector<std::string> files, std::string out) const {
    StripOptions options;
    options.common.files = std::move(files);
    options.output = std::move(out);
    return options;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(Target, accepts_an_unchanged_file) {
  EXPECT_TRUE(check_unchanged(path("a"), status("a")).has_value());
}

TEST_F(Target, notices_that_the_file_was_replaced) {
  const auto before = status("a");
  write("b", "old");
  std::filesystem::rename(path("b"), path("a"));
  const auto still = check_unchanged(path("a"), before);
  ASSERT_FALSE(still.has_value());
  EXPECT_EQ(still.error().kind, ErrorKind::conflict);
  EXPECT_EQ(still.error().message,
            "'" + path("a") + "' changed in the meantime and was not replaced; try again when no program writes to it");
}

TEST_F(Target, notices_that_the_file_grew) {
  const auto before = status("a");
  write("a", "longer than before");
  EXPECT_FALSE(check_unchanged(path("a"), before).has_value());
}

TEST_F(Target, notices_that_the_file_is_gone) {
  const auto before = status("a");
  std::filesystem::remove(path("a"));
  const auto still = check_unchanged(path("a"), before);
  ASSERT_FALSE(still.has_value());
  EXPECT_EQ(still.error().kind, ErrorKind::not_found);
}

TEST_F(Target, plans_a_directory_only_if_it_is_needed) {
  EXPECT_EQ(plan_outputs(to({path("a")}, path("out"))).value().to, Plan::To::file);
  EXPECT_TRUE(plan_outputs(to({path("a")}, path("out/"))).value().makes_directory);
  EXPECT_TRUE(plan_outputs(to({path("a"), "b"}, path("out"))).value().makes_directory);
  std::filesystem::create_directory(path("in"));
  EXPECT_TRUE(plan_outputs(to({path("in")}, path("out"))).value().makes_directory);
  std::filesystem::create_directory(path("out"));
  auto plan = plan_outputs(to({path("a")}, path("out"))).value();
  EXPECT_EQ(plan.to, Plan::To::directory);
  EXPECT_FALSE(plan.makes_directory);
  Outputs outputs{std::move(plan), false, true};
  EXPECT_EQ(outputs.target_of(walked("in/b/c"), nullptr).value().path, path("out/in/b/c"));
  EXPECT_TRUE(std::filesystem::is_directory(path("out/in/b")));
  EXPECT_EQ(outputs.target_of(walked("in/b/c"), nullptr).error().kind, ErrorKind::conflict) << "once";
  outputs.finish();
  EXPECT_FALSE(std::filesystem::exists(path("out/in"))) << "nothing came into it";
  EXPECT_TRUE(std::filesystem::exists(path("out")));
}

TEST_F(Target, identifies_inputs_by_device_and_inode) {
  std::filesystem::create_directory(path("out"));
  Outputs outputs{plan_outputs(to({path("a")}, path("out"))).value(), true, true};
  std::filesystem::create_hard_link(path("a"), path("out/c"));
  EXPECT_EQ(outputs.target_of(walked("c"), nullptr).error().kind, ErrorKind::conflict);
  EXPECT_EQ(outputs.target_of(walked("d"), nullptr).value().path, path("out/d"));
}

TEST_F(Target, does_not_replace_an_output_of_the_run_under_another_name) {
  std::filesystem::create_directory(path("out"));
  Outputs outputs{plan_outputs(to({path("a")}, path("out"))).value(), true, true};
  write("out/B", "of another file, on a file system that takes B for b");
  outputs.add_written({status("out/B").st_dev, status("out/B").st_ino});
  EXPECT_EQ(outputs.target_of(walked("B"), nullptr).error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace stripmeta::cli
