#include "inspect/highlights.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include "inspect/rank.hpp"
#include "inspect/text.hpp"

namespace stripmeta {
namespace {

using inspection::is_between;
using inspection::local_name;
using inspection::trimmed;

constexpr std::size_t max_listed = 8;

enum class Sort : std::uint8_t {
  none,
  place,
  make,
  model,
  lens,
  serial,
  person,
  taken,
  taken_offset,
  digitized,
  digitized_offset,
  modified,
  modified_offset,
  software,
};

struct NameSort {
  std::string_view name;
  Sort sort;
};

// Local names of Exif, XMP and IPTC, and keywords of PNG.
constexpr std::array name_sorts{
    NameSort{"Sub-location", Sort::place},
    NameSort{"Location", Sort::place},
    NameSort{"City", Sort::place},
    NameSort{"Province/State", Sort::place},
    NameSort{"State", Sort::place},
    NameSort{"Country/Primary Location Name", Sort::place},
    NameSort{"Country", Sort::place},
    NameSort{"CountryName", Sort::place},
    NameSort{"Make", Sort::make},
    NameSort{"Model", Sort::model},
    NameSort{"UniqueCameraModel", Sort::model},
    NameSort{"LensModel", Sort::lens},
    NameSort{"Lens", Sort::lens},
    NameSort{"BodySerialNumber", Sort::serial},
    NameSort{"CameraSerialNumber", Sort::serial},
    NameSort{"ExtenderSerialNumber", Sort::serial},
    NameSort{"InternalSerialNumber", Sort::serial},
    NameSort{"LensSerialNumber", Sort::serial},
    NameSort{"SerialNumber", Sort::serial},
    NameSort{"Artist", Sort::person},
    NameSort{"Author", Sort::person},
    NameSort{"By-line", Sort::person},
    NameSort{"CameraOwnerName", Sort::person},
    NameSort{"Owner", Sort::person},
    NameSort{"OwnerName", Sort::person},
    NameSort{"PersonDisplayName", Sort::person},
    NameSort{"PersonInImage", Sort::person},
    NameSort{"Photographer", Sort::person},
    NameSort{"XPAuthor", Sort::person},
    NameSort{"creator", Sort::person},
    NameSort{"DateTimeOriginal", Sort::taken},
    NameSort{"OffsetTimeOriginal", Sort::taken_offset},
    NameSort{"Date Created", Sort::taken},
    NameSort{"DateCreated", Sort::taken},
    NameSort{"Creation Time", Sort::taken},
    NameSort{"DateTimeDigitized", Sort::digitized},
    NameSort{"OffsetTimeDigitized", Sort::digitized_offset},
    NameSort{"CreateDate", Sort::digitized},
    NameSort{"Digital Creation Date", Sort::digitized},
    NameSort{"DateTime", Sort::modified},
    NameSort{"OffsetTime", Sort::modified_offset},
    NameSort{"ModifyDate", Sort::modified},
    NameSort{"CameraFirmware", Sort::software},
    NameSort{"ClaimGenerator", Sort::software},
    NameSort{"CreatorTool", Sort::software},
    NameSort{"ImageEditingSoftware", Sort::software},
    NameSort{"MetadataEditingSoftware", Sort::software},
    NameSort{"Originating Program", Sort::software},
    NameSort{"ProcessingSoftware", Sort::software},
    NameSort{"RAWDevelopingSoftware", Sort::software},
    NameSort{"Software", Sort::software},
    NameSort{"softwareAgent", Sort::software},
};

// In an XMP path, the last step decides. Values of a profile or a thumbnail are not about the picture.
Sort sort_of(const Value& value) {
  if (value.group == "icc" || value.group == "thumbnail") return Sort::none;
  std::string_view name = value.name;
  if (value.group == "xmp") {
    const bool is_face = name.contains("RegionList[");
    name = local_name(name.substr(name.rfind('/') + 1));
    if (is_face && name == "Name") return Sort::person;
  }
  const auto* const found = std::ranges::find(name_sorts, name, &NameSort::name);
  return found == name_sorts.end() ? Sort::none : found->sort;
}

// Whether the text says something: writers fill unknown values with spaces, zeros and punctuation.
bool is_filled_in(std::string_view text) {
  return text.find_first_not_of(" \t\r\n0:-./") != std::string_view::npos;
}

void append(std::vector<std::string>& list, std::string_view text) {
  const bool known = std::ranges::find(list, text) != list.end();
  if (!known && list.size() < max_listed) list.emplace_back(text);
}

void fill(std::string& text, std::string_view value) {
  if (text.empty()) text = value;
}

// A date like Exif's "2024:01:15 10:20:30", but with dashes as in other standards.
std::string date_of(std::string_view text) {
  constexpr std::size_t year = 4;
  constexpr std::size_t month = 7;
  std::string date{text};
  if (date.size() > month && date[year] == ':' && date[month] == ':') date[year] = date[month] = '-';
  return date;
}

// The number at the beginning of a text; nullopt also for "inf" and "nan", which XMP could contain.
std::optional<double> number_at(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && std::isfinite(number) ? std::optional{number} : std::nullopt;
}

// Reads "51.500722, -0.124625"; text after it is ignored.
std::optional<Coordinates> position_of(std::string_view text) {
  const auto comma = text.find(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  const auto latitude = number_at(text);
  const auto longitude = number_at(text.substr(comma + 2));
  constexpr double round_the_earth = 360;
  if (!latitude || !longitude || !is_between(*latitude, -round_the_earth, round_the_earth) ||
      !is_between(*longitude, -round_the_earth, round_the_earth)) {
    return std::nullopt;
  }
  return Coordinates{.latitude = *latitude, .longitude = *longitude, .altitude = {}};
}

// Reads an altitude in metres: "35.2 m below sea level" from Exif, or "352/10" from XMP.
std::optional<double> altitude_of(std::string_view text) {
  auto metres = number_at(text);
  const auto slash = text.find('/');
  if (metres && slash != std::string_view::npos) {
    const auto divisor = number_at(text.substr(slash + 1));
    if (divisor.value_or(0) == 0) return std::nullopt;
    metres = *metres / *divisor;
  }
  return metres && text.contains("below") ? -*metres : metres;
}

// The step of the editing history: 12 for "xmpMM:History[12]/stEvt:action"; 0 if the name is not about a step.
std::size_t step_of(std::string_view name) {
  constexpr std::string_view history = "xmpMM:History[";
  std::size_t step = 0;
  if (name.starts_with(history)) std::from_chars(name.data() + history.size(), name.data() + name.size(), step);
  return step;
}

// Make and model. Most makers already begin the model with their name.
std::string camera_of(const std::string& make, const std::string& model) {
  const bool repeats = model.starts_with(make.substr(0, make.find(' ')));
  if (make.empty() || (repeats && !model.empty())) return model;
  return model.empty() ? make : make + " " + model;
}

// Chooses the highlights in one pass over the values. The most interesting values come first.
class Choice {
 public:
  void add(const Value& value) {
    const auto text = trimmed(value.value);
    add_position(value, text);
    chosen_.edits = std::max(chosen_.edits, value.group == "xmp" ? step_of(value.name) : 0);
    if (value.group == "ai") fill(chosen_.prompt, text);
    if (is_filled_in(text)) add(sort_of(value), text);
  }

  Highlights result() {
    if (chosen_.coordinates) {
      const bool below = below_ && altitude_.value_or(0) > 0;
      chosen_.coordinates->altitude = below ? -*altitude_ : altitude_;
    }
    chosen_.camera = camera_of(make_, model_);
    append_offset(chosen_.dates.taken, taken_offset_);
    append_offset(chosen_.dates.digitized, digitized_offset_);
    append_offset(chosen_.dates.modified, modified_offset_);
    return std::move(chosen_);
  }

 private:
  void add_position(const Value& value, std::string_view text) {
    if (value.name == "Position" && !chosen_.coordinates) chosen_.coordinates = position_of(text);
    const bool is_exif = value.group == "gps" && value.name == "Altitude";
    const bool is_xmp = value.group == "xmp" && value.name == "exif:GPSAltitude";
    if ((is_exif || is_xmp) && !altitude_) altitude_ = altitude_of(text);
    below_ = below_ || (value.group == "xmp" && value.name == "exif:GPSAltitudeRef" && text == "1");
  }

  void add(Sort sort, std::string_view text) {
    switch (sort) {
      case Sort::none: return;
      case Sort::place: return append(chosen_.places, text);
      case Sort::make: return fill(make_, text);
      case Sort::model: return fill(model_, text);
      case Sort::lens: return fill(chosen_.lens, text);
      case Sort::serial: return append(chosen_.serials, text);
      case Sort::person: return append(chosen_.people, text);
      case Sort::taken: return fill(chosen_.dates.taken, date_of(text));
      case Sort::taken_offset: return fill(taken_offset_, text);
      case Sort::digitized: return fill(chosen_.dates.digitized, date_of(text));
      case Sort::digitized_offset: return fill(digitized_offset_, text);
      case Sort::modified: return fill(chosen_.dates.modified, date_of(text));
      case Sort::modified_offset: return fill(modified_offset_, text);
      case Sort::software: return append(chosen_.software, text);
    }
  }

  // Appends the offset to UTC, which Exif has in a tag of its own; dates in XMP end with it.
  static void append_offset(std::string& date, const std::string& offset) {
    constexpr std::size_t exif_date = 19;
    if (date.size() == exif_date) date += offset;
  }

  Highlights chosen_;
  std::string make_;
  std::string model_;
  std::string taken_offset_;
  std::string digitized_offset_;
  std::string modified_offset_;
  std::optional<double> altitude_;
  bool below_{false};  // XMP says that the altitude is below sea level
};

std::optional<ThumbnailShape> shape_of(const Thumbnails& thumbnails, HoldSet holds, PictureSize picture) {
  if (thumbnails.count == 0 && !holds.contains(Holds::thumbnail)) return std::nullopt;
  const auto size = thumbnails.largest.size;
  const bool differs = size.known() && picture.known() && !same_shape(size, picture);
  return ThumbnailShape{.size = size, .picture = picture, .differs = differs};
}

}  // namespace

Highlights highlights_of(const Contents& contents, HoldSet holds, PictureSize picture) {
  Choice choice;
  for (const auto& value : contents.values) choice.add(value);
  auto highlights = choice.result();
  highlights.has_picture = holds.contains(Holds::picture);
  highlights.has_video = holds.contains(Holds::video);
  highlights.thumbnail = shape_of(contents.thumbnails, holds, picture);
  return highlights;
}

}  // namespace stripmeta
