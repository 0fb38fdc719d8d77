// `stripmeta version`: shows the version, and what the program supports.
#include "stripmeta/version.hpp"

#include "cli/output/console.hpp"
#include "cli/verbs/verbs.hpp"
#include "job/json.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {
namespace {

template <typename Table>
nlohmann::ordered_json word_array(const Table& table) {
  auto array = nlohmann::ordered_json::array();
  for (const auto& row : table) array.push_back(row.word);
  return array;
}

nlohmann::ordered_json format_array() {
  auto array = nlohmann::ordered_json::array();
  for (const auto format : all_formats) array.push_back(format_word(format));
  return array;
}

}  // namespace

int print_version(bool json) {
  const std::string whole{build()};
  if (!json) return print_text("stripmeta " + whole + '\n');
  nlohmann::ordered_json object;
  object["name"] = "stripmeta";
  object["version"] = version();
  object["revision"] = whole.substr(whole.find('+') + 1);
  object["formats"] = format_array();
  object["policies"] = word_array(preset_words);
  object["parts"] = word_array(keep_words);
  return print_text(dump_line(object) + '\n');
}

}  // namespace stripmeta::cli
