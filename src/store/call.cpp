#include "store/call.hpp"

#include <optional>
#include <string>
#include <utility>

namespace stripmeta {

std::expected<void, Error> check_call(const Call& call, std::string_view name) {
  if (!call.is_over()) return {};
  std::string message = "'";
  message.append(name).append(call.stop.stop_requested() ? "' was not finished: a stop was asked for"
                                                         : "' was not finished: the time given has run out");
  return std::unexpected(Error{ErrorKind::deadline, std::move(message), std::nullopt});
}

}  // namespace stripmeta
