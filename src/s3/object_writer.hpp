// A new object in S3: one PUT where it fits into a part, else a multipart upload.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "s3/bucket.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// Asks nothing of S3 before there is a part to send.
std::unique_ptr<Writer> create_object(std::shared_ptr<const Bucket> bucket, std::string key, Put put, Call call);

// How many bytes the writer of an object of that length holds: the object, or the parts on their way and the one that
// is filled.
std::uint64_t object_footprint(std::uint64_t length);

}  // namespace stripmeta::s3
