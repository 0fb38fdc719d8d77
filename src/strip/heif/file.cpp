#include "strip/heif/file.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/bmff/payload.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::heif {
namespace {

using bmff::Box;
using bmff::type;

// Words that libavif, libheif, GPAC, ffmpeg and Apple's encoders give to every item, handler or coder, whatever the
// picture. None has a version.
constexpr std::array<std::string_view, 15> usual_names{"Color",
                                                       "Alpha",
                                                       "GMap",
                                                       "SampleTransform",
                                                       "Exif",
                                                       "XMP",
                                                       "Image",
                                                       "HEVC Image",
                                                       "libavif",
                                                       "AOM Coding",
                                                       "AVIF Still Picture",
                                                       "GPAC pict Handler",
                                                       "PictureHandler",
                                                       "VideoHandler",
                                                       "Generically compressed Image"};

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

void report_name(Bytes name, std::uint64_t at, Output& out) {
  if (is_zero(name)) return;
  const bool is_usual = std::ranges::find(usual_names, as_text(name)) != usual_names.end();
  out.report().add(is_usual ? Kind::layout : Kind::name, Fate::removed, name.size());
  if (!is_usual) out.found(Kind::name, name, at);
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
