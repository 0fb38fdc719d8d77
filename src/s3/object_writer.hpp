// A new object in S3: one PUT where it fits into a part, else a multipart upload.
#pragma once

#include <memory>
#include <string>

#include "s3/bucket.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// Asks nothing of S3 before there is a part to send.
std::unique_ptr<Writer> create_object(std::shared_ptr<const Bucket> bucket, std::string key, Put put, Call call);

}  // namespace stripmeta::s3
