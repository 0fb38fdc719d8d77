// Writes an object of S3: with one PUT if it fits into a part, or else with a multipart upload.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "s3/bucket.hpp"
#include "store/store.hpp"

namespace stripmeta::s3 {

// No request is sent before a part is full.
std::unique_ptr<Writer> create_object(std::shared_ptr<const Bucket> bucket, std::string key, Put put, Call call);

// The bytes of memory that the writer of an object of that length holds: the object, or the parts that are being sent
// and the one that is being filled.
std::uint64_t object_footprint(std::uint64_t length);

}  // namespace stripmeta::s3
