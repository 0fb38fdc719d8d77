// ICC profiles (ICC.1:2022): their maker, device and texts.
#pragma once

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds the values of a profile in group "icc". `payload` is a bare profile; or a JPEG segment's payload
// ("ICC_PROFILE\0", number, count, chunk), of which only the first chunk is read, because the header and nearly always
// the texts are in it; or the data of a PNG's iCCP chunk, of which at most 1 MiB is inflated.
void add_icc(Bytes payload, ValueList& out);

}  // namespace stripmeta::inspection
