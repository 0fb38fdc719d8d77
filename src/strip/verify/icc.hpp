// The second reader of a colour profile (ICC.1:2022, version 4; ICC.1:2001-04, version 2).
//
// A profile is accepted if it is a well-known one (strip/base/known_profiles.hpp), as published or with the free fields
// of its header zero. Any other one has this canonical form:
//   header   each field zero that shows no colour, and a size that is the profile's
//   tags     in ascending order of their signatures; none but those that show colour, the description, the copyright
//   data     the elements in the order of their tags, each at the next multiple of 4, with zeros between and at the end
//            only; tags with equal elements share one
//   element  of a type that its signature allows, as long as its own numbers say, with zeros in its reserved bytes
// What can still hold bytes: the numbers of curves, matrices and tables, since they are the colour.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// Offsets of the verdict are those within the profile.
Verdict verify_icc(Bytes profile, const Policy& policy);

}  // namespace stripmeta::verify
