#include "s3/upload.hpp"

#include <algorithm>
#include <chrono>
#include <pugixml.hpp>
#include <sstream>
#include <thread>
#include <utility>

#include "s3/checksum.hpp"
#include "s3/object_info.hpp"

namespace stripmeta::s3 {
namespace {

constexpr std::string_view doing = "write";
// An abort has a time limit of its own, because the call's has usually passed by then. It may exceed the call's
// deadline only a little, because the caller has to answer in time too.
constexpr std::chrono::seconds abort_time{10};
constexpr std::chrono::milliseconds abort_overtime{500};
constexpr int aborts = 5;
constexpr std::chrono::milliseconds abort_pause{100};

std::chrono::steady_clock::time_point abort_deadline(std::chrono::steady_clock::time_point deadline) {
  const auto now = std::chrono::steady_clock::now();
  if (deadline >= now + abort_time) return now + abort_time;
  return std::max(deadline, now) + abort_overtime;
}

// The text of a child of the root element; "" if there is none.
std::string child_text(const std::string& body, const char* element, const char* child) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return {};
  return document.child(element).child_value(child);
}

std::string upload_id(const net::Response& response) {
  return child_text(response.body, "InitiateMultipartUploadResult", "UploadId");
}

}  // namespace

std::size_t part_size(std::optional<std::uint64_t> length) {
  constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
  constexpr std::uint64_t least = 8 * mebibyte;
  constexpr std::uint64_t most_parts = 9'900;  // S3 allows 10,000, but the length is an estimate
  const auto share = (length.value_or(0) + most_parts - 1) / most_parts;
  return static_cast<std::size_t>(std::max(least, (share + mebibyte - 1) / mebibyte * mebibyte));
}

std::expected<std::unique_ptr<Upload>, Error> Upload::begin(std::shared_ptr<const Bucket> bucket, std::string key,
                                                            std::vector<net::Header> headers, const Call& call) {
  headers.push_back({"x-amz-checksum-algorithm", "CRC32"});
  const auto answer = bucket->perform(
      {.doing = doing, .method = "POST", .key = key, .query = {{"uploads", ""}}, .headers = std::move(headers)}, call,
      [](const net::Response& response) { return !upload_id(response).empty(); });
  if (!answer) return std::unexpected(error_of_write(answer.error()));
  return std::make_unique<Upload>(std::move(bucket), std::move(key), upload_id(*answer), call);
}

Upload::Upload(std::shared_ptr<const Bucket> bucket, std::string key, std::string id, Call call)
    : bucket_(std::move(bucket)),
      key_(std::move(key)),
      id_(std::move(id)),
      call_(std::move(call)),
      part_call_{.deadline = call_.deadline, .stop = stop_.get_token(), .trace = call_.trace},
      linked_(call_.stop, [this] { stop_.request_stop(); }) {}

std::expected<std::vector<std::byte>, Error> Upload::add(std::vector<std::byte> part) {
  std::vector<std::byte> buffer;
  if (in_flight_.size() == parts_in_flight) {
    auto freed = wait_for_oldest();
    if (!freed) return std::unexpected(std::move(freed.error()));
    buffer = std::move(*freed);
  }
  in_flight_.push_back(std::async(
      std::launch::async,
      [this, number = ++last_number_, bytes = std::move(part)]() mutable { return send(number, std::move(bytes)); }));
  return buffer;
}

Upload::Sent Upload::send(int number, std::vector<std::byte> bytes) const {
  auto checksum = checksum_of(ChecksumKind::crc32, bytes);
  const auto answer =
      bucket_->perform({.doing = doing,
                        .method = "PUT",
                        .key = key_,
                        .query = {{"partNumber", std::to_string(number)}, {"uploadId", id_}},
                        .headers = {{std::string{checksum_header(ChecksumKind::crc32)}, checksum}},
                        .body = bytes},
                       part_call_, [](const net::Response& response) { return !response.head.header("etag").empty(); });
  if (!answer) return {.part = std::unexpected(error_of_write(answer.error())), .buffer = {}};
  bytes.clear();
  return {
      .part = Part{.number = number, .etag = std::string{answer->head.header("etag")}, .checksum = std::move(checksum)},
      .buffer = std::move(bytes)};
}

std::expected<std::vector<std::byte>, Error> Upload::wait_for_oldest() {
  auto sent = in_flight_.front().get();
  in_flight_.pop_front();
  if (!sent.part) {
    may_leave_part_ = true;
    return std::unexpected(std::move(sent.part.error()));
  }
  parts_.push_back(std::move(*sent.part));
  return std::move(sent.buffer);
}

std::expected<net::Response, Error> Upload::complete(const Precondition& precondition) {
  while (!in_flight_.empty()) {
    const auto freed = wait_for_oldest();
    if (!freed) return std::unexpected(freed.error());
  }
  const auto body = manifest();
  auto headers = precondition_headers(precondition);
  headers.push_back({"content-type", "application/xml"});
  auto answer = bucket_->perform({.doing = doing,
                                  .method = "POST",
                                  .key = key_,
                                  .query = {{"uploadId", id_}},
                                  .headers = std::move(headers),
                                  .body = std::as_bytes(std::span{body})},
                                 call_, [](const net::Response& response) {
                                   return !child_text(response.body, "CompleteMultipartUploadResult", "ETag").empty();
                                 });
  if (!answer) return std::unexpected(error_of_write(std::move(answer.error())));
  id_.clear();
  return std::move(*answer);
}

std::string Upload::manifest() const {
  pugi::xml_document document;
  auto root = document.append_child("CompleteMultipartUpload");
  root.append_attribute("xmlns") = "http://s3.amazonaws.com/doc/2006-03-01/";
  const auto add_text = [](pugi::xml_node part, const char* name, const std::string& value) {
    part.append_child(name).text().set(value.c_str());
  };
  for (const auto& [number, etag, checksum] : parts_) {
    auto part = root.append_child("Part");
    add_text(part, "ChecksumCRC32", checksum);
    add_text(part, "ETag", etag);
    add_text(part, "PartNumber", std::to_string(number));
  }
  std::ostringstream text;
  document.save(text, "", pugi::format_raw);
  return std::move(text).str();
}

void Upload::abort() {
  stop_.request_stop();
  while (!in_flight_.empty()) static_cast<void>(wait_for_oldest());
  if (id_.empty()) return;
  const Call call{.deadline = abort_deadline(call_.deadline), .stop = {}, .trace = call_.trace};
  const auto id = std::exchange(id_, {});
  // S3 may still store a part that was cancelled while it was being sent, which keeps the upload alive after the abort.
  // S3's documentation says to repeat the abort until the upload is gone. If that fails, the bucket's lifecycle rule
  // removes the parts.
  for (int made = 0; made < aborts; ++made) {
    if (made != 0) std::this_thread::sleep_for(abort_pause);
    const auto aborted = bucket_->perform(
        {.doing = "abort the upload of", .method = "DELETE", .key = key_, .query = {{"uploadId", id}}}, call);
    if (!aborted || !may_leave_part_) return;
  }
}

}  // namespace stripmeta::s3
