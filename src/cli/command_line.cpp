#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/help.hpp"
#include "cli/interrupt.hpp"
#include "cli/policy_options.hpp"
#include "store/environment.hpp"
#include "stripmeta/version.hpp"

namespace stripmeta::cli {
namespace {

// What is filled while the arguments are read.
struct Arguments {
  StripOptions strip;  // its `common` serves every verb
  PolicyOptions policy;
  bool quiet{false};
  bool json{false};
};

// The library's layout, without "{false}" behind the names of a flag that says no.
class Layout : public CLI::Formatter {
 public:
  Layout() {
    label("Positionals", "Arguments");
    label("Subcommands", "Commands");
  }
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    auto name = CLI::Formatter::make_option_name(option, is_positional);
    const auto value = name.find('{');
    return value == std::string::npos ? name : name.substr(0, value);
  }
  std::string make_usage(const CLI::App* app, std::string /*name*/) const override {
    const bool is_verb = app->get_parent() != nullptr;
    return "Usage: stripmeta " + (is_verb ? app->get_name() + " [OPTIONS] FILE..." : "[OPTIONS] COMMAND ...") + '\n';
  }
};

// A name that the library would read as a list ("[a,b]", "{}") or as an end mark, as another name of the same file.
std::string protect(std::string_view argument) {
  const bool special = argument.starts_with('[') || argument.starts_with('{') || argument == "++";
  return (special ? "./" : "") + std::string{argument};
}

void add_policy(CLI::App& verb, PolicyOptions& policy) {
  const auto* group = "Policy";
  verb.add_option("--policy", policy.preset, help::policy + available_words(preset_words))
      ->type_name("NAME")
      ->group(group);
  const auto add_list = [&](const char* name, std::vector<std::string>& words, const std::string& text) {
    // Without the last the library would take the files that follow for words.
    verb.add_option(name, words, text)->type_name("PARTS")->option_text("PARTS")->group(group)->allow_extra_args(false);
  };
  add_list("--keep", policy.keep, help::keep + available_words(keep_words));
  add_list("--remove", policy.remove, help::remove);
  // Not bound to the member: the library would set that to false where neither name is given.
  verb.add_flag("--strict,!--no-strict", help::strict)->group(group)->each([&policy](const std::string& value) {
    policy.strict = CLI::detail::to_flag_value(value) > 0;
  });
}

CLI::App& add_verb(CLI::App& app, Arguments& arguments, const help::Verb& text) {
  auto& verb = *app.add_subcommand(std::string{text.name}, std::string{text.description});
  verb.group("Commands");
  verb.set_help_flag("-h,--help", "show this help and end");
  verb.footer(std::string{text.footer});
  verb.add_option("FILE", arguments.strip.common.files, help::file)->option_text(" ");
  verb.add_flag("-q,--quiet", arguments.quiet, help::quiet);
  verb.add_flag("--json", arguments.json, help::json);
  add_policy(verb, arguments.policy);
  return verb;
}

void add_strip(CLI::App& app, Arguments& arguments) {
  auto& verb = add_verb(app, arguments, help::strip);
  auto& options = arguments.strip;
  verb.add_option("-o,--output", options.output, help::output)->type_name("OUT");
  verb.add_flag("--in-place", options.in_place, help::in_place);
  verb.add_flag("--force", options.force, help::force);
  verb.add_flag("--preserve", options.preserve, help::preserve);
  verb.add_flag("--sync", options.sync, help::sync);
}

int dispatch(std::string_view verb, Arguments& arguments) {
  if (arguments.json && arguments.quiet) return usage_error(verb, "--json and --quiet exclude each other");
  auto& common = arguments.strip.common;
  if (arguments.quiet) common.print = Print::quiet;
  if (arguments.json) common.print = Print::json;
  const auto policy = resolve_policy(arguments.policy, environment);
  if (!policy) return usage_error(verb, policy.error().message);
  common.policy = *policy;
  if (verb == help::strip.name) return strip(arguments.strip);
  return verb == help::check.name ? check(common) : inspect(common);
}

std::string_view chosen(const CLI::App& app) {
  const auto verbs = app.get_subcommands();
  return verbs.empty() ? std::string_view{} : std::string_view{verbs.front()->get_name()};
}

// Where the arguments were not understood, or asked for help: the exit code.
int answer(const CLI::App& app, const CLI::ParseError& thrown) {
  if (dynamic_cast<const CLI::CallForHelp*>(&thrown) != nullptr) return print_text(app.help());
  if (dynamic_cast<const CLI::CallForVersion*>(&thrown) != nullptr) return print_text(app.version() + '\n');
  return usage_error(chosen(app), thrown.what());
}

}  // namespace

int run(int count, const char* const* arguments) {
  open_standard_streams();
  watch_signals();
  CLI::App app{std::string{help::program}, "stripmeta"};
  app.formatter(std::make_shared<Layout>());
  app.set_help_flag("-h,--help", "show this help and end");
  app.footer(std::string{help::footer});
  app.set_version_flag("--version", "stripmeta " + std::string{build()}, "show the version and end");
  app.require_subcommand(0, 1);  // none is answered below: the library would complain of that before a wrong option
  Arguments parsed;
  add_strip(app, parsed);
  add_verb(app, parsed, help::inspect);
  add_verb(app, parsed, help::check);

  std::vector<std::string> words;  // last first, as the library wants them
  for (int i = count - 1; i > 0; --i) words.push_back(protect(arguments[i]));
  try {
    app.parse(std::move(words));
  } catch (const CLI::ParseError& thrown) {
    return answer(app, thrown);
  }
  const auto verb = chosen(app);
  if (verb.empty()) return usage_error("", "no command is given; it is one of strip, inspect and check");
  if (parsed.strip.common.files.empty()) return usage_error(verb, "no image is given");
  const int code = dispatch(verb, parsed);
  die_if_interrupted();
  return code;
}

}  // namespace stripmeta::cli
