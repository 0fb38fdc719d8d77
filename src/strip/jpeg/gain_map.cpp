#include "strip/jpeg/gain_map.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "strip/grammar/recording.hpp"
#include "strip/jpeg/header.hpp"
#include "strip/jpeg/jpeg.hpp"
#include "strip/jpeg/marker.hpp"
#include "strip/metadata/gain_map.hpp"
#include "strip/metadata/mpf.hpp"

namespace stripmeta {
namespace {

using jpeg::segment_head;
constexpr std::size_t most_candidates = 8;  // of the pictures that MPF lists

// What one JPEG of the file says.
struct Summary {
  std::uint64_t size{0};  // bytes up to and with its EOI; 0 if it is damaged or has no EOI
  GainMapInfo info;
  std::vector<std::uint64_t> others;  // offsets of further pictures by its MPF, from its own start
  std::optional<double> apple_headroom;
};

// An Observe that fills a Summary; the caller's pointer leads to that.
void take(void* caller, const Finding& finding) noexcept {
  auto& summary = *static_cast<Summary*>(caller);
  switch (finding.kind) {
    case Kind::xmp: summary.info.add_xmp(finding.payload.subspan(jpeg::xmp_signature.size())); break;
    case Kind::gain_map_info: summary.info.add_iso(finding.payload); break;
    case Kind::exif:
      if (!summary.apple_headroom) summary.apple_headroom = apple_headroom(finding.payload);
      break;
    case Kind::mpf:
      for (const auto& entry : read_mp_entries(finding.payload)) {
        if (summary.others.size() == most_candidates) break;
        if (entry.offset == 0 || entry.is_thumbnail()) continue;
        summary.others.push_back(finding.source_offset + segment_head + mp_header_at + entry.offset);
      }
      break;
    default: break;
  }
}

bool discard(void* /*caller*/, Slice /*slice*/) noexcept {
  return true;
}

// Reads the JPEG at the start of `bytes` as leniently as possible. Its faults are reported when it is stripped.
Summary summarize(Bytes bytes, Policy policy) {
  constexpr std::size_t piece_size = 1U << 16U;  // so that little is read of what follows the image
  policy.strict = false;
  Summary summary;
  Report report;
  Output out{policy, report, discard, nullptr, take, &summary};
  JpegGrammar grammar;
  for (std::size_t at = 0; at < bytes.size() && !grammar.end(); at += piece_size) {
    const auto piece = bytes.subspan(at, std::min(piece_size, bytes.size() - at));
    if (!grammar.feed(piece, out)) return summary;
  }
  summary.size = grammar.end().value_or(0);
  return summary;
}

struct GainMap {
  std::uint64_t begin{0};
  Summary summary;
};

struct Search {
  std::optional<GainMap> map;
  std::optional<std::uint64_t> damaged;  // offset of a picture that calls itself a gain map but cannot be used as one
};

// Looks where MPF points, and right behind the picture, where Google's Container puts it.
Search find_gain_map(Bytes input, const Summary& picture, const Policy& policy) {
  auto candidates = picture.others;
  candidates.push_back(picture.size);
  Search search;
  for (const auto at : candidates) {
    if (at < picture.size || at >= input.size()) continue;
    const auto rest = input.subspan(static_cast<std::size_t>(at));
    if (!starts_with(rest, "\xFF\xD8\xFF")) continue;
    auto summary = summarize(rest, policy);
    const bool is_map = summary.info.is_gain_map();
    if (is_map && summary.size > 0) return {GainMap{at, std::move(summary)}, {}};
    if (is_map || summary.info.is_damaged()) search.damaged = at;
  }
  return search;
}

// The range of the XMP segment in the first slice that JpegGrammar emits. If there is none, the range is empty and
// stands in its place: after SOI, JFIF and Exif.
struct XmpPosition {
  std::size_t begin{2};
  std::size_t end{2};

  std::size_t size() const { return end - begin; }
};

XmpPosition xmp_position(Bytes front) {
  XmpPosition position;
  while (position.end + segment_head <= front.size()) {
    const auto code = u8(front, position.end + 1);
    if (code != jpeg::app0 && code != jpeg::app1) break;
    position.end += 2U + u16(front, position.end + 2);
    if (starts_with(front.subspan(position.begin + segment_head), jpeg::xmp_signature)) break;
    position.begin = position.end;
  }
  return position;
}

void append_segment(std::vector<std::byte>& to, std::uint8_t marker, Bytes payload) {
  put_u8(to, 0xFF);
  put_u8(to, marker);
  put_u16(to, static_cast<unsigned>(payload.size() + 2));
  put_bytes(to, payload);
}

std::uint64_t append_xmp(std::vector<std::byte>& to, std::string_view packet) {
  if (packet.empty()) return 0;
  std::vector<std::byte> payload;
  put_text(payload, jpeg::xmp_signature);
  put_text(payload, packet);
  append_segment(to, jpeg::app1, payload);
  return payload.size() + segment_head;
}

// Compares what is emitted with a file.
class Comparison {
 public:
  explicit Comparison(Bytes file) : left_(file) {}

  // An Emit that feeds a comparison; the caller's pointer leads to that.
  static bool emit(void* self, Slice slice) noexcept {
    static_cast<Comparison*>(self)->compare(slice.bytes);
    return true;
  }
  bool is_same() const { return is_same_ && left_.empty(); }

 private:
  void compare(Bytes bytes) {
    is_same_ = is_same_ && bytes.size() <= left_.size() && same_bytes(bytes, left_.first(bytes.size()));
    if (is_same_) left_ = left_.subspan(bytes.size());
  }

  Bytes left_;
  bool is_same_{true};
};

// Strips one file that has a gain map.
class GainMapStrip {
 public:
  GainMapStrip(Bytes input, Summary picture, GainMap map, Output& out)
      : input_(input),
        summary_(std::move(picture)),
        map_(std::move(map)),
        out_(out),
        picture_(input),
        second_(input, map_.begin) {}

  Status strip() {
    if (auto status = strip_picture(); !status) return status;
    if (auto status = strip_map(); !status) return status;
    add_to_map();
    if (picture_.size() + map_size() > std::numeric_limits<std::uint32_t>::max() - growth)
      return fail(ErrorKind::too_large, 0, "the picture and its gain map are larger than MPF can address");
    if (auto status = add_to_picture(); !status) return status;
    return write();
  }

 private:
  static constexpr std::uint64_t growth = 4096;  // bytes, more than the added segments take

  Bytes map_bytes() const {
    return input_.subspan(static_cast<std::size_t>(map_.begin), static_cast<std::size_t>(map_.summary.size));
  }
  std::uint64_t map_size() const { return second_.size() + in_map_.size(); }

  Status strip_picture() {
    Output output = out_.divert(report_, Recording::emit, &picture_);
    return run(input_.first(static_cast<std::size_t>(summary_.size)), output);
  }

  // A gain map shows nothing by itself: the first picture's orientation and density count for both. So of the gain
  // map's own metadata at most the colour profile is kept.
  Status strip_map() {
    Policy policy = out_.policy();
    policy.keep = policy.keeps(Keep::icc) ? KeepSet{}.with(Keep::icc) : KeepSet{};
    Report report;
    Output output{policy, report, Recording::emit, &second_, nullptr, nullptr};
    if (auto status = run(map_bytes(), output); !status)
      return fail(status.error().kind, map_.begin, status.error().message);
    for (const auto& row : report.rows) {
      if (row.fate == Fate::removed) report_.add(row);
    }
    return {};
  }

  static Status run(Bytes bytes, Output& output) {
    JpegGrammar grammar;
    if (auto status = grammar.feed(bytes, output); !status) return status;
    return grammar.finish(output);
  }

  void add_to_map() {
    auto& info = map_.summary.info;
    if (info.is_apple() && !info.has_headroom() && summary_.apple_headroom) info.set_headroom(*summary_.apple_headroom);
    append_xmp(in_map_, info.make_xmp());
    if (info.iso().empty()) return;
    std::vector<std::byte> payload;
    put_text(payload, gain_map_signature);
    put_bytes(payload, info.iso());
    append_segment(in_map_, jpeg::app2, payload);
  }

  Status add_to_picture() {
    const auto& info = map_.summary.info;
    const auto position = xmp_position(picture_.slices().front().bytes);
    if (auto status = add_xmp(position); !status) return status;
    if (!info.iso().empty()) {
      const auto version = make_gain_map_version();
      append_segment(in_picture_, jpeg::app2, version);
      report_.add(Kind::gain_map_info, Fate::kept, version.size() + segment_head);
    }
    // The size of the MPF payload does not depend on its values.
    const auto mpf_size = make_mpf(0, 0, 0).size() + segment_head;
    const auto first_size = picture_.size() - position.size() + in_picture_.size() + mpf_size;
    const auto header_at = position.begin + in_picture_.size() + segment_head + mp_header_at;
    append_segment(in_picture_, jpeg::app2,
                   make_mpf(static_cast<std::uint32_t>(first_size), static_cast<std::uint32_t>(map_size()),
                            static_cast<std::uint32_t>(first_size - header_at)));
    report_.add(Kind::mpf, Fate::kept, mpf_size);
    report_.add(Kind::gain_map, Fate::kept, map_size(), HoldSet{}.add(Holds::gain_map));
    return {};
  }

  // A JPEG has only one XMP packet. So the new one also holds what the policy keeps of the picture's own XMP.
  Status add_xmp(const XmpPosition& position) {
    const auto own = picture_.slices().front().bytes.subspan(position.begin, position.size());
    if (!map_.summary.info.is_ultra_hdr()) {
      put_bytes(in_picture_, own);
      return {};
    }
    const auto others = own.empty() ? own : own.subspan(segment_head + jpeg::xmp_signature.size());
    const auto packet = make_container_xmp(map_size(), as_text(others));
    if (packet.size() > jpeg::payload_limit - jpeg::xmp_signature.size()) {
      return fail(ErrorKind::too_large, 0, "what is kept of the XMP and the gain map's description exceed a segment");
    }
    report_.add(Kind::xmp, Fate::kept, append_xmp(in_picture_, packet) - own.size());
    return {};
  }

  Status write() {
    Comparison comparison{input_};
    Report scratch;
    Output comparing{out_.policy(), scratch, Comparison::emit, &comparison, nullptr, nullptr};
    if (auto status = put_all(comparing); !status) return status;
    finish_report(comparison.is_same());
    return put_all(out_);
  }

  Status put_all(Output& out) const {
    if (auto status = put_with(picture_, in_picture_, out); !status) return status;
    return put_with(second_, in_map_, out);
  }

  static Status put_with(const Recording& part, Bytes added, Output& out) {
    const auto front = part.slices().front();
    const auto position = xmp_position(front.bytes);
    for (const auto bytes : {front.bytes.first(position.begin), added, front.bytes.subspan(position.end)}) {
      if (auto status = out.put(bytes, no_source_offset); !status) return status;
    }
    for (const auto& slice : std::span{part.slices()}.subspan(1)) {
      if (auto status = out.put(slice.bytes, slice.source_offset); !status) return status;
    }
    return {};
  }

  // Segments that are written anew count as removed and kept. If the output equals the input, nothing was removed.
  void finish_report(bool unchanged) {
    for (const auto& row : report_.rows) {
      if (row.fate == Fate::kept || !unchanged) out_.report().add(row);
    }
    TrailerScan others;
    others.feed(
        input_.subspan(static_cast<std::size_t>(summary_.size), static_cast<std::size_t>(map_.begin - summary_.size)));
    others.feed(input_.subspan(static_cast<std::size_t>(map_.begin + map_.summary.size)));
    others.report_to(out_.report());
  }

  Bytes input_;
  Summary summary_;  // of the picture
  GainMap map_;
  Output& out_;
  Report report_;
  Recording picture_;
  Recording second_;
  std::vector<std::byte> in_picture_;  // segments that are added
  std::vector<std::byte> in_map_;
};

}  // namespace

Status GainMapJpegGrammar::strip(Bytes input, Output& out) {
  auto picture = summarize(input, out.policy());
  Search search;
  if (picture.size > 0) search = find_gain_map(input, picture, out.policy());
  if (search.map) return GainMapStrip{input, std::move(picture), std::move(*search.map), out}.strip();
  if (search.damaged) {
    if (out.policy().strict) return fail(ErrorKind::malformed, *search.damaged, "the gain map is damaged");
    // A caller who keeps gain maps does not expect to lose one. So the report says that a picture is lost, too.
    out.report().add(Kind::gain_map, Fate::removed, 0, HoldSet{}.add(Holds::gain_map).add(Holds::picture));
  }
  JpegGrammar grammar;
  if (auto status = grammar.feed(input, out); !status) return status;
  return grammar.finish(out);
}

}  // namespace stripmeta
