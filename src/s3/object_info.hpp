// Conversion between an object's attributes and its HTTP headers.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "net/http.hpp"
#include "s3/checksum.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// Reads the response to HEAD or GET. If it has no Content-Length, the result is nullopt.
std::optional<ObjectInfo> object_info(const net::ResponseHead& head);

// "v:<version id>", or "e:<ETag>,<Last-Modified>" if versioning is off or suspended ("null").
std::string source_of(const ObjectInfo& info, std::string_view last_modified);

// Request headers of a new object.
std::vector<net::Header> object_headers(const Attributes& attributes, const Tags& tags);
std::vector<net::Header> precondition_headers(const Precondition& precondition);

// The header that carries a checksum; "" for md5, which has none.
std::string_view checksum_header(ChecksumKind kind);

// The expected checksum of the whole object: a full-object checksum, or else an ETag that is an MD5. If there is
// neither, as for multipart uploads with a checksum of checksums, the result is nullopt.
std::optional<std::pair<ChecksumKind, std::string>> expected_checksum(const net::ResponseHead& head);

}  // namespace stripmeta::s3
