// The bytes of an object as they stand in S3, proven whole.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "s3/bucket.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// The current version of `key`. Its length, and its checksum or MD5 where S3 names one, are checked at the end. A
// connection that breaks on the way is taken up again where it was, as long as the object is still the same. Errors of
// Reader::read(): upstream (it cannot be had whole; another open() may succeed), deadline.
std::expected<std::unique_ptr<Reader>, Error> open_object(std::shared_ptr<const Bucket> bucket, const std::string& key,
                                                          const Call& call);

}  // namespace stripmeta::s3
