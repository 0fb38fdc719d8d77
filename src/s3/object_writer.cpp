#include "s3/object_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "s3/checksum.hpp"
#include "s3/object_info.hpp"
#include "s3/upload.hpp"

namespace stripmeta::s3 {
namespace {

constexpr std::string_view doing = "write";
constexpr std::size_t spare = std::size_t{4} << 10U;  // how much longer than the estimate an output may be

class ObjectWriter final : public Writer {
 public:
  ObjectWriter(std::shared_ptr<const Bucket> bucket, std::string key, Put put, Call call)
      : bucket_(std::move(bucket)),
        key_(std::move(key)),
        put_(std::move(put)),
        call_(std::move(call)),
        part_size_(part_size(put_.length_hint)) {}

  std::expected<void, Error> write(std::span<const std::byte> bytes) override {
    if (failed_) return std::unexpected(*failed_);
    if (part_.capacity() == 0) reserve();
    while (!bytes.empty()) {
      if (part_.size() == part_size_) {
        if (auto sent = send_part(); !sent) return sent;
      }
      const auto piece = bytes.first(std::min(bytes.size(), part_size_ - part_.size()));
      part_.insert(part_.end(), piece.begin(), piece.end());
      written_ += piece.size();
      bytes = bytes.subspan(piece.size());
    }
    return {};
  }

  void set_content_type(std::string_view media_type) override { put_.attributes.content_type = media_type; }

  std::expected<ObjectInfo, Error> commit() override {
    if (failed_) return std::unexpected(*failed_);
    const auto response = upload_ ? complete() : put_whole();
    if (!response) return fail(response.error());
    ObjectInfo info;
    info.size = written_;
    info.version = response->head.header("x-amz-version-id");
    info.etag = response->head.header("etag");  // "" after a multipart upload; no caller needs it
    info.attributes = put_.attributes;
    return info;
  }

  void abort() override { upload_.reset(); }

 private:
  void reserve() {
    const auto guess = put_.length_hint.value_or(part_size_ - spare) + spare;
    part_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(guess, part_size_)));
  }

  std::expected<void, Error> send_part() {
    if (!upload_) {
      auto begun = Upload::begin(bucket_, key_, object_headers(put_.attributes, put_.tags), call_);
      if (!begun) return fail(begun.error());
      upload_ = std::move(*begun);
    }
    auto empty = upload_->add(std::move(part_));
    if (!empty) return fail(empty.error());
    part_ = std::move(*empty);
    part_.reserve(part_size_);
    return {};
  }

  std::expected<net::Response, Error> complete() {
    if (auto added = upload_->add(std::exchange(part_, {})); !added) return std::unexpected(std::move(added.error()));
    return upload_->complete(put_.precondition);
  }

  std::expected<net::Response, Error> put_whole() {
    auto headers = object_headers(put_.attributes, put_.tags);
    for (auto& header : precondition_headers(put_.precondition)) headers.push_back(std::move(header));
    headers.push_back({std::string{checksum_header(ChecksumKind::crc32)}, checksum_of(ChecksumKind::crc32, part_)});
    auto response =
        bucket_->perform({.doing = doing, .method = "PUT", .key = key_, .headers = std::move(headers), .body = part_},
                         call_, [](const net::Response& received) { return !received.head.header("etag").empty(); });
    if (!response) return std::unexpected(error_of_write(std::move(response.error())));
    return std::move(*response);
  }

  std::unexpected<Error> fail(Error error) {
    failed_ = error;
    return std::unexpected(std::move(error));
  }

  std::shared_ptr<const Bucket> bucket_;
  std::string key_;
  Put put_;
  Call call_;
  std::size_t part_size_;
  std::vector<std::byte> part_;
  std::uint64_t written_{0};
  std::unique_ptr<Upload> upload_;
  std::optional<Error> failed_;
};

}  // namespace

std::uint64_t object_footprint(std::uint64_t length) {
  const auto part = part_size(length);
  return length + spare <= part ? length + spare : (Upload::parts_in_flight + 1) * std::uint64_t{part};
}

std::unique_ptr<Writer> create_object(std::shared_ptr<const Bucket> bucket, std::string key, Put put, Call call) {
  return std::make_unique<ObjectWriter>(std::move(bucket), std::move(key), std::move(put), std::move(call));
}

}  // namespace stripmeta::s3
