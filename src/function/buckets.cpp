#include "function/buckets.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "s3/session.hpp"
#include "s3/store.hpp"
#include "store/directory.hpp"
#include "store/separate_directories.hpp"

namespace stripmeta {
namespace {

// `mode` as for access(2), checked for the effective user.
std::expected<std::unique_ptr<Store>, Error> open_directory(std::string_view variable, const std::string& path,
                                                            int mode, std::string_view use) {
  auto store = DirectoryStore::open(path);
  if (!store) return prefix_origin(variable, std::move(store.error()));
  if (faccessat(AT_FDCWD, path.c_str(), mode | X_OK, AT_EACCESS) != 0) {
    return prefix_origin(
        variable, {ErrorKind::configuration,
                   "the directory '" + path + "' cannot be " + std::string{use} + " (" +
                       std::generic_category().message(errno) + "); give this user access or name another directory",
                   std::nullopt});
  }
  return std::move(*store);
}

std::expected<std::unique_ptr<Store>, Error> open_s3(std::string_view variable, const std::string& bucket,
                                                     std::shared_ptr<s3::Session> session) {
  auto store = s3::S3Store::open(std::move(session), bucket);
  if (!store) return prefix_origin(variable, std::move(store.error()));
  return std::move(*store);
}

// S3 makes such a name for each access point of a bucket. The name does not tell which bucket.
std::expected<void, Error> check_not_alias(const std::string& bucket) {
  if (is_directory(bucket) || (!bucket.ends_with("-s3alias") && !bucket.ends_with("--ol-s3"))) return {};
  return prefix_origin(
      "BUCKET_B",
      {ErrorKind::configuration,
       "'" + bucket + "' is an access point alias, which may lead to bucket A; name the bucket itself", std::nullopt});
}

// Two different S3 names that are not aliases are two buckets, but two paths may lead to the same directory.
std::expected<void, Error> check_different(const std::string& a, const std::string& b) {
  if (is_directory(a) && is_directory(b)) return check_separate(a, b);
  if (a != b) return {};
  return std::unexpected(Error{ErrorKind::configuration,
                               "both are '" + a + "'; choose another bucket for the clean images", std::nullopt});
}

}  // namespace

bool is_directory(const std::string& bucket) {
  return bucket.contains('/');
}

std::expected<Buckets, Error> open_buckets(const std::string& bucket_a, const std::string& bucket_b,
                                           const Lookup& lookup, bool deletes_in_a) {
  std::shared_ptr<s3::Session> session;
  if (!is_directory(bucket_a) || !is_directory(bucket_b)) {
    auto opened = s3::Session::open(lookup);
    if (!opened) return std::unexpected(std::move(opened.error()));
    session = std::move(*opened);
  }
  const auto access_to_a = deletes_in_a ? R_OK | W_OK : R_OK;
  const auto* const use_of_a = deletes_in_a ? "read and deleted from" : "read";
  auto a = is_directory(bucket_a) ? open_directory("BUCKET_A", bucket_a, access_to_a, use_of_a)
                                  : open_s3("BUCKET_A", bucket_a, session);
  if (!a) return std::unexpected(std::move(a.error()));
  if (auto named = check_not_alias(bucket_b); !named) return std::unexpected(std::move(named.error()));
  auto b = is_directory(bucket_b) ? open_directory("BUCKET_B", bucket_b, R_OK | W_OK, "read and written to")
                                  : open_s3("BUCKET_B", bucket_b, session);
  if (!b) return std::unexpected(std::move(b.error()));
  if (auto different = check_different(bucket_a, bucket_b); !different) {
    return prefix_origin("BUCKET_A and BUCKET_B", std::move(different.error()));
  }
  return Buckets{std::move(*a), std::move(*b)};
}

}  // namespace stripmeta
