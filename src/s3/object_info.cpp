#include "s3/object_info.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "s3/tagging.hpp"
#include "store/ascii.hpp"

namespace stripmeta::s3 {
namespace {

constexpr std::string_view user_prefix = "x-amz-meta-";

// The headers that become attributes.
constexpr std::array<std::pair<std::string_view, std::string Attributes::*>, 6> attribute_names{{
    {"content-type", &Attributes::content_type},
    {"cache-control", &Attributes::cache_control},
    {"content-disposition", &Attributes::content_disposition},
    {"content-encoding", &Attributes::content_encoding},
    {"content-language", &Attributes::content_language},
    {"expires", &Attributes::expires},
}};

Attributes read_attributes(const net::ResponseHead& head) {
  Attributes attributes;
  for (const auto& [name, member] : attribute_names) attributes.*member = head.header(name);
  for (const auto& [name, value] : head.headers) {
    if (name.starts_with(user_prefix)) attributes.user.emplace(name.substr(user_prefix.size()), value);
  }
  return attributes;
}

// The MD5 of the object's bytes, if the ETag is one: 32 hexadecimal digits in quotes, and the object is not encrypted
// with KMS or a customer's key.
std::optional<std::string> md5_of(const net::ResponseHead& head) {
  constexpr std::size_t quoted_digits = 34;
  const auto etag = head.header("etag");
  const bool has_key = head.header("x-amz-server-side-encryption").starts_with("aws:kms") ||
                       !head.header("x-amz-server-side-encryption-customer-algorithm").empty();
  if (has_key || etag.size() != quoted_digits || etag.front() != '"' || etag.back() != '"') return std::nullopt;
  const auto digits = etag.substr(1, etag.size() - 2);
  const bool hexadecimal = digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hexadecimal ? std::optional{std::string{digits}} : std::nullopt;
}

}  // namespace

std::optional<ObjectInfo> object_info(const net::ResponseHead& head) {
  ObjectInfo info;
  const auto length = parse_number<std::uint64_t>(head.header("content-length"));
  if (!length) return std::nullopt;
  info.size = *length;
  info.etag = head.header("etag");
  info.version = head.header("x-amz-version-id");
  info.attributes = read_attributes(head);
  info.source = source_of(info, head.header("last-modified"));
  return info;
}

std::string source_of(const ObjectInfo& info, std::string_view last_modified) {
  if (!info.version.empty() && info.version != "null") return "v:" + info.version;
  return "e:" + info.etag + "," + std::string{last_modified};
}

std::vector<net::Header> object_headers(const Attributes& attributes, const Tags& tags) {
  std::vector<net::Header> headers;
  for (const auto& [name, member] : attribute_names) {
    if (const auto& value = attributes.*member; !value.empty()) headers.push_back({std::string{name}, value});
  }
  for (const auto& [name, value] : attributes.user) headers.push_back({std::string{user_prefix} + name, value});
  if (!tags.empty()) headers.push_back({"x-amz-tagging", tagging_header(tags)});
  return headers;
}

std::vector<net::Header> precondition_headers(const Precondition& precondition) {
  switch (precondition.kind) {
    case Precondition::Kind::absent: return {{"if-none-match", "*"}};
    case Precondition::Kind::matches: return {{"if-match", precondition.etag}};
    case Precondition::Kind::none: break;
  }
  return {};
}

std::string_view checksum_header(ChecksumKind kind) {
  switch (kind) {
    case ChecksumKind::crc32: return "x-amz-checksum-crc32";
    case ChecksumKind::crc32c: return "x-amz-checksum-crc32c";
    case ChecksumKind::crc64nvme: return "x-amz-checksum-crc64nvme";
    case ChecksumKind::md5: break;
  }
  return {};
}

std::optional<std::pair<ChecksumKind, std::string>> expected_checksum(const net::ResponseHead& head) {
  if (head.header("x-amz-checksum-type") != "COMPOSITE") {
    for (const auto kind : {ChecksumKind::crc32, ChecksumKind::crc32c, ChecksumKind::crc64nvme}) {
      const auto value = head.header(checksum_header(kind));
      // "...-3" is a checksum of three parts' checksums. Older servers do not send x-amz-checksum-type.
      if (!value.empty() && value.find('-') == std::string_view::npos) return std::pair{kind, std::string{value}};
    }
  }
  if (auto md5 = md5_of(head)) return std::pair{ChecksumKind::md5, std::move(*md5)};
  return std::nullopt;
}

}  // namespace stripmeta::s3
