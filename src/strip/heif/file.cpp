#include "strip/heif/file.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/grammar/trailer_scan.hpp"
#include "strip/metadata/sensitive.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::type;

Status add_once(std::optional<Box>& place, const Box& box) {
  if (place) return fail(ErrorKind::malformed, box.at, "a box that may be there once is there twice");
  place = box;
  return {};
}

Status add(File& file, const Box& box) {
  switch (box.type) {
    case type("meta"): return add_once(file.meta, box);
    case type("moov"): return add_once(file.moov, box);
    case type("mdat"): file.media.push_back(box); return {};
    case type("ftyp"): return fail(ErrorKind::malformed, box.at, "a box that may be there once is there twice");
    case type("moof"):
    case type("sidx"): return fail(ErrorKind::unsupported, box.at, "a sequence in fragments is not supported");
    case type("mini"): return fail(ErrorKind::unsupported, box.at, "a HEIF in the short form (mini) is not supported");
    default: file.others.push_back(box); return {};
  }
}

// What the walk could not read as a box.
Status add_rest(File& file, Bytes input, const Error& error, bool strict) {
  if (!file.meta && !file.moov) return std::unexpected(error);
  const auto at = static_cast<std::size_t>(*error.offset);
  constexpr std::size_t head = 8;
  if (error.kind == ErrorKind::truncated && u32(input, at + 4) == type("mdat")) {
    if (strict) return std::unexpected(error);
    file.media.push_back({type("mdat"), at, head, input.subspan(at + head)});
  } else {
    file.trailer = input.subspan(at);
  }
  return {};
}

struct Uuid {
  std::string_view id;
  Kind kind;
};
constexpr std::array<Uuid, 2> uuids{{
    {"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC", Kind::xmp},   // ISO 16684-3
    {"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81", Kind::c2pa},  // C2PA A.4
}};

HoldSet holds_of(Kind kind, const Box& box) {
  if (box.type == type("mpvd")) return HoldSet{}.add(Holds::video);  // Samsung's and Google's motion photos
  if (kind == Kind::xmp) return xmp_holds(box.payload.subspan(uuid_size));
  if (kind == Kind::c2pa) return HoldSet{}.add(Holds::edit_history);
  return {};
}

void report_trailer(Bytes trailer, Report& report) {
  TrailerScan scan;
  scan.feed(trailer);
  scan.report_to(report);
}

}  // namespace

Kind kind_of(const Box& box) {
  if (box.type == type("free") || box.type == type("skip")) return Kind::padding;
  if (box.type == type("udta")) return Kind::user_data;
  if (box.type == type("jumb")) return Kind::jumbf;
  if (box.type != type("uuid")) return Kind::box;
  const auto row = std::ranges::find_if(uuids, [&](const Uuid& u) { return starts_with(box.payload, u.id); });
  return row == uuids.end() ? Kind::uuid : row->kind;
}

std::expected<File, Error> read_file(Bytes input, bool strict) {
  File file;
  bmff::BoxWalk walk{input, 0, input.size()};
  const auto ftyp = walk.next();
  if (!ftyp) return std::unexpected(ftyp.error());
  file.ftyp = *ftyp;
  while (!walk.done()) {
    const auto box = walk.next();
    const auto status = box ? add(file, *box) : add_rest(file, input, box.error(), strict);
    if (!status) return std::unexpected(status.error());
    if (!box) break;
  }
  if (!file.meta && !file.moov) return fail(ErrorKind::truncated, input.size(), "the input ends before any picture");
  return file;
}

void report_others(const File& file, Output& out) {
  for (const auto& box : file.others) {
    const auto kind = kind_of(box);
    out.report().add(kind, Fate::removed, box.size(), holds_of(kind, box));
    const bool behind_id = kind == Kind::xmp || kind == Kind::c2pa;
    out.found(kind, behind_id ? box.payload.subspan(uuid_size) : box.payload, box.at);
  }
  report_trailer(file.trailer, out.report());
}

}  // namespace stripmeta::heif
