// The most interesting values of an image, for a summary.
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

// In the form "2024-01-15 10:20:30+01:00". A value in another form is unchanged; "" if there is none.
struct Dates {
  std::string taken;
  std::string digitized;
  std::string modified;

  friend bool operator==(const Dates&, const Dates&) = default;
};

struct ThumbnailShape {
  PictureSize size;     // of the largest thumbnail; 0 x 0 if not known
  PictureSize picture;  // of the picture; 0 x 0 if not known
  // Whether the aspect ratios differ; false if one of the sizes is not known.
  bool differs{false};

  friend bool operator==(const ThumbnailShape&, const ThumbnailShape&) = default;
};

// Texts are UTF-8 as in Value, and must be escaped before they go to a terminal. Lists have at most eight different
// texts, in the order of the values. Fields without a value are empty.
struct Highlights {
  std::optional<Coordinates> coordinates;
  std::vector<std::string> places;  // names, from street to country
  std::string camera;               // make and model
  std::string lens;
  std::vector<std::string> serials;
  std::vector<std::string> people;
  Dates dates;
  std::vector<std::string> software;
  std::string prompt;
  std::size_t edits{0};  // steps of the editing history
  bool has_picture{false};
  bool has_video{false};
  std::optional<ThumbnailShape> thumbnail;

  friend bool operator==(const Highlights&, const Highlights&) = default;
};

// `holds` is the union over all parts of the file; `picture` is the size of the picture itself.
Highlights highlights_of(const Contents& contents, HoldSet holds, PictureSize picture);

}  // namespace stripmeta
