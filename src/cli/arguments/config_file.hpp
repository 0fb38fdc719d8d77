// The config file: a user's policy for all runs.
#pragma once

#include <expected>
#include <map>
#include <string>

#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

struct ConfigFile {
  std::string path;                           // "" if there is no file
  std::map<std::string, std::string> values;  // by option name without dashes: policy, keep, remove, strict
};

// Reads the file that STRIPMETA_CONFIG names, else $XDG_CONFIG_HOME/stripmeta/config, else
// $HOME/.config/stripmeta/config. The last two need not exist. The file has lines of "name = value"; the rest of a line
// after "#" is a comment. Error configuration: the file cannot be read, or a line has another form or an unknown name.
std::expected<ConfigFile, Error> read_config(const Lookup& environment);

}  // namespace stripmeta::cli
