#include "s3/credentials/shared_files.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "store/environment.hpp"
#include "store/small_file.hpp"

namespace stripmeta::s3 {
namespace {

SharedFile shared_file(const Lookup& lookup, const char* variable, const char* default_path) {
  const auto home = value_or_empty(lookup, "HOME");
  auto path = value_or_empty(lookup, variable);
  if (path.empty()) return {home.empty() ? "" : home + default_path, ""};
  if (path.starts_with("~/") && !home.empty()) path.replace(0, 1, home);
  return {std::move(path), variable};
}

// A container often has the HOME of another user. A file that cannot be opened there counts as missing.
bool may_be_missing(const SharedFile& file, int error) {
  return error == ENOENT || error == ENOTDIR || (file.setting.empty() && (error == EACCES || error == EPERM));
}

std::expected<Ini, Error> read_ini(const SharedFile& file) {
  if (file.path.empty()) return Ini{};
  const auto text = read_small_file(file.path);
  const auto name = file.setting.empty() ? "'" + file.path + "'" : "'" + file.path + "' (" + file.setting + ")";
  if (!text) {
    if (may_be_missing(file, text.error())) return Ini{};
    return misconfigured("cannot read " + name + ": " + std::generic_category().message(text.error()));
  }
  auto parsed = parse_ini(*text);
  if (!parsed) {
    return misconfigured("line " + std::to_string(parsed.error()) + " of " + name +
                         " is neither '[section]' nor 'name = value' in a section");
  }
  return std::move(*parsed);
}

// Moves the section to `into` and returns whether it exists.
bool take(Ini& ini, const std::string& section, IniSection& into) {
  const auto found = ini.find(section);
  if (found == ini.end()) return false;
  into = std::move(found->second);
  return true;
}

}  // namespace

std::string Profile::value(const std::string& key) const {
  const auto found = config.find(key);
  return found == config.end() ? std::string{} : found->second;
}

ProfileFiles profile_files(const Lookup& lookup) {
  ProfileFiles files{shared_file(lookup, "AWS_CONFIG_FILE", "/.aws/config"),
                     shared_file(lookup, "AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials")};
  auto name = value_or_empty(lookup, "AWS_PROFILE");
  files.is_required = !name.empty();
  if (files.is_required) files.name = std::move(name);
  return files;
}

std::string describe(const ProfileFiles& files) {
  if (files.config.path.empty() && files.credentials.path.empty()) return "profile '" + files.name + "' (no HOME)";
  return "profile '" + files.name + "' (" + files.config.path + ", " + files.credentials.path + ")";
}

std::expected<Profile, Error> read_profile(const ProfileFiles& files) {
  auto config = read_ini(files.config);
  if (!config) return std::unexpected(std::move(config.error()));
  auto credentials = read_ini(files.credentials);
  if (!credentials) return std::unexpected(std::move(credentials.error()));
  Profile profile;
  profile.name = files.name;
  const bool configured = (files.name == "default" && take(*config, "default", profile.config)) ||
                          take(*config, "profile " + files.name, profile.config);
  const bool has_credentials = take(*credentials, files.name, profile.credentials);
  if (files.is_required && !configured && !has_credentials) {
    return misconfigured("AWS_PROFILE names a profile that does not exist: " + describe(files));
  }
  const auto services = profile.value("services");
  if (!services.empty() && !take(*config, "services " + services, profile.services)) {
    return misconfigured("the " + describe(files) + " names services '" + services + "', which do not exist");
  }
  return profile;
}

}  // namespace stripmeta::s3
