// XMP as it is written: one packet that holds the given properties and nothing else, in one form only.
#pragma once

#include <span>
#include <string>

#include "strip/metadata/xmp_reader.hpp"

namespace stripmeta {

// Simple values as attributes, arrays and values that name a language as elements; no wrapper of processing
// instructions, no padding. Left out: properties of namespaces that are not in xmp::written, and texts that read_xmp()
// would not take. "" where nothing is left. What is written, read_xmp() reads back, texts before arrays.
std::string make_xmp(std::span<const XmpProperty> properties);

}  // namespace stripmeta
