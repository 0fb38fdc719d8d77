#include "job/json.hpp"

#include <cmath>
#include <cstddef>

namespace stripmeta {
namespace {

using Json = nlohmann::ordered_json;

Json holds_json(HoldSet holds) {
  auto words = Json::array();
  for (std::size_t i = 0; i < holds_count; ++i) {
    const auto what = static_cast<Holds>(i);
    if (holds.contains(what)) words.push_back(holds_word(what));
  }
  return words;
}

Json rows_json(const Report& report, Fate fate) {
  auto rows = Json::array();
  for (const auto& row : report.rows) {
    if (row.fate != fate) continue;
    rows.push_back(
        {{"kind", kind_word(row.kind)}, {"count", row.count}, {"bytes", row.bytes}, {"holds", holds_json(row.holds)}});
  }
  return rows;
}

double rounded(double milliseconds) {
  return std::round(milliseconds * 1000) / 1000;
}

}  // namespace

Json error_json(const std::optional<Error>& error) {
  if (!error) return nullptr;
  Json object{{"type", trait(error->kind).word}, {"message", error->message}, {"offset", nullptr}};
  if (error->offset) object["offset"] = *error->offset;
  return object;
}

Json object_name_json(const ObjectName& name) {
  return {{"bucket", name.bucket}, {"key", name.key}, {"version", name.version}};
}

void add_report_json(Json& object, const Report& report, std::string_view name) {
  object["format"] = nullptr;
  if (report.format != Format::unknown) object["format"] = format_word(report.format);
  if (const auto named = misnamed_as(name, report.format); named != Format::unknown) {
    object["named_as"] = format_word(named);
  }
  object["bytes_in"] = report.bytes_in;
  object["bytes_out"] = report.bytes_out;
  object["truncated"] = report.truncated;
  object["removed"] = rows_json(report, Fate::removed);
  object["kept"] = rows_json(report, Fate::kept);
}

Json outcome_json(const Outcome& outcome) {
  Json object{{"ok", outcome.kind != OutcomeKind::failed}, {"outcome", outcome_word(outcome.kind)}};
  add_report_json(object, outcome.report, outcome.input.key);
  object["error"] = error_json(outcome.error);
  object["input"] = object_name_json(outcome.input);
  object["output"] = nullptr;
  if (outcome.output) object["output"] = object_name_json(*outcome.output);
  object["source"] = nullptr;
  if (!outcome.source.empty()) object["source"] = outcome.source;
  object["ms"] = {{"download", rounded(outcome.ms.download)},
                  {"strip", rounded(outcome.ms.strip)},
                  {"upload", rounded(outcome.ms.upload)}};
  return object;
}

std::string dump_line(const Json& object) {
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace stripmeta
