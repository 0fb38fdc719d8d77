// The table of formats as the engine uses it: how a file is recognised, which grammar strips it, and how positions are
// taken out of it.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "strip/grammar/grammar.hpp"
#include "strip/location/location.hpp"
#include "strip/verify/verifier.hpp"
#include "stripmeta/format.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

struct FormatRow {
  FormatInfo info;
  // A file of this format begins with one of these texts. '?' stands for any byte, and empty texts are ignored. A
  // format without a signature is recognised by code of its own folder, which detect.cpp calls.
  std::array<std::string_view, 4> signatures;
  MakeGrammar make;
  location::Rules location;
  verify::Rules verify{};  // the second reader, which shares no code with the grammar
};

// A row for each format but `unknown`, in the order of Format. Detection takes the first row that matches.
std::span<const FormatRow> format_rows();

// The second reader of a format's outputs under a policy. `format` is not `unknown`.
verify::Rules verify_rules(Format format, const Policy& policy);

// The grammar of a format under a policy. `format` is not `unknown`.
std::unique_ptr<Grammar> make_grammar(Format format, const Policy& policy);

}  // namespace stripmeta
