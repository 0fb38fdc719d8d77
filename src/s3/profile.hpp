// What the AWS tools' shared config and credentials files say of the profile that was chosen.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "s3/ini.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

struct SharedFile {
  std::string path;     // "" where there is none to look for: no HOME
  std::string setting;  // the variable that names it; "" for the usual place, where it may be missing or unreadable
};

struct ProfileFiles {
  SharedFile config;       // AWS_CONFIG_FILE, ~/.aws/config
  SharedFile credentials;  // AWS_SHARED_CREDENTIALS_FILE, ~/.aws/credentials
  std::string name{"default"};
  bool named{false};  // by AWS_PROFILE: it must be there
};

struct Profile {
  std::string name;
  IniSection config;       // "[profile NAME]", "[default]" or, for lack of it, "[profile default]" of the config file
  IniSection credentials;  // "[NAME]" of the credentials file
  IniSection services;     // "[services X]", where the profile says "services = X"

  // The value of `key` in the config file's section; "" where it has none.
  std::string value(const std::string& key) const;
};

ProfileFiles profile_files(const Lookup& lookup);

// "profile 'NAME' (CONFIG, CREDENTIALS)", for errors.
std::string describe(const ProfileFiles& files);

// Errors: configuration: a file that cannot be read or parsed, a profile that was named and is in neither file.
std::expected<Profile, Error> read_profile(const ProfileFiles& files);

}  // namespace stripmeta::s3
