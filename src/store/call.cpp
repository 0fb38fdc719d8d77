#include "store/call.hpp"

#include <optional>
#include <string>
#include <utility>

namespace stripmeta {

std::expected<void, Error> check_call(const Call& call, std::string_view name) {
  if (!call.is_over()) return {};
  std::string message = "'";
  message.append(name).append(call.stop.stop_requested() ? "' was not finished: a stop was requested"
                                                         : "' was not finished: its time limit has passed");
  return std::unexpected(Error{ErrorKind::deadline, std::move(message), std::nullopt});
}

}  // namespace stripmeta
