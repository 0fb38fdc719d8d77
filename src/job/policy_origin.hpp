// A policy's words together with the setting each came from, so that an error can name the setting to correct.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

struct PolicySetting {
  std::string words;   // in the syntax of PolicyWords; "" if the setting is not given
  std::string origin;  // the option or variable: "--keep", "STRIPMETA_KEEP"
};

// Checks each setting by itself and joins them. The three may still contradict each other, which make_policy() reports.
// The result refers to the arguments' words. Error `configuration`, with the origin of the wrong word in front.
std::expected<PolicyWords, Error> check_words(const PolicySetting& preset, const PolicySetting& keep,
                                              const PolicySetting& remove);

// Parses STRIPMETA_STRICT: "1" or "0"; nullopt for "". Error `configuration`, with the origin in front.
std::expected<std::optional<bool>, Error> parse_strict(const PolicySetting& setting);

}  // namespace stripmeta
