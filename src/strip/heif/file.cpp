#include "strip/heif/file.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "strip/bmff/payload.hpp"
#include "strip/bmff/writer.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/metadata/sensitive_in.hpp"

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

Status add_once(std::optional<Box>& known, const Box& box) {
  if (known) return fail(ErrorKind::malformed, box.at, "a box that may occur only once occurs twice");
  known = box;
  return {};
}

Status add(File& file, const Box& box) {
  switch (box.type) {
    case type("meta"): return add_once(file.meta, box);
    case type("moov"): return add_once(file.moov, box);
    case type("mdat"): file.media.push_back(box); return {};
    case type("ftyp"): return fail(ErrorKind::malformed, box.at, "a box that may occur only once occurs twice");
    case type("moof"):
    case type("sidx"): return fail(ErrorKind::unsupported, box.at, "a sequence in fragments is not supported");
    case type("mini"): return fail(ErrorKind::unsupported, box.at, "a HEIF in the short form (mini) is not supported");
    default: file.others.push_back(box); return {};
  }
}

// Adds the bytes that the walk could not read as a box: a cut-off mdat, or trailing bytes.
Status add_unreadable(File& file, Bytes input, const Error& error, bool strict) {
  if (!file.meta && !file.moov) return std::unexpected(error);
  const auto at = static_cast<std::size_t>(*error.offset);
  const auto rest = input.subspan(at);
  if (error.kind == ErrorKind::truncated) {
    const auto head = *bmff::read_head(rest);  // the head is whole: only the end of the box is missing
    if (head.type == type("mdat")) {
      if (strict) return std::unexpected(error);
      file.media.push_back({head.type, at, head.size, rest.subspan(head.size)});
      return {};
    }
  }
  file.trailer = rest;
  return {};
}

HoldSet holds_of(Kind kind, const Box& box) {
  if (box.type == type("mpvd")) return HoldSet{}.add(Holds::video);  // Samsung's and Google's motion photos
  return sensitive_in(kind, content_of(box));
}

void report_trailer(Bytes trailer, Report& report) {
  TrailerScan scan;
  scan.feed(trailer);
  scan.report_to(report);
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

Kind kind_of(const Box& box) {
  if (box.type == type("free") || box.type == type("skip")) return Kind::padding;
  if (box.type == type("udta")) return Kind::user_data;
  if (box.type == type("jumb")) return Kind::jumbf;
  if (box.type != type("uuid")) return Kind::box;
  return bmff::uuid_kind(box.payload);
}

Bytes content_of(const Box& box) {
  return box.type == type("uuid") ? bmff::uuid_content(box.payload) : box.payload;
}

void report_box(const Box& box, Output& out) {
  const auto kind = kind_of(box);
  out.report().add(kind, Fate::removed, box.size(), holds_of(kind, box));
  out.found(kind, kind == Kind::uuid ? box.payload : content_of(box), box.at);
}

std::expected<File, Error> read_file(Bytes input, bool strict) {
  File file;
  bmff::BoxWalk walk{input, 0, input.size()};
  const auto ftyp = walk.next();
  if (!ftyp) return std::unexpected(ftyp.error());
  file.ftyp = *ftyp;
  while (!walk.done()) {
    const auto box = walk.next();
    const auto status = box ? add(file, *box) : add_unreadable(file, input, box.error(), strict);
    if (!status) return std::unexpected(status.error());
    if (!box) break;
  }
  if (!file.meta && !file.moov) return fail(ErrorKind::truncated, input.size(), "the input ends before any picture");
  return file;
}

void report_others(const File& file, Output& out) {
  for (const auto& box : file.others) report_box(box, out);
  report_trailer(file.trailer, out.report());
}

}  // namespace stripmeta::heif
