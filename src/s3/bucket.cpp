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

constexpr std::size_t most_answer_bytes = std::size_t{8} << 20U;  // a listing's page has some 500 KB
constexpr std::size_t most_error_bytes = std::size_t{64} << 10U;
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{5'000};
// What S3 tolerates is 15 minutes; a clock that is less wrong than this is not what it refused.
constexpr std::chrono::minutes tolerated_skew{5};

milliseconds pause_after(int attempts_made) {
  thread_local std::minstd_rand random{std::random_device{}()};
  constexpr int most_doublings = 10;
  const auto longest = std::min(longest_pause, first_pause * (1 << std::min(attempts_made - 1, most_doublings)));
  return milliseconds{std::uniform_int_distribution<long>{0, longest.count()}(random)};
}

// False: the call has no time for it, or is not wanted any more.
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
      // Servers behind an endpoint of one's own rarely ask for a region, yet the signature has to name one.
      place_{.address = std::move(address),
             .region = session_->settings().region.empty() ? "us-east-1" : session_->settings().region} {}

std::expected<net::Response, Fault> Bucket::perform(const BucketRequest& request, const Call& call,
                                                    const Accept& accept) const {
  return attempt_until_done(
      request, call, [&](Exchange exchange, const net::ResponseHead& head) -> std::expected<net::Response, Fault> {
        auto body = net::read_all(*exchange, call, most_answer_bytes);
        if (!body) return std::unexpected(fault_of(body.error(), {request.doing, url_of(request.key)}));
        net::Response response{.head = head, .body = std::move(*body)};
        if (is_error_body(response.body)) {
          return std::unexpected(fault_of(response.head, response.body, {request.doing, url_of(request.key)}));
        }
        if (accept && !accept(response)) {
          return std::unexpected(
              damaged(head, "what it says is no answer to that", {request.doing, url_of(request.key)}));
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
  std::array<bool, 5> cured{};  // by Cure: each but `again` is tried once
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
    if (fault.cure == Fault::Cure::again) {
      if (made >= session_->settings().max_attempts || !sleep(pause_after(made), call)) return done;
    } else if (std::exchange(cured[static_cast<std::size_t>(fault.cure)], true) || !cure(fault, *credentials, call)) {
      return done;
    }
  }
}

template <typename Take>
auto Bucket::attempt(const BucketRequest& request, const Call& call, const Credentials& credentials,
                     const Take& take) const -> decltype(take(Exchange{}, std::declval<const net::ResponseHead&>())) {
  const auto sent_to = place();
  auto exchange = send(request, call, credentials, sent_to);
  const auto received = exchange->head(call);
  if (!received) return std::unexpected(fault_of(received.error(), {request.doing, url_of(request.key)}));
  const auto& head = **received;
  if (is_success(head.status)) return take(std::move(exchange), head);
  const auto body = net::read_all(*exchange, call, most_error_bytes);
  // An error whose text did not come whole is judged by its status.
  auto fault = fault_of(head, body ? *body : std::string{}, {request.doing, url_of(request.key)});
  diagnose(fault, request, head, sent_to);
  return std::unexpected(std::move(fault));
}

void Bucket::diagnose(Fault& fault, const BucketRequest& request, const net::ResponseHead& head,
                      const Place& place) const {
  const bool wordless = fault.code.empty();
  if (wordless && fault.status == 404 && request.method != "HEAD") {
    // S3 says what is missing. Whoever answers without a word is not S3, and knows nothing of the object.
    fault.error.kind = ErrorKind::upstream;
    fault.cure = Fault::Cure::again;
  }
  if (wordless && fault.status == 403) fault.cure = Fault::Cure::credentials;
  if (wordless && fault.cure == Fault::Cure::region && fault.region == place.region) {
    fault.cure = Fault::Cure::credentials;
  }
  const auto theirs = net::parse_date(head.header("date"));
  if (theirs && (fault.cure == Fault::Cure::clock || (wordless && fault.status == 403))) {
    const bool skewed = std::chrono::abs(*theirs - session_->now()) > tolerated_skew;
    if (skewed) {
      fault.cure = Fault::Cure::clock;
      session_->set_clock(*theirs);
    } else if (fault.cure == Fault::Cure::clock) {
      fault.cure = Fault::Cure::none;
    }
  }
}

Bucket::Place Bucket::place() const {
  const std::scoped_lock lock{mutex_};
  return place_;
}

std::unique_ptr<net::Exchange> Bucket::send(const BucketRequest& request, const Call& call,
                                            const Credentials& credentials, const Place& place) const {
  const auto& [address, region] = place;
  const auto path = request.key.empty() ? address.path + "/" : address.path_of(request.key);
  const auto query = canonical_query(request.query);
  // TLS keeps the body whole; without it the signature has to.
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
  // Unsigned, as the AWS tools send it: what stands between may add to it.
  if (!call.trace.empty()) headers.push_back({"x-amzn-trace-id", call.trace});
  return session_->http().start({.method = std::string{request.method},
                                 .url = address.origin + path + (query.empty() ? "" : "?" + query),
                                 .headers = std::move(headers),
                                 .body = request.body});
}

bool Bucket::cure(const Fault& fault, const Credentials& used, const Call& call) const {
  switch (fault.cure) {
    case Fault::Cure::clock: return true;  // set when the answer came
    case Fault::Cure::region: return move_to(fault.region);
    case Fault::Cure::credentials: {
      session_->credentials().reject(used);
      const auto fresh = session_->credentials().get(call);
      return fresh && (fresh->access_key_id != used.access_key_id || fresh->session_token != used.session_token);
    }
    default: return false;
  }
}

// Where another request has moved it there meanwhile, that is as good.
bool Bucket::move_to(const std::string& region) const {
  auto address = bucket_address(session_->settings(), region, name_);
  if (!address) return false;
  const std::scoped_lock lock{mutex_};
  place_ = {.address = std::move(*address), .region = region};
  return true;
}

std::string Bucket::url_of(std::string_view key) const {
  std::string url = "s3://" + name_;
  if (!key.empty()) url.append("/").append(key);
  return url;
}

}  // namespace stripmeta::s3
