#include "s3/fault.hpp"

#include <algorithm>
#include <array>
#include <pugixml.hpp>

namespace stripmeta::s3 {
namespace {

using enum ErrorKind;
using Cure = Fault::Cure;

struct CodeRow {
  std::string_view code;
  ErrorKind kind;
  Cure cure{Cure::none};
  std::string_view advice{};
};

// What is not here is judged by its status.
constexpr auto codes = std::to_array<CodeRow>({
    {"NoSuchKey", not_found},
    {"NoSuchVersion", not_found},
    {"NoSuchBucket", configuration, Cure::none, "there is no such bucket"},
    {"InvalidBucketName", configuration},
    {"NoSuchUpload", conflict},
    {"PreconditionFailed", conflict, Cure::none, "it was changed by someone else meanwhile"},
    {"ConditionalRequestConflict", conflict, Cure::none, "it was changed by someone else meanwhile"},
    {"OperationAborted", conflict},
    {"AccessDenied", access_denied},
    {"AllAccessDisabled", access_denied},
    {"AccountProblem", access_denied},
    {"InvalidAccessKeyId", access_denied, Cure::credentials, "the access key id is unknown"},
    {"XAdminUserNotFound", access_denied, Cure::none, "the access key id is unknown"},
    {"SignatureDoesNotMatch", access_denied, Cure::none, "the secret access key is not that of the access key id"},
    {"InvalidSecurity", access_denied},
    {"NotSignedUp", access_denied},
    {"ExpiredToken", access_denied, Cure::credentials, "the session token has expired"},
    {"InvalidToken", access_denied, Cure::credentials, "the session token is not valid"},
    {"TokenRefreshRequired", access_denied, Cure::credentials},
    {"RequestTimeTooSkewed", access_denied, Cure::clock, "this machine's clock is wrong"},
    {"RequestExpired", access_denied, Cure::clock},
    {"InvalidObjectState", unsupported, Cure::none, "it is archived; restore it first"},
    {"InvalidRequest", unsupported, Cure::none,
     "such as an object that is encrypted with a key of its owner's (SSE-C)"},
    {"PermanentRedirect", configuration, Cure::region, "the bucket is in another region"},
    {"TemporaryRedirect", configuration, Cure::region, "the bucket is in another region"},
    {"AuthorizationHeaderMalformed", configuration, Cure::region, "the bucket is in another region"},
    {"IllegalLocationConstraintException", configuration, Cure::region, "the bucket is in another region"},
    {"KeyTooLongError", invalid_key},
    {"InvalidURI", invalid_key},
    {"MetadataTooLarge", invalid_key, Cure::none,
     "its key and the user metadata that is carried over leave no room for the marker"},
    {"EntityTooLarge", too_large},
    {"SlowDown", throttled, Cure::again},
    {"TooManyRequests", throttled, Cure::again},
    {"RequestLimitExceeded", throttled, Cure::again},
    {"Throttling", throttled, Cure::again},
    {"ThrottlingException", throttled, Cure::again},
    {"ServiceUnavailable", throttled, Cure::again},
    {"InternalError", upstream, Cure::again},
    {"RequestTimeout", upstream, Cure::again},
    {"BadDigest", upstream, Cure::again, "it was damaged on its way"},
    {"IncompleteBody", upstream, Cure::again},
    {"InvalidPart", upstream},
    {"XAmzContentChecksumMismatch", upstream, Cure::again, "it was damaged on its way"},
    {"XAmzContentSHA256Mismatch", upstream, Cure::again, "it was damaged on its way"},
});

CodeRow row_of_status(int status) {
  switch (status) {
    case 301:
    case 307: return {"PermanentRedirect", configuration, Cure::region, "the bucket is in another region"};
    case 401:
    case 403: return {"", access_denied};
    case 404: return {"", not_found};
    case 408: return {"", upstream, Cure::again};
    case 409:
    case 412: return {"", conflict, Cure::none, "it was changed by someone else meanwhile"};
    case 429:
    case 503: return {"", throttled, Cure::again};
    default: return {"", upstream, status >= 500 ? Cure::again : Cure::none};
  }
}

// What KMS said to S3 of the key that an object is, or shall be, encrypted with.
CodeRow row_of_kms(std::string_view code) {
  const auto says = [code](auto... words) { return (code.contains(words) || ...); };
  if (says("Throttling", "LimitExceeded")) return {code, throttled, Cure::again};
  if (says("Internal", "Timeout", "Unavailable")) return {code, upstream, Cure::again};
  return {code, access_denied, Cure::none, "the key of KMS that encrypts it cannot be used"};
}

CodeRow row_of(std::string_view code, int status) {
  const auto* found = std::ranges::find(codes, code, &CodeRow::code);
  if (!code.empty() && found != codes.end()) return *found;
  const auto row = row_of_status(status);
  const bool is_refused = !code.empty() && status >= 400 && status < 500;
  if (is_refused && code.starts_with("KMS.")) return row_of_kms(code);
  // S3 says that it does not do this, and would say so again.
  if (is_refused && row.kind == upstream && row.cure == Cure::none) return {code, unsupported};
  return row;
}

struct ErrorBody {
  std::string code;
  std::string region;
};

ErrorBody parse_error_body(std::string_view body) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return {};
  const auto error = document.child("Error");
  return {.code = error.child_value("Code"), .region = error.child_value("Region")};
}

// Nothing but what a code is made of: the answer may come from anybody.
std::string printable(std::string_view text) {
  constexpr std::size_t most = 80;
  std::string result{text.substr(0, most)};
  std::erase_if(result, [](char c) { return c <= ' ' || c > '~'; });
  return result;
}

std::string sentence(const Attempt& attempt, std::string_view why) {
  std::string text = "cannot ";
  text.append(attempt.doing).append(" '").append(attempt.name).append("': ").append(why);
  return text;
}

// "S3 answered 403 AccessDenied (request 4442587FB7D0A2F9): ..."
std::string answered(const net::ResponseHead& head, std::string_view code, std::string_view advice) {
  std::string text = "S3 answered " + std::to_string(head.status);
  if (!code.empty()) text += " " + printable(code);
  const auto request = head.header("x-amz-request-id");
  const auto extended = head.header("x-amz-id-2");  // AWS's support asks for both
  if (!request.empty()) {
    text += " (request " + printable(request) + (extended.empty() ? "" : ", x-amz-id-2 " + printable(extended)) + ")";
  }
  if (!advice.empty()) text.append(": ").append(advice);
  return text;
}

}  // namespace

Fault fault_of(const net::ResponseHead& head, std::string_view body, const Attempt& attempt) {
  const auto parsed = parse_error_body(body);
  const auto row = row_of(parsed.code, head.status);
  Fault fault{.error = {row.kind, sentence(attempt, answered(head, parsed.code, row.advice)), std::nullopt},
              .status = head.status,
              .code = parsed.code,
              .cure = row.cure,
              .region = {}};
  const auto region = head.header("x-amz-bucket-region");
  fault.region = region.empty() ? parsed.region : std::string{region};
  // An answer to HEAD has no body: 400 may stand for an expired token or for the wrong region.
  if (head.status == 400 && parsed.code.empty()) {
    fault.cure = fault.region.empty() ? Cure::credentials : Cure::region;
    fault.error.kind = access_denied;
  }
  if (fault.cure == Cure::region && fault.region.empty()) fault.cure = Cure::none;
  return fault;
}

Fault fault_of(const net::Failure& failure, const Attempt& attempt) {
  switch (failure.kind) {
    case net::Failure::Kind::stopped: return {.error = {deadline, sentence(attempt, failure.reason), std::nullopt}};
    case net::Failure::Kind::bad_request:
      return {.error = {configuration, sentence(attempt, failure.reason), std::nullopt}};
    default:
      return {.error = {upstream, sentence(attempt, "no answer of S3: " + failure.reason), std::nullopt},
              .cure = Cure::again};
  }
}

Error error_of_write(Fault fault) {
  if (fault.error.kind == not_found) fault.error.kind = conflict;
  return std::move(fault.error);
}

Fault damaged(const net::ResponseHead& head, std::string_view what, const Attempt& attempt) {
  return {.error = {upstream, sentence(attempt, answered(head, "", what)), std::nullopt},
          .status = head.status,
          .cure = Cure::again};
}

bool is_error_body(std::string_view body) {
  pugi::xml_document document;
  return document.load_buffer(body.data(), body.size()) && !document.child("Error").empty();
}

}  // namespace stripmeta::s3
