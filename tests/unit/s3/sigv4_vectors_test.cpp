// The signing test suite of AWS (fetch_vectors downloads it): each request must get the signature that is stored beside
// it. Cases that normalise paths are skipped by name, because S3 signs paths as they are sent.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "s3/sigv4.hpp"
#include "store/ascii.hpp"
#include "store/key.hpp"

namespace stripmeta::s3 {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> normalising{"get-relative",        "get-relative-relative",   "get-slash",
                                                      "get-slash-dot-slash", "get-slash-pointless-dot", "get-slashes"};
constexpr std::size_t cases_published = 34;

std::string read_text(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// A .req file: the request to sign, not yet encoded.
struct RawRequest {
  std::string method;
  std::string path;
  Query query;
  std::string host;
  std::vector<net::Header> headers;
  std::string body;
};

std::string percent_decode(std::string_view text) {
  std::string decoded;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (text.starts_with('%') && text.size() > 2) {
      decoded += static_cast<char>(std::stoi(std::string{text.substr(1, 2)}, nullptr, 16));
      text.remove_prefix(2);
    } else {
      decoded += text.front();
    }
  }
  return decoded;
}

Query parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    const auto equals = std::min(pair.size(), pair.find('='));
    query.emplace_back(percent_decode(pair.substr(0, equals)),
                       percent_decode(pair.substr(std::min(pair.size(), equals + 1))));
  }
  return query;
}

void parse_target(std::string_view line, RawRequest& request) {
  request.method = line.substr(0, line.find(' '));
  line.remove_prefix(request.method.size() + 1);
  const auto target = line.substr(0, line.rfind(' '));  // the path may contain blanks
  const auto question = std::min(target.size(), target.find('?'));
  request.path = target.substr(0, question);
  request.query = parse_query(target.substr(std::min(target.size(), question + 1)));
}

void parse_header(std::string_view line, RawRequest& request) {
  if (is_space(line.front())) {  // a folded line continues the previous value
    request.headers.back().value.append("\n").append(line);
    return;
  }
  const auto colon = line.find(':');
  const auto name = lower_case(line.substr(0, colon));
  if (name == "host") {
    request.host = line.substr(colon + 1);
  } else {
    request.headers.push_back({name, std::string{line.substr(colon + 1)}});
  }
}

RawRequest parse_request(std::string text) {
  std::erase(text, '\r');
  RawRequest request;
  const auto head_end = text.find("\n\n");
  if (head_end != std::string::npos) request.body = text.substr(head_end + 2);
  std::string_view head = std::string_view{text}.substr(0, head_end);
  for (bool first = true; !head.empty(); first = false) {
    const auto line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(head.size(), line.size() + 1));
    if (line.empty()) continue;
    first ? parse_target(line, request) : parse_header(line, request);
  }
  return request;
}

// The session token of a case is only in its signed request.
void add_session_token(RawRequest& raw, std::string signed_request, std::string_view expected) {
  constexpr std::string_view name = "x-amz-security-token";
  const auto is_token = [&](const net::Header& header) { return header.name == name; };
  if (!expected.contains(name) || std::ranges::any_of(raw.headers, is_token)) return;
  const auto complete = parse_request(std::move(signed_request));
  std::ranges::copy_if(complete.headers, std::back_inserter(raw.headers), is_token);
}

std::string signed_by_us(const RawRequest& raw, const Credentials& credentials) {
  using namespace std::chrono;
  const auto now = sys_days{2015y / August / 30} + 12h + 36min;
  const auto path = percent_encode(raw.path);
  const auto query = canonical_query(raw.query);
  const auto hash = sha256_hex(std::as_bytes(std::span{raw.body}));
  return authorization({raw.method, raw.host, path, query, raw.headers, hash}, credentials,
                       {"us-east-1", "service", now});
}

std::vector<fs::path> request_files(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".req") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

TEST(SigV4Vectors, EveryCaseThatDoesNotNormaliseGetsItsSignature) {
  const char* folder = std::getenv("STRIPMETA_SIGV4_VECTORS");
  ASSERT_NE(folder, nullptr) << "name the folder that fetch_vectors made in STRIPMETA_SIGV4_VECTORS";
  const auto files = request_files(folder);
  ASSERT_EQ(files.size(), cases_published);
  const Credentials credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
  std::size_t tried = 0;
  for (auto file : files) {
    const auto name = file.stem().string();
    if (std::ranges::find(normalising, name) != normalising.end()) continue;
    SCOPED_TRACE(name);
    auto raw = parse_request(read_text(file));
    const auto text = read_text(file.replace_extension(".authz"));
    const auto expected = trimmed(text);
    add_session_token(raw, read_text(file.replace_extension(".sreq")), expected);
    EXPECT_EQ(signed_by_us(raw, credentials), expected) << "canonical request:\n"
                                                        << read_text(file.replace_extension(".creq"));
    ++tried;
  }
  EXPECT_EQ(tried, cases_published - normalising.size());
}

}  // namespace
}  // namespace stripmeta::s3
