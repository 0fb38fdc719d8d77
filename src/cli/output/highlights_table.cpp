#include "cli/output/highlights_table.hpp"

#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/output/summary.hpp"
#include "cli/output/text.hpp"
#include "inspect/text.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::size_t name_columns = 9;

std::string line(std::string_view name, const std::string& text) {
  if (text.empty()) return {};
  return "    " + padded(std::string{name}, name_columns) + "  " + neutralise(text) + '\n';
}

void append(std::string& list, std::string_view text) {
  if (text.empty()) return;
  if (!list.empty()) list += ", ";
  list += text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) append(list, text);
  return list;
}

// "48.85837": six decimals are a tenth of a metre.
std::string degrees(double value) {
  auto text = inspection::fixed_text(value, 6);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text += '0';
  return text;
}

std::string coordinates_text(const std::optional<Coordinates>& coordinates) {
  if (!coordinates) return {};
  auto text = degrees(coordinates->latitude) + ", " + degrees(coordinates->longitude);
  if (!coordinates->altitude) return text;
  return text + " (" + inspection::number_text(std::round(*coordinates->altitude * 10) / 10) + " m)";
}

std::string dates_text(const Dates& dates) {
  std::string list;
  if (!dates.taken.empty()) append(list, "taken " + dates.taken);
  if (!dates.digitized.empty() && dates.digitized != dates.taken) append(list, "digitized " + dates.digitized);
  if (!dates.modified.empty() && dates.modified != dates.taken) append(list, "modified " + dates.modified);
  return list;
}

// The beginning of a prompt, on one line.
std::string shorten(std::string_view prompt) {
  constexpr std::size_t columns = 80;
  std::string text;
  for (const char c : prompt) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) text += c;
    if (blank && !text.ends_with(' ')) text += ' ';
    if (width(text) > columns) {
      text.resize(inspection::cut_utf8(text, text.size() - 1).size());
      return text + "\u2026";
    }
  }
  return text;
}

std::string edits_text(std::size_t edits) {
  if (edits == 0) return {};
  return grouped(edits) + (edits == 1 ? " step" : " steps");
}

std::string extras_text(const Highlights& highlights) {
  std::string list;
  if (highlights.has_picture) append(list, "another picture");
  if (highlights.has_video) append(list, "a video");
  return list;
}

std::string thumbnail_text(const std::optional<ThumbnailShape>& shape) {
  if (!shape) return {};
  return (shape->size.known() ? size_text(shape->size) : "of unknown size") + shape_note(*shape);
}

}  // namespace

std::string highlights_table(const Highlights& highlights) {
  auto text = line("location", coordinates_text(highlights.coordinates));
  text += line("place", joined(highlights.places));
  text += line("device", joined({highlights.camera, highlights.lens}));
  text += line("serials", joined(highlights.serials));
  text += line("people", joined(highlights.people));
  text += line("dates", dates_text(highlights.dates));
  text += line("software", joined(highlights.software));
  text += line("AI prompt", shorten(highlights.prompt));
  text += line("edits", edits_text(highlights.edits));
  text += line("also has", extras_text(highlights));
  text += line("thumbnail", thumbnail_text(highlights.thumbnail));
  return text.empty() ? text : "  summary\n" + text;
}

std::string size_text(PictureSize size) {
  return std::to_string(size.width) + " x " + std::to_string(size.height);
}

std::string shape_note(const ThumbnailShape& shape) {
  // DCF prescribes this size for thumbnails of every camera. If the picture has another shape, black bars fill the
  // rest.
  constexpr PictureSize usual{160, 120};
  if (!shape.differs) return {};
  return ", a different shape than the picture (" + size_text(shape.picture) + "): it may show what was cropped away" +
         (shape.size == usual ? ", or only have black bars" : "");
}

std::string table_row(const Record& record) {
  constexpr std::size_t path_columns = 40;
  std::size_t format_columns = 0;
  for (const auto format : all_formats) format_columns = std::max(format_columns, format_word(format).size());
  constexpr std::size_t size_columns = 11;  // up to 999,999,999
  return padded(neutralise(record.path), path_columns) + "  " +
         padded(std::string{format_word(record.report.format)}, format_columns) + "  " +
         padded_left(grouped(record.report.bytes_in), size_columns) + "  " + held_summary(record.report, held(record)) +
         naming_note(record.path, record.report) + '\n';
}

}  // namespace stripmeta::cli
