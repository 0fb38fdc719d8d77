// Events of direct callers: {"key": KEY}, and arrays of these.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Error `invalid_event` says what is wrong with the event.
std::expected<Event, Error> read_single(const nlohmann::json& event);

// An invalid element becomes an error in its place. Error `invalid_event`: there are more than max_batch elements.
std::expected<Event, Error> read_array(const nlohmann::json& events);

}  // namespace stripmeta
