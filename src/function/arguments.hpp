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

// The program ends without serving: with this output and exit code.
struct ProgramEnd {
  std::string text;  // ends in a newline
  int exit_code;     // 0: the text goes to stdout (--help, --version); 2: to stderr
};

// `words` is main()'s argv.
std::expected<Arguments, ProgramEnd> parse_arguments(std::span<const char* const> words);

}  // namespace stripmeta
