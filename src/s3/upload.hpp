// A multipart upload: its parts on their way while the next one is filled, then all of it at once, or nothing.
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

// 8 MiB, or more where S3's 10,000 parts would not hold `length`: a 9,900th of it, rounded up to MiB.
std::size_t part_size(std::optional<std::uint64_t> length);

// Used by one thread. The destructor gives the upload up.
class Upload {
 public:
  static constexpr std::size_t parts_in_flight = 2;

  // `headers` describe the object to come. Errors as Writer::write().
  static std::expected<std::unique_ptr<Upload>, Error> begin(std::shared_ptr<const Bucket> bucket, std::string key,
                                                             std::vector<net::Header> headers, const Call& call);
  Upload(std::shared_ptr<const Bucket> bucket, std::string key, std::string id, Call call);
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  ~Upload() { abort(); }

  // Takes a part, and answers an empty buffer in its place. Waits where two are on their way.
  std::expected<std::vector<std::byte>, Error> add(std::vector<std::byte> part);

  // The answer's headers.
  std::expected<net::Response, Error> complete(const Precondition& precondition);

  // Stops what is on its way and tells S3 to forget the parts, within 10 s, and within half a second past the call's
  // deadline. Idempotent.
  void abort();

 private:
  struct Part {
    int number;
    std::string etag;
    std::string checksum;
  };
  struct Sent {
    std::expected<Part, Error> part;
    std::vector<std::byte> buffer;  // to be filled again
  };
  Sent send(int number, std::vector<std::byte> bytes) const;
  std::expected<std::vector<std::byte>, Error> wait_for_oldest();
  std::string manifest() const;

  std::shared_ptr<const Bucket> bucket_;
  std::string key_;
  std::string id_;  // "" once completed or aborted
  Call call_;
  std::stop_source stop_;  // of the parts: asked for by abort(), or when the call is
  Call part_call_;
  std::stop_callback<std::function<void()>> linked_;
  std::deque<std::future<Sent>> in_flight_;
  std::vector<Part> parts_;
  int last_number_{0};
  bool cut_off_{false};  // a part failed, and may be on its way still
};

}  // namespace stripmeta::s3
