// Events of whoever calls the function by hand or by a program: {"key": KEY}, and arrays of such.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>

#include "function/event.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Error invalid_event, which says what is wrong with it.
std::expected<Event, Error> read_single(const nlohmann::json& event);

// What is wrong with an element stands in its place. Error invalid_event: there are more than max_batch.
std::expected<Event, Error> read_array(const nlohmann::json& events);

}  // namespace stripmeta
