#include "function/settings.hpp"

#include <gtest/gtest.h>

#include <map>

namespace stripmeta {
namespace {

using Environment = std::map<std::string, std::string>;

std::expected<Settings, Error> read(const Environment& environment, const std::optional<std::string>& listen = {}) {
  const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional{found->second};
  };
  return read_settings(lookup, listen);
}

Environment with(const Environment& more) {
  Environment environment{{"BUCKET_A", "/srv/a"}, {"BUCKET_B", "./b"}};
  for (const auto& [name, value] : more) environment[name] = value;
  return environment;
}

std::string error_of(const Environment& environment) {
  const auto settings = read(environment);
  if (settings) return "no error";
  EXPECT_EQ(settings.error().kind, ErrorKind::configuration);
  return settings.error().message;
}

TEST(Settings, DefaultsAreStrictAndLoopback) {
  const auto settings = read(with({}));
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->bucket_a, "/srv/a");
  EXPECT_EQ(settings->bucket_b, "./b");
  EXPECT_EQ(canonical(settings->job.policy), "default;strict=1");
  EXPECT_EQ(settings->listen.host, "127.0.0.1");
  EXPECT_EQ(settings->listen.port, 8080);
}

TEST(Settings, PolicyComesFromItsFourVariables) {
  const auto settings = read(with({{"STRIPMETA_POLICY", "share"},
                                   {"STRIPMETA_KEEP", "density"},
                                   {"STRIPMETA_REMOVE", " orientation , icc"},
                                   {"STRIPMETA_STRICT", "0"}}));
  ASSERT_TRUE(settings);
  EXPECT_EQ(canonical(settings->job.policy), "share;keep=density;remove=icc,orientation;strict=0");
}

TEST(Settings, EmptyVariablesAreNotSet) {
  const auto settings = read(with({{"STRIPMETA_POLICY", ""},
                                   {"STRIPMETA_KEEP", ""},
                                   {"STRIPMETA_REMOVE", ""},
                                   {"STRIPMETA_STRICT", ""},
                                   {"STRIPMETA_LISTEN", ""},
                                   {"AWS_LAMBDA_RUNTIME_API", ""}}));
  ASSERT_TRUE(settings);
  EXPECT_EQ(canonical(settings->job.policy), "default;strict=1");
  EXPECT_EQ(settings->listen.port, 8080);
}

TEST(Settings, ErrorsNameTheVariable) {
  const std::map<std::string, Environment> cases{
      {"BUCKET_A: is not set", {{"BUCKET_B", "/b"}}},
      {"BUCKET_B: is not set", {{"BUCKET_A", "/a"}, {"BUCKET_B", ""}}},
      {"STRIPMETA_POLICY: ", with({{"STRIPMETA_POLICY", "everything"}})},
      {"STRIPMETA_KEEP: ", with({{"STRIPMETA_KEEP", "gps"}})},
      {"STRIPMETA_REMOVE: ", with({{"STRIPMETA_REMOVE", "gps"}})},
      {"STRIPMETA_KEEP and STRIPMETA_REMOVE: ", with({{"STRIPMETA_KEEP", "icc"}, {"STRIPMETA_REMOVE", "icc"}})},
      {"STRIPMETA_STRICT: must be 1 or 0", with({{"STRIPMETA_STRICT", "yes"}})},
      {"STRIPMETA_LISTEN: must be an IP address", with({{"STRIPMETA_LISTEN", "8080"}})},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE: must be", with({{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much"}})},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE: must be", with({{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "-1"}})},
  };
  for (const auto& [start, environment] : cases) {
    EXPECT_TRUE(error_of(environment).starts_with(start)) << error_of(environment);
  }
}

TEST(Settings, ObjectsAtOnce) {
  EXPECT_EQ(read(with({}))->at_once, 10U);
  EXPECT_EQ(read(with({{"STRIPMETA_AT_ONCE", "1"}}))->at_once, 1U);
  EXPECT_EQ(read(with({{"STRIPMETA_AT_ONCE", "64"}}))->at_once, 64U);
  EXPECT_EQ(read(with({{"STRIPMETA_AT_ONCE", "64"}, {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"}}))->at_once, 8U);
  for (const auto* text : {"0", "65", "-1", "many", "3 ", "1.5"}) {
    EXPECT_EQ(error_of(with({{"STRIPMETA_AT_ONCE", text}})), "STRIPMETA_AT_ONCE: must be a number from 1 to 64");
  }
}

TEST(Settings, LogLevel) {
  EXPECT_EQ(read(with({}))->log_level, Level::info);
  EXPECT_EQ(read(with({{"AWS_LAMBDA_LOG_LEVEL", "WARN"}}))->log_level, Level::warn);
  EXPECT_EQ(read(with({{"AWS_LAMBDA_LOG_LEVEL", "LOUD"}}))->log_level, Level::info);
  EXPECT_EQ(read(with({{"AWS_LAMBDA_LOG_LEVEL", "WARN"}, {"STRIPMETA_LOG_LEVEL", "debug"}}))->log_level, Level::debug);
  EXPECT_EQ(error_of(with({{"STRIPMETA_LOG_LEVEL", "loud"}})),
            "STRIPMETA_LOG_LEVEL: must be debug, info, warn or error");
}

TEST(Settings, MetricsAreOnUnderLambda) {
  EXPECT_EQ(read(with({}))->metrics, MetricsLevel::off);
  EXPECT_EQ(read(with({}))->function_name, "stripmeta-function");
  const auto lambda = read(with({{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1"}, {"AWS_LAMBDA_FUNCTION_NAME", "f"}}));
  EXPECT_EQ(lambda->metrics, MetricsLevel::on);
  EXPECT_EQ(lambda->function_name, "f");
  EXPECT_EQ(read(with({{"AWS_LAMBDA_RUNTIME_API", "x:1"}, {"STRIPMETA_METRICS", "off"}}))->metrics, MetricsLevel::off);
  EXPECT_EQ(read(with({{"STRIPMETA_METRICS", "on"}}))->metrics, MetricsLevel::on);
  EXPECT_EQ(read(with({{"STRIPMETA_METRICS", "kinds"}}))->metrics, MetricsLevel::kinds);
  EXPECT_EQ(error_of(with({{"STRIPMETA_METRICS", "all"}})), "STRIPMETA_METRICS: must be off, on or kinds");
}

TEST(Settings, JobsKeepWhatTheyAlwaysDid) {
  const auto job = read(with({}))->job;
  EXPECT_EQ(job.output_key.expand("a/b.jpg"), "a/b.jpg");
  EXPECT_EQ(job.on_refusal, RefusalAction::fail);
  EXPECT_EQ(job.quarantine_prefix, "_stripmeta/quarantine/");
  EXPECT_EQ(job.source.kind, AfterSuccess::Kind::keep);
  EXPECT_TRUE(job.output_tags.empty());
  EXPECT_TRUE(job.copied_metadata.empty());
}

TEST(Settings, OptionsOfJobs) {
  const auto settings = read({{"BUCKET_A", "photos"},
                              {"BUCKET_B", "clean"},
                              {"STRIPMETA_OUTPUT_KEY", "clean/{prefix}{stem}{extension}"},
                              {"STRIPMETA_UNSUPPORTED", "quarantine"},
                              {"STRIPMETA_QUARANTINE_PREFIX", "refused/"},
                              {"STRIPMETA_SOURCE", "tag"},
                              {"STRIPMETA_SOURCE_TAG", "state=done"},
                              {"STRIPMETA_OUTPUT_TAGS", "team=photos,cost=1"},
                              {"STRIPMETA_CARRY_METADATA", "Owner, x-id"}});
  ASSERT_TRUE(settings) << settings.error().message;
  const auto& job = settings->job;
  EXPECT_EQ(job.output_key.expand("a/b.jpg"), "clean/a/b.jpg");
  EXPECT_EQ(job.on_refusal, RefusalAction::quarantine);
  EXPECT_EQ(job.quarantine_prefix, "refused/");
  EXPECT_EQ(job.source.kind, AfterSuccess::Kind::tag);
  EXPECT_EQ(job.source.tags, (Tags{{"state", "done"}}));
  EXPECT_EQ(job.output_tags, (Tags{{"cost", "1"}, {"team", "photos"}}));
  EXPECT_EQ(job.copied_metadata, (std::vector<std::string>{"owner", "x-id"}));
  EXPECT_EQ(read(with({{"STRIPMETA_SOURCE", "delete"}}))->job.source.kind, AfterSuccess::Kind::remove);
  EXPECT_EQ(read(with({{"STRIPMETA_UNSUPPORTED", "skip"}}))->job.on_refusal, RefusalAction::skip);
}

TEST(Settings, ErrorsOfJobsNameTheVariable) {
  const std::string long_text(1'020, 'x');
  const std::map<std::string, Environment> cases{
      {"STRIPMETA_OUTPUT_KEY: {stem} is missing", with({{"STRIPMETA_OUTPUT_KEY", "{prefix}{extension}"}})},
      {"STRIPMETA_OUTPUT_KEY: leaves no room",
       with({{"STRIPMETA_OUTPUT_KEY", long_text + "{prefix}{stem}{extension}"}})},
      {"STRIPMETA_QUARANTINE_PREFIX: leaves no room", with({{"STRIPMETA_QUARANTINE_PREFIX", long_text}})},
      {"STRIPMETA_UNSUPPORTED: must be one of: fail, skip, quarantine", with({{"STRIPMETA_UNSUPPORTED", "copy"}})},
      {"STRIPMETA_SOURCE: must be one of: keep, tag, delete", with({{"STRIPMETA_SOURCE", "remove"}})},
      {"STRIPMETA_SOURCE: cannot be tag", with({{"STRIPMETA_SOURCE", "tag"}})},
      {"STRIPMETA_SOURCE_TAG: 'x' is not a tag", with({{"STRIPMETA_SOURCE_TAG", "x"}})},
      {"STRIPMETA_SOURCE_TAG: must be one tag", with({{"STRIPMETA_SOURCE_TAG", "a=b,c=d"}})},
      {"STRIPMETA_OUTPUT_TAGS: the tag 'a' is given twice", with({{"STRIPMETA_OUTPUT_TAGS", "a=b,a=c"}})},
      {"STRIPMETA_OUTPUT_TAGS: cannot be set", with({{"STRIPMETA_OUTPUT_TAGS", "a=b"}})},
      {"STRIPMETA_CARRY_METADATA: 'a:b' is not a name", with({{"STRIPMETA_CARRY_METADATA", "a:b"}})},
      {"STRIPMETA_CARRY_METADATA: 'a b' is not a name", with({{"STRIPMETA_CARRY_METADATA", " a b "}})},
      {"STRIPMETA_CARRY_METADATA: '' is not a name", with({{"STRIPMETA_CARRY_METADATA", "a,,b"}})},
      {"STRIPMETA_CARRY_METADATA: names that start with 'stripmeta-'",
       with({{"STRIPMETA_CARRY_METADATA", "Stripmeta-Source"}})},
      {"STRIPMETA_OUTPUT_KEY: ", with({{"STRIPMETA_OUTPUT_KEY", "../{prefix}{stem}{extension}"}})},
      {"STRIPMETA_QUARANTINE_PREFIX: ",
       with({{"STRIPMETA_UNSUPPORTED", "quarantine"}, {"STRIPMETA_QUARANTINE_PREFIX", "/q/"}})},
  };
  for (const auto& [start, environment] : cases) {
    EXPECT_TRUE(error_of(environment).starts_with(start)) << error_of(environment);
  }
}

TEST(Settings, WhatTheProgramDoesNotNeedIsTheJobs) {
  constexpr std::uint64_t mebibyte = 1U << 20U;
  const auto memory = [](const char* megabytes) {
    return read(with({{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", megabytes}}))->job_memory;
  };
  EXPECT_EQ(memory(""), 384 * mebibyte);
  EXPECT_EQ(memory("1"), 32 * mebibyte);
  EXPECT_EQ(memory("128"), 32 * mebibyte);
  EXPECT_EQ(memory("512"), 416 * mebibyte);
  EXPECT_EQ(memory("10240"), 10'144 * mebibyte);
}

TEST(Settings, RuntimeApi) {
  EXPECT_EQ(read(with({}))->runtime_api, "");
  EXPECT_EQ(read(with({{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"}}))->runtime_api, "127.0.0.1:9001");
}

TEST(Settings, MemoryBoundsWhatIsHeldWhole) {
  constexpr std::uint64_t mebibyte = 1U << 20U;
  const auto held = [](const char* megabytes) {
    return read(with({{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", megabytes}}))->job.policy.max_whole_bytes;
  };
  EXPECT_EQ(held(""), Policy{}.max_whole_bytes);
  EXPECT_EQ(held("1"), 16 * mebibyte);
  EXPECT_EQ(held("128"), 16 * mebibyte);
  EXPECT_EQ(held("512"), 128 * mebibyte);
  EXPECT_EQ(held("10240"), 3370 * mebibyte + 2 * mebibyte / 3);
}

TEST(Settings, ArgumentWinsOverListenVariable) {
  const auto settings = read(with({{"STRIPMETA_LISTEN", "nonsense"}}), "[::1]:0");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->listen.host, "::1");
  EXPECT_EQ(settings->listen.port, 0);
  EXPECT_EQ(read(with({{"STRIPMETA_LISTEN", "0.0.0.0:9000"}}))->listen.port, 9000);
}

TEST(Settings, InvalidListenAddresses) {
  for (const auto* text :
       {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x", "127.0.0.1: 80",
        "127.0.0.1:+80", "localhost:8080", "::1:8080", "[]:80", "[127.0.0.1]:80", "[::1]", "[::1:80", "999.0.0.1:80"}) {
    const auto address = parse_listen(text, "--listen");
    ASSERT_FALSE(address) << text;
    EXPECT_TRUE(address.error().message.starts_with("--listen: must be an IP address and a port"));
  }
  EXPECT_EQ(parse_listen("127.0.0.1:65535", "--listen")->port, 65535);
}

}  // namespace
}  // namespace stripmeta
