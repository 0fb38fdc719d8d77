#include "s3/fault.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::s3 {
namespace {

using Remedy = Fault::Remedy;
using enum ErrorKind;

const Attempt attempt{.doing = "read", .name = "s3://b/a.jpg"};

std::string error_body(const std::string& code) {
  return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>m</Message></Error>";
}

Fault fault(int status, const std::string& code) {
  return fault_of({.status = status, .headers = {}}, code.empty() ? "" : error_body(code), attempt);
}

struct Case {
  int status;
  const char* code;
  ErrorKind kind;
  Remedy remedy;
};

TEST(Fault, IsJudgedByItsCodeThenByItsStatus) {
  for (const auto& [status, code, kind, remedy] : {
           Case{404, "NoSuchKey", not_found, Remedy::none},
           Case{404, "", not_found, Remedy::none},
           Case{404, "NoSuchBucket", configuration, Remedy::none},
           Case{404, "NoSuchUpload", conflict, Remedy::none},
           Case{412, "PreconditionFailed", conflict, Remedy::none},
           Case{412, "", conflict, Remedy::none},
           Case{409, "ConditionalRequestConflict", conflict, Remedy::none},
           Case{403, "AccessDenied", access_denied, Remedy::none},
           Case{403, "", access_denied, Remedy::none},
           Case{403, "SignatureDoesNotMatch", access_denied, Remedy::none},
           Case{403, "RequestTimeTooSkewed", access_denied, Remedy::clock},
           Case{400, "ExpiredToken", access_denied, Remedy::credentials},
           Case{400, "", access_denied, Remedy::credentials},
           Case{403, "InvalidObjectState", unsupported, Remedy::none},
           Case{400, "KeyTooLongError", invalid_key, Remedy::none},
           Case{400, "BadDigest", upstream, Remedy::retry},
           Case{400, "XAmzContentSHA256Mismatch", upstream, Remedy::retry},
           Case{400, "RequestTimeout", upstream, Remedy::retry},
           Case{400, "InvalidRequest", unsupported, Remedy::none},
           Case{400, "SomethingNew", unsupported, Remedy::none},
           Case{405, "MethodNotAllowed", unsupported, Remedy::none},
           Case{405, "", upstream, Remedy::none},
           Case{403, "SomethingNew", access_denied, Remedy::none},
           Case{400, "InvalidPart", upstream, Remedy::none},
           Case{400, "IncompleteBody", upstream, Remedy::retry},
           Case{400, "XAmzContentSHA256Mismatch", upstream, Remedy::retry},
           Case{400, "KMS.DisabledException", access_denied, Remedy::none},
           Case{400, "KMS.NotFoundException", access_denied, Remedy::none},
           Case{400, "KMS.KMSInvalidStateException", access_denied, Remedy::none},
           Case{400, "KMS.ThrottlingException", throttled, Remedy::retry},
           Case{400, "ThrottlingException", throttled, Remedy::retry},
           Case{500, "KMS.InternalException", upstream, Remedy::retry},
           Case{400, "KMS.InternalException", upstream, Remedy::retry},
           Case{400, "KMS.DependencyTimeoutException", upstream, Remedy::retry},
           Case{503, "KMS.KeyUnavailableException", throttled, Remedy::retry},
           Case{503, "SlowDown", throttled, Remedy::retry},
           Case{503, "", throttled, Remedy::retry},
           Case{429, "", throttled, Remedy::retry},
           Case{500, "InternalError", upstream, Remedy::retry},
           Case{500, "", upstream, Remedy::retry},
           Case{502, "", upstream, Remedy::retry},
           Case{200, "InternalError", upstream, Remedy::retry},
           Case{200, "SlowDown", throttled, Remedy::retry},
           Case{301, "PermanentRedirect", configuration, Remedy::none},  // without a word where to
       }) {
    const auto found = fault(status, code);
    EXPECT_EQ(found.error.kind, kind) << status << " " << code;
    EXPECT_EQ(found.remedy, remedy) << status << " " << code;
    EXPECT_EQ(found.code, code);
    EXPECT_EQ(found.status, status);
  }
}

TEST(Fault, NamesTheRegionToGoTo) {
  const auto by_header = fault_of({.status = 400, .headers = {{"x-amz-bucket-region", "eu-west-1"}}}, "", attempt);
  EXPECT_EQ(by_header.remedy, Remedy::region);
  EXPECT_EQ(by_header.region, "eu-west-1");
  const auto by_body =
      fault_of({.status = 400, .headers = {}},
               "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-2</Region></Error>", attempt);
  EXPECT_EQ(by_body.remedy, Remedy::region);
  EXPECT_EQ(by_body.region, "eu-west-2");
}

TEST(Fault, SaysWhatWasTriedAndWhichRequestItWas) {
  const auto found = fault_of({.status = 403, .headers = {{"x-amz-request-id", "4442587FB7D0A2F9"}}},
                              error_body("AccessDenied"), attempt);
  EXPECT_EQ(found.error.message, "cannot read 's3://b/a.jpg': S3 answered 403 AccessDenied (request 4442587FB7D0A2F9)");
  const auto extended = fault_of({.status = 403, .headers = {{"x-amz-request-id", "44"}, {"x-amz-id-2", "Uuag1L=="}}},
                                 error_body("AccessDenied"), attempt);
  EXPECT_TRUE(extended.error.message.ends_with("403 AccessDenied (request 44, x-amz-id-2 Uuag1L==)"))
      << extended.error.message;
}

TEST(Fault, TakesNothingUnprintableFromAnAnswer) {
  const auto found = fault_of({.status = 400, .headers = {{"x-amz-request-id", "a\x1b[2Jb"}}},
                              error_body("Bad\n" + std::string(500, 'x')), attempt);
  EXPECT_EQ(found.error.message.find_first_of("\n\x1b"), std::string::npos);
  EXPECT_LT(found.error.message.size(), 200U);
}

TEST(Fault, SurvivesInvalidXml) {
  EXPECT_EQ(fault_of({.status = 500, .headers = {}}, "<html", attempt).remedy, Remedy::retry);
  EXPECT_EQ(fault_of({.status = 403, .headers = {}}, std::string("\0\xff", 2), attempt).error.kind, access_denied);
}

TEST(Fault, OfAnAnswerThatDidNotComeMayBeTriedAgain) {
  using Kind = net::Failure::Kind;
  EXPECT_EQ(fault_of(net::Failure{Kind::broken, "x"}, attempt).remedy, Remedy::retry);
  EXPECT_EQ(fault_of(net::Failure{Kind::unreachable, "x"}, attempt).error.kind, upstream);
  EXPECT_EQ(fault_of(net::Failure{Kind::stopped, "x"}, attempt).remedy, Remedy::none);
  EXPECT_EQ(fault_of(net::Failure{Kind::stopped, "x"}, attempt).error.kind, deadline);
  EXPECT_EQ(fault_of(net::Failure{Kind::bad_request, "x"}, attempt).remedy, Remedy::none);
}

TEST(ErrorBody, IsRecognised) {
  EXPECT_TRUE(is_error_body(error_body("InternalError")));
  EXPECT_TRUE(is_error_body("\n \n" + std::string{"<Error/>"}));
  EXPECT_FALSE(is_error_body("<CompleteMultipartUploadResult/>"));
  EXPECT_FALSE(is_error_body(""));
}

}  // namespace
}  // namespace stripmeta::s3
