#include "cli/record.hpp"

#include <utility>

#include "cli/text.hpp"
#include "job/json.hpp"

namespace stripmeta::cli {

std::string json_line(const Record& record) {
  nlohmann::ordered_json object;
  object["ok"] = !record.error.has_value();
  object["outcome"] = record.outcome;
  add_report_json(object, record.report, record.path);
  object["error"] = error_json(record.error);
  object["path"] = record.path;
  if (record.output) object["output"] = *record.output;
  if (record.values) {
    auto values = nlohmann::ordered_json::array();
    for (const auto& value : *record.values) {
      values.push_back({{"group", value.group}, {"name", value.name}, {"value", value.value}});
    }
    object["values"] = std::move(values);
  }
  return neutralise_json(dump_line(object));
}

}  // namespace stripmeta::cli
