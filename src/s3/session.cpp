#include "s3/session.hpp"

#include <utility>

#include "s3/credentials/chain.hpp"

namespace stripmeta::s3 {

std::expected<std::shared_ptr<Session>, Error> Session::open(const Lookup& lookup) {
  auto settings = read_s3_settings(lookup);
  if (!settings) return std::unexpected(std::move(settings.error()));
  if (const auto& missing = net::HttpClient::missing(); !missing.empty()) {
    return misconfigured("cannot connect to S3: " + missing);
  }
  return std::make_shared<Session>(std::move(*settings), lookup);
}

Session::Session(S3Settings settings, const Lookup& lookup)
    : settings_(std::move(settings)),
      http_({.ca_bundle = settings_.ca_bundle, .stall_timeout = settings_.stall_timeout}),
      credentials_(find_credentials(lookup, http_)) {}

}  // namespace stripmeta::s3
