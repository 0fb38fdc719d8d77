#include "strip/svg/notes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"

namespace stripmeta::svg {
namespace {

using Text = std::string_view;

template <std::size_t Size>
bool is_one_of(Text word, const std::array<Text, Size>& list) {
  return std::ranges::any_of(list, [&](Text one) { return equal_ignoring_case(one, word); });
}

bool has(Text text, Text word) {
  return find_ignoring_case(text, word) != Text::npos;
}

// The words of a text, without punctuation around them. No more than the first `most`.
std::vector<Text> words_of(Text text, std::size_t most) {
  constexpr Text around = "\"'()[]{}<>,;:.!?*";
  std::vector<Text> words;
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    while (at < text.size() && is_space(text[at])) ++at;
    const auto begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    const auto word = text.substr(begin, at - begin);
    const auto first = word.find_first_not_of(around);
    if (first == Text::npos) continue;
    words.push_back(word.substr(first, word.find_last_not_of(around) - first + 1));
  }
  return words;
}

// Names of programs that write SVG. Some are words of their own, so they count only where a note would have them.
constexpr auto programs = std::to_array<Text>(
    {"adobe",        "affinity",    "amcharts",    "apexcharts",  "asymptote",  "autocad",        "autodesk",
     "batik",        "bohemian",    "bokeh",       "boxy",        "cairo",      "canva",          "cinema4d",
     "corel",        "coreldraw",   "d3",          "d3.js",       "dia",        "diagrams.net",   "dot",
     "draw.io",      "drawio",      "dvisvgm",     "eagle",       "easyeda",    "echarts",        "eeschema",
     "eeschema-svg", "excalidraw",  "fabric.js",   "figma",       "freecad",    "fritzing",       "gerbv",
     "ggplot2",      "ghostscript", "gimp",        "gliffy",      "gnuplot",    "graphviz",       "gravit",
     "highcharts",   "illustrator", "imagemagick", "inkscape",    "ipe",        "jfreesvg",       "kicad",
     "krita",        "libreoffice", "lucidchart",  "lucid",       "lunacy",     "matlab",         "matplotlib",
     "mathjax",      "mermaid",     "miro",        "omnigraffle", "openoffice", "openoffice.org", "openscad",
     "pcbnew",       "pdf2svg",     "pdftocairo",  "photoshop",   "pixelmator", "plantuml",       "plotly",
     "potrace",      "procreate",   "qt",          "r",           "raphael",    "rapha\xC3\xABl", "rhino",
     "serif",        "sketch",      "sketchup",    "skencil",     "snap.svg",   "sodipodi",       "solidworks",
     "structurizr",  "svg-edit",    "svg.js",      "svglite",     "svgo",       "tableau",        "texstudio",
     "vectary",      "vectornator", "vectr",       "vega",        "visio",      "wavedrom",       "xfig",
     "fig2dev",      "yed",         "yworks",      "zeplin"});

bool is_program(Text word) {
  return is_one_of(word, programs);
}

// A run of digits with separators: 2024-05-01, 01.05.2024, 5/1/24.
bool is_calendar_day(Text word) {
  std::array<std::size_t, 3> sizes{};
  std::size_t part = 0;
  for (const char c : word.substr(0, word.find_first_of("Tt"))) {
    if (is_digit(c)) {
      ++sizes[part];
    } else if ((c != '-' && c != '.' && c != '/') || ++part == sizes.size()) {
      return false;
    }
  }
  const bool year_first = sizes[0] == 4 && sizes[2] <= 2;
  const bool year_last = sizes[0] <= 2 && (sizes[2] == 4 || sizes[2] == 2);
  return part == 2 && sizes[0] > 0 && sizes[1] > 0 && sizes[1] <= 2 && sizes[2] > 0 && (year_first || year_last);
}

// "2.1", "v1.0.3", "29.0.1": digits, and a dot or a `v`.
bool is_version(Text word) {
  const bool v = word.size() > 1 && (word.front() == 'v' || word.front() == 'V');
  if (v) word.remove_prefix(1);
  const bool plain = word.find_first_not_of("0123456789.-_rc") == Text::npos;
  return plain && !word.empty() && is_digit(word.front());
}

// A name such as x.ai, which may be an address: letters and an extension that is a top-level domain as well.
bool may_be_domain(Text word) {
  constexpr auto domains = std::to_array<Text>({"ai", "dot", "ps", "py"});
  const auto dot = std::min(word.find('.'), word.size());
  const bool plain = std::ranges::all_of(word.substr(0, dot), [](char c) { return c >= 'a' && c <= 'z'; });
  return plain && dot < word.size() && std::ranges::find(domains, word.substr(dot + 1)) != domains.end();
}

// A word that is the name of a drawing's file, as a program puts it before its own note.
bool is_drawing(Text word) {
  constexpr auto extensions =
      std::to_array<Text>({"ai", "afdesign", "cdr", "drawio", "dwg", "dxf", "excalidraw", "fzp", "fzz", "graffle",
                           "kicad_pcb", "kicad_sch", "sketch", "svg", "svgz", "vsd", "vsdx", "xcf"});
  const auto dot = word.rfind('.');
  return dot != Text::npos && dot > 0 && !may_be_domain(word) && is_one_of(word.substr(dot + 1), extensions);
}

// Whether a program's name is also a usual word, so that more must say that the program is meant.
bool is_usual_word(Text word) {
  constexpr auto usual_words =
      std::to_array<Text>({"boxy",  "cairo",   "corel", "d3", "dia",   "dot",   "eagle",  "gravit",  "ipe",  "krita",
                           "lucid", "mermaid", "miro",  "r",  "rhino", "serif", "sketch", "tableau", "vega", "visio"});
  return is_one_of(word, usual_words);
}

// A day whose year has four digits.
bool is_full_day(Text word) {
  const auto digits = std::ranges::count_if(word.substr(0, word.find_first_of("Tt")), is_digit);
  return is_calendar_day(word) && digits >= 6;
}

constexpr auto with = std::to_array<Text>({"with", "using", "via", "by"});

// Whether what stands behind a verb of making leads to a program or its file: "with the Inkscape", "as board.svg",
// "by Boardmaker 6.1", "by anyone on 2024-05-01".
bool leads_to_program(std::span<const Text> words) {
  constexpr std::size_t nearest = 3;
  const bool tool = is_one_of(words.front(), with);
  const auto behind = words.subspan(1, std::min(nearest, words.size() - 1));
  const auto is_named = [&](Text word) { return is_program(word) && (tool || !equal_ignoring_case(word, "cairo")); };
  if (std::ranges::any_of(behind, is_named) || std::ranges::any_of(behind, is_drawing)) return true;
  const bool name = tool && words.size() > 2 && !words[1].empty() && words[1].front() >= 'A' && words[1].front() <= 'Z';
  if (name && is_version(words[2]) && words[2].contains('.')) return true;
  return std::ranges::any_of(words, is_full_day);
}

// "Created with Boardmaker": nothing else, and the last word is a name.
bool is_signature(const std::vector<Text>& words) {
  if (words.size() != 3) return false;
  const bool tool = equal_ignoring_case(words[1], "with") || equal_ignoring_case(words[1], "using");
  return tool && words[2].front() >= 'A' && words[2].front() <= 'Z';
}

// "Last modified by John", "Last saved on Tuesday by jsmith".
bool says_when_it_was_saved(const std::vector<Text>& words) {
  constexpr auto verbs = std::to_array<Text>({"modified", "saved", "edited", "updated", "changed", "exported"});
  constexpr auto behind = std::to_array<Text>({"by", "on", "at", "date", "with"});
  return words.size() > 2 && equal_ignoring_case(words[0], "last") && is_one_of(words[1], verbs) &&
         is_one_of(words[2], behind);
}

// "Created with Sketch.", "SVG Picture created as a.svg date 2024/05/01": a verb of making near the beginning, with a
// known program, a file or a day behind it. Without these it is a person's sentence: "Exported goods by country".
bool says_how_it_was_made(const std::vector<Text>& words) {
  constexpr auto verbs = std::to_array<Text>({"created", "generated", "produced", "exported", "converted", "rendered",
                                              "plotted", "modified", "vectorized", "autotraced", "auto-generated"});
  constexpr auto weak_verbs = std::to_array<Text>({"made", "drawn", "designed", "written", "built", "saved", "traced"});
  constexpr auto before =
      std::to_array<Text>({"svg",     "picture",       "image", "file", "drawing", "document", "graphic", "graphics",
                           "diagram", "figure",        "chart", "plot", "this",    "was",      "is",      "the",
                           "a",       "automatically", "auto",  "has",  "been",    "last"});
  constexpr auto links = std::to_array<Text>({"with", "by", "using", "from", "as", "in", "on", "at", "via"});
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool weak = is_one_of(words[i], weak_verbs);
    if (!weak && !is_one_of(words[i], verbs)) {
      if (!is_one_of(words[i], before)) return false;
      continue;
    }
    const bool svg = !weak && equal_ignoring_case(words[i + 1], "svg");  // "Exported SVG from Boardmaker"
    const auto rest = std::span{words}.subspan(i + 1);
    if (svg) return rest.size() > 1 && is_one_of(rest[1], links);
    if (is_full_day(rest.front())) return true;
    if (!weak && i == 0 && is_signature(words)) return true;
    return is_one_of(rest.front(), links) && leads_to_program(rest);
  }
  return false;
}

// "Qt SVG Document", "Inkscape 1.2", "Adobe Illustrator 27.0, SVG Export Plug-In". A name alone is a title, such as
// that of an icon, but for the title that gnuplot gives to each of its files.
bool names_a_program(const std::vector<Text>& words) {
  constexpr auto own = std::to_array<Text>({"svg", "document", "export", "plug-in", "plugin", "version", "build",
                                            "drawing", "untitled", "diagram", "chart", "image", "picture", "file"});
  const auto begin = words.begin();
  const bool versioned = std::any_of(begin, begin + std::min<std::ptrdiff_t>(4, std::ssize(words)),
                                     [](Text word) { return is_version(word) && word.contains('.'); });
  if (is_program(words.front()) && versioned) return true;
  if (words.size() == 1) return equal_ignoring_case(words.front(), "gnuplot");
  const bool named = std::ranges::any_of(words, [&](Text word) { return is_program(word) && !is_usual_word(word); });
  const bool more = std::ranges::any_of(words, [&](Text word) { return is_version(word) || is_one_of(word, own); });
  return named && more && std::ranges::all_of(words, [&](Text word) {
           return is_program(word) || is_version(word) || is_one_of(word, own);
         });
}

// --- paths and files

// Whether a text begins with a path of three names or more: /projects/a/b.
bool is_absolute(Text text) {
  const auto path = text.substr(0, text.find_first_of(" \t\r\n"));
  return path.size() > 2 && path[0] == '/' && path[1] != '/' && std::ranges::count(path, '/') >= 3;
}

// Whether a text begins with a path of two names or more: /projects/a. "Plan C:/D" has none.
bool has_folder(Text text) {
  const auto path = text.substr(0, text.find_first_of(" \t\r\n"));
  return path.size() > 3 && path[0] == '/' && path[1] != '/' && path.find('/', 1) < path.size() - 1;
}

// A text that is a path and nothing else: "/var/www/plan".
bool is_path(Text text) {
  constexpr auto roots = std::to_array<Text>(
      {"/tmp/", "/var/", "/mnt/", "/opt/", "/usr/", "/srv/", "/etc/", "/private/", "/Applications/", "/Library/"});
  if (std::ranges::any_of(text, is_space)) return false;
  return is_absolute(text) || std::ranges::any_of(roots, [&](Text one) { return text.starts_with(one); });
}

// The path of a file that belongs to a person, or is on a drive or a share, anywhere in the text.
bool has_path(Text text) {
  constexpr std::size_t longest = 256;
  constexpr auto roots = std::to_array<Text>(
      {"/home/", "/Users/", "/root/", "/media/", "/Volumes/", "/storage/", "/sdcard/", "/cygdrive/"});
  if (has(text, "file:/") || has(text, "%userprofile%") || has(text, "%appdata%")) return true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]) || text[at - 1] == '/');
    if (!begins) continue;
    const auto rest = text.substr(at);
    const bool drive = rest.size() > 3 && is_letter(rest[0]) && rest[1] == ':' &&
                       (rest[2] == '\\' || has_folder(rest.substr(2, longest)));
    const bool share = rest.size() > 3 && rest.starts_with("\\\\") && (is_letter(rest[2]) || is_digit(rest[2]));
    const bool home = rest.starts_with("~/");
    const bool root =
        rest.front() == '/' && std::ranges::any_of(roots, [&](Text one) { return rest.starts_with(one); });
    if (drive || share || home || root) return true;
  }
  return false;
}

// Whether a text of one line ends with the extension of a file that pictures are made from or written to.
bool is_file_name(Text text) {
  constexpr auto extensions = std::to_array<Text>(
      {"afdesign", "afphoto",    "afpub", "ai",    "ait",  "asy",         "bmp",     "blend",     "brd",       "cdr",
       "cgm",      "csv",        "dia",   "doc",   "docx", "dot",         "drawio",  "dwg",       "dxf",       "emf",
       "eps",      "excalidraw", "fig",   "fzz",   "gif",  "gp",          "graffle", "graphml",   "gv",        "heic",
       "html",     "indd",       "ipe",   "ipynb", "jpeg", "jpg",         "json",    "kicad_pcb", "kicad_sch", "mmd",
       "numbers",  "odg",        "odp",   "ods",   "odt",  "pages",       "pdf",     "plt",       "png",       "pptx",
       "ppt",      "ps",         "psd",   "puml",  "py",   "sch",         "sketch",  "skp",       "svg",       "svgz",
       "tex",      "tif",        "tiff",  "txt",   "uml",  "vectornator", "vsd",     "vsdx",      "webp",      "wmf",
       "xcf",      "xd",         "xls",   "xlsx",  "xml",  "yaml",        "yed"});
  const auto dot = text.rfind('.');
  if (dot == Text::npos || dot == 0 || text.find('\n') != Text::npos || is_space(text[dot - 1])) return false;
  return !may_be_domain(text) && is_one_of(text.substr(dot + 1), extensions);
}

// --- dates

// 10:11, 10:11:12, 10:11:12.345Z, 10:11:12+02:00.
bool is_clock(Text word) {
  const auto colon = word.find(':');
  return colon != Text::npos && colon >= 1 && colon <= 2 && word.find_first_not_of("0123456789:.+-Zz") == Text::npos;
}

bool is_month(Text word) {
  constexpr auto months = std::to_array<Text>(
      {"jan",   "feb",  "mar",  "apr",    "may",       "jun",     "jul",      "aug",     "sep",      "oct",
       "nov",   "dec",  "mai",  "okt",    "dez",       "januar",  "februar",  "january", "february", "march",
       "april", "june", "july", "august", "september", "october", "november", "december"});
  return is_one_of(word, months);
}

bool is_year(Text word) {
  return word.size() == 4 && std::ranges::all_of(word, is_digit);
}

// A text that is a date and nothing else, as a program writes it: 2024-05-01, or a full date with a clock. "May 2024"
// and "9/11/01" are titles.
bool is_date(const std::vector<Text>& words) {
  constexpr auto others = std::to_array<Text>(
      {"mon",      "tue",    "wed",      "thu",    "fri",  "sat",       "sun",     "monday",   "tuesday", "wednesday",
       "thursday", "friday", "saturday", "sunday", "am",   "pm",        "utc",     "gmt",      "z",       "cet",
       "cest",     "est",    "edt",      "pst",    "pdt",  "date",      "created", "modified", "updated", "saved",
       "exported", "on",     "at",       "last",   "time", "timestamp", "of"});
  const auto is_number = [](Text word) {  // 1, 1st, 2024
    const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
    return digits > 0 && word.size() - digits <= 2;
  };
  const auto is_part = [&](Text word) {
    return is_calendar_day(word) || is_clock(word) || is_month(word) || is_number(word) || is_one_of(word, others);
  };
  if (!std::ranges::all_of(words, is_part)) return false;
  const auto any = [&](auto is) { return std::ranges::any_of(words, is); };
  if (any([](Text word) { return is_calendar_day(word) && is_year(word.substr(0, word.find('-'))); })) return true;
  return any(is_clock) && (any(is_calendar_day) || (any(is_month) && any(is_year)));
}

// --- data

// The source of a diagram, or another text that no person wrote: markup, JSON, base64.
bool is_data(Text text) {
  constexpr std::size_t longest_word = 100;
  if (has(text, "<mxfile") || has(text, "<mxGraphModel") || has(text, "@startuml") || has(text, "<?xml")) return true;
  if (is_data_uri(text) && text.contains(',')) return true;
  const char first = text.front();
  const char last = text.back();
  if ((first == '{' && last == '}' && text.contains(':')) || (first == '<' && last == '>')) return true;
  std::size_t run = 0;
  for (const char c : text) {
    run = is_space(c) || static_cast<unsigned char>(c) >= 0x80 ? 0 : run + 1;
    if (run > longest_word) return true;
  }
  return false;
}

}  // namespace

bool is_note(std::string_view text) {
  constexpr std::size_t most_words = 64;
  text = trimmed(text);
  if (text.empty()) return false;
  if (is_data(text) || is_path(text) || has_path(text) || is_file_name(text)) return true;
  const auto words = words_of(text, most_words);
  if (words.empty()) return false;
  if (text.size() > 10 && equal_ignoring_case(text.substr(0, 10), "generator:")) return true;
  if (says_how_it_was_made(words) || says_when_it_was_saved(words) || (words.size() > 1 && is_drawing(words.front())))
    return true;
  if (words.size() == most_words) return false;
  return names_a_program(words) || is_date(words);
}

}  // namespace stripmeta::svg
