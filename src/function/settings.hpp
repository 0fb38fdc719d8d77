// The environment as a plain struct, checked.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

// Answers an environment variable's value; none where it is not set. A variable set to nothing counts as not set.
using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

struct ListenAddress {
  std::string host{"127.0.0.1"};  // an IPv4 or IPv6 address, without brackets
  std::uint16_t port{8080};       // 0: the system chooses one
};

struct Settings {
  std::string bucket_a;  // BUCKET_A: a directory (has a slash)
  std::string bucket_b;  // BUCKET_B: likewise
  Policy policy;         // STRIPMETA_POLICY, STRIPMETA_KEEP, STRIPMETA_REMOVE, STRIPMETA_STRICT (default 1)
  ListenAddress listen;  // --listen, else STRIPMETA_LISTEN
};

// "127.0.0.1:8080", "[::1]:0". Error `configuration` that starts with `setting`, the name people gave it by.
std::expected<ListenAddress, Error> parse_listen(std::string_view text, std::string_view setting);

// `listen` is the argument of --listen, none where it was not given. Every error is a `configuration` that names the
// variable; the file system is not looked at (buckets.hpp does).
std::expected<Settings, Error> read_settings(const Lookup& lookup, const std::optional<std::string>& listen);

}  // namespace stripmeta
