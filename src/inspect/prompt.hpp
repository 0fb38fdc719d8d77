// A generator's prompt in free text.
#pragma once

#include <string_view>

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds `text` (UTF-8) as "AIPrompt" in group "ai" where the bytes that it was read from bear the signs of one: Stable
// Diffusion's "parameters" and the like.
void add_prompt(Bytes source, std::string_view text, ValueList& out);

}  // namespace stripmeta::inspection
