#include "s3/object_reader.hpp"

#include <optional>
#include <utility>

#include "s3/checksum.hpp"
#include "s3/object_info.hpp"

namespace stripmeta::s3 {
namespace {

constexpr std::string_view doing = "read";
constexpr int most_resumptions = 5;  // in a row, without any byte in between

BucketRequest get(const std::string& key) {
  return {.doing = doing, .key = key, .headers = {{"x-amz-checksum-mode", "ENABLED"}}};
}

class ObjectReader final : public Reader {
 public:
  ObjectReader(std::shared_ptr<const Bucket> bucket, std::string key, Call call, ObjectInfo info,
               std::unique_ptr<net::Exchange> exchange)
      : bucket_(std::move(bucket)),
        key_(std::move(key)),
        call_(std::move(call)),
        info_(std::move(info)),
        exchange_(std::move(exchange)) {}

  void expect(const std::pair<ChecksumKind, std::string>& checksum) {
    checksum_.emplace(checksum.first);
    expected_ = checksum.second;
  }

  const ObjectInfo& info() const override { return info_; }

  std::expected<std::size_t, Error> read(std::span<std::byte> into) override {
    while (true) {
      const auto count = exchange_->read(into, call_);
      if (!count) {
        auto resumed = resume(count.error());
        if (!resumed) return std::unexpected(std::move(resumed.error()));
        continue;
      }
      if (*count == 0) return check_whole();
      failures_ = 0;
      bytes_read_ += *count;
      if (checksum_) checksum_->update(into.first(*count));
      return *count;
    }
  }

 private:
  std::expected<std::size_t, Error> check_whole() {
    if (bytes_read_ != info_.size) return damaged("it is shorter than its length");
    if (checksum_ && checksum_->finish() != expected_) return damaged("its checksum does not match");
    return 0;
  }

  std::unexpected<Error> damaged(const std::string& what) const {
    return std::unexpected(Error{ErrorKind::upstream,
                                 "cannot read '" + bucket_->url_of(key_) + "': it is damaged: " + what, std::nullopt});
  }

  // Requests the rest of the same object.
  std::expected<void, Error> resume(const net::Failure& failure) {
    const auto fault = fault_of(failure, {.doing = doing, .name = bucket_->url_of(key_)});
    if (fault.remedy != Fault::Remedy::retry || ++failures_ > most_resumptions) return std::unexpected(fault.error);
    if (bytes_read_ == info_.size) return std::unexpected(fault.error);  // nothing is left to read
    auto request = get(key_);
    request.headers.push_back({"if-match", info_.etag});
    request.headers.push_back({"range", "bytes=" + std::to_string(bytes_read_) + "-"});
    auto exchange = bucket_->begin(request, call_);
    if (!exchange) return std::unexpected(as_changed(exchange.error()));
    const auto head = (*exchange)->head(call_);
    const auto from = "bytes " + std::to_string(bytes_read_) + "-";
    if (!head || !(*head)->header("content-range").starts_with(from)) return std::unexpected(fault.error);
    exchange_ = std::move(*exchange);
    return {};
  }

  // The key has another object now. For the caller this is a failed read; a new open() may succeed.
  static Error as_changed(Fault fault) {
    if (fault.error.kind == ErrorKind::conflict || fault.error.kind == ErrorKind::not_found) {
      fault.error.kind = ErrorKind::upstream;
    }
    return fault.error;
  }

  std::shared_ptr<const Bucket> bucket_;
  std::string key_;
  Call call_;
  ObjectInfo info_;
  std::unique_ptr<net::Exchange> exchange_;
  std::optional<Checksum> checksum_;
  std::string expected_;
  std::uint64_t bytes_read_{0};
  int failures_{0};
};

}  // namespace

std::expected<std::unique_ptr<Reader>, Error> open_object(std::shared_ptr<const Bucket> bucket, const std::string& key,
                                                          const Call& call) {
  auto exchange = bucket->begin(get(key), call);
  if (!exchange) return std::unexpected(std::move(exchange.error().error));
  const auto head = (*exchange)->head(call);
  if (!head) return std::unexpected(fault_of(head.error(), {.doing = doing, .name = bucket->url_of(key)}).error);
  auto info = object_info(**head);
  if (!info)
    return std::unexpected(
        damaged(**head, "the response has no Content-Length", {.doing = doing, .name = bucket->url_of(key)}).error);
  const auto checksum = expected_checksum(**head);
  auto reader = std::make_unique<ObjectReader>(std::move(bucket), key, call, std::move(*info), std::move(*exchange));
  if (checksum) reader->expect(*checksum);
  return reader;
}

}  // namespace stripmeta::s3
