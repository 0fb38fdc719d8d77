#include "stripmeta/report.hpp"

#include <algorithm>

namespace stripmeta {
namespace {

struct FormatRow {
  std::string_view word;
  std::string_view title;
  std::string_view media_type;
};

// In the order of Format, Kind and Holds.
constexpr std::array<FormatRow, format_count> formats{{{"unknown", "unknown format", "application/octet-stream"},
                                                       {"jpeg", "JPEG", "image/jpeg"},
                                                       {"png", "PNG", "image/png"},
                                                       {"gif", "GIF", "image/gif"},
                                                       {"webp", "WebP", "image/webp"},
                                                       {"heic", "HEIC", "image/heic"},
                                                       {"avif", "AVIF", "image/avif"},
                                                       {"jxl", "JPEG XL", "image/jxl"},
                                                       {"tiff", "TIFF", "image/tiff"},
                                                       {"svg", "SVG", "image/svg+xml"}}};

constexpr std::array<std::string_view, kind_count> kinds{"app0",          "app1",
                                                         "app2",          "app3",
                                                         "app4",          "app5",
                                                         "app6",          "app7",
                                                         "app8",          "app9",
                                                         "app10",         "app11",
                                                         "app12",         "app13",
                                                         "app14",         "app15",
                                                         "exif",          "xmp",
                                                         "extended_xmp",  "photoshop",
                                                         "comment",       "mpf",
                                                         "c2pa",          "jumbf",
                                                         "flashpix",      "jfxx",
                                                         "gain_map_info", "icc",
                                                         "jfif",          "jfif_thumbnail",
                                                         "adobe",         "orientation",
                                                         "density",       "color_space",
                                                         "copyright",     "panorama",
                                                         "iptc",          "text",
                                                         "time",          "chunk",
                                                         "ninepatch",     "application",
                                                         "plain_text",    "box",
                                                         "item",          "property",
                                                         "thumbnail",     "depth_map",
                                                         "matte",         "gain_map",
                                                         "picture",       "sound",
                                                         "track",         "user_data",
                                                         "uuid",          "name",
                                                         "encoder_note",  "reconstruction",
                                                         "padding",       "tag",
                                                         "maker_note",    "geo",
                                                         "pyramid",       "metadata",
                                                         "editor",        "instruction",
                                                         "attribute",     "title",
                                                         "script",        "link",
                                                         "embedded",      "fill",
                                                         "junk",          "slack",
                                                         "trailer"};

constexpr std::array<std::string_view, holds_count> holdings{"gps",       "serial",     "owner",        "date",
                                                             "thumbnail", "maker_note", "edit_history", "ai_prompt",
                                                             "picture",   "video",      "gain_map"};
static_assert(!kinds.back().empty() && !holdings.back().empty());

struct Extension {
  std::string_view text;
  Format format;
};
constexpr std::array<Extension, 15> extensions{{{".jpg", Format::jpeg},
                                                {".jpeg", Format::jpeg},
                                                {".jpe", Format::jpeg},
                                                {".jfif", Format::jpeg},
                                                {".png", Format::png},
                                                {".apng", Format::png},
                                                {".gif", Format::gif},
                                                {".webp", Format::webp},
                                                {".heic", Format::heic},
                                                {".hif", Format::heic},
                                                {".avif", Format::avif},
                                                {".jxl", Format::jxl},
                                                {".tif", Format::tiff},
                                                {".tiff", Format::tiff},
                                                {".svg", Format::svg}}};

bool ends_with_any_case(std::string_view name, std::string_view lower) {
  if (name.size() < lower.size()) return false;
  return std::ranges::equal(name.substr(name.size() - lower.size()), lower, [](char found, char wanted) {
    return (found >= 'A' && found <= 'Z' ? static_cast<char>(found - 'A' + 'a') : found) == wanted;
  });
}

}  // namespace

std::string_view format_word(Format format) {
  return formats[static_cast<std::size_t>(format)].word;
}
std::string_view format_title(Format format) {
  return formats[static_cast<std::size_t>(format)].title;
}
std::string_view media_type(Format format) {
  return formats[static_cast<std::size_t>(format)].media_type;
}
Format named_as(std::string_view name) {
  const auto row =
      std::ranges::find_if(extensions, [&](const Extension& one) { return ends_with_any_case(name, one.text); });
  return row == extensions.end() ? Format::unknown : row->format;
}
Format misnamed_as(std::string_view name, Format format) {
  const auto named = named_as(name);
  return format == Format::unknown || named == format ? Format::unknown : named;
}
std::string_view kind_word(Kind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}
std::string_view holds_word(Holds holds) {
  return holdings[static_cast<std::size_t>(holds)];
}

bool Report::clean() const {
  return !truncated && std::ranges::none_of(rows, [](const ReportRow& row) {
    return row.fate == Fate::removed && row.kind != Kind::fill;
  });
}

HoldSet Report::removed_holds() const {
  HoldSet all;
  for (const auto& row : rows) {
    if (row.fate == Fate::removed) all.add(row.holds);
  }
  return all;
}

void Report::add(Kind kind, Fate fate, std::uint64_t bytes, HoldSet holds) {
  add({kind, fate, 1, bytes, holds});
}

void Report::add(const ReportRow& more) {
  auto row = std::ranges::find_if(rows, [&](const ReportRow& r) { return r.kind == more.kind && r.fate == more.fate; });
  if (row == rows.end()) row = rows.insert(rows.end(), ReportRow{more.kind, more.fate, 0, 0, {}});
  row->count += more.count;
  row->bytes += more.bytes;
  row->holds.add(more.holds);
}

}  // namespace stripmeta
