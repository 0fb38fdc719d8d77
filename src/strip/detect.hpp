// Which format an input has, by its first bytes; never by a name.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>

#include "strip/grammar/grammar.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Bytes that decide at the latest.
std::size_t longest_signature();

// The format whose signature `front` starts with. Format::unknown: more bytes may still decide (never from
// longest_signature() bytes on, or where `ended`). Error `unsupported`: none matches.
std::expected<Format, Error> detect(Bytes front, bool ended);

// Some policies have a grammar of their own.
std::unique_ptr<Grammar> make_grammar(Format format, const Policy& policy);

}  // namespace stripmeta
