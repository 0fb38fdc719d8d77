// A second, small reader of JPEG, which judges outputs. It shares no code with the engine, and knows only what may
// stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/cpp/kept_blocks.hpp"

namespace stripmeta::test {

class JpegReader {
 public:
  explicit JpegReader(std::string_view file, Allowed allowed = {}) : file_(file), allowed_(allowed) {}
  static JpegReader with_gain_map(std::string_view file) { return JpegReader{file, {.gain_map = true}}; }

  // Returns "" if every byte belongs to the allow-list, otherwise what was found.
  std::string judge() {
    if (!file_.starts_with("\xFF\xD8")) return "no SOI";
    at_ = 2;
    while (at_ + 1 < file_.size()) {
      if (byte(at_) != 0xFF) return complain("a byte between segments");
      const int code = byte(at_ + 1);
      if (code == 0xD9) return judge_end(at_ + 2);
      if (at_ + 4 > file_.size()) return complain("a cut segment");
      const std::size_t length = word(at_ + 2);
      if (length < 2 || at_ + 2 + length > file_.size()) return complain("a segment past the end");
      if (auto wrong = judge_segment(code, file_.substr(at_ + 4, length - 2)); !wrong.empty()) return complain(wrong);
      at_ += 2 + length;
      if (code == 0xDA) skip_scan();
    }
    return complain("no EOI");
  }

 private:
  std::string judge_end(std::size_t end) {
    if (mpf_at_ != 0) return judge_second(end);
    return end == file_.size() ? "" : complain("bytes after EOI");
  }

  // The second picture must have the place and size that MPF gives, and no further picture may follow it. Places count
  // from MPF's byte order.
  std::string judge_second(std::size_t end) const {
    const auto number = [&](std::size_t at) {
      return static_cast<std::size_t>(byte(mpf_at_ + 4 + at)) << 24U |
             static_cast<std::size_t>(byte(mpf_at_ + 5 + at)) << 16U | word(mpf_at_ + 6 + at);
    };
    if (number(54) != end || number(58) != 0) return "MPF says another first picture";
    if (number(70) != file_.size() - end || number(74) != end - (mpf_at_ + 4)) return "MPF says another second picture";
    JpegReader second{file_.substr(end), {.gain_map = true}};
    second.is_second_ = true;
    auto wrong = second.judge();
    return wrong.empty() ? "" : "second picture: " + wrong;
  }

  // The packet of a gain map must hold nothing but the names of its properties, fixed words and numbers.
  static std::string judge_packet(std::string_view packet) {
    std::string rest{packet};
    for (const std::string_view word : {"adobe:ns:meta/",
                                        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                                        "http://ns.adobe.com/hdr-gain-map/1.0/",
                                        "http://ns.google.com/photos/1.0/container/item/",
                                        "http://ns.google.com/photos/1.0/container/",
                                        "http://ns.apple.com/pixeldatainfo/1.0/",
                                        "http://ns.apple.com/HDRGainMap/1.0/",
                                        "urn:com:apple:photo:2020:aux:hdrgainmap",
                                        "hdrgm:BaseRenditionIsHDR",
                                        "hdrgm:GainMapMin",
                                        "hdrgm:GainMapMax",
                                        "hdrgm:Gamma",
                                        "hdrgm:OffsetSDR",
                                        "hdrgm:OffsetHDR",
                                        "hdrgm:HDRCapacityMin",
                                        "hdrgm:HDRCapacityMax",
                                        "hdrgm:Version",
                                        "apdi:NativeFormat",
                                        "apdi:AuxiliaryImageType",
                                        "apdi:StoredFormat",
                                        "HDRGainMap:HDRGainMapVersion",
                                        "HDRGainMap:HDRGainMapHeadroom",
                                        "xmlns:HDRGainMap",
                                        "xmlns:hdrgm",
                                        "xmlns:apdi",
                                        "xmlns:Container",
                                        "xmlns:Item",
                                        "xmlns:rdf",
                                        "xmlns:x",
                                        "x:xmpmeta",
                                        "rdf:RDF",
                                        "rdf:Description",
                                        "rdf:about",
                                        "rdf:Seq",
                                        "rdf:li",
                                        "rdf:parseType",
                                        "Resource",
                                        "Container:Directory",
                                        "Container:Item",
                                        "Item:Semantic",
                                        "Item:Mime",
                                        "Item:Length",
                                        "Primary",
                                        "GainMap",
                                        "image/jpeg",
                                        "True",
                                        "False"}) {
      for (auto at = rest.find(word); at != std::string::npos; at = rest.find(word, at))
        rest.replace(at, word.size(), " ");
    }
    return rest.find_first_not_of("0123456789+-.eE\"<>/= ") == std::string::npos ? "" : "text in an XMP packet";
  }

  // The description of the gain map is alone in its packet, or follows what else is kept.
  std::string judge_shared(std::string_view packet) const {
    if (is_second_ || (!allowed_.copyright && !allowed_.panorama)) return judge_packet(packet);
    const auto begin = packet.find("<rdf:Description rdf:about=\"\" xmlns:hdrgm=");
    constexpr std::string_view closing = "</rdf:Description>";
    const auto end = packet.find(closing, begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) return judge_xmp(packet, allowed_);
    const auto behind = end + closing.size();
    if (auto wrong = judge_packet(packet.substr(begin, behind - begin)); !wrong.empty()) return wrong;
    return judge_xmp(std::string{packet.substr(0, begin)} + std::string{packet.substr(behind)}, allowed_);
  }

  // Judges a segment of a gain map; nullopt for any other segment.
  std::optional<std::string> judge_gain_map(int code, std::string_view payload) {
    using std::string_view_literals::operator""sv;
    constexpr auto xmp = "http://ns.adobe.com/xap/1.0/\0"sv;
    constexpr auto iso = "urn:iso:std:iso:ts:21496:-1\0"sv;
    if (code == 0xE1 && payload.starts_with(xmp)) return judge_shared(payload.substr(xmp.size()));
    if (code != 0xE2) return std::nullopt;
    if (payload.starts_with(iso)) {
      const auto size = payload.size() - iso.size();
      const bool known = is_second_ ? size == 61 || size == 141 || size == 37 || size == 77 : size == 4;
      return known && payload.substr(iso.size(), 2) == "\0\0"sv ? "" : "gain map data of another length";
    }
    if (!payload.starts_with("MPF\0"sv)) return std::nullopt;
    if (is_second_ || mpf_at_ != 0 || payload.size() != 86) return "a bad MPF";
    mpf_at_ = at_ + 4;
    return payload.starts_with("MPF\0MM\0*\0\0\0\x08\0\x03\xB0\0"sv) ? "" : "another MPF";
  }

  int byte(std::size_t at) const { return static_cast<unsigned char>(file_[at]); }
  std::size_t word(std::size_t at) const { return static_cast<std::size_t>(byte(at) * 256 + byte(at + 1)); }
  std::string complain(const std::string& what) const { return what + " at " + std::to_string(at_); }

  std::string judge_segment(int code, std::string_view payload) {
    const auto is_one_of = [code](std::initializer_list<int> codes) {
      for (const int c : codes) {
        if (c == code) return true;
      }
      return false;
    };
    if (is_one_of({0xC4, 0xCC, 0xDA, 0xDB, 0xDE}) || (code >= 0xC0 && code <= 0xCF && code != 0xC8)) {
      scan_seen_ = scan_seen_ || code == 0xDA;
      return "";
    }
    if (code == 0xDC || code == 0xDD) return payload.size() == 2 ? "" : "a long DNL or DRI";
    if (code == 0xDF) return payload.size() == 1 ? "" : "a long EXP";
    if (scan_seen_) return "an application segment after a scan";
    if (allowed_.gain_map) {
      if (auto judged = judge_gain_map(code, payload)) return *judged;
    }
    return judge_application(code, payload);
  }

  std::string judge_application(int code, std::string_view payload) {
    using std::string_view_literals::operator""sv;
    constexpr auto xmp = "http://ns.adobe.com/xap/1.0/\0"sv;
    constexpr auto photoshop = "Photoshop 3.0\0"sv;
    const bool is_xmp = code == 0xE1 && payload.starts_with(xmp) && (allowed_.copyright || allowed_.panorama);
    const bool is_photoshop = code == 0xED && payload.starts_with(photoshop) && allowed_.copyright;
    const int rank = code == 0xE0   ? 1
                     : is_xmp       ? 3
                     : code == 0xE1 ? 2
                     : code == 0xE2 ? 4
                     : is_photoshop ? 5
                     : code == 0xEE ? 6
                                    : 0;
    if (rank == 0) return "a segment that must go";
    if (rank < rank_ || (rank == rank_ && rank != 4)) return "application segments out of order or twice";
    rank_ = rank;
    if (is_xmp) return judge_xmp(payload.substr(xmp.size()), allowed_);
    if (is_photoshop) return judge_resources(payload.substr(photoshop.size()));
    if (rank == 1)
      return payload.size() == 14 && payload.starts_with("JFIF\0"sv) && payload.ends_with("\0\0"sv) ? "" : "a bad JFIF";
    if (rank == 2) return payload.starts_with("Exif\0\0"sv) ? judge_exif(payload.substr(6), allowed_) : "a bad Exif";
    if (rank == 4) return payload.size() > 14 && payload.starts_with("ICC_PROFILE\0"sv) ? "" : "a bad APP2";
    return payload.size() == 12 && payload.starts_with("Adobe") ? "" : "a bad APP14";
  }

  // Skips to the next marker that is neither stuffing nor a restart.
  void skip_scan() {
    for (; at_ + 1 < file_.size(); ++at_) {
      if (byte(at_) != 0xFF) continue;
      const int next = byte(at_ + 1);
      if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) return;
    }
  }

  std::string_view file_;
  Allowed allowed_;
  bool is_second_{false};
  std::size_t mpf_at_{0};  // offset of MPF's signature
  std::size_t at_{0};
  int rank_{0};
  bool scan_seen_{false};
};

}  // namespace stripmeta::test
