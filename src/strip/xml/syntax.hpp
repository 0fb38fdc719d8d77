// Names, white space and references as XML 1.0 (fifth edition) defines them. The text is in a superset of ASCII and is
// read byte by byte.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "strip/base/ascii.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::xml {

inline std::unexpected<Error> error_at(std::size_t offset, ErrorKind kind, std::string_view message) {
  return std::unexpected(Error{kind, std::string{message}, offset});
}

// Whether a name may begin with `c`, and whether `c` may follow in it (2.3 [4], [4a]). All bytes above ASCII count as
// letters.
bool is_name_start(char c);
bool is_name_char(char c);
// The end of the name that starts at `at`; `at` itself if no name starts there.
std::size_t name_end(std::string_view text, std::size_t at);
// The first position at or after `at` that is not white space.
std::size_t skip_space(std::string_view text, std::size_t at);

// Checks that each '&' starts a complete reference (4.1 [66], [68]); `malformed` if one does not. `offset` is the
// position of `text` in the input.
std::expected<void, Error> check_references(std::string_view text, std::size_t offset);

}  // namespace stripmeta::xml
