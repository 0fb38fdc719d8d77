// The tables, frames and scans of a JPEG, for its second reader: whether each table is valid, and used by the next
// scan.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/verify/jpeg.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

// Offsets are those in the file, and `at` is that of a segment's payload.
class JpegTables {
 public:
  // Reads a DQT, DHT, DAC, DRI, DHP, EXP or SOFn segment.
  Verdict define(std::uint8_t code, Bytes payload, std::uint64_t at);
  // Reads an SOS segment. All that was defined since the last scan must be used by this one.
  Verdict begin_scan(Bytes payload, std::uint64_t at);
  // Reads a DNL segment, which must stand directly behind the first scan of a frame without a height.
  Verdict number_of_lines(Bytes payload, std::uint64_t at);
  // At the end: what no scan uses. A stream of tables has no scans; there, `use` says what is used.
  Verdict unused() const;
  Verdict not_in(const JpegTableUse& use) const;

  bool has_scan() const { return has_scan_; }
  std::size_t components() const { return frame_ ? frame_->components.size() : 0; }
  const JpegTableUse& missing() const { return missing_; }

 private:
  static constexpr std::size_t numbered = 5;  // kinds of tables, as in JpegTableUse
  static constexpr std::size_t numbers = 16;
  enum Header : std::size_t { restart, expansion, hierarchy, frame, header_count };

  struct Component {
    unsigned id;
    unsigned across;  // sampling factors
    unsigned down;
    unsigned quantisation;
    bool coded;
  };
  struct Frame {
    unsigned process;  // the low two bits of SOFn: 0 and 1 sequential, 2 progressive, 3 lossless
    bool baseline;
    bool arithmetic;
    std::uint64_t width;
    std::uint64_t height;  // 0: DNL gives it
    unsigned scans;
    std::vector<Component> components;
  };

  Verdict define_table(std::size_t kind, unsigned number, std::uint64_t at);
  Verdict define_header(Header header, std::uint64_t at);
  Verdict quantisation(Bytes payload, std::uint64_t at);
  Verdict huffman(Bytes payload, std::uint64_t at);
  Verdict conditioning(Bytes payload, std::uint64_t at);
  Verdict start_frame(std::uint8_t code, Bytes payload, std::uint64_t at);
  std::uint64_t units(Bytes payload) const;
  Verdict judge_restart(Bytes payload) const;
  Verdict judge_selection(Bytes payload, std::uint64_t at) const;
  void use(std::size_t kind, unsigned number);
  bool has_component(unsigned id) const;
  void use_component(unsigned id, unsigned dc, unsigned ac, unsigned first, unsigned high);
  void use_entropy(unsigned dc, unsigned ac, unsigned first, unsigned high);

  std::array<std::array<std::uint64_t, numbers>, numbered> pending_{};  // offsets; 0: none
  std::array<std::uint64_t, header_count> pending_headers_{};
  unsigned interval_{0};         // that DRI gave last
  unsigned interval_before_{0};  // and the one before it
  bool is_whole_{false};         // a scan had all of the picture
  JpegTableUse known_;
  JpegTableUse missing_;
  std::optional<Frame> frame_;
  bool hierarchical_{false};
  bool has_scan_{false};
  bool lines_allowed_{false};
};

}  // namespace stripmeta::verify
