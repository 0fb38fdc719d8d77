#include "net/multi.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <span>
#include <string>
#include <utility>

#include "net/libcurl.hpp"
#include "stripmeta/version.hpp"

namespace stripmeta::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick{250};     // how often running transfers are checked for stalls
constexpr std::chrono::milliseconds idle{60'000};  // how long an idle thread sleeps; commands wake it up
constexpr long receive_bytes = 128L << 10U;        // libcurl's own buffers, for each transfer
constexpr long send_bytes = 128L << 10U;
constexpr std::size_t most_idle = 8;
// Connections that are kept open: enough for 64 objects at once, each read and sent in parts. By default libcurl keeps
// only four for each running transfer, and so would close nearly all of them at the end of a batch.
constexpr long most_connections = 192;

CURLM* make_multi() {
  // Called once in a process, before any other thread uses libcurl.
  static const CURLcode initialised = libcurl().global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(initialised);
  CURLM* multi = libcurl().multi_init();
  libcurl().multi_setopt(multi, CURLMOPT_MAXCONNECTS, most_connections);
  return multi;
}

std::size_t receive_header(char* bytes, std::size_t /*one*/, std::size_t count, void* transfer) {
  return static_cast<Transfer*>(transfer)->on_header({bytes, count});
}

std::size_t receive_body(char* bytes, std::size_t /*one*/, std::size_t count, void* transfer) {
  return static_cast<Transfer*>(transfer)->on_body(std::as_bytes(std::span{bytes, count}));
}

curl_slist* make_header_list(const Request& request) {
  // The empty "Expect:" disables Expect: 100-continue, which delays a body; the empty "Content-Type:" disables
  // libcurl's default type.
  curl_slist* list = libcurl().slist_append(nullptr, "Expect:");
  const bool has_type = std::ranges::any_of(request.headers, [](const Header& h) { return h.name == "content-type"; });
  if (!has_type) list = libcurl().slist_append(list, "Content-Type:");
  for (const auto& [name, value] : request.headers) {
    // libcurl sends a header without a value only if it ends in a semicolon.
    std::string line = name;
    line.append(value.empty() ? ";" : ": ").append(value);
    list = libcurl().slist_append(list, line.c_str());
  }
  return list;
}

void set_method(CURL* easy, const Request& request) {
  if (request.method == "HEAD") {
    libcurl().easy_setopt(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  if (request.method == "PUT" || request.method == "POST") {
    const auto* body = request.body.empty() ? "" : reinterpret_cast<const char*>(request.body.data());
    libcurl().easy_setopt(easy, CURLOPT_POSTFIELDS,
                          body);  // not copied, so that libcurl can send it again from the start
    libcurl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  if (request.method != "GET" && request.method != "POST") {
    libcurl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void configure(Transfer& transfer, const HttpOptions& options) {
  CURL* easy = transfer.easy;
  const auto& request = transfer.request;
  const auto agent = "stripmeta/" + std::string{version()};
  transfer.header_list = make_header_list(request);
  libcurl().easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  libcurl().easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  libcurl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  libcurl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  libcurl().easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.header_list);
  libcurl().easy_setopt(easy, CURLOPT_USERAGENT, agent.c_str());
  libcurl().easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (!request.through_proxy) libcurl().easy_setopt(easy, CURLOPT_PROXY, "");
  if (!options.ca_bundle.empty()) libcurl().easy_setopt(easy, CURLOPT_CAINFO, options.ca_bundle.c_str());
  libcurl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not respond must not block this thread: an abandoned look-up ends by itself.
  libcurl().easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  libcurl().easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  libcurl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  libcurl().easy_setopt(easy, CURLOPT_BUFFERSIZE, receive_bytes);
  libcurl().easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, send_bytes);
  libcurl().easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error_text.data());
  libcurl().easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
  libcurl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &receive_header);
  libcurl().easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  libcurl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &receive_body);
  libcurl().easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  set_method(easy, request);
}

Failure::Kind kind_of(CURLcode code, bool connected) {
  switch (code) {
    case CURLE_URL_MALFORMAT: return Failure::Kind::bad_request;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return Failure::Kind::unreachable;
    case CURLE_OPERATION_TIMEDOUT: return connected ? Failure::Kind::broken : Failure::Kind::unreachable;
    default: return Failure::Kind::broken;
  }
}

Failure failure_of(const Transfer& transfer, CURLcode code) {
  curl_off_t connected = 0;
  libcurl().easy_getinfo(transfer.easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
  const auto kind = kind_of(code, connected != 0);
  // libcurl's detailed text names hosts and certificates, which helps if there is no connection. It holds no header.
  const bool detailed = kind == Failure::Kind::unreachable && transfer.error_text[0] != '\0';
  return {kind, detailed ? transfer.error_text.data() : libcurl().easy_strerror(code)};
}

curl_off_t transferred_bytes(CURL* easy) {
  curl_off_t up = 0;
  curl_off_t down = 0;
  long head = 0;
  libcurl().easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &up);
  libcurl().easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &down);
  libcurl().easy_getinfo(easy, CURLINFO_HEADER_SIZE, &head);
  return up + down + head;
}

}  // namespace

Multi::Multi(HttpOptions options) : options_(std::move(options)), multi_(make_multi()) {
  // Signals must reach the program's own threads, which may wait for them.
  sigset_t all{};
  sigset_t before{};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread{[this] { run(); }};
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Multi::~Multi() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
  }
  libcurl().multi_wakeup(multi_);
  thread_.join();
  for (CURL* easy : idle_) libcurl().easy_cleanup(easy);
  libcurl().multi_cleanup(multi_);
}

void Multi::add(Transfer& transfer) {
  post({Order::add, &transfer, nullptr});
}

void Multi::unpause(Transfer& transfer) {
  post({Order::unpause, &transfer, nullptr});
}

void Multi::remove(Transfer& transfer) {
  if (transfer.has_ended()) return;  // the usual case, without waiting for the thread
  bool done = false;
  post({Order::remove, &transfer, &done});
  std::unique_lock lock{mutex_};
  removed_.wait(lock, [&done] { return done; });
}

void Multi::post(const Command& command) {
  {
    const std::scoped_lock lock{mutex_};
    commands_.push_back(command);
  }
  libcurl().multi_wakeup(multi_);
}

void Multi::run() {
  while (execute_commands()) {
    int left = 0;
    libcurl().multi_perform(multi_, &left);
    finish_completed();
    cancel_stalled();
    const auto pause = running_.empty() ? idle : tick;
    libcurl().multi_poll(multi_, nullptr, 0, static_cast<int>(pause.count()), nullptr);
  }
}

bool Multi::execute_commands() {
  std::vector<Command> commands;
  {
    const std::scoped_lock lock{mutex_};
    commands.swap(commands_);
    if (ending_) return false;
  }
  for (const auto& [order, transfer, done] : commands) {
    if (order == Order::add) begin(*transfer);
    if (order == Order::unpause && running_.contains(transfer)) {
      transfer->last_moved = Clock::now();
      libcurl().easy_pause(transfer->easy, CURLPAUSE_CONT);
    }
    if (order == Order::remove) {
      if (running_.contains(transfer)) end(*transfer, Failure{Failure::Kind::stopped, "canceled"});
      const std::scoped_lock lock{mutex_};
      *done = true;
      removed_.notify_all();
    }
  }
  return true;
}

void Multi::begin(Transfer& transfer) {
  if (idle_.empty()) {
    transfer.easy = libcurl().easy_init();
  } else {
    transfer.easy = idle_.back();
    idle_.pop_back();
  }
  configure(transfer, options_);
  transfer.last_moved = Clock::now();
  running_.insert(&transfer);
  libcurl().multi_add_handle(multi_, transfer.easy);
}

void Multi::finish_completed() {
  int left = 0;
  while (const CURLMsg* message = libcurl().multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* transfer = nullptr;
    const auto code = message->data.result;  // NOLINT(cppcoreguidelines-pro-type-union-access): libcurl's
    libcurl().easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    auto& state = *reinterpret_cast<Transfer*>(transfer);
    end(state, code == CURLE_OK ? std::nullopt : std::optional{failure_of(state, code)});
  }
}

void Multi::cancel_stalled() {
  const auto now = Clock::now();
  std::vector<Transfer*> stalled;
  for (auto* transfer : running_) {
    const auto moved = transferred_bytes(transfer->easy);
    if (moved != transfer->bytes_moved || transfer->is_paused()) {
      transfer->bytes_moved = moved;
      transfer->last_moved = now;
    } else if (now - transfer->last_moved >= options_.stall_timeout) {
      stalled.push_back(transfer);
    }
  }
  for (auto* transfer : stalled) {
    end(*transfer, Failure{Failure::Kind::broken, "no byte was sent or received for " +
                                                      std::to_string(options_.stall_timeout.count()) + " s"});
  }
}

void Multi::end(Transfer& transfer, std::optional<Failure> failure) {
  running_.erase(&transfer);
  libcurl().multi_remove_handle(multi_, transfer.easy);
  libcurl().slist_free_all(std::exchange(transfer.header_list, nullptr));
  CURL* easy = std::exchange(transfer.easy, nullptr);
  if (idle_.size() < most_idle) {
    libcurl().easy_reset(easy);
    idle_.push_back(easy);
  } else {
    libcurl().easy_cleanup(easy);
  }
  transfer.on_end(std::move(failure));
}

}  // namespace stripmeta::net
