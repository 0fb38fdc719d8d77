// The second reader of JPEG (ITU-T T.81, T.871; of TIFF's abbreviated JPEGs, TIFF technical note 2).
//
// The canonical form of a picture:
//   SOI
//   APP0 JFIF · APP1 Exif · APP1 XMP · APP2 profile, in chunks · APP13 Photoshop · APP14 Adobe: each as the policy
//     allows, in this order, with fields at valid values
//   before each scan: tables and headers that this scan uses, each once; a restart interval only if it has another
//     effect in this scan than the one before
//   SOS, with the fields that are not read at zero, and the scan's data; behind the first scan of a frame without a
//     height DNL
//   EOI, and nothing behind it
// No scan follows one that has the whole picture. There are no fill bytes and no lengths other than the fields'. If the
// policy keeps gain maps, the picture may describe one (APP1 XMP, APP2 ISO 21496-1) and list it (APP2 MPF) behind its
// Exif. The gain map then follows EOI as a JPEG of the same form.
//
// What can still hold bytes: scan data, values of tables that are used, numbers of components, the density, the restart
// interval of a frame whose height DNL gives.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "strip/verify/verifier.hpp"

namespace stripmeta::verify {

enum class JpegForm : std::uint8_t {
  picture,  // a file, or an item of a HEIF
  strip,    // a strip or tile of a TIFF, which may use tables that it does not have
  tables,   // a TIFF's JPEGTables: tables alone
};

// The tables that strips use but do not have: for each kind a bit for each number. The kinds are quantisation, DC and
// AC Huffman, DC and AC conditioning.
struct JpegTableUse {
  std::array<std::uint16_t, 5> numbers{};
};

// `use` may be null. Otherwise it must outlive the verifier, and a verifier of strips adds to it. A verifier of tables
// rejects those that are not in it. So read all strips before their tables.
std::unique_ptr<Verifier> make_jpeg_verifier(const Policy& policy, JpegForm form, JpegTableUse* use = nullptr);
// Of a picture.
std::unique_ptr<Verifier> make_jpeg_verifier(const Policy& policy);

}  // namespace stripmeta::verify
