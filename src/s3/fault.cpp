#include "s3/fault.hpp"

#include <algorithm>
#include <array>
#include <pugixml.hpp>

namespace stripmeta::s3 {
namespace {

using enum ErrorKind;
using Remedy = Fault::Remedy;

struct CodeRow {
  std::string_view code;
  ErrorKind kind;
  Remedy remedy{Remedy::none};
  std::string_view advice{};
};

// Other codes are judged by the HTTP status.
constexpr auto codes = std::to_array<CodeRow>({
    {"NoSuchKey", not_found},
    {"NoSuchVersion", not_found},
    {"NoSuchBucket", configuration, Remedy::none, "there is no such bucket"},
    {"InvalidBucketName", configuration},
    {"NoSuchUpload", conflict},
    {"PreconditionFailed", conflict, Remedy::none, "someone else changed it meanwhile"},
    {"ConditionalRequestConflict", conflict, Remedy::none, "someone else changed it meanwhile"},
    {"OperationAborted", conflict},
    {"AccessDenied", access_denied},
    {"AllAccessDisabled", access_denied},
    {"AccountProblem", access_denied},
    {"InvalidAccessKeyId", access_denied, Remedy::credentials, "the access key id is unknown"},
    {"XAdminUserNotFound", access_denied, Remedy::none, "the access key id is unknown"},
    {"SignatureDoesNotMatch", access_denied, Remedy::none,
     "the secret access key does not belong to the access key id"},
    {"InvalidSecurity", access_denied},
    {"NotSignedUp", access_denied},
    {"ExpiredToken", access_denied, Remedy::credentials, "the session token has expired"},
    {"InvalidToken", access_denied, Remedy::credentials, "the session token is not valid"},
    {"TokenRefreshRequired", access_denied, Remedy::credentials},
    {"RequestTimeTooSkewed", access_denied, Remedy::clock, "this machine's clock is wrong"},
    {"RequestExpired", access_denied, Remedy::clock},
    {"InvalidObjectState", unsupported, Remedy::none, "it is archived; restore it first"},
    {"InvalidRequest", unsupported, Remedy::none, "perhaps it is encrypted with a customer-provided key (SSE-C)"},
    {"PermanentRedirect", configuration, Remedy::region, "the bucket is in another region"},
    {"TemporaryRedirect", configuration, Remedy::region, "the bucket is in another region"},
    {"AuthorizationHeaderMalformed", configuration, Remedy::region, "the bucket is in another region"},
    {"IllegalLocationConstraintException", configuration, Remedy::region, "the bucket is in another region"},
    {"KeyTooLongError", invalid_key},
    {"InvalidURI", invalid_key},
    {"MetadataTooLarge", invalid_key, Remedy::none,
     "its key and the copied user metadata leave no room for the marker"},
    {"EntityTooLarge", too_large},
    {"SlowDown", throttled, Remedy::retry},
    {"TooManyRequests", throttled, Remedy::retry},
    {"RequestLimitExceeded", throttled, Remedy::retry},
    {"Throttling", throttled, Remedy::retry},
    {"ThrottlingException", throttled, Remedy::retry},
    {"ServiceUnavailable", throttled, Remedy::retry},
    {"InternalError", upstream, Remedy::retry},
    {"RequestTimeout", upstream, Remedy::retry},
    {"BadDigest", upstream, Remedy::retry, "it was damaged in transit"},
    {"IncompleteBody", upstream, Remedy::retry},
    {"InvalidPart", upstream},
    {"XAmzContentChecksumMismatch", upstream, Remedy::retry, "it was damaged in transit"},
    {"XAmzContentSHA256Mismatch", upstream, Remedy::retry, "it was damaged in transit"},
});

CodeRow row_of_status(int status) {
  switch (status) {
    case 301:
    case 307: return {"PermanentRedirect", configuration, Remedy::region, "the bucket is in another region"};
    case 401:
    case 403: return {"", access_denied};
    case 404: return {"", not_found};
    case 408: return {"", upstream, Remedy::retry};
    case 409:
    case 412: return {"", conflict, Remedy::none, "someone else changed it meanwhile"};
    case 429:
    case 503: return {"", throttled, Remedy::retry};
    default: return {"", upstream, status >= 500 ? Remedy::retry : Remedy::none};
  }
}

// Errors of KMS about the key that encrypts the object.
CodeRow row_of_kms(std::string_view code) {
  const auto says = [code](auto... words) { return (code.contains(words) || ...); };
  if (says("Throttling", "LimitExceeded")) return {code, throttled, Remedy::retry};
  if (says("Internal", "Timeout", "Unavailable")) return {code, upstream, Remedy::retry};
  return {code, access_denied, Remedy::none, "the KMS key that encrypts it cannot be used"};
}

CodeRow row_of(std::string_view code, int status) {
  const auto* found = std::ranges::find(codes, code, &CodeRow::code);
  if (!code.empty() && found != codes.end()) return *found;
  const auto row = row_of_status(status);
  const bool is_refused = !code.empty() && status >= 400 && status < 500;
  if (is_refused && code.starts_with("KMS.")) return row_of_kms(code);
  // S3 does not support the request, so sending it again would not help.
  if (is_refused && row.kind == upstream && row.remedy == Remedy::none) return {code, unsupported};
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

// Keeps only printable characters: the response may come from anyone.
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
  const auto extended = head.header("x-amz-id-2");  // AWS support asks for both
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
              .remedy = row.remedy,
              .region = {}};
  const auto region = head.header("x-amz-bucket-region");
  fault.region = region.empty() ? parsed.region : std::string{region};
  // A response to HEAD has no body: 400 may mean an expired token or the wrong region.
  if (head.status == 400 && parsed.code.empty()) {
    fault.remedy = fault.region.empty() ? Remedy::credentials : Remedy::region;
    fault.error.kind = access_denied;
  }
  if (fault.remedy == Remedy::region && fault.region.empty()) fault.remedy = Remedy::none;
  return fault;
}

Fault fault_of(const net::Failure& failure, const Attempt& attempt) {
  switch (failure.kind) {
    case net::Failure::Kind::stopped: return {.error = {deadline, sentence(attempt, failure.reason), std::nullopt}};
    case net::Failure::Kind::bad_request:
      return {.error = {configuration, sentence(attempt, failure.reason), std::nullopt}};
    default:
      return {.error = {upstream, sentence(attempt, "S3 did not respond: " + failure.reason), std::nullopt},
              .remedy = Remedy::retry};
  }
}

Error error_of_write(Fault fault) {
  if (fault.error.kind == not_found) fault.error.kind = conflict;
  return std::move(fault.error);
}

Fault damaged(const net::ResponseHead& head, std::string_view what, const Attempt& attempt) {
  return {.error = {upstream, sentence(attempt, answered(head, "", what)), std::nullopt},
          .status = head.status,
          .remedy = Remedy::retry};
}

bool is_error_body(std::string_view body) {
  pugi::xml_document document;
  return document.load_buffer(body.data(), body.size()) && !document.child("Error").empty();
}

}  // namespace stripmeta::s3
