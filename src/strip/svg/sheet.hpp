// Style sheets that are files of their own, in data: URIs.
#pragma once

#include <cstdint>
#include <string_view>

#include "strip/grammar/grammar.hpp"
#include "strip/svg/css.hpp"
#include "strip/svg/embedded.hpp"

namespace stripmeta::svg {

// Writes the style sheet with empty comments and stripped embedded files, and fills the report. With the preset
// `location` comments stay. `offset` is where findings and errors are reported; `nesting` is that of the style sheet.
Status strip_sheet(Bytes css, std::uint64_t offset, const Nesting& nesting, Output& out);

// The new data: URI for an address of a style sheet; nullopt if it stays. Besides those of strip_embedded() an error
// is `unsupported` if the end of the address is not certain.
std::expected<std::optional<std::string>, Error> strip_address(const Address& address, std::uint64_t offset,
                                                               const Nesting& nesting, Output& out);

// Whether an address leads out of the document: it is neither empty nor a fragment.
bool is_link(std::string_view address);

}  // namespace stripmeta::svg
