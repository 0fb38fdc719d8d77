// How much memory a job takes of the budget.
#pragma once

#include <cstdint>

#include "stripmeta/policy.hpp"

namespace stripmeta {

// The most bytes that the job of an image of `length` bytes holds, where its writer holds `of_writer`: what of A has
// come before it was asked for, the piece that is worked on, the engine's header, and a colour profile of the greatest
// size, which may be all of a hostile image and is held more than once while it is reduced.
std::uint64_t job_footprint(std::uint64_t length, std::uint64_t of_writer);

// What comes on top of that where the image's format, or the preset, needs the whole input: the input, and what is made
// of it; with `location` what is read of that again, too.
std::uint64_t whole_footprint(std::uint64_t length, Preset preset);

}  // namespace stripmeta
