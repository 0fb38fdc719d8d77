// Man pages (man(7), groff(7)).
#include <algorithm>

#include "cli/verbs/manual.hpp"

namespace stripmeta::cli {
namespace {

// Escapes what troff would take for a command: a backslash, and a dot or an apostrophe at the start of a line. A dash
// is escaped too, because troff would print a hyphen, which does not work if you copy the command.
std::string escaped(std::string_view text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    at_start = c == '\n';
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

std::string heading(const std::string& name, const ProgramText& program) {
  return ".TH " + upper(name) + R"( 1 "" "stripmeta )" + escaped(program.version) + R"(" "stripmeta")" + '\n';
}

std::string verbatim(std::string_view text) {
  return ".nf\n" + escaped(text) + "\n.fi\n";
}

std::string option(const OptionText& option) {
  std::string line = ".TP\n";
  for (std::size_t i = 0; i < option.names.size(); ++i) {
    if (i > 0) line += ", ";
    line += "\\fB" + escaped(option.names[i]) + "\\fR";
  }
  if (!option.value.empty()) line += " \\fI" + escaped(option.value) + "\\fR";
  return line + '\n' + escaped(option.text) + '\n';
}

bool is_indented(std::string_view paragraph) {
  return paragraph.starts_with("  ");
}

std::string paragraph(std::string_view text) {
  return is_indented(text) ? verbatim(text) : escaped(text) + '\n';
}

// Sorts the paragraphs of a footer into the usual sections of a manual page: one that starts with "Exit: " becomes EXIT
// STATUS, one that starts with "Examples:" becomes EXAMPLES, the others become NOTES.
std::string footer(std::string_view text) {
  std::string notes;
  std::string exit;
  std::string examples;
  while (!text.empty()) {
    const auto end = std::min(text.find("\n\n"), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    constexpr std::string_view exit_word = "Exit: ";
    constexpr std::string_view examples_word = "Examples:\n";
    if (part.starts_with(exit_word)) {
      exit = ".SH EXIT STATUS\n" + escaped(part.substr(exit_word.size())) + '\n';
    } else if (part.starts_with(examples_word)) {
      examples = ".SH EXAMPLES\n" + verbatim(part.substr(examples_word.size()));
    } else {
      notes += (notes.empty() ? ".SH NOTES\n" : ".PP\n") + paragraph(part);
    }
  }
  return notes + exit + examples;
}

std::string terms(std::string_view section, const std::vector<TermText>& all) {
  if (all.empty()) return {};
  std::string text = ".SH " + std::string{section} + '\n';
  for (const auto& each : all) text += ".TP\n\\fB" + escaped(each.name) + "\\fR\n" + escaped(each.text) + '\n';
  return text;
}

}  // namespace

std::string man_page(const ProgramText& program) {
  std::string page = heading("stripmeta", program);
  page += ".SH NAME\nstripmeta \\- remove metadata from images without changing the picture\n";
  page += ".SH SYNOPSIS\n.B stripmeta\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] ...\n";
  page += ".SH DESCRIPTION\n" + escaped(program.description) + "\n.SH COMMANDS\n";
  for (const auto& verb : program.verbs) {
    page += ".TP\n\\fBstripmeta\\-" + escaped(verb.name) + "\\fR(1)\n" + escaped(verb.description) + '\n';
  }
  return page + footer(program.footer);
}

std::string man_page(const ProgramText& program, const VerbText& verb) {
  std::string page = heading("stripmeta-" + verb.name, program);
  page += ".SH NAME\nstripmeta\\-" + escaped(verb.name) + " \\- " + escaped(verb.description) + '\n';
  page += ".SH SYNOPSIS\n\\fBstripmeta " + escaped(verb.name) + "\\fR " + escaped(verb.synopsis) + '\n';
  page += ".SH DESCRIPTION\n" + escaped(verb.description) + ".\n" + terms("ARGUMENTS", verb.positionals);
  std::string group{"\n"};
  for (const auto& each : verb.options) {
    if (each.group != group) page += (each.group.empty() ? ".SH OPTIONS\n" : ".SS " + escaped(each.group) + '\n');
    group = each.group;
    page += option(each);
  }
  return page + footer(verb.footer) + terms("ENVIRONMENT", verb.variables) + terms("FILES", verb.files) +
         ".SH SEE ALSO\n\\fBstripmeta\\fR(1)\n";
}

}  // namespace stripmeta::cli
