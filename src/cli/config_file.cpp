#include "cli/config_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "s3/ini.hpp"
#include "s3/small_file.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::array<std::string_view, 4> names{"policy", "keep", "remove", "strict"};

std::unexpected<Error> wrong(const std::string& path, const std::string& sentence) {
  return std::unexpected(Error{ErrorKind::configuration, "'" + path + "': " + sentence, std::nullopt});
}

std::string usual_path(const Lookup& environment) {
  constexpr const char* below = "/stripmeta/config";
  if (const auto folder = environment("XDG_CONFIG_HOME")) return *folder + below;
  if (const auto home = environment("HOME")) return *home + "/.config" + below;
  return {};
}

}  // namespace

std::expected<ConfigFile, Error> read_config(const Lookup& environment) {
  const auto named = environment("STRIPMETA_CONFIG");
  ConfigFile config{.path = named ? *named : usual_path(environment), .values = {}};
  if (config.path.empty()) return config;
  const auto text = s3::read_small_file(config.path);
  if (!text && !named && (text.error() == ENOENT || text.error() == ENOTDIR)) return ConfigFile{};
  if (!text) return wrong(config.path, "cannot be read: " + std::generic_category().message(text.error()));
  // The grammar of sections, of which this file has one.
  auto sections = s3::parse_ini("[stripmeta]\n" + *text);
  if (!sections) return wrong(config.path, "line " + std::to_string(sections.error() - 1) + " is no 'name = value'");
  if (sections->size() != 1) return wrong(config.path, "it has no sections, only lines of 'name = value'");
  config.values = std::move(sections->begin()->second);
  for (const auto& [name, value] : config.values) {
    if (std::ranges::find(names, name) == names.end()) {
      return wrong(config.path, "'" + name + "' is none of policy, keep, remove, strict");
    }
  }
  return config;
}

}  // namespace stripmeta::cli
