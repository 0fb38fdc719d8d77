// A policy's words with the places that people set them in, so that an error can say where a bad one stands.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

struct SaidWords {
  std::string words;   // as PolicyWords has them; "" where nothing was said
  std::string origin;  // an option or a variable: "--keep", "STRIPMETA_KEEP"
};

// The three together, each found good by itself; they may still contradict each other, which make_policy() tells. The
// words belong to the arguments. Error `configuration` that starts with the origin of the word that cannot be used.
std::expected<PolicyWords, Error> check_words(const SaidWords& preset, const SaidWords& keep, const SaidWords& remove);

// How STRIPMETA_STRICT is written: "1" or "0", none for "". Error `configuration` that starts with the origin.
std::expected<std::optional<bool>, Error> parse_strict(const SaidWords& said);

// `error` with the name of what it is about in front: "STRIPMETA_KEEP: ...".
std::unexpected<Error> blame(std::string_view origin, Error error);

}  // namespace stripmeta
