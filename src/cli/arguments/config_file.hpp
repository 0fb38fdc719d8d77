// The policy as a file says it for all runs of a user.
#pragma once

#include <expected>
#include <map>
#include <string>

#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

struct ConfigFile {
  std::string path;                           // "" where there is none
  std::map<std::string, std::string> values;  // by the options' names without dashes: policy, keep, remove, strict
};

// Reads the file that STRIPMETA_CONFIG names, else $XDG_CONFIG_HOME/stripmeta/config, else
// $HOME/.config/stripmeta/config, which need not be there. Lines of "name = value"; those that start with "#" or ";"
// are comments. Error configuration: the one that is named cannot be read; a line is none, or has another name.
std::expected<ConfigFile, Error> read_config(const Lookup& environment);

}  // namespace stripmeta::cli
