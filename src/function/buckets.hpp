// The two buckets, in S3 or directories that stand for them, opened and checked before anything is served.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "store/environment.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

struct Buckets {
  std::unique_ptr<Store> a;
  std::unique_ptr<Store> b;
};

// A value with a slash is a directory, another one a bucket of S3, which is not asked for anything yet. `lookup` says
// how S3 is reached. Error `configuration` that names BUCKET_A or BUCKET_B: no bucket's name; no directory, A not
// readable, B not readable and writable; one equal to or inside the other. Or one of s3::Session::open().
std::expected<Buckets, Error> open_buckets(const std::string& bucket_a, const std::string& bucket_b,
                                           const Lookup& lookup);

}  // namespace stripmeta
