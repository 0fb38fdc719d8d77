// The tables and headers of a JPEG that stand before the scans that use them (ITU-T T.81 B.2.1, B.2.4): they are held
// until a scan uses them, and those that no scan uses go.
//
// A DQT, DHT or DAC segment holds one or more tables, each with a number, its destination. A later table for the same
// destination replaces the earlier one. So a table that is replaced before a scan uses it shows nothing, nor does one
// behind the last scan. The restart interval, the frame header and the expansion (EXP) have one destination each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/jpeg/segment.hpp"

namespace stripmeta::jpeg {

// What a table or a header is for. The first five have numbers.
enum class TableKind : std::uint8_t {
  quantisation,
  dc_huffman,  // and lossless
  ac_huffman,
  dc_conditioning,  // of arithmetic coding, and lossless
  ac_conditioning,
  restart,
  expansion,
  frame,
  hierarchy,
};

// A set of numbered tables.
class TableSet {
 public:
  static constexpr std::size_t kinds = 5;
  static constexpr unsigned numbers = 16;

  static TableSet all();
  void add(TableKind kind, unsigned number) { bits(kind) |= static_cast<std::uint16_t>(1U << number); }
  void add(const TableSet& more);
  void remove(const TableSet& others);
  bool contains(TableKind kind, unsigned number) const {
    return (bits_.at(static_cast<std::size_t>(kind)) >> number & 1U) != 0;
  }
  friend bool operator==(const TableSet&, const TableSet&) = default;

 private:
  std::uint16_t& bits(TableKind kind) { return bits_.at(static_cast<std::size_t>(kind)); }
  std::array<std::uint16_t, kinds> bits_{};  // bit n: the table with number n
};

// How many units (MCUs, T.81 A.2) a scan has.
struct Units {
  std::uint64_t across{0};
  std::uint64_t down{0};

  // What a restart interval says in such a scan. One of as many units as the scan has, or of more, says the same as 0.
  unsigned effective(unsigned interval) const { return interval >= across * down ? 0 : interval; }
};

// Holds at most one table for each destination, so at most 4 KiB besides the frame headers.
class Tables {
 public:
  void reset();

  // Takes a DQT, DHT, DAC, DRI, EXP, DHP or SOFn segment of exact length. What it replaces is reported as removed.
  // Error `too_large`: what is held exceeds Policy::max_header_bytes.
  Status add(const Segment& segment, Output& out);

  // Writes what the next scan uses, in the order of the input: `used`, all headers, and a restart interval if it says
  // something else in this scan than the one before it. One that says nothing in this scan is held for a longer scan.
  // Tables that stood in one segment and are written together share a segment again. Error `malformed`: decoders refuse
  // one of these tables, or so many segments had to be split that the output would be much longer than the input.
  Status write(const TableSet& used, const Units& units, Output& out);
  // Whether decoders look for restart markers in the scan that write() was called for last.
  bool has_restarts() const { return has_restarts_; }

  // Reports what is still held as removed: no scan uses it. Standard tables are layout.
  void drop(Report& report);

  // The tables that write() was asked for, but that had not been added before.
  const TableSet& missing() const { return missing_; }
  // Whether write() has put a segment elsewhere than it stands in the input. The output's report must count from SOI.
  bool is_any_moved() const { return moved_; }

 private:
  struct Held {
    std::uint8_t marker{0};
    TableKind kind{};
    unsigned number{0};
    std::uint64_t segment_at{0};  // offset of the segment's marker in the input
    std::size_t segment_size{0};  // bytes of the segment's payload; 0 if it is not as in the input
    std::vector<std::byte> bytes{};
    std::uint64_t scans{0};  // written before it was read
    Kind removed_as{Kind::junk};
  };
  using Run = std::span<const Held>;

  void hold(Held table, Report& report);
  static void limit_conditioning(Held& table, Report& report);
  bool is_repeated_interval(const Held& table);
  bool place_restart(const Units& units);
  void add_missing(const TableSet& used);
  Status write_segment(Run run, Output& out);
  static void report_unused(const Held& held, Kind kind, Report& report);

  std::vector<Held> held_;    // in the order of the input
  std::size_t size_{0};       // bytes in held_
  std::uint64_t read_{0};     // bytes of all segments that were added
  std::uint64_t written_{0};  // bytes of all that write() has written
  std::uint64_t scans_{0};    // that write() was called for
  unsigned interval_{0};      // the restart interval that was added last
  unsigned interval_written_{0};
  bool has_restarts_{false};
  TableSet known_;  // tables that have been added
  TableSet missing_;
  bool moved_{false};
};

}  // namespace stripmeta::jpeg
