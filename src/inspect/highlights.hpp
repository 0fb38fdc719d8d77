// What a person would look for first among all that an image says.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "inspect/inspect.hpp"
#include "inspect/picture.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

// Where the picture was taken, in degrees, north and east positive.
struct Coordinates {
  double latitude{0};
  double longitude{0};
  std::optional<double> altitude;  // metres above sea level

  friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

// "2024-01-15 10:20:30+01:00", or as it stands where it is no such date; "" where none is given.
struct Dates {
  std::string taken;
  std::string digitized;
  std::string modified;

  friend bool operator==(const Dates&, const Dates&) = default;
};

struct ThumbnailShape {
  PictureSize size;     // of the largest; 0 x 0 where nothing says it
  PictureSize picture;  // likewise
  // Its sides are to each other as the picture's are not; false where one of the two sizes is not known.
  bool differs{false};

  friend bool operator==(const ThumbnailShape&, const ThumbnailShape&) = default;
};

// Texts are UTF-8 as Value has them: not yet harmless to a terminal. Lists name each text once, at most eight, in a
// person's order; what is not there is empty.
struct Highlights {
  std::optional<Coordinates> coordinates;
  std::vector<std::string> places;  // by name: street to country
  std::string camera;               // make and model
  std::string lens;
  std::vector<std::string> serials;
  std::vector<std::string> people;
  Dates dates;
  std::vector<std::string> software;
  std::string prompt;
  std::size_t edits{0};  // steps of the history, as far as they are among the values
  bool has_picture{false};
  bool has_video{false};
  std::optional<ThumbnailShape> thumbnail;

  friend bool operator==(const Highlights&, const Highlights&) = default;
};

// `holds` is all that the parts of the file hold, `picture` the size of the picture itself.
Highlights highlights_of(const Contents& contents, HoldSet holds, PictureSize picture);

}  // namespace stripmeta
