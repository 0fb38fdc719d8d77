// The parser of an invocation's body.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "function/event.hpp"
#include "property.hpp"

using stripmeta::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto event = stripmeta::parse_event({reinterpret_cast<const char*>(data), size});
  if (!event) {
    require(event.error().error.kind == stripmeta::ErrorKind::invalid_event, "a refusal is an invalid event");
    require(!event.error().error.message.empty(), "a refusal has a sentence");
    return 0;
  }
  require(event->batch || event->requests.size() == 1, "a single event asks for one object");
  require(event->requests.size() <= stripmeta::max_batch, "a batch is bounded");
  for (const auto& request : event->requests) require(!request || !request->key.empty(), "no key is empty");
  return 0;
}
