#include "s3/sigv4.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <ranges>

#include "store/ascii.hpp"
#include "store/key.hpp"

namespace stripmeta::s3 {
namespace {

using Digest = std::array<unsigned char, 32>;
using HeadersByName = std::map<std::string_view, std::string>;

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) text.append(part);
  return text;
}

Digest hmac_sha256(std::span<const unsigned char> key, std::string_view text) {
  Digest digest{};
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest.data(), nullptr);
  return digest;
}

void append_number(std::string& text, unsigned value, std::size_t width) {
  const auto digits = std::to_string(value);
  text.append(width - std::min(width, digits.size()), '0').append(digits);
}

// "20150830T123600Z"
std::string timestamp(std::chrono::system_clock::time_point now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(now - day)};
  std::string text;
  append_number(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  append_number(text, static_cast<unsigned>(date.month()), 2);
  append_number(text, static_cast<unsigned>(date.day()), 2);
  text += 'T';
  append_number(text, static_cast<unsigned>(time.hours().count()), 2);
  append_number(text, static_cast<unsigned>(time.minutes().count()), 2);
  append_number(text, static_cast<unsigned>(time.seconds().count()), 2);
  return text += 'Z';
}

std::string_view date_of(std::string_view stamp) {
  return stamp.substr(0, stamp.find('T'));
}

// Removes blanks at both ends and makes each run of blanks inside one space.
std::string normalized(std::string_view value) {
  std::string text;
  for (const char byte : value) {
    if (!is_space(byte)) {
      text += byte;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

HeadersByName signed_headers(const SigningRequest& request) {
  HeadersByName headers{{"host", normalized(request.host)}};
  for (const auto& [name, value] : request.headers) {
    const auto [entry, is_new] = headers.try_emplace(name);
    if (!is_new) entry->second += ',';
    entry->second += normalized(value);
  }
  return headers;
}

std::string names_of(const HeadersByName& headers) {
  std::string names;
  for (const auto& name : headers | std::views::keys) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

std::string canonical_request(const SigningRequest& request, const HeadersByName& headers) {
  std::string lines;
  for (const auto& [name, value] : headers) lines.append(name).append(":").append(value).append("\n");
  return joined({request.method, "\n", request.path, "\n", request.query, "\n", lines, "\n", names_of(headers), "\n",
                 request.payload_hash});
}

Digest signing_key(const Credentials& credentials, const SigningScope& scope, std::string_view date) {
  const auto secret = "AWS4" + credentials.secret_access_key;
  const auto start = std::span{reinterpret_cast<const unsigned char*>(secret.data()), secret.size()};
  return hmac_sha256(hmac_sha256(hmac_sha256(hmac_sha256(start, date), scope.region), scope.service), "aws4_request");
}

}  // namespace

std::string canonical_query(const Query& query) {
  Query encoded;
  encoded.reserve(query.size());
  for (const auto& [name, value] : query) {
    encoded.emplace_back(percent_encode_component(name), percent_encode_component(value));
  }
  std::ranges::sort(encoded);
  std::string text;
  for (const auto& [name, value] : encoded) {
    if (!text.empty()) text += '&';
    text.append(name).append("=").append(value);
  }
  return text;
}

std::string authorization(const SigningRequest& request, const Credentials& credentials, const SigningScope& scope) {
  const auto headers = signed_headers(request);
  const auto stamp = timestamp(scope.now);
  const auto date = date_of(stamp);
  const auto range = joined({date, "/", scope.region, "/", scope.service, "/aws4_request"});
  const auto canonical = canonical_request(request, headers);
  const auto hash = sha256_hex(std::as_bytes(std::span{canonical}));
  const auto to_sign = joined({"AWS4-HMAC-SHA256\n", stamp, "\n", range, "\n", hash});
  const auto signature = hmac_sha256(signing_key(credentials, scope, date), to_sign);
  return joined({"AWS4-HMAC-SHA256 Credential=", credentials.access_key_id, "/", range,
                 ", SignedHeaders=", names_of(headers), ", Signature=", hexadecimal(signature)});
}

std::vector<net::Header> sign(const SigningRequest& request, const Credentials& credentials,
                              const SigningScope& scope) {
  std::vector<net::Header> added{{"x-amz-date", timestamp(scope.now)},
                                 {"x-amz-content-sha256", std::string{request.payload_hash}}};
  if (!credentials.session_token.empty()) added.push_back({"x-amz-security-token", credentials.session_token});
  std::vector<net::Header> all{request.headers.begin(), request.headers.end()};
  all.insert(all.end(), added.begin(), added.end());
  auto complete = request;
  complete.headers = all;
  added.push_back({"authorization", authorization(complete, credentials, scope)});
  return added;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  Digest digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return hexadecimal(digest);
}

}  // namespace stripmeta::s3
