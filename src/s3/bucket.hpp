// Signed requests to one bucket, with retries.
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
  std::string_view doing;  // for error messages, a verb: "read"
  std::string_view method{"GET"};
  std::string key;  // "" for the bucket itself
  Query query{};
  std::vector<net::Header> headers{};  // names in lower case; all are signed
  std::span<const std::byte> body{};   // must outlive the request
};

// Thread-safe.
//
// A request is sent up to AWS_MAX_ATTEMPTS times while its call has time. The pauses in between are random, from 0 up
// to a limit that grows from 100 ms to 5 s ("full jitter"), so that many callers do not retry at the same moment:
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
class Bucket {
 public:
  // Errors: those of bucket_address() and check_bucket_name().
  static std::expected<std::shared_ptr<Bucket>, Error> open(std::shared_ptr<Session> session, const std::string& name);

  Bucket(std::shared_ptr<Session> session, std::string name, Address address);

  const std::string& name() const { return name_; }
  // An object's name in errors: "s3://bucket/key"; "s3://bucket" if `key` is "".
  std::string url_of(std::string_view key) const;

  // Returns a complete successful response. If `accept` returns false, the response is damaged and the request is
  // sent again.
  using Accept = std::function<bool(const net::Response&)>;
  std::expected<net::Response, Fault> perform(const BucketRequest& request, const Call& call,
                                              const Accept& accept = {}) const;

  // Returns a successful response (2xx) whose body has not been read. The session must outlive it.
  std::expected<std::unique_ptr<net::Exchange>, Fault> begin(const BucketRequest& request, const Call& call) const;

 private:
  template <typename Take>
  auto attempt_until_done(const BucketRequest& request, const Call& call, const Take& take) const
      -> decltype(take(std::unique_ptr<net::Exchange>{}, std::declval<const net::ResponseHead&>()));
  template <typename Take>
  auto attempt(const BucketRequest& request, const Call& call, const Credentials& credentials, const Take& take) const
      -> decltype(take(std::unique_ptr<net::Exchange>{}, std::declval<const net::ResponseHead&>()));
  // The bucket's address and region, as far as known.
  struct Site {
    Address address;
    std::string region;
  };
  Site site() const;
  std::unique_ptr<net::Exchange> send(const BucketRequest& request, const Call& call, const Credentials& credentials,
                                      const Site& site) const;
  // Refines the fault of a refused request that was sent to `site`.
  void diagnose(Fault& fault, const BucketRequest& request, const net::ResponseHead& head, const Site& site) const;
  // Carries out the remedy of `fault`. False: nothing can be done.
  bool apply_remedy(const Fault& fault, const Credentials& used, const Call& call) const;
  bool move_to(const std::string& region) const;

  std::shared_ptr<Session> session_;
  std::string name_;
  mutable std::mutex mutex_;
  mutable Site site_;
};

}  // namespace stripmeta::s3
