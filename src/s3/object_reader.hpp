// Reads an object of S3 and checks that it is complete.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "s3/bucket.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// Opens the current version of `key`. At the end, the length is checked, and the checksum or MD5 if S3 has one. If the
// connection breaks, reading resumes where it stopped, as long as the object is still the same. Errors of
// Reader::read(): upstream (the object cannot be read completely; another open() may succeed), deadline.
std::expected<std::unique_ptr<Reader>, Error> open_object(std::shared_ptr<const Bucket> bucket, const std::string& key,
                                                          const Call& call);

}  // namespace stripmeta::s3
