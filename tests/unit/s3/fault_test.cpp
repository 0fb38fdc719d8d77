#include "s3/fault.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::s3 {
namespace {

using Cure = Fault::Cure;
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
  Cure cure;
};

TEST(Fault, IsJudgedByItsCodeThenByItsStatus) {
  for (const auto& [status, code, kind, cure] : {
           Case{404, "NoSuchKey", not_found, Cure::none},
           Case{404, "", not_found, Cure::none},
           Case{404, "NoSuchBucket", configuration, Cure::none},
           Case{404, "NoSuchUpload", conflict, Cure::none},
           Case{412, "PreconditionFailed", conflict, Cure::none},
           Case{412, "", conflict, Cure::none},
           Case{409, "ConditionalRequestConflict", conflict, Cure::none},
           Case{403, "AccessDenied", access_denied, Cure::none},
           Case{403, "", access_denied, Cure::none},
           Case{403, "SignatureDoesNotMatch", access_denied, Cure::none},
           Case{403, "RequestTimeTooSkewed", access_denied, Cure::clock},
           Case{400, "ExpiredToken", access_denied, Cure::credentials},
           Case{400, "", access_denied, Cure::credentials},
           Case{403, "InvalidObjectState", unsupported, Cure::none},
           Case{400, "KeyTooLongError", invalid_key, Cure::none},
           Case{400, "BadDigest", upstream, Cure::again},
           Case{400, "XAmzContentSHA256Mismatch", upstream, Cure::again},
           Case{400, "RequestTimeout", upstream, Cure::again},
           Case{400, "InvalidRequest", unsupported, Cure::none},
           Case{400, "SomethingNew", unsupported, Cure::none},
           Case{405, "MethodNotAllowed", unsupported, Cure::none},
           Case{405, "", upstream, Cure::none},
           Case{403, "SomethingNew", access_denied, Cure::none},
           Case{400, "InvalidPart", upstream, Cure::none},
           Case{400, "IncompleteBody", upstream, Cure::again},
           Case{400, "XAmzContentSHA256Mismatch", upstream, Cure::again},
           Case{400, "KMS.DisabledException", access_denied, Cure::none},
           Case{400, "KMS.NotFoundException", access_denied, Cure::none},
           Case{400, "KMS.KMSInvalidStateException", access_denied, Cure::none},
           Case{400, "KMS.ThrottlingException", throttled, Cure::again},
           Case{400, "ThrottlingException", throttled, Cure::again},
           Case{500, "KMS.InternalException", upstream, Cure::again},
           Case{400, "KMS.InternalException", upstream, Cure::again},
           Case{400, "KMS.DependencyTimeoutException", upstream, Cure::again},
           Case{503, "KMS.KeyUnavailableException", throttled, Cure::again},
           Case{503, "SlowDown", throttled, Cure::again},
           Case{503, "", throttled, Cure::again},
           Case{429, "", throttled, Cure::again},
           Case{500, "InternalError", upstream, Cure::again},
           Case{500, "", upstream, Cure::again},
           Case{502, "", upstream, Cure::again},
           Case{200, "InternalError", upstream, Cure::again},
           Case{200, "SlowDown", throttled, Cure::again},
           Case{301, "PermanentRedirect", configuration, Cure::none},  // without a word where to
       }) {
    const auto found = fault(status, code);
    EXPECT_EQ(found.error.kind, kind) << status << " " << code;
    EXPECT_EQ(found.cure, cure) << status << " " << code;
    EXPECT_EQ(found.code, code);
    EXPECT_EQ(found.status, status);
  }
}

TEST(Fault, NamesTheRegionToGoTo) {
  const auto by_header = fault_of({.status = 400, .headers = {{"x-amz-bucket-region", "eu-west-1"}}}, "", attempt);
  EXPECT_EQ(by_header.cure, Cure::region);
  EXPECT_EQ(by_header.region, "eu-west-1");
  const auto by_body =
      fault_of({.status = 400, .headers = {}},
               "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-2</Region></Error>", attempt);
  EXPECT_EQ(by_body.cure, Cure::region);
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

TEST(Fault, SurvivesTextThatIsNoXml) {
  EXPECT_EQ(fault_of({.status = 500, .headers = {}}, "<html", attempt).cure, Cure::again);
  EXPECT_EQ(fault_of({.status = 403, .headers = {}}, std::string("\0\xff", 2), attempt).error.kind, access_denied);
}

TEST(Fault, OfAnAnswerThatDidNotComeMayBeTriedAgain) {
  using Kind = net::Failure::Kind;
  EXPECT_EQ(fault_of(net::Failure{Kind::broken, "x"}, attempt).cure, Cure::again);
  EXPECT_EQ(fault_of(net::Failure{Kind::unreachable, "x"}, attempt).error.kind, upstream);
  EXPECT_EQ(fault_of(net::Failure{Kind::stopped, "x"}, attempt).cure, Cure::none);
  EXPECT_EQ(fault_of(net::Failure{Kind::stopped, "x"}, attempt).error.kind, deadline);
  EXPECT_EQ(fault_of(net::Failure{Kind::bad_request, "x"}, attempt).cure, Cure::none);
}

TEST(ErrorBody, IsToldFromAnAnswer) {
  EXPECT_TRUE(is_error_body(error_body("InternalError")));
  EXPECT_TRUE(is_error_body("\n \n" + std::string{"<Error/>"}));
  EXPECT_FALSE(is_error_body("<CompleteMultipartUploadResult/>"));
  EXPECT_FALSE(is_error_body(""));
}

}  // namespace
}  // namespace stripmeta::s3
