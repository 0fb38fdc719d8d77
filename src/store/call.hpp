// What a store answers once a Call's time is over.
#pragma once

#include <expected>
#include <string_view>

#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Error deadline where `call` is over, saying which of the two it was; `name` is the object's key.
std::expected<void, Error> check_call(const Call& call, std::string_view name);

}  // namespace stripmeta
