// The version of the library that a program runs with. The texts are static.
#pragma once

#include <string_view>

namespace stripmeta {

std::string_view version();  // SemVer, "0.1.0"
std::string_view build();    // version and git revision, "0.1.0+1a2b3c4d5e6f"; "0.1.0+unknown" outside a git checkout

}  // namespace stripmeta
