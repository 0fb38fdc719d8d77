// The command line described as data, from which manual pages and shell completions are made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stripmeta::cli {

struct OptionText {
  std::vector<std::string> names;    // "-o", "--output"; long names last
  std::string value;                 // "OUT"; "" for a flag
  std::string group;                 // a heading; "" for the first group
  std::string text;                  // one or more lines
  std::vector<std::string> choices;  // the values it takes; empty: any value
};

// An argument, an environment variable or a file, and what it is for.
struct TermText {
  std::string name;
  std::string text;
};

struct VerbText {
  std::string name;
  std::string description;
  std::string synopsis;                // what follows the name: "[OPTIONS] FILE..."
  std::vector<std::string> arguments;  // the values that the positional argument can have; empty: any
  std::vector<TermText> positionals;   // empty: the verb takes no arguments
  std::vector<TermText> variables;     // of the environment
  std::vector<TermText> files;         // that it also reads
  std::vector<OptionText> options;
  std::string footer;
};

struct ProgramText {
  std::string version;
  std::string description;
  std::string footer;
  std::vector<VerbText> verbs;
};

// Manual pages of section 1, in the language of man(7): "stripmeta" and "stripmeta-VERB".
std::string man_page(const ProgramText& program);
std::string man_page(const ProgramText& program, const VerbText& verb);

// Completion scripts; docs/install.md says where to install them.
std::string bash_completion(const ProgramText& program);
std::string zsh_completion(const ProgramText& program);
std::string fish_completion(const ProgramText& program);

}  // namespace stripmeta::cli
