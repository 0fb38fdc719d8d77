// The environment's variables, as a function, so that tests can say what they are.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace stripmeta {

// Answers an environment variable's value; none where it is not set. A variable set to nothing counts as not set.
using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

// The process's own: nothing changes it after main() has begun, so any thread may read.
std::optional<std::string> environment(const std::string& name);

}  // namespace stripmeta
