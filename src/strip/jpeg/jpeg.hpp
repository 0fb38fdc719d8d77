// JPEG (ITU-T T.81 and T.871), streaming.
//
// Layout (T.81 annex B): SOI; segments, each a marker (0xFF and a code), a length of two bytes that counts itself, and
// a payload; then scans, each an SOS segment and entropy-coded data up to the next marker; EOI at the end. Before the
// first scan stand the tables (DQT, DHT, DAC, DRI) and the frame header (SOFn).
//
// What stays: frames, tables and scans; JFIF (cut to 14 bytes) and Adobe's APP14 (cut to 12), because decoders choose
// the colour transform by them; and what the policy keeps of the profile, Exif, XMP and Photoshop's resources. Header
// collects these segments and writes them in one fixed order before the first scan. All other application segments and
// comments go, and so does everything after EOI. Tables holds the tables and frame headers, and writes each before the
// first scan that uses it. What no scan uses goes.
//
// Traps:
// - Scan data may hold 0xFF: 0xFF 0x00 is the value 0xFF, and RST0..RST7 restart the decoder. Neither ends the scan
//   (B.1.1.5, F.1.2.3). More than one 0xFF may stand before a code; those before the last are fill bytes (B.1.1.2).
// - JFIF wins over APP14 in libjpeg, and the last APP14 before the scan wins over earlier ones. So neither is ever
//   completed or invented.
// - TEM and reserved markers have no meaning. If a scan has restarts, decoders skip such a marker and what follows it,
//   and go on at the next restart marker (jpeg_resync_to_restart() of libjpeg). If a picture is whole in one scan, it
//   is shown before decoders come to what is behind that scan. Elsewhere they refuse reserved markers.
// - A frame may have the height 0. If so, a DNL segment behind the first scan gives the height (B.2.5). Any other DNL
//   goes.
// - A hierarchical image (annex J) has a DHP segment and several frames.
// - If EOI is missing, bytes that are hidden behind the last scan look like picture data. Strict policies refuse such
//   files.
// - JPEG-LS (SOF55, LSE) has other stuffing bits in its scans, so it is refused.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/grammar/stream.hpp"
#include "strip/grammar/trailer_scan.hpp"
#include "strip/jpeg/application.hpp"
#include "strip/jpeg/frame.hpp"
#include "strip/jpeg/header.hpp"
#include "strip/jpeg/tables.hpp"
#include "strip/metadata/mpf.hpp"

namespace stripmeta {

class JpegGrammar final : public StreamGrammar {
 public:
  // An image, with or without its tables; or only tables, which other images use (T.81 B.5) and which have no frame.
  enum class Content : std::uint8_t { image, tables };

  explicit JpegGrammar(Content content = Content::image) : content_(content) {}

  // Of a stream of tables, `used` stay. All of them do if you do not call this. reset() does not change it.
  void keep_tables(const jpeg::TableSet& used) { kept_tables_ = used; }
  // The tables that the scans read so far use, but that the image does not have.
  const jpeg::TableSet& missing_tables() const { return tables_.missing(); }

  Format format() const override { return Format::jpeg; }
  void reset() override;
  Status finish(Output& out) override;

  // The offset behind EOI, once it has been read.
  std::optional<std::uint64_t> end() const { return end_; }

 private:
  enum class State : std::uint8_t {
    start,    // SOI, which detection has checked
    between,  // before a marker's 0xFF
    marker,   // after it, before the code
    length,   // the two bytes after the code
    payload,  // of a segment
    scan,     // entropy-coded data
    scan_ff,  // after one or more 0xFF in it, at the end of a piece
    trailer,  // after EOI
  };

  Status step(Output& out) override;
  void step_start();
  void step_between();
  Status step_marker(Output& out);
  Status step_length(const Output& out);
  Status step_payload(Output& out);
  Status step_scan(Output& out);
  Status step_scan_ff(Output& out);

  Status resume_scan(std::uint8_t code, Output& out);
  Status on_marker(std::uint8_t code, Output& out);
  Status on_end(Output& out);
  Status end_tables(Output& out);
  Status on_segment(Bytes payload, Output& out);
  Status on_table(const jpeg::Segment& segment, Output& out);
  Status on_frame(const jpeg::Segment& segment, Output& out);
  Status on_scan(const jpeg::Segment& segment, Output& out);
  Status on_lines(const jpeg::Segment& segment, std::uint64_t size, Output& out);
  jpeg::Segment made(const jpeg::Segment& segment, Bytes payload);
  Status put_segment(const jpeg::Segment& segment, Output& out);
  void note_place(std::uint64_t source_offset, const Output& out);
  void on_metadata(const jpeg::Segment& segment, Output& out);
  void report_counts(Output& out);
  void report_trailer(Report& report) const;

  Content content_;
  State state_{State::start};

  std::uint64_t start_bytes_{0};
  std::uint8_t code_{0};        // of the marker whose segment is read
  std::uint64_t marker_at_{0};  // offset of its 0xFF
  std::array<std::byte, 2> length_{};
  std::size_t length_bytes_{0};
  std::size_t wanted_{0};           // payload bytes of the segment
  std::vector<std::byte> segment_;  // payload so far, if pieces split it; at most 65,533 bytes
  std::uint64_t ff_run_{0};         // 0xFF bytes before a code

  jpeg::Header header_;
  jpeg::Tables tables_;
  jpeg::TableSet kept_tables_{jpeg::TableSet::all()};
  jpeg::Frame frame_;  // that the next scan belongs to
  jpeg::Frame whole_;  // the DHP segment of a hierarchical image
  bool frame_seen_{false};
  bool hierarchical_{false};  // there was a DHP segment
  bool scan_seen_{false};
  bool is_complete_{false};   // a scan has begun that decoders read no other one beside
  bool resyncs_{false};       // within a scan, behind a marker without a meaning, up to the next marker
  bool lines_wanted_{false};  // a DNL segment gives the frame's height
  bool moved_{false};         // something that stays is elsewhere than in the input

  std::optional<std::uint64_t> end_;
  std::uint64_t fill_{0};  // bytes
  std::uint64_t junk_{0};
  std::uint64_t slack_{0};
  TrailerScan trailer_scan_;
  MultiPicture pictures_;  // of all MPF segments
  bool gain_map_{false};   // the metadata announce a gain map
  jpeg::BoxInstances boxes_;
};

}  // namespace stripmeta
