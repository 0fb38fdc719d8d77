// The second reader of HEIF: HEIC and AVIF, stills and sequences. The canonical form:
//
//   ftyp  a brand, version 0, brands: each known, once, and true of what follows
//   meta  a still: hdlr, dinf, pitm, iloc, iinf, iref, iprp, grpl, idat, in this order, tables in their shortest
//   version moov  a sequence: headers without times, and tables with an entry for each sample and none besides mdat the
//   data of items and samples, and no byte of nobody
//
// Items are those that the primary one leads to, without names, with properties that have their fields alone. Each
// item's data are judged by their type (heif_payloads.hpp).
//
// What can still hold bytes: coded data; numbers that show something, such as sizes, colours, brightness, the matrix
// and the durations of a sequence; numbers of items and tracks.
#pragma once

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

Verdict verify_heif(const File& file, const Policy& policy);

}  // namespace stripmeta::verify
