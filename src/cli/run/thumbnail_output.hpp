// Writes the thumbnail of an image to a file, which appears only when it is complete, or to standard output.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "cli/arguments/options.hpp"
#include "inspect/inspect.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// Says why these options, which ask for a thumbnail, are wrong usage; nullopt if they are not.
std::optional<std::string> refuse_thumbnail(const InspectOptions& options);

// Writes the largest thumbnail. A new file has no more permissions than the image. Errors: not_found (there is no
// thumbnail), unsupported (it cannot be written as a file), those of TemporaryFile, upstream for standard output.
std::expected<void, Error> write_thumbnail(const Thumbnails& thumbnails, const InspectOptions& options);

}  // namespace stripmeta::cli
