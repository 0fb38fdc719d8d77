#include "stripmeta/report.hpp"

#include <algorithm>

namespace stripmeta {
namespace {

struct KindWord {
  Kind kind;
  std::string_view word;
};
constexpr std::array<KindWord, kind_count> kinds{{
    {Kind::app0, "app0"},
    {Kind::app1, "app1"},
    {Kind::app2, "app2"},
    {Kind::app3, "app3"},
    {Kind::app4, "app4"},
    {Kind::app5, "app5"},
    {Kind::app6, "app6"},
    {Kind::app7, "app7"},
    {Kind::app8, "app8"},
    {Kind::app9, "app9"},
    {Kind::app10, "app10"},
    {Kind::app11, "app11"},
    {Kind::app12, "app12"},
    {Kind::app13, "app13"},
    {Kind::app14, "app14"},
    {Kind::app15, "app15"},
    {Kind::exif, "exif"},
    {Kind::xmp, "xmp"},
    {Kind::extended_xmp, "extended_xmp"},
    {Kind::photoshop, "photoshop"},
    {Kind::comment, "comment"},
    {Kind::mpf, "mpf"},
    {Kind::c2pa, "c2pa"},
    {Kind::jumbf, "jumbf"},
    {Kind::flashpix, "flashpix"},
    {Kind::jfxx, "jfxx"},
    {Kind::gain_map_info, "gain_map_info"},
    {Kind::icc, "icc"},
    {Kind::jfif, "jfif"},
    {Kind::jfif_thumbnail, "jfif_thumbnail"},
    {Kind::adobe, "adobe"},
    {Kind::orientation, "orientation"},
    {Kind::density, "density"},
    {Kind::color_space, "color_space"},
    {Kind::copyright, "copyright"},
    {Kind::panorama, "panorama"},
    {Kind::iptc, "iptc"},
    {Kind::text, "text"},
    {Kind::time, "time"},
    {Kind::chunk, "chunk"},
    {Kind::ninepatch, "ninepatch"},
    {Kind::application, "application"},
    {Kind::plain_text, "plain_text"},
    {Kind::box, "box"},
    {Kind::item, "item"},
    {Kind::property, "property"},
    {Kind::thumbnail, "thumbnail"},
    {Kind::depth_map, "depth_map"},
    {Kind::matte, "matte"},
    {Kind::gain_map, "gain_map"},
    {Kind::picture, "picture"},
    {Kind::sound, "sound"},
    {Kind::track, "track"},
    {Kind::user_data, "user_data"},
    {Kind::uuid, "uuid"},
    {Kind::name, "name"},
    {Kind::encoder_note, "encoder_note"},
    {Kind::reconstruction, "reconstruction"},
    {Kind::padding, "padding"},
    {Kind::tag, "tag"},
    {Kind::maker_note, "maker_note"},
    {Kind::geo, "geo"},
    {Kind::pyramid, "pyramid"},
    {Kind::metadata, "metadata"},
    {Kind::editor, "editor"},
    {Kind::instruction, "instruction"},
    {Kind::attribute, "attribute"},
    {Kind::title, "title"},
    {Kind::script, "script"},
    {Kind::link, "link"},
    {Kind::embedded, "embedded"},
    {Kind::layout, "layout"},
    {Kind::junk, "junk"},
    {Kind::slack, "slack"},
    {Kind::trailer, "trailer"},
}};

struct HoldsWord {
  Holds holds;
  std::string_view word;
};
constexpr std::array<HoldsWord, holds_count> holdings{{
    {Holds::gps, "gps"},
    {Holds::serial, "serial"},
    {Holds::owner, "owner"},
    {Holds::date, "date"},
    {Holds::thumbnail, "thumbnail"},
    {Holds::maker_note, "maker_note"},
    {Holds::edit_history, "edit_history"},
    {Holds::ai_prompt, "ai_prompt"},
    {Holds::picture, "picture"},
    {Holds::video, "video"},
    {Holds::gain_map, "gain_map"},
}};

static_assert(is_in_order(kinds, &KindWord::kind) && is_in_order(holdings, &HoldsWord::holds));

}  // namespace

std::string_view kind_word(Kind kind) {
  return kinds[static_cast<std::size_t>(kind)].word;
}
std::string_view holds_word(Holds holds) {
  return holdings[static_cast<std::size_t>(holds)].word;
}

bool Report::clean() const {
  return !truncated && std::ranges::none_of(rows, [](const ReportRow& row) {
    return row.fate == Fate::removed && row.kind != Kind::layout;
  });
}

bool Report::changed() const {
  return truncated || std::ranges::any_of(rows, [](const ReportRow& row) { return row.fate == Fate::removed; });
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
