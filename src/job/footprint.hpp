// How much memory a job needs.
#pragma once

#include <cstdint>

#include "stripmeta/policy.hpp"

namespace stripmeta {

// The most bytes that a job holds for an image of `length` bytes, if its writer holds `of_writer` bytes: input that was
// received ahead, the current piece, the engine's header, and the largest possible colour profile. The profile may fill
// a whole hostile image and is held more than once while it is reduced.
std::uint64_t job_footprint(std::uint64_t length, std::uint64_t of_writer);

// The additional bytes if the image's format, or the preset, needs the whole input: the input, the output, and the
// output in one piece, as the second reader of an SVG needs it; with `location`, also the output as it is read again.
std::uint64_t whole_footprint(std::uint64_t length, Preset preset);

}  // namespace stripmeta
