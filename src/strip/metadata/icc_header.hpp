// The header of a colour profile (ICC.1:2022 7.2): 128 bytes, of which few show colour.
//
//   at  bytes  field
//    0   4     size                       36   4     "acsp"
//    4   4     preferred CMM *            40   4     platform *
//    8   4     version; the last two *    44   4     flags *
//   12   4     device class               48   8     maker and model of the device *
//   16   4     colour space               56   8     attributes of the device *
//   20   4     connection space           64   4     rendering intent
//   24  12     date *                     68  12     illuminant: D50
//                                         80  48     creator, profile id, reserved *
// Fields with * show no colour: neither lcms nor skcms nor qcms uses them for one. They become zero.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

inline constexpr std::size_t icc_header_size = 128;

struct IccHeader {
  unsigned major_version{0};
  std::size_t channels{0};  // of the colour space
  bool grey{false};
};

// nullopt if no image can use a profile with this header: device links, named colour profiles, unknown
// classes and colour spaces, versions above 5. `profile` has at least a header.
std::optional<IccHeader> read_icc_header(Bytes profile);

// Appends a well-known profile's header with the fields * zero.
void put_known_header(std::vector<std::byte>& out, Bytes profile);
// Appends any other profile's header: the same, and the fields that stay have values that the standard knows. The
// caller sets the size.
void put_clean_header(std::vector<std::byte>& out, Bytes profile);

}  // namespace stripmeta
