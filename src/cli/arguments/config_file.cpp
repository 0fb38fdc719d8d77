#include "cli/arguments/config_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "store/ascii.hpp"
#include "store/small_file.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::array<std::string_view, 4> names{"policy", "keep", "remove", "strict"};
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::unexpected<Error> file_error(const std::string& path, const std::string& sentence) {
  return std::unexpected(Error{ErrorKind::configuration, "'" + path + "': " + sentence, std::nullopt});
}

std::string default_path(const Lookup& environment) {
  constexpr const char* below = "/stripmeta/config";
  if (const auto folder = environment("XDG_CONFIG_HOME")) return *folder + below;
  if (const auto home = environment("HOME")) return *home + "/.config" + below;
  return {};
}

// The line without its comment and surrounding blanks. No value contains a '#'.
std::string_view without_comment(std::string_view line) {
  return trimmed(line.substr(0, line.find('#')));
}

// Returns what is wrong with the line, nullopt if nothing is.
std::optional<std::string> parse_line(std::string_view line, std::map<std::string, std::string>& values) {
  const auto words = without_comment(line);
  if (words.empty()) return std::nullopt;
  const auto equals = words.find('=');
  if (words.starts_with('[')) return "sections are not supported; write lines of 'name = value'";
  if (equals == std::string_view::npos) return "expected 'name = value'";
  const std::string name{trimmed(words.substr(0, equals))};
  if (std::ranges::find(names, name) == names.end())
    return "unknown name '" + name + "'; use policy, keep, remove or strict";
  const bool is_new = values.emplace(name, trimmed(words.substr(equals + 1))).second;
  return is_new ? std::nullopt : std::optional{"'" + name + "' is set twice"};
}

}  // namespace

std::expected<ConfigFile, Error> read_config(const Lookup& environment) {
  const auto named = environment("STRIPMETA_CONFIG");
  ConfigFile config{.path = named ? *named : default_path(environment), .values = {}};
  if (config.path.empty()) return config;
  const auto text = read_small_file(config.path);
  if (!text && !named && (text.error() == ENOENT || text.error() == ENOTDIR)) return ConfigFile{};
  if (!text) return file_error(config.path, "cannot be read: " + std::generic_category().message(text.error()));
  std::string_view rest{*text};
  if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (const auto fault = parse_line(line, config.values)) {
      return file_error(config.path, "line " + std::to_string(number) + ": " + *fault);
    }
  }
  return config;
}

}  // namespace stripmeta::cli
