// Completion scripts for bash, zsh and fish.
#include "cli/verbs/manual.hpp"

namespace stripmeta::cli {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

// The first line, without the punctuation that leads to the next one.
std::string first_line(const std::string& text) {
  auto line = text.substr(0, text.find('\n'));
  line.erase(line.find_last_not_of(",:;") + 1);
  return line;
}

// In single quotes, for any of the three shells. Only fish treats a backslash inside them as an escape.
std::string quoted(std::string_view text, bool for_fish = false) {
  std::string out{"'"};
  for (const char c : text) {
    if (c == '\'') {
      out += for_fish ? "\\'" : "'\\''";
    } else if (c == '\\' && for_fish) {
      out += "\\\\";
    } else {
      out += c;
    }
  }
  return out + '\'';
}

std::vector<std::string> verb_names(const ProgramText& program) {
  std::vector<std::string> names;
  names.reserve(program.verbs.size());
  for (const auto& verb : program.verbs) names.push_back(verb.name);
  return names;
}

// One candidate per line, so that a name with blanks stays one word.
std::string bash_reply(const std::string& what) {
  return "mapfile -t COMPREPLY < <(compgen " + what + " -- \"$word\")";
}

// Completes the value of an option: from its choices (also after a comma), nothing for a number, otherwise files.
std::string bash_value(const OptionText& option) {
  if (!option.choices.empty()) return "_stripmeta_list " + quoted(joined(option.choices, " ")) + "; return";
  return option.value == "N" ? "return" : bash_reply("-f") + "; return";
}

// One line of the `case`: "    -j|--jobs) BODY ;;".
std::string bash_case(const OptionText& option) {
  return "    " + joined(option.names, "|") + ") " + bash_value(option) + " ;;\n";
}

std::string bash_arguments(const VerbText& verb) {
  if (verb.positionals.empty()) return "return";
  return verb.arguments.empty() ? bash_reply("-f") : bash_reply("-W " + quoted(joined(verb.arguments, " ")));
}

std::string zsh_value(const OptionText& option) {
  if (option.choices.empty()) return option.value == "N" ? " " : "_files";
  const auto words = joined(option.choices, " ");
  return option.value == "PARTS" ? "_values -s , part " + words : "(" + words + ")";
}

std::string zsh_option(const OptionText& option) {
  std::string values;
  if (!option.value.empty()) {
    values = ":" + option.value + ":" + zsh_value(option);
  }
  std::string text;
  for (const char c : first_line(option.text)) {
    if (c == '[' || c == ']' || c == ':') text += '\\';
    text += c;
  }
  const auto names = option.names.size() == 1 ? option.names.front() : "{" + joined(option.names, ",") + "}";
  return "        " + names + quoted("[" + text + "]" + values) + " \\\n";
}

std::string fish_option(const std::string& verb, const OptionText& option) {
  std::string line = "complete -c stripmeta -n " + quoted("__fish_seen_subcommand_from " + verb, true);
  for (const auto& name : option.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.value.empty()) line += " -r";
  if (!option.choices.empty()) line += " -f -a " + quoted(joined(option.choices, " "), true);
  return line + " -d " + quoted(first_line(option.text), true) + '\n';
}

}  // namespace

std::string bash_completion(const ProgramText& program) {
  std::string script =
      "# Completion of stripmeta for bash.\n"
      "_stripmeta_list() {\n"
      "  local before=''\n"
      "  [[ $word == *,* ]] && before=${word%,*},\n"
      "  mapfile -t COMPREPLY < <(compgen -P \"$before\" -W \"$1\" -- \"${word##*,}\")\n"
      "}\n"
      "_stripmeta() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}\n"
      "  COMPREPLY=()\n"
      "  # readline takes a '=' for a word of its own\n"
      "  [[ $word == '=' ]] && word=''\n"
      "  [[ $previous == '=' ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
      "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
      "    " +
      bash_reply("-W " + quoted(joined(verb_names(program), " ") + " --help --version")) +
      "\n"
      "    return\n"
      "  fi\n";
  for (const auto& verb : program.verbs) {
    std::vector<std::string> names;
    std::string cases;
    for (const auto& option : verb.options) {
      names.insert(names.end(), option.names.begin(), option.names.end());
      if (!option.value.empty()) cases += bash_case(option);
    }
    script += "  if [[ $verb == " + verb.name + " ]]; then\n    case $previous in\n" + cases +
              "    esac\n    if [[ $word == -* ]]; then " + bash_reply("-W " + quoted(joined(names, " "))) +
              "; return; fi\n    " + bash_arguments(verb) + "\n  fi\n";
  }
  return script +
         "}\n"
         "complete -o filenames -F _stripmeta stripmeta\n";
}

std::string zsh_completion(const ProgramText& program) {
  std::string script =
      "#compdef stripmeta\n"
      "_stripmeta() {\n"
      "  local -a verbs\n"
      "  verbs=(\n";
  for (const auto& verb : program.verbs) script += "    " + quoted(verb.name + ":" + verb.description) + '\n';
  script +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command verbs\n"
      "    return\n"
      "  fi\n"
      "  local verb=$words[2]\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $verb in\n";
  for (const auto& verb : program.verbs) {
    script += "    " + verb.name + ")\n      _arguments -s \\\n";
    for (const auto& option : verb.options) script += zsh_option(option);
    if (verb.positionals.empty()) {
      script += "\n      ;;\n";
      continue;
    }
    script += verb.arguments.empty()
                  ? "        '*:file:_files'\n      ;;\n"
                  : "        " + quoted("1:word:(" + joined(verb.arguments, " ") + ")") + "\n      ;;\n";
  }
  return script +
         "  esac\n"
         "}\n"
         "if [[ $funcstack[1] == _stripmeta ]]; then _stripmeta \"$@\"; else compdef _stripmeta stripmeta; fi\n";
}

std::string fish_completion(const ProgramText& program) {
  std::string script = "# Completion of stripmeta for fish.\n";
  for (const auto& verb : program.verbs) {
    script += "complete -c stripmeta -n __fish_use_subcommand -f -a " + verb.name + " -d " +
              quoted(verb.description, true) + '\n';
    if (!verb.arguments.empty()) {
      script += "complete -c stripmeta -n " + quoted("__fish_seen_subcommand_from " + verb.name, true) + " -f -a " +
                quoted(joined(verb.arguments, " "), true) + '\n';
    }
    for (const auto& option : verb.options) script += fish_option(verb.name, option);
  }
  return script;
}

}  // namespace stripmeta::cli
