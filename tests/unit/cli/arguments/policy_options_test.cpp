#include "cli/arguments/policy_options.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace stripmeta::cli {
namespace {

Lookup variables(std::map<std::string, std::string> set) {
  return [set = std::move(set)](const std::string& name) -> std::optional<std::string> {
    const auto found = set.find(name);
    return found == set.end() ? std::nullopt : std::optional{found->second};
  };
}

std::string text(const PolicyOptions& options, std::map<std::string, std::string> set = {}) {
  const auto policy = resolve_policy(options, variables(std::move(set)));
  return policy ? canonical(*policy) : policy.error().message;
}

PolicyOptions with_keep(std::vector<std::string> keep) {
  PolicyOptions options;
  options.keep = std::move(keep);
  return options;
}

PolicyOptions with_remove(std::vector<std::string> remove) {
  PolicyOptions options;
  options.remove = std::move(remove);
  return options;
}

PolicyOptions with_preset(std::string preset) {
  PolicyOptions options;
  options.preset = std::move(preset);
  return options;
}

PolicyOptions with_strict(bool strict) {
  PolicyOptions options;
  options.strict = strict;
  return options;
}

TEST(resolve_policy, is_default_and_not_strict_without_settings) {
  EXPECT_EQ(text({}), "default;strict=0");
  EXPECT_EQ(text({}, {{"STRIPMETA_POLICY", ""}, {"STRIPMETA_KEEP", ""}, {"STRIPMETA_STRICT", ""}}), "default;strict=0");
}

TEST(resolve_policy, takes_the_environment) {
  EXPECT_EQ(text({}, {{"STRIPMETA_POLICY", "share"}, {"STRIPMETA_STRICT", "1"}}), "share;strict=1");
  EXPECT_EQ(text({}, {{"STRIPMETA_REMOVE", "icc, density"}}), "default;remove=density,icc;strict=0");
  EXPECT_EQ(text({}, {{"STRIPMETA_POLICY", "share"}, {"STRIPMETA_KEEP", "title"}}), "share;keep=title;strict=0");
}

TEST(resolve_policy, prefers_the_command_line) {
  EXPECT_EQ(text(with_preset("default"), {{"STRIPMETA_POLICY", "share"}}), "default;strict=0");
  EXPECT_EQ(text(with_remove({"icc"}), {{"STRIPMETA_REMOVE", "density"}}), "default;remove=icc;strict=0");
  EXPECT_EQ(text(with_keep({""}), {{"STRIPMETA_POLICY", "share"}, {"STRIPMETA_KEEP", "title"}}), "share;strict=0");
  EXPECT_EQ(text(with_strict(false), {{"STRIPMETA_STRICT", "1"}}), "default;strict=0");
  EXPECT_EQ(text(with_strict(true), {{"STRIPMETA_STRICT", "nonsense"}}), "default;strict=1");
}

TEST(resolve_policy, joins_repeated_options) {
  EXPECT_EQ(text(with_remove({"icc,title", "density"})), "default;remove=density,icc,title;strict=0");
}

TEST(resolve_policy, names_the_wrong_setting) {
  EXPECT_TRUE(text(with_preset("best")).starts_with("--policy: unknown policy 'best'"));
  EXPECT_TRUE(text(with_keep({"all"})).starts_with("--keep: unknown part to keep or remove 'all'"));
  EXPECT_TRUE(text(with_remove({"gps"})).starts_with("--remove: unknown part to keep or remove 'gps'"));
  EXPECT_TRUE(text({}, {{"STRIPMETA_POLICY", "best"}}).starts_with("STRIPMETA_POLICY: unknown policy 'best'"));
  EXPECT_TRUE(text({}, {{"STRIPMETA_KEEP", "all"}}).starts_with("STRIPMETA_KEEP: unknown part"));
  EXPECT_TRUE(text({}, {{"STRIPMETA_REMOVE", "gps"}}).starts_with("STRIPMETA_REMOVE: unknown part"));
  EXPECT_EQ(text({}, {{"STRIPMETA_STRICT", "yes"}}), "STRIPMETA_STRICT: must be 1 or 0");
  EXPECT_EQ(text(with_keep({"icc"}), {{"STRIPMETA_REMOVE", "icc"}}), "'icc' is both kept and removed; name it once");
}

TEST(resolve_policy, returns_configuration_errors) {
  const auto policy = resolve_policy(with_preset("best"), variables({}));
  ASSERT_FALSE(policy.has_value());
  EXPECT_EQ(policy.error().kind, ErrorKind::configuration);
}

class ConfigTest : public ::testing::Test {
 protected:
  void write(const std::string& text) { std::ofstream{path_} << text; }
  std::string said(const PolicyOptions& options = {}, std::map<std::string, std::string> set = {}) {
    set.emplace("STRIPMETA_CONFIG", path_);
    return text(options, std::move(set));
  }

  std::filesystem::path folder_{std::filesystem::path{::testing::TempDir()} / "stripmeta-config"};
  std::string path_{folder_ / "stripmeta" / "config"};

  void SetUp() override { std::filesystem::create_directories(folder_ / "stripmeta"); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
};

TEST_F(ConfigTest, IsBelowVariablesAndOptions) {
  write("# mine\npolicy = share\n\nkeep = copyright, gainmap\nstrict = 1\n");
  EXPECT_EQ(said(), "share;keep=copyright,gainmap;strict=1");
  EXPECT_EQ(said({}, {{"STRIPMETA_KEEP", "panorama"}, {"STRIPMETA_STRICT", "0"}}), "share;keep=panorama;strict=0");
  EXPECT_EQ(said(with_preset("default")), "default;keep=copyright,gainmap;strict=1");
}

TEST_F(ConfigTest, IsFoundInTheUsualDirectories) {
  write("policy = share\n");
  EXPECT_EQ(text({}, {{"XDG_CONFIG_HOME", folder_}}), "share;strict=0");
  EXPECT_EQ(text({}, {{"XDG_CONFIG_HOME", folder_ / "none"}}), "default;strict=0");
  std::filesystem::create_directories(folder_ / ".config");
  std::filesystem::rename(folder_ / "stripmeta", folder_ / ".config" / "stripmeta");
  EXPECT_EQ(text({}, {{"HOME", folder_}}), "share;strict=0");
}

TEST_F(ConfigTest, AnErrorNamesTheFileAndLine) {
  const auto quoted = "'" + path_ + "': ";
  EXPECT_TRUE(said().starts_with(quoted + "cannot be read: "));
  write("policy = share\nnonsense\n");
  EXPECT_EQ(said(), quoted + "line 2: expected 'name = value'");
  write("jobs = 2\n");
  EXPECT_EQ(said(), quoted + "line 1: unknown name 'jobs'; use policy, keep, remove or strict");
  write("[strip]\npolicy = share\n");
  EXPECT_EQ(said(), quoted + "line 1: sections are not supported; write lines of 'name = value'");
  write("keep = gps\n");
  EXPECT_TRUE(said().starts_with(quoted + "keep: unknown part to keep or remove 'gps'"));
  write("strict = yes\n");
  EXPECT_EQ(said(), quoted + "strict: must be 1 or 0");
}

}  // namespace
}  // namespace stripmeta::cli
