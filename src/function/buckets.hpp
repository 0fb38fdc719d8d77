// Opens and checks the two buckets, which are S3 buckets or directories.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "store/environment.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Whether the value of BUCKET_A or BUCKET_B names a directory: it has a slash.
bool is_directory(const std::string& bucket);

struct Buckets {
  std::unique_ptr<Store> a;
  std::unique_ptr<Store> b;
};

// Sends no request to S3. `lookup` holds the settings for S3. Error `configuration`, naming BUCKET_A or BUCKET_B: a
// name is not a bucket name; B is an access point alias; a directory does not exist; A is not readable (or, with
// `deletes_in_a`, not writable); B is not readable and writable; one is equal to or inside the other. Also the errors
// of s3::Session::open().
std::expected<Buckets, Error> open_buckets(const std::string& bucket_a, const std::string& bucket_b,
                                           const Lookup& lookup, bool deletes_in_a = false);

}  // namespace stripmeta
