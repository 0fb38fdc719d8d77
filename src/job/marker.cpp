#include "job/marker.hpp"

#include <cstddef>
#include <span>

#include "store/key.hpp"
#include "strip/base/base64.hpp"
#include "stripmeta/version.hpp"

namespace stripmeta {
namespace {

constexpr const char* source_name = "stripmeta-source";
constexpr const char* policy_name = "stripmeta-policy";
constexpr const char* build_name = "stripmeta-build";

// S3 allows 2 KB of user metadata and keys of 1,024 bytes, which percent-encoding may triple.
constexpr std::size_t most_encoded_bytes = 1'024;

// The encoded key has no ";", and no ":" except after "base64".
std::string encode_key(std::string_view key) {
  auto encoded = percent_encode(key);
  if (encoded.size() <= most_encoded_bytes) return encoded;
  return "base64:" + base64(std::as_bytes(std::span{key}));
}

}  // namespace

std::string_view Marker::source_key() const {
  return std::string_view{source}.substr(0, source.find(';'));
}

Marker make_marker(std::string_view key, const ObjectInfo& source, const Policy& policy) {
  return {.source = encode_key(key) + ";" + source.source, .policy = canonical(policy)};
}

Marker record_marker(const Marker& image) {
  return {.source = "record:" + image.source, .policy = image.policy};
}

std::optional<Marker> marker_of(const ObjectInfo& object) {
  const auto& user = object.attributes.user;
  const auto source = user.find(source_name);
  if (source == user.end()) return std::nullopt;
  const auto policy = user.find(policy_name);
  return Marker{.source = source->second, .policy = policy == user.end() ? std::string{} : policy->second};
}

void add_marker(const Marker& marker, Attributes& attributes) {
  attributes.user[source_name] = marker.source;
  attributes.user[policy_name] = marker.policy;
  attributes.user[build_name] = std::string{build()};
}

}  // namespace stripmeta
