#include "strip/jpeg/jpeg.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "strip/jpeg/marker.hpp"

namespace stripmeta {
namespace {

using jpeg::Segment;

constexpr std::byte ff{0xFF};
constexpr std::array<std::byte, 2> end_of_image{ff, std::byte{jpeg::eoi}};
constexpr std::size_t jfif_least = 14;
constexpr std::size_t adobe_least = 12;

// The index of the next 0xFF in `bytes`, from `from` on; bytes.size() if there is none.
std::size_t find_ff(Bytes bytes, std::size_t from) {
  if (from >= bytes.size()) return bytes.size();
  const void* hit = std::memchr(bytes.data() + from, 0xFF, bytes.size() - from);
  return hit == nullptr ? bytes.size() : static_cast<std::size_t>(static_cast<const std::byte*>(hit) - bytes.data());
}

// In scan data, 0xFF 0x00 is the value 0xFF and RSTn restarts the decoder (T.81 B.1.1.5, F.1.2.3).
bool belongs_to_scan(std::uint8_t code) {
  return code == 0 || jpeg::is_rst(code);
}

}  // namespace

void JpegGrammar::reset() {
  StreamGrammar::reset();
  state_ = State::start;
  start_bytes_ = ff_run_ = length_bytes_ = wanted_ = 0;
  segment_.clear();
  header_.reset();
  tables_.reset();
  frame_ = {};
  frame_seen_ = hierarchical_ = scan_seen_ = is_complete_ = false;
  resyncs_ = gain_map_ = lines_wanted_ = moved_ = false;
  end_.reset();
  fill_ = junk_ = slack_ = 0;
  trailer_scan_.reset();
  pictures_ = {};
  boxes_ = {};
}

Status JpegGrammar::step(Output& out) {
  switch (state_) {
    case State::start: step_start(); return {};
    case State::between: step_between(); return {};
    case State::marker: return step_marker(out);
    case State::length: return step_length(out);
    case State::payload: return step_payload(out);
    case State::scan: return step_scan(out);
    case State::scan_ff: return step_scan_ff(out);
    case State::trailer: break;
  }
  trailer_scan_.feed(take(piece_.size()));
  return {};
}

void JpegGrammar::step_start() {
  ++at_;
  if (++start_bytes_ == 2) state_ = State::between;
}

void JpegGrammar::step_between() {
  const std::size_t next = find_ff(piece_, at_);
  junk_ += next - at_;
  at_ = next;
  if (next == piece_.size()) return;
  marker_at_ = offset();
  ff_run_ = 1;
  ++at_;
  state_ = State::marker;
}

Status JpegGrammar::step_marker(Output& out) {
  const auto code = u8(piece_, at_);
  if (code == 0xFF) {  // fill (T.81 B.1.1.2)
    marker_at_ = offset();
    ++ff_run_;
    ++at_;
    return {};
  }
  ++at_;
  if (resyncs_ && jpeg::is_rst(code)) return resume_scan(code, out);
  if (belongs_to_scan(code)) {  // this is scan data, but no scan has begun
    junk_ += ff_run_ + 1;
    state_ = State::between;
    return {};
  }
  fill_ += ff_run_ - 1;
  return on_marker(code, out);
}

// Goes on with the scan at a restart marker.
Status JpegGrammar::resume_scan(std::uint8_t code, Output& out) {
  fill_ += ff_run_ - 1;
  resyncs_ = false;
  state_ = State::scan;
  const std::array<std::byte, 2> restart{ff, std::byte{code}};
  return out.put(restart, marker_at_);
}

Status JpegGrammar::on_marker(std::uint8_t code, Output& out) {
  const bool in_scan = state_ == State::scan || state_ == State::scan_ff || resyncs_;
  resyncs_ = in_scan && tables_.has_restarts() && (code == jpeg::tem || jpeg::is_reserved(code));
  if (code == jpeg::eoi) return on_end(out);
  if (code == jpeg::soi)
    return fail(ErrorKind::malformed, marker_at_, "a second image starts before the first one has ended");
  const bool is_shown = !out.policy().strict && (resyncs_ || is_complete_);
  if (code == jpeg::tem || (is_shown && (jpeg::is_reserved(code) || jpeg::is_jpg(code)))) {
    junk_ += 2;
    state_ = State::between;
    return {};
  }
  if (jpeg::is_reserved(code))
    return fail(ErrorKind::malformed, marker_at_, "the file has a reserved marker, which decoders refuse");
  if (code == jpeg::sof55 || code == jpeg::lse)
    return fail(ErrorKind::unsupported, marker_at_, "JPEG-LS is not supported");
  if (jpeg::is_jpg(code))
    return fail(ErrorKind::unsupported, marker_at_, "the file has a marker of a JPEG extension that is not supported");
  code_ = code;
  length_bytes_ = 0;
  state_ = State::length;
  return {};
}

Status JpegGrammar::on_end(Output& out) {
  end_ = marker_at_ + end_of_image.size();
  if (content_ == Content::tables) {
    state_ = State::trailer;
    return end_tables(out);
  }
  if (!scan_seen_) return fail(ErrorKind::malformed, marker_at_, "the image ends before any picture data");
  state_ = State::trailer;
  note_place(marker_at_, out);
  return out.put(end_of_image, marker_at_);
}

Status JpegGrammar::end_tables(Output& out) {
  if (auto status = header_.write(frame_, out); !status) return status;
  if (auto status = tables_.write(kept_tables_, {}, out); !status) return status;
  note_place(marker_at_, out);
  return out.put(end_of_image, no_source_offset);
}

Status JpegGrammar::step_length(const Output& out) {
  length_.at(length_bytes_++) = piece_[at_++];
  if (length_bytes_ < length_.size()) return {};
  const std::size_t length = u16(length_, 0);
  const bool is_skipped = jpeg::is_app(code_) || code_ == jpeg::com || code_ == jpeg::dnl;  // by decoders
  if (length < 2 && (!is_skipped || out.policy().strict))
    return fail(ErrorKind::malformed, marker_at_, "a segment says that it is shorter than its own length field");
  wanted_ = std::max(length, length_.size()) - length_.size();
  segment_.clear();
  state_ = State::payload;
  return {};
}

Status JpegGrammar::step_payload(Output& out) {
  const auto taken = take(wanted_ - segment_.size());
  if (segment_.empty() && taken.size() == wanted_) return on_segment(taken, out);
  put_bytes(segment_, taken);
  return segment_.size() == wanted_ ? on_segment(segment_, out) : Status{};
}

Status JpegGrammar::on_segment(Bytes payload, Output& out) {
  state_ = State::between;
  const Segment segment{code_, payload, marker_at_};
  if (!jpeg::is_app(code_) && code_ != jpeg::com) return on_table(segment, out);
  on_metadata(segment, out);
  return {};
}

Status JpegGrammar::on_table(const Segment& segment, Output& out) {
  const auto exact = jpeg::exact_length(segment.marker, segment.payload);
  if (!exact) return fail(ErrorKind::malformed, segment.offset, exact.error());
  const Segment cut{segment.marker, segment.payload.first(*exact), segment.offset, *exact == segment.payload.size()};
  if (cut.marker == jpeg::dnl) return on_lines(cut, segment.size(), out);
  if (cut.marker == jpeg::sos) return on_scan(cut, out);
  if (jpeg::is_sof(cut.marker) || cut.marker == jpeg::dhp) return on_frame(cut, out);
  const bool is_useless = (cut.marker == jpeg::exp && !hierarchical_) ||
                          (content_ == Content::tables && (cut.marker == jpeg::exp || cut.marker == jpeg::dri));
  if (!is_useless) return tables_.add(cut, out);
  out.report().add(Kind::junk, Fate::removed, segment.size());
  return {};
}

// The segment with a payload of the same size.
Segment JpegGrammar::made(const Segment& segment, Bytes payload) {
  const bool is_same = same_bytes(segment.payload, payload);
  for (std::size_t i = 0; i < payload.size(); ++i) slack_ += payload[i] == segment.payload[i] ? 0 : 1;
  return {segment.marker, payload, segment.offset, segment.is_original && is_same};
}

// An image has one frame; a hierarchical image has one DHP segment and then several frames (T.81 annex J).
Status JpegGrammar::on_frame(const Segment& segment, Output& out) {
  if (content_ == Content::tables)
    return fail(ErrorKind::malformed, segment.offset, "a frame in a stream that may only hold tables");
  if (segment.marker == jpeg::dhp) {
    if (frame_seen_ || hierarchical_)
      return fail(ErrorKind::malformed, segment.offset, "a hierarchical image starts after the first frame");
    hierarchical_ = true;
  } else {
    if (frame_seen_ && !hierarchical_)
      return fail(ErrorKind::malformed, segment.offset, "a second frame in the same image");
    frame_seen_ = true;
  }
  jpeg::Frame frame{segment.marker, segment.payload};
  const auto header = frame.header();
  if (segment.marker == jpeg::dhp && !frame.has_precision())
    return fail(ErrorKind::malformed, segment.offset, "the image has samples of an unknown precision");
  if (segment.marker == jpeg::dhp) whole_ = frame;
  frame_ = std::move(frame);
  return tables_.add(made(segment, header), out);
}

Status JpegGrammar::on_scan(const Segment& segment, Output& out) {
  if (is_complete_) {
    junk_ += segment.size();
    return {};
  }
  if (!frame_seen_)
    return fail(ErrorKind::malformed, segment.offset, "a scan comes before the frame header that describes it");
  if (!frame_.has_precision())
    return fail(ErrorKind::malformed, segment.offset, "the frame has samples of an unknown precision");
  if (!frame_.has_components_of(segment.payload))
    return fail(ErrorKind::malformed, segment.offset, "a scan of a component that the frame does not have");
  if (!scan_seen_) {
    if (auto status = header_.write(hierarchical_ ? whole_ : frame_, out); !status) return status;
  }
  const auto units = frame_.units(segment.payload);
  if (auto status = tables_.write(frame_.begin_scan(segment.payload), units, out); !status) return status;
  scan_seen_ = true;
  is_complete_ = !hierarchical_ && frame_.is_whole_in(segment.payload);
  lines_wanted_ = frame_.height() == 0 && frame_.is_in_first_scan();
  state_ = State::scan;
  const auto header = frame_.scan_header(segment.payload);
  return put_segment(made(segment, header), out);
}

// `size` is that of the segment in the input.
Status JpegGrammar::on_lines(const Segment& segment, std::uint64_t size, Output& out) {
  if (segment.payload.size() < jpeg::lines_size && (lines_wanted_ || out.policy().strict))
    return fail(ErrorKind::malformed, segment.offset, "the segment that gives the number of lines is too short");
  if (!lines_wanted_) return out.report().add(Kind::junk, Fate::removed, size), Status{};
  lines_wanted_ = false;
  slack_ += size - segment.size();
  return put_segment(segment, out);
}

Status JpegGrammar::put_segment(const Segment& segment, Output& out) {
  std::vector<std::byte> bytes;
  put_u8(bytes, 0xFF);
  put_u8(bytes, segment.marker);
  put_u16(bytes, static_cast<unsigned>(segment.payload.size() + 2));
  put_bytes(bytes, segment.payload);
  note_place(segment.offset, out);
  return out.put(bytes, segment.is_original ? segment.offset : no_source_offset);
}

// The report counts the output from SOI.
void JpegGrammar::note_place(std::uint64_t source_offset, const Output& out) {
  moved_ = moved_ || source_offset != out.report().bytes_out;
}

Status JpegGrammar::step_scan(Output& out) {
  const std::size_t begin = at_;
  for (std::size_t next = find_ff(piece_, begin);; next = find_ff(piece_, next)) {
    std::size_t code_at = next;
    while (code_at < piece_.size() && piece_[code_at] == ff) ++code_at;
    if (code_at < piece_.size() && belongs_to_scan(u8(piece_, code_at))) {
      next = code_at + 1;
      continue;
    }
    const auto data = piece_.subspan(begin, next - begin);
    const std::uint64_t data_at = offset();
    at_ = code_at;
    ff_run_ = code_at - next;
    marker_at_ = offset() - 1;
    if (code_at == piece_.size()) {
      if (ff_run_ > 0) state_ = State::scan_ff;
      return out.put(data, data_at);
    }
    ++at_;
    fill_ += ff_run_ - 1;
    if (auto status = out.put(data, data_at); !status) return status;
    return on_marker(u8(piece_, code_at), out);
  }
}

Status JpegGrammar::step_scan_ff(Output& out) {
  const auto code = u8(piece_, at_);
  if (code == 0xFF) {
    marker_at_ = offset();
    ++ff_run_;
    ++at_;
    return {};
  }
  if (!belongs_to_scan(code)) {
    ++at_;
    fill_ += ff_run_ - 1;
    return on_marker(code, out);
  }
  static constexpr auto run = [] {
    std::array<std::byte, 256> bytes{};
    bytes.fill(ff);
    return bytes;
  }();
  for (; ff_run_ > 0; ff_run_ -= std::min<std::uint64_t>(ff_run_, run.size())) {
    const auto part = std::span{run}.first(static_cast<std::size_t>(std::min<std::uint64_t>(ff_run_, run.size())));
    if (auto status = out.put(part, offset() - ff_run_); !status) return status;
  }
  state_ = State::scan;  // step_scan() passes on the code itself, as data
  return {};
}

void JpegGrammar::on_metadata(const Segment& segment, Output& out) {
  Kind kind = jpeg::application_kind(segment);
  if (kind == Kind::jumbf) kind = boxes_.name(segment);
  out.found(kind, segment.payload, segment.offset);
  bool stays = false;
  if (!scan_seen_) {  // once its first scan has begun, a decoder ignores all of these
    switch (kind) {
      case Kind::jfif:
        if (segment.payload.size() >= jfif_least) return header_.add_jfif(segment, out);
        break;
      case Kind::adobe:
        if (segment.payload.size() >= adobe_least) return header_.add_adobe(segment, out);
        break;
      case Kind::exif: return header_.add_exif(segment, out);
      case Kind::xmp: stays = header_.add_xmp(segment, out.policy()); break;
      case Kind::photoshop: stays = header_.add_photoshop(segment, out.policy()); break;
      case Kind::icc: return header_.add_icc(segment, out);
      default: break;
    }
  }
  const auto holds = jpeg::application_holds(kind, segment.payload);
  if (kind == Kind::mpf) {
    const auto more = read_mpf(segment.payload);
    pictures_.pictures += more.pictures;
    pictures_.thumbnails += more.thumbnails;
  }
  gain_map_ = gain_map_ || kind == Kind::gain_map_info || holds.contains(Holds::gain_map);
  if (!stays) out.report().add(kind, Fate::removed, segment.size(), holds);
}

Status JpegGrammar::finish(Output& out) {
  if (state_ == State::trailer) {
    report_counts(out);
    return {};
  }
  if (!scan_seen_) return fail(ErrorKind::truncated, base_, "the input ends before any picture data");
  if (out.policy().strict) return fail(ErrorKind::truncated, base_, "the input ends before the image does");
  // If the input ends with 0xFF bytes or within a segment, these bytes are not picture data.
  if (state_ == State::marker || state_ == State::scan_ff) junk_ += ff_run_;
  if (state_ == State::length) junk_ += 2 + length_bytes_;
  if (state_ == State::payload) junk_ += 4 + segment_.size();
  out.report().truncated = true;
  report_counts(out);
  return out.put(end_of_image, no_source_offset);
}

void JpegGrammar::report_counts(Output& out) {
  auto& report = out.report();
  if (fill_ > 0) report.add(Kind::layout, Fate::removed, fill_);
  if (junk_ > 0) report.add(Kind::junk, Fate::removed, junk_);
  if (slack_ > 0) report.add(Kind::slack, Fate::removed, slack_);
  if (trailer_scan_.size() > 0) report_trailer(report);
  tables_.drop(report);
  const bool rearranged = moved_ || tables_.is_any_moved() || header_.is_rearranged();
  if (rearranged && !report.changed()) report.add(Kind::layout, Fate::removed, 0);
}

// Reports the bytes after the image, and whether a film or pictures are among them. The pictures count as thumbnails if
// MPF calls all of them so. A single further picture counts as the gain map if the metadata announce one.
void JpegGrammar::report_trailer(Report& report) const {
  HoldSet holds;
  if (trailer_scan_.has_video()) holds.add(Holds::video);
  const bool gain_map = gain_map_ || trailer_scan_.has_gain_map();
  if (gain_map) holds.add(Holds::gain_map);
  if (trailer_scan_.has_picture()) {
    const bool only_thumbnails = pictures_.thumbnails > 0 && pictures_.pictures == 0;
    if (pictures_.thumbnails > 0) holds.add(Holds::thumbnail);
    const bool only_gain_map = gain_map && pictures_.pictures <= 1;
    if (!only_thumbnails && !only_gain_map) holds.add(Holds::picture);
  }
  report.add(Kind::trailer, Fate::removed, trailer_scan_.size(), holds);
}

}  // namespace stripmeta
