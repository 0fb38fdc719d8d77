// Tags in S3's formats.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
#pragma once

#include <optional>
#include <string>

#include "store/tags.hpp"

namespace stripmeta::s3 {

// The value of x-amz-tagging: "name=value&name=value", percent-encoded.
std::string tagging_header(const Tags& tags);

// Reads <Tagging>, the body of GetObjectTagging's response. If it is not such a document, the result is nullopt.
std::optional<Tags> read_tagging(const std::string& body);

// Writes <Tagging>, the body of PutObjectTagging's request.
std::string tagging_body(const Tags& tags);

}  // namespace stripmeta::s3
