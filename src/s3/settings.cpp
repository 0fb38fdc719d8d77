#include "s3/settings.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

#include "s3/credentials/shared_files.hpp"
#include "store/ascii.hpp"
#include "store/environment.hpp"

namespace stripmeta::s3 {
namespace {

// A setting and where it was set.
struct Setting {
  std::string value;   // "" if it is not set
  std::string origin;  // for errors
};

class SettingSource {
 public:
  explicit SettingSource(const Lookup& lookup, const Profile& profile) : lookup_(lookup), profile_(profile) {}

  // The first of `variables` that is set, or else the profile's `key` ("" for no key).
  Setting first(std::initializer_list<const char*> variables, const std::string& key) const {
    for (const char* variable : variables) {
      auto value = value_or_empty(lookup_, variable);
      if (!value.empty()) return {std::move(value), variable};
    }
    return {profile_.value(key), key + " of the profile '" + profile_.name + "'"};
  }

  Setting endpoint() const {
    auto setting = first({"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}, "");
    if (!setting.value.empty()) return setting;
    const auto service = profile_.services.find("s3.endpoint_url");
    if (service == profile_.services.end()) return first({}, "endpoint_url");
    return {service->second, "s3 endpoint_url of the services of the profile '" + profile_.name + "'"};
  }

 private:
  const Lookup& lookup_;
  const Profile& profile_;
};

template <typename Value>
std::expected<void, Error> read_number(const Setting& setting, int least, int most, Value& into) {
  if (setting.value.empty()) return {};
  const auto number = parse_number<int>(setting.value);
  if (!number || *number < least || *number > most) {
    return misconfigured(setting.origin + " must be a whole number from " + std::to_string(least) + " to " +
                         std::to_string(most));
  }
  into = Value{*number};
  return {};
}

std::expected<void, Error> read_bool(const Setting& setting, bool& into) {
  const auto word = lower_case(setting.value);
  if (!word.empty() && word != "true" && word != "false")
    return misconfigured(setting.origin + " must be true or false");
  into = word == "true";
  return {};
}

std::expected<void, Error> read_region(const Setting& setting, std::string& into) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  if (setting.value.find_first_not_of(allowed) != std::string::npos) {
    return misconfigured(setting.origin + " '" + setting.value + "' is not a region; name one such as eu-central-1");
  }
  into = setting.value;
  return {};
}

std::expected<void, Error> read_endpoint(const Setting& setting, std::string& into) {
  std::string_view url = setting.value;
  if (url.empty()) return {};
  while (url.ends_with('/')) url.remove_suffix(1);
  const auto host = url.substr(std::min(url.size(), url.find("://") + 3));
  const bool has_scheme = lower_case(url).starts_with("http://") || lower_case(url).starts_with("https://");
  // The message does not quote the value: a URL may hold a password.
  if (!has_scheme || host.empty() || host.find_first_of("/?#@\\ ") != std::string_view::npos) {
    return misconfigured(setting.origin +
                         " must be a scheme, a host and perhaps a port, such as https://s3.example.com:9000");
  }
  into = url;
  return {};
}

std::expected<void, Error> read_addressing(const Setting& setting, Addressing& into) {
  if (setting.value.empty() || setting.value == "auto") return {};
  if (setting.value != "path" && setting.value != "virtual") {
    return misconfigured(setting.origin + " must be auto, path or virtual");
  }
  into = setting.value == "path" ? Addressing::path : Addressing::virtual_host;
  return {};
}

std::expected<void, Error> check_combination(const S3Settings& settings) {
  if (settings.endpoint.empty() || (!settings.fips && !settings.dualstack)) return {};
  return misconfigured(std::string{settings.fips ? "AWS_USE_FIPS_ENDPOINT" : "AWS_USE_DUALSTACK_ENDPOINT"} +
                       " works only with AWS's own endpoints, but AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile "
                       "sets another one");
}

std::expected<S3Settings, Error> read_all(const SettingSource& source) {
  S3Settings settings;
  settings.ca_bundle = source.first({"AWS_CA_BUNDLE"}, "ca_bundle").value;
  if (settings.ca_bundle.empty()) settings.ca_bundle = source.first({"SSL_CERT_FILE"}, "").value;
  // The braced list evaluates the calls in order.
  for (const auto& read : {
           read_region(source.first({"AWS_REGION", "AWS_DEFAULT_REGION"}, "region"), settings.region),
           read_endpoint(source.endpoint(), settings.endpoint),
           read_addressing(source.first({"STRIPMETA_S3_ADDRESSING"}, "s3.addressing_style"), settings.addressing),
           read_bool(source.first({"AWS_USE_DUALSTACK_ENDPOINT"}, "use_dualstack_endpoint"), settings.dualstack),
           read_bool(source.first({"AWS_USE_FIPS_ENDPOINT"}, "use_fips_endpoint"), settings.fips),
           read_number(source.first({"AWS_MAX_ATTEMPTS"}, "max_attempts"), 1, 20, settings.max_attempts),
           read_number(source.first({"STRIPMETA_S3_STALL"}, ""), 1, 300, settings.stall_timeout),
           check_combination(settings),
       }) {
    if (!read) return std::unexpected(read.error());
  }
  return settings;
}

}  // namespace

std::expected<S3Settings, Error> read_s3_settings(const Lookup& lookup) {
  const auto profile = read_profile(profile_files(lookup));
  if (!profile) return std::unexpected(profile.error());
  return read_all(SettingSource{lookup, *profile});
}

}  // namespace stripmeta::s3
