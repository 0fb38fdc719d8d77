// Man pages (man(7), groff(7)).
#include <algorithm>

#include "cli/manual.hpp"

namespace stripmeta::cli {
namespace {

// What troff would take for a command of its own: a backslash anywhere, a dot or an apostrophe at a line's start; a
// dash that it would turn into a hyphen, which nobody could copy.
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
  return ".TH " + upper(name) + " 1 \"\" \"stripmeta " + escaped(program.version) + "\" \"stripmeta\"\n";
}

std::string as_it_stands(std::string_view text) {
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

// "Examples:" and what follows stand as they are; what comes before is prose.
std::string footer(std::string_view text) {
  constexpr std::string_view examples = "Examples:\n";
  const auto at = text.find(examples);
  std::string out;
  if (at != 0 && !text.empty()) out += ".SH NOTES\n" + as_it_stands(text.substr(0, at));
  if (at != std::string_view::npos) out += ".SH EXAMPLES\n" + as_it_stands(text.substr(at + examples.size()));
  return out;
}

}  // namespace

std::string man_page(const ProgramText& program) {
  std::string page = heading("stripmeta", program);
  page += ".SH NAME\nstripmeta \\- strip the metadata of images, pixels untouched\n";
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
  std::string group{"\n"};
  for (const auto& each : verb.options) {
    if (each.group != group) page += (each.group.empty() ? ".SH OPTIONS\n" : ".SS " + escaped(each.group) + '\n');
    group = each.group;
    page += option(each);
  }
  return page + footer(verb.footer) + ".SH SEE ALSO\n\\fBstripmeta\\fR(1)\n";
}

}  // namespace stripmeta::cli
