// A second, small reader of HEIF, which judges outputs. It shares no code with the engine, and knows only what may
// stay.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class HeifReader {
 public:
  explicit HeifReader(std::string_view file, Allowed allowed = {}) : file_(file), gain_map_(allowed.gain_map) {}
  // A tone-mapped picture may be among the items.
  static HeifReader with_gain_map(std::string_view file) { return HeifReader{file, {.gain_map = true}}; }

  // Returns "" if every byte belongs to the allow-list, otherwise what was found.
  std::string judge() {
    const auto top = children(0, file_.size());
    int rank = 0;
    for (const auto& part : top) {
      const int next = part.type == "ftyp"   ? 1
                       : part.type == "meta" ? 2
                       : part.type == "moov" ? 3
                       : part.type == "mdat" ? 4
                                             : 0;
      if (next <= rank) complain("a box out of order, or one that must go: " + part.type, part.at);
      rank = next;
      if (part.type == "ftyp") judge_brands(part);
      if (part.type == "meta") judge_meta(part);
      if (part.type == "moov") judge_tree(part);
      if (part.type == "mdat") media_ = {part.begin, part.end};
    }
    if (top.empty() || top.front().type != "ftyp") complain("no ftyp", 0);
    if (wrong_.empty()) judge_media();
    return wrong_;
  }

 private:
  struct Part {
    std::string type;
    std::size_t at;
    std::size_t begin;
    std::size_t end;
  };
  using Words = std::initializer_list<std::string_view>;

  static bool is_one_of(std::string_view word, Words words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  std::uint64_t number(std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (at + i >= file_.size()) {
        complain("a number past the end", at);
        return 0;
      }
      value = value << 8U | static_cast<unsigned char>(file_[at + i]);
    }
    return value;
  }

  void complain(const std::string& what, std::size_t at) {
    if (wrong_.empty()) wrong_ = what + " at " + std::to_string(at);
  }

  // The boxes in [begin, end), which they fill exactly. No box of an output has the size 0.
  std::vector<Part> children(std::size_t begin, std::size_t end) {
    std::vector<Part> parts;
    while (begin < end && wrong_.empty()) {
      std::uint64_t size = number(begin, 4);
      std::size_t head = 8;
      if (size == 1) {
        size = number(begin + 8, 8);
        head = 16;
      }
      if (end - begin < head || size < head || size > end - begin) {
        complain("a box that does not fit", begin);
        break;
      }
      parts.push_back(
          {std::string{file_.substr(begin + 4, 4)}, begin, begin + head, begin + static_cast<std::size_t>(size)});
      begin += static_cast<std::size_t>(size);
    }
    return parts;
  }

  bool zeros(std::size_t begin, std::size_t end) const {
    return file_.substr(begin, end - begin).find_first_not_of('\0') == std::string_view::npos;
  }

  void judge_brands(const Part& part) {
    for (std::size_t at = part.begin; at + 4 <= part.end; at += 4) {
      if (!gain_map_ && at != part.begin + 4 && file_.substr(at, 4) == "tmap") complain("the brand tmap", at);
    }
  }

  void judge_handler(const Part& part, Words kinds) {
    if (part.end - part.begin != 25 || !zeros(part.begin, part.begin + 8) || !zeros(part.begin + 12, part.end)) {
      complain("a handler with a name", part.at);
    }
    if (!is_one_of(file_.substr(part.begin + 8, 4), kinds)) complain("a handler that must go", part.at);
  }

  void judge_meta(const Part& meta) {
    for (const auto& part : children(meta.begin + 4, meta.end)) {
      if (!is_one_of(part.type, {"hdlr", "dinf", "pitm", "iloc", "iinf", "iref", "iprp", "grpl", "idat"})) {
        complain("a box that must go: " + part.type, part.at);
      }
      if (part.type == "hdlr") judge_handler(part, {"pict"});
      if (part.type == "dinf") judge_data_reference(part);
      if (part.type == "iinf") judge_items(part);
      if (part.type == "iref") judge_references(part);
      if (part.type == "iprp") judge_properties(part);
      if (part.type == "grpl") judge_groups(part);
      if (part.type == "iloc") read_locations(part);
      if (part.type == "idat") idat_ = {part.begin, part.end};
    }
  }

  void judge_data_reference(const Part& part) {
    using std::string_view_literals::operator""sv;
    constexpr auto own =
        "\0\0\0\x1C"
        "dref\0\0\0\0\0\0\0\1\0\0\0\x0Curl \0\0\0\1"sv;
    if (file_.substr(part.begin, part.end - part.begin) != own) complain("a data reference with more in it", part.at);
  }

  void judge_items(const Part& part) {
    const bool wide = number(part.begin, 1) != 0;
    for (const auto& entry : children(part.begin + (wide ? 8 : 6), part.end)) {
      const std::size_t id = number(entry.begin, 1) == 3 ? 4 : 2;
      const auto type = file_.substr(entry.begin + 6 + id, 4);
      const bool is_tone_map = gain_map_ && type == "tmap";
      if (!is_tone_map && !is_one_of(type, {"hvc1", "hev1", "av01", "avc1", "vvc1", "jpeg", "j2k1", "unci", "grid",
                                            "iovl", "iden", "sato"})) {
        complain("an item that must go", entry.at);
      }
      if (entry.end - entry.begin != 11 + id || file_[entry.end - 1] != '\0') complain("an item with a name", entry.at);
    }
  }

  void judge_references(const Part& part) {
    const std::size_t id = number(part.begin, 1) == 0 ? 2 : 4;
    for (const auto& entry : children(part.begin + 4, part.end)) {
      if (!is_one_of(entry.type, {"dimg", "auxl", "prem"})) complain("a reference that must go", entry.at);
      if (entry.end - entry.begin != id + 2 + id * number(entry.begin + id, 2)) complain("a long reference", entry.at);
    }
  }

  void judge_groups(const Part& part) {
    for (const auto& entry : children(part.begin, part.end)) {
      if (entry.type != "altr") complain("a group that must go", entry.at);
      if (entry.end - entry.begin != 12 + 4 * number(entry.begin + 8, 4)) complain("a long group", entry.at);
    }
  }

  void judge_properties(const Part& part) {
    const auto parts = children(part.begin, part.end);
    if (parts.size() != 2 || parts[0].type != "ipco" || parts[1].type != "ipma") return complain("a bad iprp", part.at);
    for (const auto& property : children(parts[0].begin, parts[0].end)) judge_property(property);
  }

  void judge_property(const Part& property) {
    if (property.type == "free") {
      if (!zeros(property.begin, property.end)) complain("padding that is not zero", property.at);
      return;
    }
    if (!is_one_of(property.type, {"ispe", "pixi", "colr", "pasp", "clap", "irot", "imir", "clop", "imor", "auxC",
                                   "hvcC", "lhvC", "av1C", "avcC", "vvcC", "jpgC", "j2kH", "uncC", "cmpd", "cmpC", "icef",
                                   "icbr", "a1op", "a1lx", "lsel", "rloc", "clli", "mdcv", "cclv", "amve", "ndwt"})) {
      complain("a property that must go: " + property.type, property.at);
    }
    if (property.type == "colr" && !is_one_of(file_.substr(property.begin, 4), {"nclx", "nclc", "prof", "rICC"})) {
      complain("a colour of an unknown kind", property.at);
    }
  }

  void read_locations(const Part& part) {
    const auto version = number(part.begin, 1);
    const std::size_t size = number(part.begin + 4, 1) == 0x88 ? 8 : 4;
    const std::size_t id = version == 2 ? 4 : 2;
    const auto count = number(part.begin + 6, id);
    std::size_t at = part.begin + 6 + id;
    for (std::uint64_t i = 0; i < count && wrong_.empty(); ++i) {
      at += id;
      const auto method = version == 0 ? 0 : number(at, 2);
      at += (version == 0 ? 0 : 2) + 2;
      const auto extents = number(at, 2);
      at += 2;
      for (std::uint64_t n = 0; n < extents; ++n, at += 2 * size) {
        const auto begin = number(at, size);
        auto& used = method == 1 ? in_idat_ : in_media_;
        used.emplace_back(begin, begin + number(at + size, size));
      }
    }
    if (at != part.end) complain("a table of locations of another length", part.at);
  }

  // Judges a moov, or a box in it, by a list of which boxes may be in which.
  void judge_tree(const Part& part) {
    static constexpr std::pair<std::string_view, std::string_view> tree[]{
        {"moov", "mvhd trak"},
        {"trak", "tkhd tref edts mdia"},
        {"mdia", "mdhd hdlr minf"},
        {"minf", "vmhd nmhd dinf stbl"},
        {"edts", "elst"},
        {"tref", "auxl prem"},
        {"stbl", "stsd stts ctts stsc stsz stz2 stco co64 stss"}};
    const auto* const row =
        std::find_if(std::begin(tree), std::end(tree), [&](const auto& r) { return r.first == part.type; });
    if (row == std::end(tree)) return judge_leaf(part);
    for (const auto& child : children(part.begin, part.end)) {
      if (row->second.find(child.type) == std::string_view::npos)
        complain("a box that must go: " + child.type, child.at);
      if (row->first != "tref") judge_tree(child);
    }
  }

  void judge_leaf(const Part& part) {
    if (is_one_of(part.type, {"mvhd", "tkhd", "mdhd"})) {
      const std::size_t times = number(part.begin, 1) == 1 ? 16 : 8;
      if (!zeros(part.begin + 4, part.begin + 4 + times)) complain("a time", part.at);
    }
    if (part.type == "hdlr") judge_handler(part, {"pict", "auxv"});
    if (part.type == "dinf") judge_data_reference(part);
    if (part.type == "stsd") judge_entries(part);
    has_movie_ = true;
  }

  void judge_entries(const Part& part) {
    for (const auto& entry : children(part.begin + 8, part.end)) {
      if (entry.end - entry.begin < 78) return complain("a short sample entry", entry.at);
      if (!zeros(entry.begin + 42, entry.begin + 74)) complain("a coder's name", entry.at);
      for (const auto& child : children(entry.begin + 78, entry.end)) {
        if (!is_one_of(child.type, {"ccst", "auxi"})) judge_property(child);
        if (child.type == "free") complain("padding", child.at);
      }
    }
  }

  using Span = std::pair<std::uint64_t, std::uint64_t>;

  static bool covers(std::vector<Span> used, Span whole) {
    std::sort(used.begin(), used.end());
    auto reached = whole.first;
    for (const auto& [begin, end] : used) {
      if (begin > reached) return false;
      reached = std::max(reached, end);
    }
    return reached == whole.second;
  }

  // Each byte of mdat and idat must belong to an item. The samples of a sequence are not followed.
  void judge_media() {
    if (!has_movie_ && !covers(in_media_, media_) && media_ != Span{}) complain("bytes of mdat that are nobody's", 0);
    for (auto& [begin, end] : in_idat_) {
      begin += idat_.first;
      end += idat_.first;
    }
    if (!covers(in_idat_, idat_) && idat_ != Span{}) complain("bytes of idat that are nobody's", 0);
  }

  std::string_view file_;
  bool gain_map_;
  std::string wrong_;
  Span media_;
  Span idat_;
  std::vector<Span> in_media_;
  std::vector<Span> in_idat_;
  bool has_movie_{false};
};

}  // namespace stripmeta::test
