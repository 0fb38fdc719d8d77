#include "strip/heif/brands.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "strip/bmff/writer.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Type;
using bmff::type;

// 23008-12 annexes B, E, H, L; 23000-22 clause 10; AV1-AVIF clause 6; 23001-17. mif3 is not among them: its files have
// no meta box.
constexpr std::array<Type, 26> image_brands{
    type("mif1"), type("mif2"), type("msf1"), type("miaf"), type("heic"), type("heix"), type("heim"),
    type("heis"), type("hevc"), type("hevx"), type("hevm"), type("hevs"), type("avif"), type("avis"),
    type("avio"), type("avci"), type("avcs"), type("vvic"), type("vvis"), type("jpeg"), type("jpgs"),
    type("j2ki"), type("j2is"), type("unif"), type("1pic"), type("geo1")};

struct Other {
  Type brand;
  std::string_view name;
};
constexpr std::array<Other, 7> others{{
    {type("crx "), "a camera's raw image (CR3)"},
    {type("mif3"), "a HEIF in the short form (mini)"},
    {type("qt  "), "a QuickTime video"},
    {type("M4A "), "an MPEG-4 sound"},
    {type("M4B "), "an MPEG-4 sound"},
    {type("M4P "), "an MPEG-4 sound"},
    {type("jxl "), "a JPEG XL of a kind that is not supported"},
}};

// The major brand first (4.3.2); the minor version is passed over.
std::vector<Type> read_brands(Bytes payload) {
  std::vector<Type> brands;
  for (std::size_t at = 0; at + 4 <= payload.size(); at += 4) {
    if (at != 4) brands.push_back(u32(payload, at));
  }
  return brands;
}

std::expected<Format, Error> judge(const std::vector<Type>& brands) {
  const auto has = [&](Type brand) { return std::ranges::find(brands, brand) != brands.end(); };
  if (!brands.empty() && brands.front() != type("crx ") && std::ranges::any_of(image_brands, has)) {
    return has(type("avif")) || has(type("avis")) ? Format::avif : Format::heic;
  }
  const auto other = std::ranges::find(others, brands.empty() ? Type{0} : brands.front(), &Other::brand);
  const std::string text{other == others.end() ? "an MP4 video" : other->name};
  return fail(ErrorKind::unsupported, 0, text + ", not an image of a supported format");
}

}  // namespace

std::expected<Format, Error> look_at_brands(Bytes front) {
  constexpr std::size_t least_payload = 8;  // a brand and a version
  const auto head = bmff::read_head(front);
  if (!head) return Format::unknown;
  if (head->box_size < head->size + least_payload || head->box_size > longest_ftyp) {
    return fail(ErrorKind::malformed, 0, "the box that names the file's brands is damaged");
  }
  if (front.size() < head->box_size) return Format::unknown;
  return judge(read_brands(front.first(static_cast<std::size_t>(head->box_size)).subspan(head->size)));
}

std::vector<std::byte> make_ftyp(const bmff::Box& ftyp, bool with_tone_map) {
  auto brands = read_brands(ftyp.payload);
  if (!with_tone_map) std::erase(brands, type("tmap"));
  bmff::BoxWriter writer;
  writer.open(type("ftyp"));
  writer.u32(brands.front());
  writer.u32(u32(ftyp.payload, 4));
  for (const auto brand : std::span{brands}.subspan(1)) writer.u32(brand);
  writer.close();
  return writer.take();
}

}  // namespace stripmeta::heif
