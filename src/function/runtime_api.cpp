#include "function/runtime_api.hpp"

#include <curl/curl.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <thread>
#include <utility>

#include "store/ascii.hpp"

namespace stripmeta {
namespace {

constexpr int attempts = 5;
constexpr std::chrono::milliseconds pause{100};
constexpr long accepted = 202;
constexpr long payload_too_large = 413;

struct EndEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct EndList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, EndList>;

void add(HeaderList& list, const std::string& line) {
  auto* const shorter = list.release();
  auto* const longer = curl_slist_append(shorter, line.c_str());
  list.reset(longer == nullptr ? shorter : longer);
  if (longer == nullptr) throw std::bad_alloc{};
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* body) {
  try {
    static_cast<std::string*>(body)->append(bytes, size * count);
    return size * count;
  } catch (const std::exception&) {
    return 0;  // ends the transfer, because an exception must not pass through libcurl
  }
}

std::unexpected<Error> upstream(std::string_view what, std::string_view reason) {
  std::string message{"the Lambda Runtime API "};
  message.append(what).append(": ").append(reason);
  return std::unexpected(Error{ErrorKind::upstream, std::move(message), std::nullopt});
}

std::optional<std::chrono::milliseconds> parse_deadline(const std::string& text) {
  const auto milliseconds = parse_number<std::int64_t>(text);
  if (!milliseconds || *milliseconds < 0) return std::nullopt;
  return std::chrono::milliseconds{*milliseconds};
}

}  // namespace

class RuntimeApi::Connection {
 public:
  Connection(const std::string& address, const volatile std::sig_atomic_t* stop)
      : base_("http://" + address), stop_(stop), easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc{};
  }

  bool is_stopped() const { return *stop_ != 0; }

  // Ends early if a stop is requested.
  std::expected<long, std::string> get(const char* path) {
    prepare(path);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Connection::should_end);
    set(CURLOPT_XFERINFODATA, this);
    return perform();
  }

  std::expected<long, std::string> post(const std::string& path, const std::string& body,
                                        const std::string& error_type) {
    prepare(path);
    HeaderList headers;
    add(headers, "Content-Type: application/json");
    add(headers, "Expect:");  // disables Expect: 100-continue, which would delay the answer by a second
    if (!error_type.empty()) add(headers, "Lambda-Runtime-Function-Error-Type: " + error_type);
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(CURLOPT_POSTFIELDS, body.c_str());
    return perform();
  }

  // A header of the last response; "" if there is none with that name.
  std::string header(const char* name) const {
    curl_header* found = nullptr;
    if (curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
    return found->value;
  }
  std::string take_body() { return std::exchange(body_, {}); }

 private:
  static int should_end(void* connection, curl_off_t /*to_come*/, curl_off_t /*came*/, curl_off_t /*to_go*/,
                        curl_off_t /*gone*/) {
    return static_cast<const Connection*>(connection)->is_stopped() ? 1 : 0;
  }

  template <typename Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(easy_.get(), option, value) == CURLE_OUT_OF_MEMORY) throw std::bad_alloc{};
  }

  // Resets everything except the connection.
  void prepare(const std::string& path) {
    curl_easy_reset(easy_.get());
    body_.clear();
    set(CURLOPT_URL, (base_ + path).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_WRITEFUNCTION, &stripmeta::take_body);
    set(CURLOPT_WRITEDATA, &body_);
  }

  // Returns the status, or the reason why there is none.
  std::expected<long, std::string> perform() {
    const auto result = curl_easy_perform(easy_.get());
    if (result != CURLE_OK) return std::unexpected(curl_easy_strerror(result));
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  std::string base_;
  const volatile std::sig_atomic_t* stop_;
  std::unique_ptr<CURL, EndEasy> easy_;
  std::string body_;
};

RuntimeApi::RuntimeApi(const std::string& address, const volatile std::sig_atomic_t* stop)
    : connection_(std::make_unique<Connection>(address, stop)) {}

RuntimeApi::~RuntimeApi() = default;

std::expected<std::optional<RuntimeEvent>, Error> RuntimeApi::next() {
  std::string reason;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(pause);
    if (connection_->is_stopped()) return std::nullopt;
    const auto status = connection_->get("/2018-06-01/runtime/invocation/next");
    if (connection_->is_stopped() && !status) return std::nullopt;
    const auto request_id = connection_->header("Lambda-Runtime-Aws-Request-Id");
    if (status && *status == 200 && !request_id.empty()) {
      return RuntimeEvent{.request_id = request_id,
                          .trace_id = connection_->header("Lambda-Runtime-Trace-Id"),
                          .deadline = parse_deadline(connection_->header("Lambda-Runtime-Deadline-Ms")),
                          .body = connection_->take_body()};
    }
    if (!status) {
      reason = status.error();
    } else if (*status != 200) {
      reason = "status " + std::to_string(*status);
    } else {
      reason = "an event without a request id";
    }
  }
  return upstream("did not provide an event", reason);
}

std::expected<void, Error> RuntimeApi::respond(const std::string& request_id, const Answer& answer) {
  const bool success = answer.kind == AnswerKind::success;
  const auto path = "/2018-06-01/runtime/invocation/" + request_id + (success ? "/response" : "/error");
  const auto status = connection_->post(path, answer.body, success ? std::string{} : answer.error_type);
  if (!status) return upstream("did not accept the answer", status.error());
  if (*status == payload_too_large) {
    return std::unexpected(Error{ErrorKind::too_large,
                                 "the answer has " + std::to_string(answer.body.size()) +
                                     " bytes, which is more than Lambda accepts; send fewer objects in one event",
                                 std::nullopt});
  }
  if (*status != accepted) return upstream("did not accept the answer", "status " + std::to_string(*status));
  return {};
}

std::expected<void, Error> RuntimeApi::report_init_error(const Error& error) {
  const auto answer = function_error(error);
  const auto status = connection_->post("/2018-06-01/runtime/init/error", answer.body, answer.error_type);
  if (!status) return upstream("did not accept the init error", status.error());
  return {};
}

}  // namespace stripmeta
