// `stripmeta policy`: what a policy does, format by format.
#include "stripmeta/policy.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/output/console.hpp"
#include "cli/output/text.hpp"
#include "cli/verbs/verbs.hpp"
#include "job/json.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {
namespace {

// What becomes of a part in a format: `policy` decides, it belongs to the picture and always stays, or it never stays.
enum class Rule : std::uint8_t { policy, always, never };

constexpr std::size_t columns = format_count - 1;  // without Format::unknown
using Row = std::array<Rule, columns>;

// docs/formats says the same in words.
constexpr Row rules_of(Keep part) {
  constexpr auto by = Rule::policy;
  constexpr auto on = Rule::always;
  constexpr auto no = Rule::never;
  switch (part) {  //       jpeg png gif webp heic avif jxl tiff svg
    case Keep::icc: return {by, by, by, by, by, by, on, by, no};
    case Keep::orientation: return {by, by, no, by, on, on, on, by, no};
    case Keep::density:
    case Keep::copyright:
    case Keep::panorama: return {by, by, no, by, no, no, no, by, no};
    case Keep::gainmap: return {by, no, no, no, by, by, by, no, no};
    case Keep::pyramid: return {no, no, no, no, no, no, no, no, no};
    case Keep::title: return {no, no, no, no, no, no, no, no, by};
    case Keep::ninepatch: return {no, by, no, no, no, no, no, no, no};
  }
  return {};
}

constexpr std::array<std::string_view, columns> what_goes{
    "Exif with GPS, thumbnail and maker notes, XMP, IPTC, comments, MPF, C2PA, all after the image's end",
    "text and prompts, Exif, XMP, time, C2PA, every chunk that is not listed, all after the end",
    "comments, plain text, XMP and other applications' blocks, all after the end",
    "Exif, XMP, C2PA, every chunk that is not listed",
    "Exif, XMP, thumbnails, depth maps, mattes, further pictures, sound, names, encoders' notes",
    "Exif, XMP, thumbnails, depth maps, further pictures, sound, names, encoders' notes",
    "Exif, XMP, JUMBF, compressed metadata, the data that bring an old JPEG back",
    "every tag that is not listed: Exif, GPS, XMP, IPTC, Photoshop's, GeoTIFF; thumbnails and pyramids",
    "metadata, RDF, editors' elements and attributes, comments; metadata of embedded images",
};

Format format_at(std::size_t column) {
  return static_cast<Format>(column + 1);
}

std::string_view word(Rule rule, bool keeps) {
  if (rule == Rule::always) return "always";
  if (rule == Rule::never) return "-";
  return keeps ? "stays" : "goes";
}

std::string trimmed_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string table(const Policy& policy) {
  constexpr std::size_t first = 13;
  constexpr std::size_t other = 8;
  std::string line(first, ' ');
  for (std::size_t column = 0; column < columns; ++column) line += padded(format_word(format_at(column)), other);
  std::string text = trimmed_line(line);
  for (const auto& part : keep_words) {
    if (!part.available) continue;
    line = padded(part.word, first);
    for (const auto rule : rules_of(part.part)) line += padded(word(rule, policy.keeps(part.part)), other);
    text += trimmed_line(line);
  }
  return text;
}

std::string in_words(const Policy& policy) {
  std::string text = "policy " + canonical(policy) + "\n\n";
  if (policy.preset == Preset::location) {
    return text +
           "What says where a picture was taken goes, in every format: it is overwritten where it stands, or goes "
           "whole\n"
           "where it cannot be read. Every other byte stays (docs/location.md).\n";
  }
  text += "Picture data, transparency and animation stay, bit for bit. Of the rest:\n\n" + table(policy) +
          "\nstays: by this policy; goes: --keep would keep it; always: it belongs to the picture; -: never there, or "
          "never kept\n\nWhat goes besides:\n";
  constexpr std::size_t names = 6;
  for (std::size_t column = 0; column < columns; ++column) {
    text += "  " + padded(format_word(format_at(column)), names) + std::string{what_goes.at(column)} + '\n';
  }
  return text + "\nWhat is unknown goes. What ends too early or is slightly damaged is " +
         (policy.strict ? "refused (strict).\n" : "completed or repaired.\n");
}

std::string in_json(const Policy& policy) {
  nlohmann::ordered_json object;
  object["policy"] = canonical(policy);
  object["strict"] = policy.strict;
  if (policy.preset != Preset::location) {
    for (std::size_t column = 0; column < columns; ++column) {
      auto& format = object["formats"][std::string{format_word(format_at(column))}];
      for (const auto& part : keep_words) {
        const auto rule = rules_of(part.part).at(column);
        if (part.available && rule != Rule::never) format[std::string{part.word}] = word(rule, policy.keeps(part.part));
      }
    }
  }
  return dump_line(object) + '\n';
}

}  // namespace

int show_policy(const CommonOptions& options) {
  return print_text(options.print == Print::json ? in_json(options.policy) : in_words(options.policy));
}

}  // namespace stripmeta::cli
