#include "function/buckets.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "job/said_policy.hpp"
#include "store/directory.hpp"
#include "store/distinct.hpp"

namespace stripmeta {
namespace {

// `mode` as access(2) has it; asked for the effective user, who will do the work.
std::expected<std::unique_ptr<Store>, Error> open_bucket(std::string_view variable, const std::string& path, int mode,
                                                         std::string_view use) {
  auto store = DirectoryStore::open(path);
  if (!store) return blame(variable, std::move(store.error()));
  if (faccessat(AT_FDCWD, path.c_str(), mode | X_OK, AT_EACCESS) != 0) {
    return blame(variable, {ErrorKind::configuration,
                            "the directory '" + path + "' cannot be " + std::string{use} + " (" +
                                std::generic_category().message(errno) + "); give this user access or name another",
                            std::nullopt});
  }
  return std::move(*store);
}

}  // namespace

std::expected<Buckets, Error> open_buckets(const std::string& bucket_a, const std::string& bucket_b) {
  auto a = open_bucket("BUCKET_A", bucket_a, R_OK, "read");
  if (!a) return std::unexpected(std::move(a.error()));
  auto b = open_bucket("BUCKET_B", bucket_b, W_OK, "written to");
  if (!b) return std::unexpected(std::move(b.error()));
  if (auto distinct = check_distinct(bucket_a, bucket_b); !distinct) {
    return blame("BUCKET_A and BUCKET_B", std::move(distinct.error()));
  }
  return Buckets{std::move(*a), std::move(*b)};
}

}  // namespace stripmeta
