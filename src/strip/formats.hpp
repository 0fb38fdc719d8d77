// The table of formats as the engine uses it: what names a format, which grammar strips it, how it loses positions.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "strip/grammar/grammar.hpp"
#include "strip/location/location.hpp"
#include "stripmeta/format.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

struct FormatRow {
  FormatInfo info;
  // The first bytes of such a file, any of these; '?' stands for any byte. Empty places count for nothing. A format
  // without a signature is told by its folder's own means (detect.cpp).
  std::array<std::string_view, 4> signatures;
  MakeGrammar make;
  location::Rules location;
};

// A row for each format but `unknown`, in the order of Format. Detection takes the first row that matches.
std::span<const FormatRow> format_rows();

// The grammar of a format under a policy. `format` is not `unknown`.
std::unique_ptr<Grammar> make_grammar(Format format, const Policy& policy);

}  // namespace stripmeta
