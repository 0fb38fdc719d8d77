// The command line of stripmeta-function.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>

namespace stripmeta {

struct Arguments {
  std::optional<std::string> listen;  // --listen ADDRESS:PORT
};

// The program is done: its output and its exit code.
struct ProgramEnd {
  std::string text;  // with its newline
  int exit_code;     // 0: text is for stdout (--help, --version); 2: for stderr
};

// `words` is argc and argv as main() has them.
std::expected<Arguments, ProgramEnd> parse_arguments(std::span<const char* const> words);

}  // namespace stripmeta
