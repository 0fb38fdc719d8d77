#include "strip/location/sign.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "strip/base/ascii.hpp"

namespace stripmeta::location {
namespace {

enum class Spelling : std::uint8_t {
  exact,
  any_case,
  word,      // in any case, and no letter stands before it
  followed,  // exact, with text behind it: three letters alone occur by chance in a megabyte
};
struct Sign {
  std::string_view text;
  Spelling spelling{Spelling::exact};
};
constexpr auto signs = std::to_array<Sign>({
    {"GPS", Spelling::followed},
    {"latitude", Spelling::any_case},
    {"longitude", Spelling::any_case},
    {"\"lat\"", Spelling::any_case},
    {"\"lng\"", Spelling::any_case},
    {"\"lon\"", Spelling::any_case},
    {"\"gps", Spelling::any_case},
    {"lat=", Spelling::word},
    {"lng=", Spelling::word},
    {"lon=", Spelling::word},
    {"geo:", Spelling::word},          // RFC 5870, and W3C's vocabulary
    {"<places>", Spelling::any_case},  // Media Jukebox
    {"<gpx", Spelling::any_case},
    {"<kml", Spelling::any_case},
    {"$GPGGA,"},  // NMEA 0183: sentences of a receiver
    {"$GPGLL,"},
    {"$GPRMC,"},
    {"$GNGGA,"},
    {"$GNGLL,"},
    {"$GNRMC,"},
    {"freeGPS "},  // dashboard cameras; binary numbers follow
    {"com.apple.quicktime.location"},
    {"MCC_Data"},  // Samsung's trailer: the country of the network
    {{"Exif\0", 5}},
    {"ns.adobe.com/xap"},
    {"xmpmeta"},
    {"rdf:RDF"},
    {"8BIM\4"},  // a resource of Photoshop whose number is that of IPTC, Exif or XMP
    {"ftyp"},
    {"moov"},
    {"AVI LIST"},
    {"\xA9xyz"},
    {"loci"},
    {"AXS!"},  // AFCP: IPTC in a trailer
    {"AXS*"},
    {"\xA1\xB2\xC3\xD4"},  // FotoStation
    {"cbipcbbl"},          // PhotoMechanic
    {"0MIE"},
    {{"FLIR\0", 5}},                       // thermal cameras; one of its records has positions
    {{"RMETA\0", 6}},                      // Ricoh's, with fields named by the user
    {"8db42d694ccc418790edff439fe026bf"},  // Insta360's trailer, at its end
    {{"PK\x03\x04", 4}},
});

constexpr bool ignores_case(const Sign& sign) {
  return sign.spelling == Spelling::any_case || sign.spelling == Spelling::word;
}

constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// For each byte value, a bit mask of the signs that can have it at `place`. It lets one pass find all signs.
using Masks = std::array<std::uint64_t, 256>;
static_assert(signs.size() <= 64);
constexpr Masks masks_at(std::size_t place) {
  Masks masks{};
  for (std::size_t i = 0; i < signs.size(); ++i) {
    const char c = signs[i].text[place];
    masks[static_cast<unsigned char>(c)] |= std::uint64_t{1} << i;
    if (ignores_case(signs[i])) masks[static_cast<unsigned char>(upper(c))] |= std::uint64_t{1} << i;
  }
  return masks;
}
constexpr std::size_t shortest = 3;
constexpr std::array<Masks, shortest> masks{masks_at(0), masks_at(1), masks_at(2)};

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

// Whether the sign stands at `at`.
bool stands_at(std::string_view text, std::size_t at, const Sign& sign) {
  const auto size = sign.text.size();
  const auto here = text.substr(at, size);
  if (ignores_case(sign) ? !equal_ignoring_case(here, sign.text) : here != sign.text) return false;
  if (sign.spelling == Spelling::word) return at == 0 || !is_letter(text[at - 1]);
  const auto next = text.substr(at + size);
  return sign.spelling != Spelling::followed || (next.size() >= 2 && is_printable(next[0]) && is_printable(next[1]));
}

}  // namespace

bool may_hold_place(Bytes bytes) {
  const auto text = as_text(bytes);
  for (std::size_t at = 0; at + shortest <= text.size(); ++at) {
    auto left = masks[0][u8(bytes, at)] & masks[1][u8(bytes, at + 1)] & masks[2][u8(bytes, at + 2)];
    for (; left != 0; left &= left - 1) {
      if (stands_at(text, at, signs[static_cast<std::size_t>(std::countr_zero(left))])) return true;
    }
  }
  return false;
}

}  // namespace stripmeta::location
