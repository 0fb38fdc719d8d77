#include "inspect/maker_note.hpp"

#include <algorithm>
#include <array>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

struct Signature {
  std::string_view prefix;
  std::string_view vendor;
};

// The longer of two that begin alike stands first.
constexpr std::array signatures{
    Signature{"Apple iOS", "Apple"},
    Signature{"Nikon", "Nikon"},
    Signature{"OLYMP", "Olympus"},
    Signature{"OM SYSTEM", "OM System"},
    Signature{"SONY", "Sony"},
    Signature{"VHAB", "Sony"},
    Signature{"Panasonic", "Panasonic"},
    Signature{"FUJIFILM", "Fujifilm"},
    Signature{"GENERALE", "GE"},
    Signature{"PENTAX", "Pentax"},
    Signature{"AOC", "Pentax"},
    Signature{"STMN", "Samsung"},
    Signature{"SAMSUNG", "Samsung"},
    Signature{"LEICA", "Leica"},
    Signature{"Ricoh", "Ricoh"},
    Signature{"RICOH", "Ricoh"},
    Signature{"Rv", "Ricoh"},
    Signature{"Rev", "Ricoh"},
    Signature{"DJI", "DJI"},
    Signature{"[ae_dbg_info:", "DJI"},
    Signature{"HDRP", "Google"},
    Signature{"HUAWEI", "Huawei"},
    Signature{"MOT", "Motorola"},
    Signature{"QTI Debug", "Qualcomm"},
    Signature{"QVC", "Casio"},
    Signature{"DCI", "Casio"},
    Signature{"SIGMA", "Sigma"},
    Signature{"FOVEON", "Sigma"},
    Signature{"KDK", "Kodak"},
    Signature{"MLT0", "Minolta"},
    Signature{"MLY0", "Minolta"},
    Signature{"MINOL", "Minolta"},
    Signature{"+M", "Minolta"},
    Signature{"KYOCERA", "Kyocera"},
    Signature{"EPSON", "Epson"},
    Signature{"SANYO", "Sanyo"},
    Signature{"JVC", "JVC"},
    Signature{"GENIC", "GE"},
    Signature{"RECONYX", "Reconyx"},
    Signature{"IIIITwaR", "Phase One"},
    Signature{"MMMMRawT", "Phase One"},
};

}  // namespace

std::string maker_note_vendor(Bytes note, std::string_view make) {
  const auto* const found =
      std::ranges::find_if(signatures, [&](const Signature& row) { return starts_with(note, row.prefix); });
  if (found != signatures.end()) return std::string(found->vendor);
  const std::string_view name = trimmed(until_nul(make));
  return name.empty() ? "unknown" : utf8_or_latin1(name);
}

}  // namespace stripmeta::inspection
