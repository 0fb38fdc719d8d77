#include "function/session.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/beast/http/write.hpp>
#include <string_view>
#include <utility>

namespace stripmeta {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::size_t buffer_bytes = std::size_t{64} << 10U;
constexpr std::size_t max_discarded = 4 * max_request_bytes;  // of a refused request, before the connection is closed
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Session::Session(asio::ip::tcp::socket socket, SessionHost& host)
    : stream_(std::move(socket)), host_(&host), buffer_(buffer_bytes) {}

void Session::start() {
  Error ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  read_header();
}

void Session::wind_down() {
  if (phase_ == Phase::receiving) close();
}

void Session::cut_short() {
  if (phase_ != Phase::running) close();
}

void Session::read_header() {
  phase_ = Phase::receiving;
  parser_.emplace();
  parser_->body_limit(max_request_bytes);
  stream_.expires_after(host_->limits().header);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](Error error, std::size_t) { self->on_header(error); });
}

void Session::on_header(Error error) {
  if (phase_ == Phase::closed) return;
  if (error) return give_up(error);
  const auto expect = parser_->get()[http::field::expect];
  if (beast::iequals(expect, "100-continue") && parser_->get().version() >= 11) return send_continue();
  read_body();
}

void Session::send_continue() {
  // If the header alone is reason to refuse the request, the client need not send the body.
  if (auto refusal = refuse_request(parser_->get())) return send(std::move(*refusal), false);
  asio::async_write(stream_, asio::buffer(continue_line.data(), continue_line.size()),
                    [self = shared_from_this()](Error error, std::size_t) {
                      if (self->phase_ == Phase::closed) return;
                      if (error) return self->close();
                      self->read_body();
                    });
}

void Session::read_body() {
  stream_.expires_after(host_->limits().body);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](Error error, std::size_t) { self->on_body(error); });
}

void Session::on_body(Error error) {
  if (phase_ == Phase::closed) return;
  if (error) return give_up(error);
  const auto& request = parser_->get();
  if (auto refusal = refuse_request(request)) return send(std::move(*refusal), request.keep_alive());
  invoke();
}

void Session::invoke() {
  phase_ = Phase::running;
  stream_.expires_never();
  const bool keep_alive = parser_->get().keep_alive();
  host_->invoke(std::move(parser_->get().body()), [self = shared_from_this(), keep_alive](Answer answer) {
    self->send(make_response(std::move(answer)), keep_alive);
  });
}

void Session::give_up(Error error) {
  if (!is_bad_request(error)) return close();
  send(refuse_unreadable(error), false);
}

void Session::send(HttpResponse response, bool keep_alive) {
  phase_ = Phase::answering;
  response_.emplace(std::move(response));
  response_->version(parser_->get().version());
  response_->keep_alive(keep_alive && !host_->is_stopping());
  response_->prepare_payload();
  if (parser_->get().method() == http::verb::head) response_->body().clear();  // Content-Length stays
  stream_.expires_after(host_->limits().answer);
  http::async_write(stream_, *response_,
                    [self = shared_from_this()](Error error, std::size_t) { self->on_sent(error); });
}

void Session::on_sent(Error error) {
  if (phase_ == Phase::closed) return;
  if (error) return close();
  const bool more = response_->keep_alive() && !host_->is_stopping();
  response_.reset();
  if (more) return read_header();
  linger();
}

// If the connection were closed while the client is still sending, it would be reset and the response lost.
void Session::linger() {
  Error ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(host_->limits().linger);
  buffer_.clear();
  discard_more();
}

void Session::discard_more() {
  stream_.async_read_some(buffer_.prepare(buffer_bytes), [self = shared_from_this()](Error error, std::size_t bytes) {
    if (self->phase_ == Phase::closed) return;
    self->discarded_ += bytes;
    if (error || self->discarded_ > max_discarded) return self->close();
    self->discard_more();
  });
}

void Session::close() {
  if (std::exchange(phase_, Phase::closed) == Phase::closed) return;
  stream_.close();
  host_->on_end(shared_from_this());
}

}  // namespace stripmeta
