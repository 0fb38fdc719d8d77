// The selected profile in the AWS tools' shared config and credentials files.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "s3/credentials/ini.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct SharedFile {
  std::string path;     // "" if there is no HOME to look in
  std::string setting;  // the variable that names it; "" for the default path, where it may be missing or unreadable
};

struct ProfileFiles {
  SharedFile config;       // AWS_CONFIG_FILE, ~/.aws/config
  SharedFile credentials;  // AWS_SHARED_CREDENTIALS_FILE, ~/.aws/credentials
  std::string name{"default"};
  bool is_required{false};  // AWS_PROFILE names it, so it must exist
};

struct Profile {
  std::string name;
  IniSection config;       // "[profile NAME]" of the config file; for "default" also "[default]", which wins
  IniSection credentials;  // "[NAME]" of the credentials file
  IniSection services;     // "[services X]" of the config file, if the profile has "services = X"

  // The value of `key` in the config file's section; "" if there is none.
  std::string value(const std::string& key) const;
};

ProfileFiles profile_files(const Lookup& lookup);

// "profile 'NAME' (CONFIG, CREDENTIALS)", for errors.
std::string describe(const ProfileFiles& files);

// Error `configuration`: a file cannot be read or parsed, or a required profile is in neither file.
std::expected<Profile, Error> read_profile(const ProfileFiles& files);

}  // namespace stripmeta::s3
