// IPTC-IIM 4.2: news captions as a list of datasets, and the few of them that a policy can keep.
//
// A dataset (section 1.5) is the tag marker 0x1C, a record number, a dataset number, a length of two bytes and a value.
// If the length's highest bit is set, its other bits give the number of bytes that follow and hold the real length
// (section 1.5(d), "extended dataset"). Datasets stand one behind the other; writers pad their end with zeros.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

namespace iptc {

inline constexpr std::byte tag_marker{0x1C};  // before each dataset

enum Record : std::uint8_t { envelope = 1, application = 2 };

// Numbers of datasets. All are of the application record, except destination and character_set,
// which are of the envelope record.
enum Number : std::uint8_t {
  destination = 5,
  content_location_code = 26,
  content_location_name = 27,
  date_created = 55,
  time_created = 60,
  digital_date = 62,
  by_line = 80,
  by_line_title = 85,
  character_set = 90,
  city = 90,
  sublocation = 92,
  province = 95,
  country_code = 100,
  country_name = 101,
  credit = 110,
  copyright_notice = 116,
  contact = 118,
};

// The value of 1:90 that means UTF-8: an escape sequence of ISO 2022.
inline constexpr std::string_view utf8_escape = "\x1B%G";

struct Dataset {
  std::uint8_t record{0};
  std::uint8_t number{0};
  Bytes value;             // as much of it as is there
  Bytes all;               // header and value
  bool is_complete{true};  // false: the data end before the dataset does, so it is the last one

  bool is(Record of, Number which) const { return record == of && number == which; }
};

// The dataset at the front of `iim`; nullopt if no tag marker stands there. If its length cannot be read (it has more
// than 8 bytes, or the data end within it), the dataset is incomplete and reaches to the end of `iim`.
std::optional<Dataset> read_dataset(Bytes iim);

// Calls `visit` with each dataset; only the last one can be incomplete. Returns the offset behind the last one.
template <typename Visit>
std::size_t visit_datasets(Bytes iim, Visit visit) {
  std::size_t at = 0;
  while (const auto dataset = read_dataset(iim.subspan(at))) {
    visit(*dataset);
    at += dataset->all.size();
  }
  return at;
}

}  // namespace iptc

// The by-lines (2:80) and the copyright notice (2:116), written anew; before them the character set (1:90), if it is
// UTF-8. Empty if the source has neither by-lines nor a notice. Never longer than the source.
std::vector<std::byte> kept_iptc(Bytes iim);

}  // namespace stripmeta
