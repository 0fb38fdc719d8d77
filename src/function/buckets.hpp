// The two directories that stand for the buckets, opened and checked before anything is served.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

struct Buckets {
  std::unique_ptr<Store> a;
  std::unique_ptr<Store> b;
};

// Error `configuration` that names BUCKET_A or BUCKET_B: missing, no directory, A not readable, B not writable, or one
// equal to or inside the other.
std::expected<Buckets, Error> open_buckets(const std::string& bucket_a, const std::string& bucket_b);

}  // namespace stripmeta
