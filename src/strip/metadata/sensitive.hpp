// What a person would mind inside parts that go: found by searching for the standards' names, without parsing values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Whether a value is more than blanks and zeros.
bool says_something(Bytes value);

// Free text (comment, UserComment, description), one or two bytes a character: a generator's prompt.
HoldSet text_holds(Bytes text);

// An XMP packet (ISO 16684-1), extended XMP included.
HoldSet xmp_holds(Bytes packet);

// An APP13 payload, "Photoshop 3.0\0" and 8BIM resources, IPTC-IIM 4.2 in resource 0x0404.
HoldSet photoshop_holds(Bytes payload);

// Such resources without the signature, or IIM datasets by themselves.
HoldSet resources_hold(Bytes resources);

}  // namespace stripmeta
