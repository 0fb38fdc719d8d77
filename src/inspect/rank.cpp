#include "inspect/rank.hpp"

#include <algorithm>
#include <array>

namespace stripmeta::inspection {
namespace {

struct NameRank {
  std::string_view name;
  Rank rank;
};

// Local names of Exif, XMP and IPTC.
constexpr std::array name_ranks{
    NameRank{"City", Rank::place},
    NameRank{"Content Location Code", Rank::place},
    NameRank{"Content Location Name", Rank::place},
    NameRank{"Country", Rank::place},
    NameRank{"CountryCode", Rank::place},
    NameRank{"Country/Primary Location Code", Rank::place},
    NameRank{"Country/Primary Location Name", Rank::place},
    NameRank{"Location", Rank::place},
    NameRank{"LocationCreated", Rank::place},
    NameRank{"LocationShown", Rank::place},
    NameRank{"Province/State", Rank::place},
    NameRank{"State", Rank::place},
    NameRank{"Sub-location", Rank::place},
    NameRank{"BodySerialNumber", Rank::device},
    NameRank{"CameraLabel", Rank::device},
    NameRank{"CameraSerialNumber", Rank::device},
    NameRank{"HostComputer", Rank::device},
    NameRank{"ImageUniqueID", Rank::device},
    NameRank{"Lens", Rank::device},
    NameRank{"LensID", Rank::device},
    NameRank{"LensInfo", Rank::device},
    NameRank{"LensMake", Rank::device},
    NameRank{"LensModel", Rank::device},
    NameRank{"LensSerialNumber", Rank::device},
    NameRank{"LensSpecification", Rank::device},
    NameRank{"Make", Rank::device},
    NameRank{"Model", Rank::device},
    NameRank{"SerialNumber", Rank::device},
    NameRank{"UniqueCameraModel", Rank::device},
    NameRank{"SubSecTime", Rank::date},
    NameRank{"SubSecTimeDigitized", Rank::date},
    NameRank{"SubSecTimeOriginal", Rank::date},
    NameRank{"OffsetTime", Rank::date},
    NameRank{"OffsetTimeDigitized", Rank::date},
    NameRank{"OffsetTimeOriginal", Rank::date},
    NameRank{"Time Created", Rank::date},
    NameRank{"Time Sent", Rank::date},
    NameRank{"TimeZoneOffset", Rank::date},
    NameRank{"Artist", Rank::people},
    NameRank{"AuthorsPosition", Rank::people},
    NameRank{"By-line", Rank::people},
    NameRank{"By-line Title", Rank::people},
    NameRank{"CameraOwnerName", Rank::people},
    NameRank{"CaptionWriter", Rank::people},
    NameRank{"Contact", Rank::people},
    NameRank{"Copyright", Rank::people},
    NameRank{"Copyright Notice", Rank::people},
    NameRank{"CreatorContactInfo", Rank::people},
    NameRank{"Credit", Rank::people},
    NameRank{"Editor", Rank::people},
    NameRank{"ImageEditor", Rank::people},
    NameRank{"Owner", Rank::people},
    NameRank{"OwnerName", Rank::people},
    NameRank{"PersonDisplayName", Rank::people},
    NameRank{"PersonInImage", Rank::people},
    NameRank{"Photographer", Rank::people},
    NameRank{"RegionList", Rank::people},
    NameRank{"Regions", Rank::people},
    NameRank{"Source", Rank::people},
    NameRank{"Writer/Editor", Rank::people},
    NameRank{"XPAuthor", Rank::people},
    NameRank{"author", Rank::people},
    NameRank{"creator", Rank::people},
    NameRank{"publisher", Rank::people},
    NameRank{"rights", Rank::people},
    NameRank{"CameraFirmware", Rank::software},
    NameRank{"ClaimGenerator", Rank::software},
    NameRank{"CreatorTool", Rank::software},
    NameRank{"ImageEditingSoftware", Rank::software},
    NameRank{"MetadataEditingSoftware", Rank::software},
    NameRank{"Originating Program", Rank::software},
    NameRank{"ProcessingSoftware", Rank::software},
    NameRank{"Program Version", Rank::software},
    NameRank{"RAWDevelopingSoftware", Rank::software},
    NameRank{"Software", Rank::software},
    NameRank{"softwareAgent", Rank::software},
};

Rank local_rank(std::string_view name) {
  if (name.starts_with("GPS")) return Rank::place;
  const auto found = std::ranges::find(name_ranks, name, &NameRank::name);
  if (found != name_ranks.end()) return found->rank;
  return name.contains("Date") || name == "when" ? Rank::date : Rank::rest;
}

Rank path_rank(std::string_view path) {
  const auto last = path.rfind('/');
  if (last == std::string_view::npos) return local_rank(local_name(path));
  const Rank rank = local_rank(local_name(path.substr(last + 1)));
  return rank == Rank::rest ? local_rank(local_name(path.substr(0, path.find('/')))) : rank;
}

}  // namespace

std::string_view local_name(std::string_view step) {
  step = step.substr(0, step.find('['));
  const auto colon = step.find(':');
  return colon == std::string_view::npos ? step : step.substr(colon + 1);
}

Rank rank_of(std::string_view group, std::string_view name) {
  if (name == "Position") return Rank::position;
  if (group == "gps") return Rank::place;
  if (group == "maker_note") return Rank::device;
  if (group == "ai") return Rank::software;
  if (group == "xmp") return path_rank(name);
  return group == "icc" ? Rank::rest : local_rank(name);
}

}  // namespace stripmeta::inspection
