#include "function/job_settings.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "job/policy_origin.hpp"
#include "job/quarantine.hpp"
#include "store/ascii.hpp"
#include "store/environment.hpp"
#include "store/key.hpp"

namespace stripmeta {
namespace {

constexpr std::uint64_t mebibyte = 1U << 20U;
constexpr std::size_t max_key_bytes = 1'024;  // S3's limit
constexpr const char* no_room = "leaves no room for a key: keys have at most 1,024 bytes";

template <typename Value, std::size_t Count>
using Words = std::array<std::pair<std::string_view, Value>, Count>;

// The value for one of the words; the first one if the variable is not set.
template <typename Value, std::size_t Count>
std::expected<Value, Error> read_word(const Lookup& lookup, const char* variable, const Words<Value, Count>& words) {
  const auto setting = value_or_empty(lookup, variable);
  std::string known;
  for (const auto& [word, value] : words) {
    if (setting.empty() || setting == word) return value;
    if (!known.empty()) known += ", ";
    known += word;
  }
  return misconfigured(variable, "must be one of: " + known);
}

std::expected<Policy, Error> read_policy(const Lookup& lookup) {
  const auto setting = [&](const char* variable) { return PolicySetting{value_or_empty(lookup, variable), variable}; };
  const auto preset = setting("STRIPMETA_POLICY");
  const auto keep = setting("STRIPMETA_KEEP");
  const auto remove = setting("STRIPMETA_REMOVE");
  const auto strict = parse_strict({value_or_empty(lookup, "STRIPMETA_STRICT"), "STRIPMETA_STRICT"});
  if (!strict) return std::unexpected(strict.error());
  auto words = check_words(preset, keep, remove);
  if (!words) return std::unexpected(std::move(words.error()));
  words->strict = *strict;
  words->strict_default = true;
  auto policy = make_policy(*words);
  if (!policy) return prefix_origin("STRIPMETA_KEEP and STRIPMETA_REMOVE", std::move(policy.error()));
  return policy;
}

// In bytes; nullopt if it is not set.
std::expected<std::optional<std::uint64_t>, Error> read_memory(const Lookup& lookup) {
  constexpr const char* variable = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";
  const auto value = value_or_empty(lookup, variable);
  if (value.empty()) return std::optional<std::uint64_t>{};
  const auto megabytes = parse_number<std::uint32_t>(value);
  if (!megabytes || *megabytes == 0) return misconfigured(variable, "must be a number of megabytes above 0");
  return std::optional{*megabytes * mebibyte};
}

// The bytes that are left if the program itself needs `of_the_program`.
std::uint64_t remaining(std::uint64_t bytes, std::uint64_t of_the_program) {
  return bytes - std::min(bytes, of_the_program);
}

// An image that is held whole takes up to three times its size: as input, as output and on its way to B.
std::expected<void, Error> bound_memory(const Lookup& lookup, Policy& policy) {
  constexpr std::uint64_t of_the_program = 128 * mebibyte;
  constexpr std::uint64_t least = 16 * mebibyte;
  const auto memory = read_memory(lookup);
  if (!memory) return std::unexpected(memory.error());
  if (*memory) policy.max_whole_bytes = std::max(least, remaining(**memory, of_the_program) / 3);
  return {};
}

std::expected<OutputKey, Error> read_output_key(const Lookup& lookup) {
  constexpr const char* variable = "STRIPMETA_OUTPUT_KEY";
  const auto value = value_or_empty(lookup, variable);
  if (value.empty()) return OutputKey{};
  auto parsed = OutputKey::parse(value);
  if (!parsed) return prefix_origin(variable, std::move(parsed.error()));
  if (parsed->expand("a.jpg").size() > max_key_bytes) return misconfigured(variable, no_room);
  return parsed;
}

std::expected<void, Error> read_refusal_action(const Lookup& lookup, JobOptions& options) {
  const auto refused = read_word(
      lookup, "STRIPMETA_UNSUPPORTED",
      Words<RefusalAction, 3>{
          {{"fail", RefusalAction::fail}, {"skip", RefusalAction::skip}, {"quarantine", RefusalAction::quarantine}}});
  if (!refused) return std::unexpected(refused.error());
  options.on_refusal = *refused;
  auto prefix = value_or_empty(lookup, "STRIPMETA_QUARANTINE_PREFIX");
  if (!prefix.empty()) options.quarantine_prefix = std::move(prefix);
  if (quarantine_key(options.quarantine_prefix, "a.jpg").size() > max_key_bytes) {
    return misconfigured("STRIPMETA_QUARANTINE_PREFIX", no_room);
  }
  return {};
}

std::expected<Tags, Error> read_tags(const Lookup& lookup, const char* variable, Tags default_tags) {
  const auto value = value_or_empty(lookup, variable);
  if (value.empty()) return default_tags;
  auto tags = parse_tags(value);
  if (!tags) return prefix_origin(variable, std::move(tags.error()));
  return tags;
}

std::expected<AfterSuccess, Error> read_source(const Lookup& lookup) {
  using Kind = AfterSuccess::Kind;
  constexpr const char* variable = "STRIPMETA_SOURCE_TAG";
  const auto kind = read_word(lookup, "STRIPMETA_SOURCE",
                              Words<Kind, 3>{{{"keep", Kind::keep}, {"tag", Kind::tag}, {"delete", Kind::remove}}});
  if (!kind) return std::unexpected(kind.error());
  auto tags = read_tags(lookup, variable, AfterSuccess{}.tags);
  if (!tags) return std::unexpected(std::move(tags.error()));
  if (tags->size() != 1) return misconfigured(variable, "must be one tag: name=value");
  return AfterSuccess{.kind = *kind, .tags = std::move(*tags)};
}

// RFC 9110, 5.6.2: the characters of a header name (token), in lower case.
bool is_token_character(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
         std::string_view{"!#$%&'*+-.^_`|~"}.contains(byte);
}

std::expected<std::vector<std::string>, Error> read_copied_metadata(const Lookup& lookup) {
  constexpr const char* variable = "STRIPMETA_CARRY_METADATA";
  const auto value = value_or_empty(lookup, variable);
  std::vector<std::string> names;
  for (std::size_t at = 0; at < value.size();) {
    const auto comma = std::min(value.find(',', at), value.size());
    auto name = lower_case(trimmed(std::string_view{value}.substr(at, comma - at)));
    at = comma + 1;
    if (name.empty() || !std::ranges::all_of(name, is_token_character)) {
      return misconfigured(variable,
                           "'" + name + "' is not a name of user metadata; write names without 'x-amz-meta-'");
    }
    if (name.starts_with("stripmeta-"))
      return misconfigured(variable, "names that start with 'stripmeta-' are reserved for the marker");
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

std::expected<JobOptions, Error> read_job_options(const Lookup& lookup) {
  JobOptions options;
  auto policy = read_policy(lookup);
  if (!policy) return std::unexpected(std::move(policy.error()));
  if (auto bounded = bound_memory(lookup, *policy); !bounded) return std::unexpected(std::move(bounded.error()));
  options.policy = *policy;
  auto output_key = read_output_key(lookup);
  if (!output_key) return std::unexpected(std::move(output_key.error()));
  options.output_key = std::move(*output_key);
  if (auto refused = read_refusal_action(lookup, options); !refused) return std::unexpected(std::move(refused.error()));
  auto source = read_source(lookup);
  if (!source) return std::unexpected(std::move(source.error()));
  options.source = std::move(*source);
  auto tags = read_tags(lookup, "STRIPMETA_OUTPUT_TAGS", {});
  if (!tags) return std::unexpected(std::move(tags.error()));
  options.output_tags = std::move(*tags);
  auto copied = read_copied_metadata(lookup);
  if (!copied) return std::unexpected(std::move(copied.error()));
  options.copied_metadata = std::move(*copied);
  return options;
}

std::expected<std::uint64_t, Error> job_memory(const Lookup& lookup) {
  constexpr std::uint64_t of_the_program = 96 * mebibyte;
  constexpr std::uint64_t least = 32 * mebibyte;
  constexpr std::uint64_t default_bytes = 384 * mebibyte;
  const auto memory = read_memory(lookup);
  if (!memory) return std::unexpected(memory.error());
  return *memory ? std::max(least, remaining(**memory, of_the_program)) : default_bytes;
}

std::expected<void, Error> check_for_directories(const JobOptions& options, bool a_is_directory, bool b_is_directory) {
  if (a_is_directory && options.source.kind == AfterSuccess::Kind::tag) {
    return misconfigured("STRIPMETA_SOURCE", "cannot be tag if BUCKET_A is a directory: files have no tags");
  }
  if (!b_is_directory) return {};
  if (!options.output_tags.empty()) {
    return misconfigured("STRIPMETA_OUTPUT_TAGS", "cannot be set if BUCKET_B is a directory: files have no tags");
  }
  if (const auto named = check_path_key(options.output_key.expand("a/b.jpg")); !named) {
    return misconfigured("STRIPMETA_OUTPUT_KEY", named.error().message);
  }
  if (options.on_refusal != RefusalAction::quarantine) return {};
  auto usable = check_path_key(quarantine_key(options.quarantine_prefix, "a"));
  if (!usable) return misconfigured("STRIPMETA_QUARANTINE_PREFIX", usable.error().message);
  return {};
}

}  // namespace stripmeta
