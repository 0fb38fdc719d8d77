// Fuzzes the parser of an invocation's body.
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
  using Shape = stripmeta::EventShape;
  require(event->shape != Shape::single || (event->requests.size() == 1 && event->requests.front()),
          "a single event asks for one object");
  require(event->shape != Shape::array || event->requests.size() <= stripmeta::max_batch, "a batch is bounded");
  require((event->shape == Shape::queue) == !event->messages.empty(), "messages are a queue's");
  for (const auto& request : event->requests) {
    require(!request || !request->skip_reason.empty() || !request->key.empty(), "no key is empty");
    require(!request || request->second_key.empty() || request->second_key != request->key, "two readings differ");
  }
  require((event->shape == Shape::tasks) == !event->tasks.ids.empty(), "tasks are those of Batch Operations");
  require(event->shape != Shape::tasks || event->tasks.ids.size() == event->requests.size(), "each task has its id");
  for (const auto& message : event->messages) {
    require(!message.id.empty(), "a message can be handed back");
    const auto carried = stripmeta::parse_message(message.body);
    require(!carried || (carried->messages.empty() && carried->tasks.ids.empty()), "a message holds no messages");
  }
  return 0;
}
