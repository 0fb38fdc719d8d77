// ICC profiles (ICC.1:2022): their maker, device and texts.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a profile in group "icc". `payload` is one of three: a bare profile; a JPEG segment's payload
// ("ICC_PROFILE\0", number, count, chunk); the data of a PNG's iCCP chunk, of which at most 1 MiB is inflated. Of JPEG
// segments only the first one is read, because the header and nearly always the texts are in it.
void add_icc(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
