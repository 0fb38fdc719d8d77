// Two directories as A and B, each behind a MeddlingStore, with one image in A.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "job/job.hpp"
#include "job/quarantine.hpp"
#include "store/directory.hpp"
#include "unit/job/jpeg_image.hpp"
#include "unit/job/meddling_store.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta {

class JobFixture : public ::testing::Test {
 protected:
  JobFixture() { put_in_a(jpeg_with_comment("first")); }

  static std::unique_ptr<DirectoryStore> open_directory(const std::string& path) {
    std::filesystem::create_directory(path);
    return std::move(DirectoryStore::open(path).value());
  }

  Outcome run(const JobRequest& request = {.key = "x/photo.jpg", .version = {}, .force = false}) {
    return run_job(a_, b_, options_, request, {});
  }
  Outcome run_plainly() {  // like another worker, without the hooks
    return run_job(*directory_a_, *directory_b_, options_, {.key = key_, .version = {}, .force = false}, {});
  }

  void put_in_a(std::string_view bytes) { put(a_path_, bytes); }
  void put_in_b(std::string_view bytes) { put(b_path_, bytes); }
  // Replaces by rename, so that each version has its own inode.
  void put(const std::string& path, std::string_view bytes) {
    std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
    write_file(scratch_ / "new", bytes);
    std::filesystem::rename(scratch_ / "new", path);
  }
  std::string in_b() { return read_file(b_path_); }
  ObjectInfo info_in_a() { return directory_a_->stat(key_, {}).value().value(); }
  ObjectInfo info_in_b() { return directory_b_->stat(key_, {}).value().value(); }
  std::vector<std::string> entries_of_b() { return entries(scratch_ / "b"); }

  static void expect_failed(const Outcome& outcome, ErrorKind kind) {
    ASSERT_EQ(outcome.kind, OutcomeKind::failed);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->kind, kind) << outcome.error->message;
    EXPECT_FALSE(outcome.output);
    EXPECT_TRUE(outcome.report.rows.empty());
    EXPECT_TRUE(is_refusal(kind) || outcome.report.format == Format::unknown);
  }
  static void expect_done(const Outcome& outcome, OutcomeKind kind) {
    EXPECT_EQ(outcome.kind, kind) << (outcome.error ? outcome.error->message : "");
    EXPECT_FALSE(outcome.error);
  }

  Scratch scratch_;
  std::unique_ptr<DirectoryStore> directory_a_ = open_directory(scratch_ / "a");
  std::unique_ptr<DirectoryStore> directory_b_ = open_directory(scratch_ / "b");
  MeddlingStore a_{*directory_a_};
  MeddlingStore b_{*directory_b_};
  JobOptions options_;
  Policy& policy_ = options_.policy;
  const std::string key_ = "x/photo.jpg";
  const std::string a_path_ = scratch_ / "a/x/photo.jpg";
  const std::string b_path_ = scratch_ / "b/x/photo.jpg";
};

}  // namespace stripmeta
