// The command line described as data, and the man pages and completions of shells that are made of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stripmeta::cli {

struct OptionText {
  std::vector<std::string> names;  // "-o", "--output"; the long ones last
  std::string value;               // "OUT"; "" for a flag
  std::string group;               // a heading; "" for the first ones
  std::string text;                // lines
  std::vector<std::string> words;  // that the value is one of, or a list of; none: anything
};

// An argument, a variable or a file, and what it is for.
struct TermText {
  std::string name;
  std::string text;
};

struct VerbText {
  std::string name;
  std::string description;
  std::string synopsis;                // what follows the name: "[OPTIONS] FILE..."
  std::vector<std::string> arguments;  // that come behind it, of few
  std::vector<TermText> positionals;   // none: nothing comes behind it
  std::vector<TermText> variables;     // of the environment
  std::vector<TermText> files;         // that it reads besides
  std::vector<OptionText> options;
  std::string footer;
};

struct ProgramText {
  std::string version;
  std::string description;
  std::string footer;
  std::vector<VerbText> verbs;
};

// Pages of section 1 in man(7)'s language: "stripmeta" and "stripmeta-VERB".
std::string man_page(const ProgramText& program);
std::string man_page(const ProgramText& program, const VerbText& verb);

// A script for the shell to read; where it belongs is said in docs/install.md.
std::string bash_completion(const ProgramText& program);
std::string zsh_completion(const ProgramText& program);
std::string fish_completion(const ProgramText& program);

}  // namespace stripmeta::cli
