#include "cli/output/record.hpp"

#include <utility>

#include "cli/output/summary.hpp"
#include "cli/output/text.hpp"
#include "job/json.hpp"

namespace stripmeta::cli {
namespace {

using Json = nlohmann::ordered_json;

void add_text(Json& to, const char* name, const std::string& text) {
  if (!text.empty()) to[name] = text;
}

void add_list(Json& to, const char* name, const std::vector<std::string>& list) {
  if (!list.empty()) to[name] = list;
}

Json coordinates_json(const Coordinates& coordinates) {
  Json object{{"latitude", coordinates.latitude}, {"longitude", coordinates.longitude}};
  if (coordinates.altitude) object["altitude"] = *coordinates.altitude;
  return object;
}

Json thumbnail_json(const ThumbnailShape& shape) {
  return {{"width", shape.size.width}, {"height", shape.size.height}, {"differs", shape.differs}};
}

Json dates_json(const Dates& dates) {
  auto object = Json::object();
  add_text(object, "taken", dates.taken);
  add_text(object, "digitized", dates.digitized);
  add_text(object, "modified", dates.modified);
  return object;
}

// Empty values get no member.
Json summary_json(const Highlights& highlights) {
  auto object = Json::object();
  if (highlights.coordinates) object["location"] = coordinates_json(*highlights.coordinates);
  add_list(object, "places", highlights.places);
  add_text(object, "device", highlights.camera);
  add_text(object, "lens", highlights.lens);
  add_list(object, "serials", highlights.serials);
  add_list(object, "owners", highlights.people);
  if (highlights.dates != Dates{}) object["dates"] = dates_json(highlights.dates);
  add_list(object, "software", highlights.software);
  add_text(object, "prompt", highlights.prompt);
  if (highlights.edits > 0) object["edits"] = highlights.edits;
  if (highlights.has_picture) object["further_picture"] = true;
  if (highlights.has_video) object["video"] = true;
  if (highlights.thumbnail) object["thumbnail"] = thumbnail_json(*highlights.thumbnail);
  return object;
}

}  // namespace

HoldSet held(const Record& record) {
  HoldSet all = held(record.report);
  if (!record.highlights) return all;
  if (!record.highlights->serials.empty()) all.add(Holds::serial);
  if (!record.highlights->people.empty()) all.add(Holds::owner);
  return all;
}

std::string json_line(const Record& record) {
  nlohmann::ordered_json object;
  object["ok"] = !record.error.has_value();
  object["outcome"] = record.outcome;
  add_report_json(object, record.report, record.path);
  object["error"] = error_json(record.error);
  object["path"] = record.path;
  if (record.output) object["output"] = *record.output;
  if (record.highlights) object["summary"] = summary_json(*record.highlights);
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
