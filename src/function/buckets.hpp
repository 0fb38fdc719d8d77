// The two buckets, in S3 or directories that stand for them, opened and checked before anything is served.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "store/environment.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Whether the value of BUCKET_A or BUCKET_B is a directory: it has a slash.
bool is_directory(const std::string& bucket);

struct Buckets {
  std::unique_ptr<Store> a;
  std::unique_ptr<Store> b;
};

// A bucket of S3 is not asked for anything yet. `lookup` says how S3 is reached. Error `configuration` that names
// BUCKET_A or BUCKET_B: no bucket's name; B by an access point's alias; no directory, A not readable (and not writable,
// where objects are to be deleted in it), B not readable and writable; one equal to or inside the other. Or one of
// s3::Session::open().
std::expected<Buckets, Error> open_buckets(const std::string& bucket_a, const std::string& bucket_b,
                                           const Lookup& lookup, bool deletes_in_a = false);

}  // namespace stripmeta
