#include "inspect/prompt.hpp"

#include "strip/metadata/sensitive.hpp"

namespace stripmeta::inspection {

void add_prompt(Bytes source, std::string_view text, ValueList& out) {
  if (text_holds(source).contains(Holds::ai_prompt)) out.add("ai", "AIPrompt", text, source.size());
}

}  // namespace stripmeta::inspection
