#include "strip/heif/brands.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "strip/bmff/writer.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::Type;
using bmff::type;

// Brands of images: 23008-12 annexes B, E, H, L; 23000-22 clause 10; AV1-AVIF clause 6; 23001-17. mif3 is not among
// them: its files have no meta box.
constexpr std::array<Type, 26> image_brands{
    type("mif1"), type("mif2"), type("msf1"), type("miaf"), type("heic"), type("heix"), type("heim"),
    type("heis"), type("hevc"), type("hevx"), type("hevm"), type("hevs"), type("avif"), type("avis"),
    type("avio"), type("avci"), type("avcs"), type("vvic"), type("vvis"), type("jpeg"), type("jpgs"),
    type("j2ki"), type("j2is"), type("unif"), type("1pic"), type("geo1")};

struct KnownNonImage {
  Type brand;
  std::string_view name;
};
constexpr std::array<KnownNonImage, 7> known_non_images{{
    {type("crx "), "a camera's raw image (CR3)"},
    {type("mif3"), "a HEIF in the short form (mini)"},
    {type("qt  "), "a QuickTime video"},
    {type("M4A "), "an MPEG-4 sound"},
    {type("M4B "), "an MPEG-4 sound"},
    {type("M4P "), "an MPEG-4 sound"},
    {type("jxl "), "a JPEG XL of an unsupported kind"},
}};

// The major brand, then the compatible ones (14496-12 4.3.2).
std::vector<Type> read_brands(Bytes payload) {
  std::vector<Type> brands;
  for (std::size_t at = 0; at + 4 <= payload.size(); at += 4) {
    if (at != 4) brands.push_back(u32(payload, at));
  }
  return brands;
}

std::expected<Format, Error> format_of(const std::vector<Type>& brands) {
  const auto has = [&](Type brand) { return std::ranges::find(brands, brand) != brands.end(); };
  if (!brands.empty() && brands.front() != type("crx ") && std::ranges::any_of(image_brands, has)) {
    return has(type("avif")) || has(type("avis")) ? Format::avif : Format::heic;
  }
  const auto row =
      std::ranges::find(known_non_images, brands.empty() ? Type{0} : brands.front(), &KnownNonImage::brand);
  const std::string text{row == known_non_images.end() ? "an MP4 video" : row->name};
  return fail(ErrorKind::unsupported, 0, text + ", not an image of a supported format");
}

// What must be in a file for a brand to hold: any still, any sequence, or pictures coded in one of some ways.
enum class Needs : std::uint8_t { still, movie, item, entry, either };
struct Promise {
  Type brand;
  Needs needs;
  std::array<Type, 2> coded{};  // item, entry, either: types of items or sample entries
};
// In the order in which one of them becomes the major brand. 23008-12 annexes B, E, H, L; 23000-22 clause 10; AV1-AVIF
// clauses 6 and 8; 23001-17; 14496-12 annex E for `iso`.
constexpr std::array<Promise, 52> promises{{
    {type("avif"), Needs::item, {type("av01")}},
    {type("heic"), Needs::item, {type("hvc1"), type("hev1")}},
    {type("heix"), Needs::item, {type("hvc1"), type("hev1")}},
    {type("heim"), Needs::item, {type("hvc1"), type("hev1")}},
    {type("heis"), Needs::item, {type("hvc1"), type("hev1")}},
    {type("avci"), Needs::item, {type("avc1")}},
    {type("vvic"), Needs::item, {type("vvc1")}},
    {type("jpeg"), Needs::item, {type("jpeg")}},
    {type("j2ki"), Needs::item, {type("j2k1")}},
    {type("unif"), Needs::item, {type("unci")}},
    {type("mif1"), Needs::still},
    {type("mif2"), Needs::still},
    {type("avis"), Needs::entry, {type("av01")}},
    {type("avio"), Needs::either, {type("av01")}},
    {type("hevc"), Needs::entry, {type("hvc1"), type("hev1")}},
    {type("hevx"), Needs::entry, {type("hvc1"), type("hev1")}},
    {type("hevm"), Needs::entry, {type("hvc1"), type("hev1")}},
    {type("hevs"), Needs::entry, {type("hvc1"), type("hev1")}},
    {type("avcs"), Needs::entry, {type("avc1"), type("avc3")}},
    {type("vvis"), Needs::entry, {type("vvc1"), type("vvi1")}},
    {type("j2is"), Needs::entry, {type("j2ki")}},
    {type("jpgs"), Needs::entry, {type("mjpg")}},
    {type("msf1"), Needs::movie},
    {type("miaf"), Needs::still},
    {type("1pic"), Needs::still},
    {type("geo1"), Needs::still},
    {type("heif"), Needs::still},
    {type("MA1A"), Needs::either, {type("av01")}},
    {type("MA1B"), Needs::either, {type("av01")}},
    {type("MiHA"), Needs::either, {type("hvc1"), type("hev1")}},
    {type("MiHB"), Needs::either, {type("hvc1"), type("hev1")}},
    {type("MiHE"), Needs::either, {type("hvc1"), type("hev1")}},
    {type("MiAB"), Needs::either, {type("avc1")}},
    {type("MiAn"), Needs::movie},
    {type("MiBu"), Needs::movie},
    {type("MiAC"), Needs::movie},
    {type("MiPr"), Needs::still},
    {type("tmap"), Needs::item, {type("tmap")}},
    {type("isom"), Needs::movie},
    {type("iso2"), Needs::movie},
    {type("iso3"), Needs::movie},
    {type("iso4"), Needs::movie},
    {type("iso5"), Needs::movie},
    {type("iso6"), Needs::movie},
    {type("iso7"), Needs::movie},
    {type("iso8"), Needs::movie},
    {type("iso9"), Needs::movie},
    {type("isoa"), Needs::movie},
    {type("isob"), Needs::movie},
    {type("isoc"), Needs::movie},
    {type("mp41"), Needs::movie},
    {type("mp42"), Needs::movie},
}};

bool holds(const Promise& promise, const Contents& contents) {
  const auto any = [&](const std::vector<Type>& types) {
    return std::ranges::any_of(
        types, [&](Type type) { return std::ranges::find(promise.coded, type) != promise.coded.end(); });
  };
  switch (promise.needs) {
    case Needs::still: return contents.has_still;
    case Needs::movie: return contents.has_movie;
    case Needs::item: return any(contents.items);
    case Needs::entry: return any(contents.entries);
    default: return any(contents.items) || any(contents.entries);
  }
}

bool holds(Type brand, const Contents& contents) {
  const auto row = std::ranges::find(promises, brand, &Promise::brand);
  return row != promises.end() && holds(*row, contents);
}

// The brand of `brands` that comes first in the table; 0 if there is none.
Type best_of(const std::vector<Type>& brands) {
  const auto row = std::ranges::find_if(
      promises, [&](const Promise& promise) { return std::ranges::find(brands, promise.brand) != brands.end(); });
  return row == promises.end() ? 0 : row->brand;
}

}  // namespace

std::expected<Format, Error> check_brands(Bytes front) {
  constexpr std::size_t least_payload = 8;  // a brand and a version
  const auto head = bmff::read_head(front);
  if (!head) return Format::unknown;
  if (head->box_size < head->size + least_payload || head->box_size > max_ftyp_size) {
    return fail(ErrorKind::malformed, 0, "the box with the file's brands (ftyp) is damaged");
  }
  if (front.size() < head->box_size) return Format::unknown;
  return format_of(read_brands(front.first(static_cast<std::size_t>(head->box_size)).subspan(head->size)));
}

std::vector<std::byte> rewrite_brands(const Box& ftyp, const Contents& contents, Output& out) {
  const auto old = read_brands(ftyp.payload);
  std::vector<Type> compatible;
  for (const auto brand : std::span{old}.subspan(1)) {
    if (holds(brand, contents) && std::ranges::find(compatible, brand) == compatible.end()) compatible.push_back(brand);
  }
  const auto any = type(contents.has_still ? "mif1" : "msf1");
  const auto best = best_of(compatible);
  const auto major = holds(old.front(), contents) ? old.front() : best != 0 ? best : any;
  if (compatible.empty()) compatible.push_back(major);
  const auto unknown = std::ranges::count_if(
      old, [](Type brand) { return std::ranges::find(promises, brand, &Promise::brand) == promises.end(); });
  constexpr std::size_t version_at = 4;
  const auto slack =
      ftyp.payload.size() % 4 + (u32(ftyp.payload, version_at) != 0 ? 4U : 0U) + 4 * static_cast<std::size_t>(unknown);
  if (slack > 0) out.report().add(Kind::slack, Fate::removed, slack);
  bmff::BoxWriter writer;
  writer.open(type("ftyp"));
  writer.u32(major);
  writer.u32(0);
  for (const auto brand : compatible) writer.u32(brand);
  writer.close();
  return writer.take();
}

}  // namespace stripmeta::heif
