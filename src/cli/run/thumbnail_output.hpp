// Where the thumbnail of an image goes: a file, which appears whole or not at all, or standard output.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "cli/arguments/options.hpp"
#include "inspect/inspect.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// Why there is no writing a thumbnail by these options, which ask for one; none: there is.
std::optional<std::string> refuse_thumbnail(const InspectOptions& options);

// Writes the largest one. A file is no more open to others than the image that it comes from. Errors: not_found (there
// is no thumbnail), unsupported (none that can stand by itself), those of TemporaryFile, upstream for standard output.
std::expected<void, Error> write_thumbnail(const Thumbnails& thumbnails, const InspectOptions& options);

}  // namespace stripmeta::cli
