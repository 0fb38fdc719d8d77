// A multipart upload. Parts are sent while the next one is filled; complete() makes the whole object appear.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "s3/bucket.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// 8 MiB, or more if S3's limit of 10,000 parts requires it: `length` / 9,900, rounded up to MiB.
std::size_t part_size(std::optional<std::uint64_t> length);

// Used by one thread. The destructor aborts the upload.
class Upload {
 public:
  static constexpr std::size_t parts_in_flight = 2;

  // `headers` belong to the new object. Errors as Writer::write().
  static std::expected<std::unique_ptr<Upload>, Error> begin(std::shared_ptr<const Bucket> bucket, std::string key,
                                                             std::vector<net::Header> headers, const Call& call);
  Upload(std::shared_ptr<const Bucket> bucket, std::string key, std::string id, Call call);
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  ~Upload() { abort(); }

  // Starts to send a part and returns an empty buffer in exchange. Waits if two parts are being sent.
  std::expected<std::vector<std::byte>, Error> add(std::vector<std::byte> part);

  // Returns S3's response.
  std::expected<net::Response, Error> complete(const Precondition& precondition);

  // Cancels the parts that are being sent and makes S3 delete the others. Takes at most 10 s, and at most half a second
  // beyond the call's deadline. Idempotent.
  void abort();

 private:
  struct Part {
    int number;
    std::string etag;
    std::string checksum;
  };
  struct Sent {
    std::expected<Part, Error> part;
    std::vector<std::byte> buffer;  // can be filled again
  };
  Sent send(int number, std::vector<std::byte> bytes) const;
  std::expected<std::vector<std::byte>, Error> wait_for_oldest();
  std::string manifest() const;

  std::shared_ptr<const Bucket> bucket_;
  std::string key_;
  std::string id_;  // "" once completed or aborted
  Call call_;
  std::stop_source stop_;  // for the parts: requested by abort(), or when the call is stopped
  Call part_call_;
  std::stop_callback<std::function<void()>> linked_;
  std::deque<std::future<Sent>> in_flight_;
  std::vector<Part> parts_;
  int last_number_{0};
  bool may_leave_part_{false};  // a part failed, but S3 may still store it
};

}  // namespace stripmeta::s3
