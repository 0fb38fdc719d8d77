// Removes places from JPEG 2000s.
#pragma once

#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta::location {

// Patches Exif, XMP, IPTC and Photoshop's resources. Cuts GeoTIFF, world files, GML and any other box that may hold a
// place; JUMBF and C2PA also if anything else changes. Nothing moves within jp2h and the codestream: there, boxes,
// comments and unknown segments that may hold a place become zeros. The JPEG 2000 grammar must have accepted the file
// before.
Status patch_jp2(Patch& patch, const Survey& found);

}  // namespace stripmeta::location
