// Signed requests to one bucket, tried again where that may help.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"
#include "s3/address.hpp"
#include "s3/fault.hpp"
#include "s3/session.hpp"
#include "s3/sigv4.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct BucketRequest {
  std::string_view doing;  // for errors, a verb: "read"
  std::string_view method{"GET"};
  std::string key;  // "" for the bucket itself
  Query query{};
  std::vector<net::Header> headers{};  // names in lower case; all are signed
  std::span<const std::byte> body{};   // must outlive the request
};

// Thread-safe.
//
// A request is sent up to AWS_MAX_ATTEMPTS times while its call has time, with pauses between that grow from 100 ms to
// 5 s, each drawn at random from nothing to that ("full jitter"), so that many callers do not come back together:
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
class Bucket {
 public:
  // Errors: those of bucket_address() and check_bucket_name().
  static std::expected<std::shared_ptr<Bucket>, Error> open(std::shared_ptr<Session> session, const std::string& name);

  Bucket(std::shared_ptr<Session> session, std::string name, Address address);

  const std::string& name() const { return name_; }
  // How errors name an object, or the bucket itself where `key` is "": "s3://bucket/key".
  std::string url_of(std::string_view key) const;

  // The whole answer, a 2xx that is no error. `accept` may find it damaged: it is then asked for again.
  using Accept = std::function<bool(const net::Response&)>;
  std::expected<net::Response, Fault> perform(const BucketRequest& request, const Call& call,
                                              const Accept& accept = {}) const;

  // A 2xx whose body is still to be read. The client must outlive it, as this bucket's session does.
  std::expected<std::unique_ptr<net::Exchange>, Fault> begin(const BucketRequest& request, const Call& call) const;

 private:
  template <typename Take>
  auto attempt_until_done(const BucketRequest& request, const Call& call, const Take& take) const
      -> decltype(take(std::unique_ptr<net::Exchange>{}, std::declval<const net::ResponseHead&>()));
  template <typename Take>
  auto attempt(const BucketRequest& request, const Call& call, const Credentials& credentials, const Take& take) const
      -> decltype(take(std::unique_ptr<net::Exchange>{}, std::declval<const net::ResponseHead&>()));
  // Where the bucket is, as far as is known.
  struct Place {
    Address address;
    std::string region;
  };
  Place place() const;
  std::unique_ptr<net::Exchange> send(const BucketRequest& request, const Call& call, const Credentials& credentials,
                                      const Place& place) const;
  // Looks closer at a refusal of a request that was sent to `place`.
  void diagnose(Fault& fault, const BucketRequest& request, const net::ResponseHead& head, const Place& place) const;
  // Does what `fault` asks for. False: nothing can be done.
  bool cure(const Fault& fault, const Credentials& used, const Call& call) const;
  bool move_to(const std::string& region) const;

  std::shared_ptr<Session> session_;
  std::string name_;
  mutable std::mutex mutex_;
  mutable Place place_;
};

}  // namespace stripmeta::s3
