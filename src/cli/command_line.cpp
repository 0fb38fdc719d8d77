#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/arguments/help.hpp"
#include "cli/arguments/policy_options.hpp"
#include "cli/output/console.hpp"
#include "cli/output/interrupt.hpp"
#include "cli/verbs/manual.hpp"
#include "cli/verbs/verbs.hpp"
#include "store/environment.hpp"
#include "stripmeta/version.hpp"

namespace stripmeta::cli {
namespace {

constexpr unsigned most_jobs = 256;

// Filled while the arguments are parsed.
struct Arguments {
  StripOptions strip;  // every verb uses its `common`
  PolicyOptions policy;
  std::optional<std::string> thumbnail;
  std::string preserve;  // as given; "" if it was not
  std::string shell;
  std::string page;
  bool quiet{false};
  bool json{false};
};

std::string synopsis_of(std::string_view name) {
  const auto* const verb = std::ranges::find(help::verbs, name, [](const auto* each) { return each->name; });
  return verb == help::verbs.end() ? std::string{} : std::string{(*verb)->synopsis};
}

// The library's layout, without the "{false}" that it adds to the names of negative flags.
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
    if (app->get_parent() == nullptr) return "Usage: stripmeta [OPTIONS] COMMAND ...\n";
    return "Usage: stripmeta " + app->get_name() + ' ' + synopsis_of(app->get_name()) + '\n';
  }
};

// The library would parse "[a,b]" and "{}" as lists and "++" as an end mark: such names get "./" in front.
std::string protect(std::string_view argument) {
  const bool special = argument.starts_with('[') || argument.starts_with('{') || argument == "++";
  return (special ? "./" : "") + std::string{argument};
}

// "trip" for "./trip/": the paths that are compared with patterns have no such prefix or suffix.
std::string normalise_pattern(std::string_view pattern) {
  while (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (pattern.size() > 1 && pattern.ends_with('/')) pattern.remove_suffix(1);
  return std::string{pattern};
}

// All arguments after the program's name, in reverse order, as the library expects them. Patterns are not file names
// and need no protection.
std::vector<std::string> protect_all(std::span<const char* const> arguments) {
  std::vector<std::string> words;
  words.reserve(arguments.size());
  for (std::size_t i = arguments.size() - 1; i > 0; --i) {
    const std::string_view before{arguments[i - 1]};
    const bool is_pattern = before == "--include" || before == "--exclude";
    words.push_back(is_pattern ? arguments[i] : protect(arguments[i]));
  }
  return words;
}

void add_policy(CLI::App& verb, PolicyOptions& policy) {
  const auto* group = "Policy";
  verb.add_option("--policy", policy.preset, help::policy + joined_words(preset_words))
      ->type_name("NAME")
      ->group(group);
  const auto add_list = [&](const char* name, std::vector<std::string>& words, const std::string& text) {
    // Without allow_extra_args(false), the library would take the files that follow for parts of the list.
    verb.add_option(name, words, text)->type_name("PARTS")->option_text("PARTS")->group(group)->allow_extra_args(false);
  };
  add_list("--keep", policy.keep, help::keep + joined_words(keep_words));
  add_list("--remove", policy.remove, help::remove);
  // Not bound to the member, because the library would set it to false if neither flag is given.
  verb.add_flag("--strict,!--no-strict", help::strict)->group(group)->each([&policy](const std::string& value) {
    policy.strict = CLI::detail::to_flag_value(value) > 0;
  });
}

constexpr const char* directories = "Directories";

void add_patterns(CLI::App& verb, WalkOptions& walk) {
  const auto* group = directories;
  const auto add_globs = [&](const char* name, std::vector<std::string>& globs, const char* text) {
    verb.add_option(name, globs, text)->type_name("GLOB")->option_text("GLOB")->group(group)->allow_extra_args(false);
  };
  add_globs("--include", walk.include, help::include);
  add_globs("--exclude", walk.exclude, help::exclude);
  verb.add_flag("--hidden", walk.hidden, help::hidden)->group(group);
}

void add_jobs(CLI::App& verb, unsigned& jobs, const char* text) {
  verb.add_option("-j,--jobs", jobs, text)
      ->type_name("N")
      ->option_text("N")
      ->group(directories)
      ->check(CLI::Range(1U, most_jobs));
}

// Parses "--preserve" without a value, or "--preserve=times,xattr". If a word is unknown, the result is nullopt and
// `wrong` is that word.
std::optional<Preserve> parse_preserve(std::string_view text, std::string& wrong) {
  Preserve preserve;
  if (text.empty()) return preserve;
  if (text == "true") return Preserve{.times = true, .attributes = false, .owner = Preserve::Owner::try_to};
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(','));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    preserve.times = preserve.times || word == "times";
    if (word == "owner") preserve.owner = Preserve::Owner::needed;
    preserve.attributes = preserve.attributes || word == "xattr";
    // The mode is always kept.
    if (word == "times" || word == "owner" || word == "xattr" || word == "mode") continue;
    wrong = word;
    return std::nullopt;
  }
  return preserve;
}

CLI::App& add_subcommand(CLI::App& app, const help::Verb& text) {
  auto& verb = *app.add_subcommand(std::string{text.name}, std::string{text.description});
  verb.group("Commands");
  verb.set_help_flag("-h,--help", help::show_help);
  verb.footer(std::string{text.footer});
  return verb;
}

void add_printing(CLI::App& verb, Arguments& arguments, const char* verbose = help::verbose) {
  verb.add_flag("-q,--quiet", arguments.quiet, help::quiet);
  verb.add_flag("--json", arguments.json, help::json);
  verb.add_flag("-v,--verbose", arguments.strip.common.verbose, verbose);
}

void add_report(CLI::App& verb, CommonOptions& options) {
  verb.add_option("--report", options.report, help::report)->type_name("OUT");
}

CLI::App& add_verb(CLI::App& app, Arguments& arguments, const help::Verb& text, const char* verbose = help::verbose) {
  auto& verb = add_subcommand(app, text);
  auto& common = arguments.strip.common;
  verb.add_option("FILE", common.files, help::file)->option_text(" ");
  add_printing(verb, arguments, verbose);
  add_patterns(verb, common.walk);
  verb.add_flag("--follow", common.walk.follow, help::follow)->group(directories);
  add_jobs(verb, common.jobs, help::jobs);
  add_policy(verb, arguments.policy);
  return verb;
}

void add_verify(CLI::App& verb, CommonOptions& options) {
  verb.add_flag("--verify", options.verify, help::verify);
}

void add_diff(CLI::App& app, Arguments& arguments) {
  auto& verb = add_subcommand(app, help::diff);
  verb.add_option("FILE", arguments.strip.common.files, help::two_files)->option_text(" ");
  verb.add_flag("-q,--quiet", arguments.quiet, help::quiet);
  verb.add_flag("--json", arguments.json, help::one_json);
  add_policy(verb, arguments.policy);
}

void add_sync(CLI::App& app, Arguments& arguments) {
  auto& verb = add_subcommand(app, help::sync);
  auto& common = arguments.strip.common;
  const auto add_from = [&files = common.files](const std::string& from) { files.push_back(from); };
  // More than one name is accepted here, so that sync() can say what is wrong.
  const auto add_to = [&files = common.files](const std::vector<std::string>& to) {
    files.insert(files.end(), to.begin(), to.end());
  };
  verb.add_option_function<std::string>("FROM", add_from, help::sync_from)->option_text(" ");
  verb.add_option_function<std::vector<std::string>>("TO", add_to, help::sync_to)->option_text(" ");
  add_printing(verb, arguments);
  add_report(verb, common);
  verb.add_flag("--force", arguments.strip.force, help::sync_force);
  verb.add_flag("-n,--dry-run", arguments.strip.dry_run, help::sync_dry_run);
  add_patterns(verb, common.walk);
  add_jobs(verb, common.jobs, help::sync_jobs);
  add_policy(verb, arguments.policy);
}

void add_strip(CLI::App& app, Arguments& arguments) {
  auto& verb = add_verb(app, arguments, help::strip);
  auto& options = arguments.strip;
  verb.add_option("-o,--output", options.output, help::output)->type_name("OUT");
  verb.add_flag("--in-place", options.in_place, help::in_place);
  verb.add_flag("--force", options.force, help::force);
  verb.add_flag("--backup", options.backup, help::backup);
  verb.add_flag("-n,--dry-run", options.dry_run, help::dry_run);
  verb.add_flag("--preserve", arguments.preserve, help::preserve);
  verb.add_flag("--sync", options.sync, help::durable);
  add_verify(verb, options.common);
  add_report(verb, options.common);
}

void add_check(CLI::App& app, Arguments& arguments) {
  auto& verb = add_verb(app, arguments, help::check);
  add_verify(verb, arguments.strip.common);
  add_report(verb, arguments.strip.common);
}

void add_watch(CLI::App& app, Arguments& arguments) {
  auto& verb = add_subcommand(app, help::watch);
  auto& common = arguments.strip.common;
  verb.add_option("DIR", common.files, help::watched)->option_text(" ");
  add_printing(verb, arguments, help::watch_verbose);
  verb.add_option("-o,--output", arguments.strip.output, help::watch_output)->type_name("OUT");
  verb.add_flag("--force", arguments.strip.force, help::watch_force);
  add_patterns(verb, common.walk);
  add_jobs(verb, common.jobs, help::jobs);
  add_policy(verb, arguments.policy);
}

void add_inspect(CLI::App& app, Arguments& arguments) {
  auto& verb = add_verb(app, arguments, help::inspect, help::inspect_verbose);
  verb.add_option("--thumbnail", arguments.thumbnail, help::thumbnail)->type_name("OUT");
  verb.add_flag("--force", arguments.strip.force, help::thumbnail_force);
}

// The verbs that describe the program itself.
void add_own_verbs(CLI::App& app, Arguments& arguments) {
  auto& policy = add_subcommand(app, help::policy_of_formats);
  policy.add_flag("--json", arguments.json, help::one_json);
  add_policy(policy, arguments.policy);
  add_subcommand(app, help::version).add_flag("--json", arguments.json, help::one_json);
  add_subcommand(app, help::completion).add_option("SHELL", arguments.shell, help::shell)->option_text(" ");
  add_subcommand(app, help::help_of).add_option("COMMAND", arguments.page, help::page)->option_text(" ");
  add_subcommand(app, help::man).add_option("COMMAND", arguments.page, help::page)->option_text(" ");
}

std::vector<std::string> choices_of(std::string_view option) {
  std::vector<std::string> words;
  const auto take = [&](const auto& table) {
    for (const auto& row : table) {
      words.emplace_back(row.word);
    }
  };
  if (option == "--policy") take(preset_words);
  if (option == "--keep" || option == "--remove") take(keep_words);
  return words;
}

OptionText describe(const CLI::Option& option) {
  OptionText text;
  for (const auto& name : option.get_snames()) text.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) text.names.push_back("--" + name);
  // After a colon, the library names the check of the value.
  const auto type = option.get_type_name();
  if (option.get_items_expected_max() > 0) text.value = type.substr(0, type.find(':'));
  if (option.get_group() != "Options") text.group = option.get_group();
  text.text = option.get_description();
  text.choices = choices_of(text.names.back());
  return text;
}

std::vector<std::string> verb_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* verb : app.get_subcommands({})) names.push_back(verb->get_name());
  return names;
}

ProgramText describe(const CLI::App& app) {
  ProgramText program{std::string{build()}, app.get_description(), app.get_footer(), {}};
  for (const auto* verb : app.get_subcommands({})) {
    VerbText text{.name = verb->get_name(),
                  .description = verb->get_description(),
                  .synopsis = synopsis_of(verb->get_name()),
                  .arguments = {},
                  .positionals = {},
                  .variables = {},
                  .files = {},
                  .options = {},
                  .footer = verb->get_footer()};
    if (text.name == help::completion.name) text.arguments = {"bash", "zsh", "fish"};
    if (text.name == help::man.name || text.name == help::help_of.name) text.arguments = verb_names(app);
    for (const auto* option : verb->get_options()) {
      if (option->get_positional()) {
        text.positionals.push_back({option->get_name(true), option->get_description()});
      } else {
        text.options.push_back(describe(*option));
      }
    }
    if (verb->get_option_no_throw("--policy") != nullptr) {
      for (const auto& [name, what] : help::variables) text.variables.push_back({std::string{name}, std::string{what}});
      text.files.push_back({"~/.config/stripmeta/config", help::config_file});
    }
    std::ranges::stable_sort(text.options, {}, &OptionText::group);
    program.verbs.push_back(std::move(text));
  }
  return program;
}

int complete(const ProgramText& program, const std::string& shell) {
  if (shell == "bash") return print_text(bash_completion(program));
  if (shell == "zsh") return print_text(zsh_completion(program));
  if (shell == "fish") return print_text(fish_completion(program));
  return usage_error(help::completion.name, "name a shell: bash, zsh or fish");
}

int show_page(const ProgramText& program, const std::string& name) {
  if (name.empty()) return print_text(man_page(program));
  const auto verb = std::ranges::find(program.verbs, name, &VerbText::name);
  if (verb == program.verbs.end()) return usage_error(help::man.name, "there is no command '" + name + "'");
  return print_text(man_page(program, *verb));
}

int show_help(const CLI::App& app, const std::string& name) {
  // app.help() would show the help of the command `help`.
  if (name.empty()) return print_text(app.get_formatter()->make_help(&app, "", CLI::AppFormatMode::Normal));
  const auto verbs = app.get_subcommands({});
  const auto verb = std::ranges::find(verbs, name, [](const auto* each) { return each->get_name(); });
  if (verb == verbs.end()) return usage_error(help::help_of.name, "there is no command '" + name + "'");
  return print_text((*verb)->help());
}

// Runs the verb if it describes the program itself, and returns its exit code; nullopt for other verbs.
std::optional<int> run_own_verb(std::string_view verb, const Arguments& arguments, const CLI::App& app) {
  if (verb == help::version.name) return print_version(arguments.json);
  if (verb == help::completion.name) return complete(describe(app), arguments.shell);
  if (verb == help::help_of.name) return show_help(app, arguments.page);
  if (verb == help::man.name) return show_page(describe(app), arguments.page);
  return std::nullopt;
}

int dispatch(std::string_view verb, Arguments& arguments) {
  if (arguments.json && arguments.quiet) return usage_error(verb, "--json and --quiet cannot be used together");
  auto& common = arguments.strip.common;
  if (arguments.quiet) common.print = Print::quiet;
  if (arguments.json) common.print = Print::json;
  const auto policy = resolve_policy(arguments.policy, environment);
  if (!policy) return usage_error(verb, policy.error().message);
  common.policy = *policy;
  for (auto* patterns : {&common.walk.include, &common.walk.exclude}) {
    for (auto& pattern : *patterns) pattern = normalise_pattern(pattern);
  }
  std::string wrong;
  const auto preserve = parse_preserve(arguments.preserve, wrong);
  if (!preserve) return usage_error(verb, "--preserve: '" + wrong + "' is unknown; use times, owner, xattr or mode");
  arguments.strip.preserve = *preserve;
  if (verb == help::strip.name) return strip(arguments.strip);
  if (verb == help::policy_of_formats.name) return show_policy(common);
  if (verb == help::diff.name) return diff(common);
  if (verb == help::sync.name) {
    return sync({.common = common, .force = arguments.strip.force, .dry_run = arguments.strip.dry_run});
  }
  if (verb == help::watch.name) {
    return watch({.common = common, .output = arguments.strip.output, .force = arguments.strip.force});
  }
  if (verb == help::check.name) return check(common);
  return inspect({.common = common, .thumbnail = arguments.thumbnail, .force = arguments.strip.force});
}

std::string_view chosen_verb(const CLI::App& app) {
  const auto verbs = app.get_subcommands();
  return verbs.empty() ? std::string_view{} : std::string_view{verbs.front()->get_name()};
}

// The message for an unknown command or option.
std::string unknown_argument(const CLI::App& app, std::span<const char* const> arguments) {
  const auto verb = chosen_verb(app);
  const std::string_view first{arguments.size() > 1 ? arguments[1] : ""};
  if (verb.empty() && !first.starts_with('-')) {
    std::string text = "there is no command '" + std::string{first} + "'; the commands are ";
    for (const auto& name : verb_names(app)) text += (text.ends_with("are ") ? "" : ", ") + name;
    return text;
  }
  auto left = app.remaining(true);
  std::string text =
      left.empty() ? std::string{"there is an unknown option"} : "there is no option '" + left.front() + "'";
  if (!verb.empty()) text += " for " + std::string{verb};
  return text + "; put '--' before a file name that starts with a dash";
}

// Handles arguments that could not be parsed, and --help and --version. Returns the exit code.
int report_parse_error(const CLI::App& app, const CLI::ParseError& thrown, std::span<const char* const> arguments) {
  if (dynamic_cast<const CLI::CallForHelp*>(&thrown) != nullptr) return print_text(app.help());
  if (dynamic_cast<const CLI::CallForVersion*>(&thrown) != nullptr) return print_text(app.version() + '\n');
  if (dynamic_cast<const CLI::ExtrasError*>(&thrown) != nullptr)
    return usage_error(chosen_verb(app), unknown_argument(app, arguments));
  return usage_error(chosen_verb(app), thrown.what());
}

}  // namespace

int run(int count, const char* const* arguments) {
  open_standard_streams();
  watch_signals();
  CLI::App app{std::string{help::program}, "stripmeta"};
  app.formatter(std::make_shared<Layout>());
  app.set_help_flag("-h,--help", help::show_help);
  app.footer(std::string{help::footer});
  app.set_version_flag("--version", "stripmeta " + std::string{build()}, help::show_version);
  app.require_subcommand(
      0, 1);  // a missing command is reported below: the library would report it before an unknown option
  Arguments parsed;
  add_strip(app, parsed);
  add_inspect(app, parsed);
  add_check(app, parsed);
  add_diff(app, parsed);
  add_sync(app, parsed);
  add_watch(app, parsed);
  add_own_verbs(app, parsed);

  const std::span all{arguments, static_cast<std::size_t>(std::max(count, 1))};
  try {
    app.parse(protect_all(all));
  } catch (const CLI::ParseError& thrown) {
    return report_parse_error(app, thrown, all);
  }
  const auto verb = chosen_verb(app);
  if (verb.empty()) return usage_error("", "no command was given");
  if (const auto code = run_own_verb(verb, parsed, app)) return *code;
  try {
    const int code = dispatch(verb, parsed);
    die_if_interrupted();
    return code;
  } catch (const std::exception&) {
    return run_error({ErrorKind::internal, "out of memory or threads", std::nullopt});
  }
}

}  // namespace stripmeta::cli
