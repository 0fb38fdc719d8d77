// A file that the arguments of a run lead to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "stripmeta/error.hpp"

namespace stripmeta::cli {

struct FoundFile {
  std::string path;  // to open it by
  // The path below the directory that was named, or the base name of a file that was named. Outputs keep it.
  std::string below;
  bool is_named{false};                  // an argument itself, not found in a directory
  std::optional<Error> error;            // `path` is a directory that cannot be read
  std::optional<std::uint64_t> bytes{};  // the size, if it is known already
};

}  // namespace stripmeta::cli
