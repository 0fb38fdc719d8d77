// An object's headers, in both directions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "net/http.hpp"
#include "s3/checksum.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// Of an answer to HEAD or GET. `size` is Content-Length's; its absence is none.
std::optional<ObjectInfo> object_info(const net::ResponseHead& head);

// "v:<version id>", or "e:<ETag>,<Last-Modified>" where versioning is off or suspended ("null").
std::string source_of(const ObjectInfo& info, std::string_view last_modified);

// As request headers of a new object.
std::vector<net::Header> object_headers(const Attributes& attributes, const Tags& tags);
std::vector<net::Header> precondition_headers(const Precondition& precondition);

// The name of the header that carries a checksum; md5 has none.
std::string_view checksum_header(ChecksumKind kind);

// What the whole object's bytes must add up to: a full-object checksum, else an ETag that is an MD5. none: nothing is
// said, as for multipart uploads with a checksum of checksums.
std::optional<std::pair<ChecksumKind, std::string>> expected_checksum(const net::ResponseHead& head);

}  // namespace stripmeta::s3
