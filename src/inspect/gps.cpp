#include "inspect/gps.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

enum GpsTag : std::uint16_t {
  version_id = 0,
  latitude_ref = 1,
  latitude = 2,
  longitude_ref = 3,
  longitude = 4,
  altitude_ref = 5,
  altitude = 6,
  time_stamp = 7,
  status = 9,
  measure_mode = 10,
  speed_ref = 12,
  track_ref = 14,
  direction_ref = 16,
  dest_latitude_ref = 19,
  dest_latitude = 20,
  dest_longitude_ref = 21,
  dest_longitude = 22,
  dest_bearing_ref = 23,
  dest_distance_ref = 25,
  differential = 30,
};

struct Word {
  std::uint16_t tag;
  char code;
  std::string_view word;
};

constexpr std::array words{
    Word{altitude_ref, 0, "above sea level"},
    Word{altitude_ref, 1, "below sea level"},
    Word{altitude_ref, 2, "above the reference sea level"},
    Word{altitude_ref, 3, "below the reference sea level"},
    Word{status, 'A', "measuring"},
    Word{status, 'V', "interrupted"},
    Word{measure_mode, '2', "two-dimensional"},
    Word{measure_mode, '3', "three-dimensional"},
    Word{speed_ref, 'K', "km/h"},
    Word{speed_ref, 'M', "mph"},
    Word{speed_ref, 'N', "knots"},
    Word{track_ref, 'T', "true north"},
    Word{track_ref, 'M', "magnetic north"},
    Word{direction_ref, 'T', "true north"},
    Word{direction_ref, 'M', "magnetic north"},
    Word{dest_bearing_ref, 'T', "true north"},
    Word{dest_bearing_ref, 'M', "magnetic north"},
    Word{dest_distance_ref, 'K', "kilometres"},
    Word{dest_distance_ref, 'M', "miles"},
    Word{dest_distance_ref, 'N', "nautical miles"},
    Word{differential, 0, "without correction"},
    Word{differential, 1, "with correction"},
};

// The code of a reference, which is one character or a small number; nullopt for other values.
std::optional<char> code_of(const TiffEntry& entry) {
  if (entry.type == tiff::type_ascii && !entry.value.empty()) return as_text(entry.value).front();
  const auto number = entry.as_integer();
  if (!number || *number > 127) return std::nullopt;
  return static_cast<char>(*number);
}

std::optional<std::string> word_of(const TiffEntry& entry) {
  const auto code = code_of(entry);
  if (!code) return std::nullopt;
  const auto* const found =
      std::ranges::find_if(words, [&](const Word& row) { return row.tag == entry.tag && row.code == *code; });
  if (found == words.end()) return std::nullopt;
  const std::string shown = entry.type == tiff::type_ascii ? std::string(1, *code) : std::to_string(*code);
  return std::string(found->word) + " (" + shown + ")";
}

std::string two_digits(double number) {
  const bool whole = number == std::floor(number);
  return (number < 10 ? "0" : "") + (whole ? fixed_text(number, 0) : number_text(number));
}

// The time of day, such as "14:27:07.5 UTC"; nullopt if the entry is not a time of day.
std::optional<std::string> time_text(const TiffEntry& entry) {
  std::string out;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = entry.number(i);
    if (!number || !is_between(*number, 0, 99)) return std::nullopt;
    out += (i == 0 ? "" : ":") + two_digits(*number);
  }
  return out + " UTC";
}

// Degrees, minutes and seconds as degrees. Minutes and seconds that are missing or 0/0 count as 0.
std::optional<double> degrees(const TiffEntry& entry) {
  const auto whole = entry.number(0);
  if (!whole) return std::nullopt;
  const double all = *whole + (entry.number(1).value_or(0) / 60) + (entry.number(2).value_or(0) / 3600);
  if (!std::isfinite(all)) return std::nullopt;
  return all;
}

struct Coordinate {
  double degrees;
  bool hemisphere_known;
};

std::optional<Coordinate> coordinate(const TiffDirectory& gps, std::uint16_t tag, std::uint16_t ref_tag,
                                     std::string_view positive_negative) {
  const TiffEntry* const entry = gps.find(tag);
  const auto value = entry == nullptr ? std::nullopt : degrees(*entry);
  if (!value) return std::nullopt;
  const TiffEntry* const ref = gps.find(ref_tag);
  const char code = ref == nullptr ? '\0' : code_of(*ref).value_or('\0');
  const bool negative = code == positive_negative[1];
  return Coordinate{negative ? -*value : *value, negative || code == positive_negative[0]};
}

void add_position(const TiffDirectory& gps, std::string_view name, std::uint16_t latitude_tag,
                  std::uint16_t longitude_tag, ValueList& out) {
  // A reference's tag is one less than its coordinate's.
  const auto north = coordinate(gps, latitude_tag, static_cast<std::uint16_t>(latitude_tag - 1), "NS");
  const auto east = coordinate(gps, longitude_tag, static_cast<std::uint16_t>(longitude_tag - 1), "EW");
  if (!north || !east) return;
  auto text = position_text(north->degrees, east->degrees);
  if (!north->hemisphere_known || !east->hemisphere_known) text += " (hemisphere not given)";
  out.add("gps", name, text);
}

void add_altitude(const TiffDirectory& gps, ValueList& out) {
  const TiffEntry* const entry = gps.find(altitude);
  const auto metres = entry == nullptr ? std::nullopt : entry->number();
  if (!metres) return;
  const TiffEntry* const ref = gps.find(altitude_ref);
  const auto word = ref == nullptr ? std::nullopt : ref->as_integer();
  const bool below = word == 1 || word == 3;
  out.add("gps", "Altitude", number_text(*metres) + (below ? " m below sea level" : " m above sea level"));
}

}  // namespace

std::optional<std::string> gps_text(const TiffEntry& entry) {
  switch (entry.tag) {
    case version_id: {
      std::string out = entry.numbers_text();
      std::ranges::replace(out, ' ', '.');
      return out;
    }
    case time_stamp: return time_text(entry);
    default: return word_of(entry);
  }
}

void add_gps_summary(const TiffDirectory& gps, ValueList& out) {
  add_position(gps, "Position", latitude, longitude, out);
  add_position(gps, "DestinationPosition", dest_latitude, dest_longitude, out);
  add_altitude(gps, out);
}

std::optional<double> xmp_coordinate(std::string_view text) {
  text = trimmed(text);
  constexpr std::string_view hemispheres = "NESW";
  if (text.size() < 2 || !hemispheres.contains(text.back())) return std::nullopt;
  const bool negative = text.back() == 'S' || text.back() == 'W';
  text.remove_suffix(1);
  double sum = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (const double unit : {1.0, 60.0, 3600.0}) {
    double number = 0;
    const auto [next, error] = std::from_chars(at, end, number, std::chars_format::fixed);
    if (error != std::errc{} || !is_between(number, 0, 360)) return std::nullopt;
    sum += number / unit;
    if (next == end) return negative ? -sum : sum;
    if (*next != ',') return std::nullopt;
    at = next + 1;
  }
  return std::nullopt;
}

std::string position_text(double latitude, double longitude) {
  return fixed_text(latitude, 6) + ", " + fixed_text(longitude, 6);
}

}  // namespace stripmeta::inspection
