#include "function/direct.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace stripmeta {
namespace {

using Json = nlohmann::json;

bool is_member(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"input_jpg", "key", "version_id", "force"};
  return std::ranges::find(names, name) != names.end();
}

// Checks each member by itself.
std::expected<void, Error> check_members(const Json& event) {
  for (const auto& [name, value] : event.items()) {
    if (!is_member(name)) return unknown_shape("unknown member " + quoted_name(name));
    if (name == "force") {
      if (!value.is_boolean()) return unknown_shape(R"("force" must be true or false)");
    } else if (!value.is_string()) {
      return unknown_shape(quoted_name(name) + " must be a string");
    } else if (value.get_ref<const std::string&>().empty()) {
      return unknown_shape(quoted_name(name) + " is empty");
    }
  }
  return {};
}

std::expected<EventRequest, Error> read_direct(const Json& event) {
  if (!event.is_object()) return unknown_shape("the event is not a JSON object");
  if (auto members = check_members(event); !members) return std::unexpected(std::move(members.error()));
  const bool has_input_jpg = event.contains("input_jpg");
  if (has_input_jpg && event.contains("key")) return unknown_shape(R"("input_jpg" and "key" are both given)");
  if (has_input_jpg && event.size() > 1) {
    return unknown_shape(R"("version_id" and "force" go with "key", not with "input_jpg")");
  }
  if (!has_input_jpg && !event.contains("key")) return unknown_shape("no key is given");

  EventRequest request;
  request.key = event.at(has_input_jpg ? "input_jpg" : "key").get<std::string>();
  if (event.contains("version_id")) request.version = event.at("version_id").get<std::string>();
  request.force = event.value("force", false);
  return request;
}

}  // namespace

std::expected<Event, Error> read_single(const Json& event) {
  auto request = read_direct(event);
  if (!request) return std::unexpected(std::move(request.error()));
  Event single{.shape = EventShape::single};
  single.requests.emplace_back(std::move(*request));
  return single;
}

std::expected<Event, Error> read_array(const Json& events) {
  if (events.size() > max_batch) {
    return unknown_shape("the array has more than " + std::to_string(max_batch) + " events; send it in parts");
  }
  Event array{.shape = EventShape::array};
  for (const auto& element : events) array.requests.push_back(read_direct(element));
  return array;
}

}  // namespace stripmeta
