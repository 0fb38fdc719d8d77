// Tags as S3 writes them.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
#pragma once

#include <optional>
#include <string>

#include "store/tags.hpp"

namespace stripmeta::s3 {

// The value of x-amz-tagging: "name=value&name=value", percent-encoded.
std::string tagging_header(const Tags& tags);

// <Tagging>, the body of GetObjectTagging's answer and of PutObjectTagging's request. none: it is no such document.
std::optional<Tags> read_tagging(const std::string& body);
std::string tagging_body(const Tags& tags);

}  // namespace stripmeta::s3
