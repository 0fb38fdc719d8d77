#include "s3/bucket.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <optional>
#include <random>
#include <utility>

namespace stripmeta::s3 {
namespace {

using std::chrono::milliseconds;
using Exchange = std::unique_ptr<net::Exchange>;

constexpr std::size_t max_response_bytes = std::size_t{8} << 20U;  // a page of a listing has about 500 KB
constexpr std::size_t max_error_bytes = std::size_t{64} << 10U;
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{5'000};
// S3 tolerates 15 minutes. If the clock is off by less than this, it is not the reason why S3 refused the request.
constexpr std::chrono::minutes tolerated_skew{5};

milliseconds pause_after(int attempts_made) {
  thread_local std::minstd_rand random{std::random_device{}()};
  constexpr int most_doublings = 10;
  const auto longest = std::min(longest_pause, first_pause * (1 << std::min(attempts_made - 1, most_doublings)));
  return milliseconds{std::uniform_int_distribution<long>{0, longest.count()}(random)};
}

// False: the call has no time for the pause, or a stop was requested.
bool sleep(milliseconds pause, const Call& call) {
  const auto until = std::chrono::steady_clock::now() + pause;
  if (until >= call.deadline) return false;
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_until(lock, call.stop, until, [] { return false; });
  return !call.stop.stop_requested();
}

bool is_success(int status) {
  constexpr int first = 200;
  constexpr int past = 300;
  return status >= first && status < past;
}

}  // namespace

std::expected<std::shared_ptr<Bucket>, Error> Bucket::open(std::shared_ptr<Session> session, const std::string& name) {
  const auto usable = check_bucket_name(name);
  if (!usable) return std::unexpected(usable.error());
  auto address = bucket_address(session->settings(), session->settings().region, name);
  if (!address) return std::unexpected(std::move(address.error()));
  return std::make_shared<Bucket>(std::move(session), name, std::move(*address));
}

Bucket::Bucket(std::shared_ptr<Session> session, std::string name, Address address)
    : session_(std::move(session)),
      name_(std::move(name)),
      // Servers other than AWS's rarely check the region, but the signature has to name one.
      site_{.address = std::move(address),
            .region = session_->settings().region.empty() ? "us-east-1" : session_->settings().region} {}

std::expected<net::Response, Fault> Bucket::perform(const BucketRequest& request, const Call& call,
                                                    const Accept& accept) const {
  return attempt_until_done(
      request, call, [&](Exchange exchange, const net::ResponseHead& head) -> std::expected<net::Response, Fault> {
        auto body = net::read_all(*exchange, call, max_response_bytes);
        if (!body) return std::unexpected(fault_of(body.error(), {request.doing, url_of(request.key)}));
        net::Response response{.head = head, .body = std::move(*body)};
        if (is_error_body(response.body)) {
          return std::unexpected(fault_of(response.head, response.body, {request.doing, url_of(request.key)}));
        }
        if (accept && !accept(response)) {
          return std::unexpected(
              damaged(head, "the response is not what this request returns", {request.doing, url_of(request.key)}));
        }
        return response;
      });
}

std::expected<Exchange, Fault> Bucket::begin(const BucketRequest& request, const Call& call) const {
  return attempt_until_done(
      request, call,
      [](Exchange exchange, const net::ResponseHead& /*head*/) -> std::expected<Exchange, Fault> { return exchange; });
}

template <typename Take>
auto Bucket::attempt_until_done(const BucketRequest& request, const Call& call, const Take& take) const
    -> decltype(take(Exchange{}, std::declval<const net::ResponseHead&>())) {
  std::array<bool, 5> tried{};  // by Remedy: each except `retry` is tried once
  for (int made = 1;; ++made) {
    const auto credentials = session_->credentials().get(call);
    if (!credentials) {
      const auto& error = credentials.error();
      if (error.kind == ErrorKind::upstream && made < session_->settings().max_attempts &&
          sleep(pause_after(made), call)) {
        continue;
      }
      return std::unexpected(Fault{.error = error});
    }
    auto done = attempt(request, call, *credentials, take);
    if (done) return done;
    const auto& fault = done.error();
    if (fault.remedy == Fault::Remedy::retry) {
      if (made >= session_->settings().max_attempts || !sleep(pause_after(made), call)) return done;
    } else if (std::exchange(tried[static_cast<std::size_t>(fault.remedy)], true) ||
               !apply_remedy(fault, *credentials, call)) {
      return done;
    }
  }
}

template <typename Take>
auto Bucket::attempt(const BucketRequest& request, const Call& call, const Credentials& credentials,
                     const Take& take) const -> decltype(take(Exchange{}, std::declval<const net::ResponseHead&>())) {
  const auto sent_to = site();
  auto exchange = send(request, call, credentials, sent_to);
  const auto received = exchange->head(call);
  if (!received) return std::unexpected(fault_of(received.error(), {request.doing, url_of(request.key)}));
  const auto& head = **received;
  if (is_success(head.status)) return take(std::move(exchange), head);
  const auto body = net::read_all(*exchange, call, max_error_bytes);
  // If the error's body is incomplete, only its status counts.
  auto fault = fault_of(head, body ? *body : std::string{}, {request.doing, url_of(request.key)});
  diagnose(fault, request, head, sent_to);
  return std::unexpected(std::move(fault));
}

void Bucket::diagnose(Fault& fault, const BucketRequest& request, const net::ResponseHead& head,
                      const Site& site) const {
  const bool has_no_code = fault.code.empty();
  if (has_no_code && fault.status == 404 && request.method != "HEAD") {
    // S3 itself would name what is missing. A response without a code does not come from S3, so the object may exist.
    fault.error.kind = ErrorKind::upstream;
    fault.remedy = Fault::Remedy::retry;
  }
  if (has_no_code && fault.status == 403) fault.remedy = Fault::Remedy::credentials;
  if (has_no_code && fault.remedy == Fault::Remedy::region && fault.region == site.region) {
    fault.remedy = Fault::Remedy::credentials;
  }
  const auto theirs = net::parse_date(head.header("date"));
  if (theirs && (fault.remedy == Fault::Remedy::clock || (has_no_code && fault.status == 403))) {
    const bool skewed = std::chrono::abs(*theirs - session_->now()) > tolerated_skew;
    if (skewed) {
      fault.remedy = Fault::Remedy::clock;
      session_->set_clock(*theirs);
    } else if (fault.remedy == Fault::Remedy::clock) {
      fault.remedy = Fault::Remedy::none;
    }
  }
}

Bucket::Site Bucket::site() const {
  const std::scoped_lock lock{mutex_};
  return site_;
}

std::unique_ptr<net::Exchange> Bucket::send(const BucketRequest& request, const Call& call,
                                            const Credentials& credentials, const Site& site) const {
  const auto& [address, region] = site;
  const auto path = request.key.empty() ? address.path + "/" : address.path_of(request.key);
  const auto query = canonical_query(request.query);
  // TLS protects the body; without TLS the signature has to.
  const bool plain = address.origin.starts_with("http://");
  const auto hash = plain ? sha256_hex(request.body) : std::string{unsigned_payload};
  auto headers = request.headers;
  const auto signature = sign({.method = request.method,
                               .host = address.host,
                               .path = path,
                               .query = query,
                               .headers = request.headers,
                               .payload_hash = hash},
                              credentials, {.region = region, .now = session_->now()});
  headers.insert(headers.end(), signature.begin(), signature.end());
  // Not signed, like in the AWS tools: proxies may extend it.
  if (!call.trace.empty()) headers.push_back({"x-amzn-trace-id", call.trace});
  return session_->http().start({.method = std::string{request.method},
                                 .url = address.origin + path + (query.empty() ? "" : "?" + query),
                                 .headers = std::move(headers),
                                 .body = request.body});
}

bool Bucket::apply_remedy(const Fault& fault, const Credentials& used, const Call& call) const {
  switch (fault.remedy) {
    case Fault::Remedy::clock: return true;  // the clock was set when the response came
    case Fault::Remedy::region: return move_to(fault.region);
    case Fault::Remedy::credentials: {
      session_->credentials().reject(used);
      const auto fresh = session_->credentials().get(call);
      return fresh && (fresh->access_key_id != used.access_key_id || fresh->session_token != used.session_token);
    }
    default: return false;
  }
}

// If another request has moved it there meanwhile, this changes nothing.
bool Bucket::move_to(const std::string& region) const {
  auto address = bucket_address(session_->settings(), region, name_);
  if (!address) return false;
  const std::scoped_lock lock{mutex_};
  site_ = {.address = std::move(*address), .region = region};
  return true;
}

std::string Bucket::url_of(std::string_view key) const {
  std::string url = "s3://" + name_;
  if (!key.empty()) url.append("/").append(key);
  return url;
}

}  // namespace stripmeta::s3
