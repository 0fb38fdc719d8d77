#include "strip/jpeg/tables.hpp"

#include <algorithm>
#include <utility>

#include "strip/jpeg/marker.hpp"
#include "strip/jpeg/standard_tables.hpp"

namespace stripmeta::jpeg {
namespace {

bool has_number(TableKind kind) {
  return static_cast<std::size_t>(kind) < TableSet::kinds;
}

struct Destination {
  TableKind kind;
  unsigned number;
};

// `table` is one table of a segment, or the whole payload of a segment that holds one thing.
Destination destination(std::uint8_t marker, Bytes table) {
  const unsigned number = table.empty() ? 0 : u8(table, 0) & 0xFU;
  const bool is_ac = !table.empty() && u8(table, 0) >> 4U != 0;
  switch (marker) {
    case dqt: return {TableKind::quantisation, number};
    case dht: return {is_ac ? TableKind::ac_huffman : TableKind::dc_huffman, number};
    case dac: return {is_ac ? TableKind::ac_conditioning : TableKind::dc_conditioning, number};
    case dri: return {TableKind::restart, 0};
    case exp: return {TableKind::expansion, 0};
    case dhp: return {TableKind::hierarchy, 0};
    default: return {TableKind::frame, 0};
  }
}

// Why decoders refuse a table that a scan uses, or "". Those of DQT are all valid.
std::string_view fault(std::uint8_t marker, Bytes table) {
  if (marker == dht) return huffman_fault(table);
  if (marker == exp && (u8(table, 0) & 0xEEU) != 0) return "an expand segment has values other than 0 and 1";
  const bool is_dc = marker == dac && u8(table, 0) >> 4U == 0;
  const bool is_reversed = is_dc && (u8(table, 1) & 0xFU) > u8(table, 1) >> 4U;
  return is_reversed ? "the bounds of an arithmetic conditioning table are reversed" : "";
}

}  // namespace

TableSet TableSet::all() {
  TableSet set;
  set.bits_.fill(0xFFFF);
  return set;
}

void TableSet::add(const TableSet& more) {
  for (std::size_t i = 0; i < kinds; ++i) bits_.at(i) |= more.bits_.at(i);
}

void TableSet::remove(const TableSet& others) {
  for (std::size_t i = 0; i < kinds; ++i) bits_.at(i) &= static_cast<std::uint16_t>(~others.bits_.at(i));
}

void Tables::reset() {
  held_.clear();
  size_ = 0;
  read_ = written_ = scans_ = 0;
  interval_ = interval_written_ = 0;
  has_restarts_ = false;
  known_ = missing_ = {};
  moved_ = false;
}

Status Tables::add(const Segment& segment, Output& out) {
  if (segment.payload.empty()) out.report().add(Kind::junk, Fate::removed, segment.size());
  read_ += segment.size();
  for (auto rest = segment.payload; !rest.empty();) {
    const auto table = rest.first(table_size(segment.marker, rest));
    rest = rest.subspan(table.size());
    const auto [kind, number] = destination(segment.marker, table);
    const auto size = segment.is_original ? segment.payload.size() : 0;
    hold({segment.marker, kind, number, segment.offset, size, {table.begin(), table.end()}}, out.report());
    if (size_ + segment_head > out.policy().max_header_bytes)
      return fail(ErrorKind::too_large, segment.offset, "the tables before a scan exceed the header limit");
  }
  return {};
}

void Tables::hold(Held table, Report& report) {
  const auto same = [&](const Held& held) { return held.kind == table.kind && held.number == table.number; };
  if (const auto old = std::ranges::find_if(held_, same); old != held_.end()) {
    // A row of tables of which each replaces the one before it says something, even if each is a standard one.
    report_unused(*old, old->scans == scans_ ? Kind::junk : old->removed_as, report);
    size_ -= old->bytes.size();
    held_.erase(old);
  }
  if (table.kind == TableKind::restart && is_repeated_interval(table))
    return report_unused(table, Kind::layout, report);
  if (table.kind == TableKind::ac_conditioning) limit_conditioning(table, report);
  if (has_number(table.kind)) {
    known_.add(table.kind, table.number);
    if (is_standard_table(table.marker, table.bytes)) table.removed_as = Kind::layout;
  }
  table.scans = scans_;
  size_ += table.bytes.size();
  held_.push_back(std::move(table));
}

// Kx is at most 63 (T.81 table B.6). A greater one says the same, because no coefficient has a greater number.
void Tables::limit_conditioning(Held& table, Report& report) {
  constexpr std::byte most{63};
  if (table.bytes.back() <= most) return;
  table.bytes.back() = most;
  table.segment_size = 0;
  report.add(Kind::slack, Fate::removed, 1);
}

// Takes the interval, and returns whether it is the one that holds already.
bool Tables::is_repeated_interval(const Held& table) {
  interval_ = u16(table.bytes, 0);
  return interval_ == interval_written_;
}

// Whether the interval that is held has to be written before a scan of these units. If it says nothing in this scan,
// but the one written last does, a 0 is put before it, and it stays.
bool Tables::place_restart(const Units& units) {
  constexpr std::uint64_t few = 16;
  const auto now = units.effective(interval_);
  const bool changes = now != units.effective(interval_written_);
  has_restarts_ = now != 0;
  if (changes) interval_written_ = now;
  const auto held = std::ranges::find(held_, TableKind::restart, &Held::kind);
  if (held == held_.end()) return changes;
  // Encoders count a few units or a few rows of units, and go on doing so if a scan has no more.
  const bool is_usual = interval_ <= few || (interval_ % units.across == 0 && interval_ / units.across <= few);
  held->removed_as = is_usual ? Kind::layout : Kind::junk;
  if (!changes || now == interval_) return changes;
  auto none = *held;
  none.bytes = {std::byte{0}, std::byte{0}};
  none.segment_size = 0;
  size_ += none.bytes.size();
  held_.insert(held, std::move(none));
  return true;
}

void Tables::report_unused(const Held& held, Kind kind, Report& report) {
  const bool was_alone = held.segment_size == 0 || held.bytes.size() == held.segment_size;
  report.add(kind, Fate::removed, held.bytes.size() + (was_alone ? segment_head : 0));
}

Status Tables::write(const TableSet& used, const Units& units, Output& out) {
  add_missing(used);
  ++scans_;
  const bool restart_changes = place_restart(units);
  const auto is_used = [&](const Held& held) {
    if (held.kind == TableKind::restart) return restart_changes && u16(held.bytes, 0) == interval_written_;
    return !has_number(held.kind) || used.contains(held.kind, held.number);
  };
  const auto later = std::ranges::stable_partition(held_, is_used);
  const auto now = std::span{held_.begin(), later.begin()};
  for (auto run = now.begin(); run != now.end();) {
    const auto end = std::find_if(run, now.end(), [&](const Held& held) { return held.segment_at != run->segment_at; });
    if (auto status = write_segment({run, end}, out); !status) return status;
    run = end;
  }
  for (const auto& held : now) size_ -= held.bytes.size();
  held_.erase(held_.begin(), later.begin());
  return {};
}

void Tables::add_missing(const TableSet& used) {
  auto missing = used;
  missing.remove(known_);
  missing_.add(missing);
}

Status Tables::write_segment(Run run, Output& out) {
  constexpr std::uint64_t most_growth = 256;  // a picture with all its tables in three segments grows by 36
  std::vector<std::byte> segment;
  std::size_t size = 0;
  for (const auto& held : run) size += held.bytes.size();
  const auto& front = run.front();
  put_u8(segment, 0xFF);
  put_u8(segment, front.marker);
  put_u16(segment, static_cast<unsigned>(size + 2));
  for (const auto& held : run) {
    if (const auto wrong = fault(held.marker, held.bytes); !wrong.empty())
      return fail(ErrorKind::malformed, held.segment_at, wrong);
    put_bytes(segment, held.bytes);
  }
  written_ += segment.size();
  if (written_ > read_ + most_growth)
    return fail(ErrorKind::malformed, front.segment_at, "too many segments hold tables of different scans");
  moved_ = moved_ || front.segment_at != out.report().bytes_out;
  return out.put(segment, size == front.segment_size ? front.segment_at : no_source_offset);
}

void Tables::drop(Report& report) {
  for (const auto& held : held_) report_unused(held, held.removed_as, report);
  held_.clear();
  size_ = 0;
}

}  // namespace stripmeta::jpeg
