#include "strip/verify/jpeg_tables.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta::verify {
namespace {

enum Kind : std::size_t { quantisation_kind, dc_huffman, ac_huffman, dc_conditioning, ac_conditioning };

// T.81 table B.1.
constexpr std::uint8_t code_dht = 0xC4;
constexpr std::uint8_t code_dac = 0xCC;
constexpr std::uint8_t code_dqt = 0xDB;
constexpr std::uint8_t code_dri = 0xDD;
constexpr std::uint8_t code_dhp = 0xDE;
constexpr std::uint8_t code_exp = 0xDF;

constexpr unsigned lossless = 3;
constexpr unsigned progressive = 2;

Verdict wrong(std::uint64_t at, std::string_view rule) {
  return Unaccounted{at, rule};
}

// Whether codes of these counts fit into their lengths (T.81 annex C).
bool fits(Bytes counts) {
  std::uint32_t room = 1;
  for (const auto count : counts) {
    room *= 2;
    const auto taken = std::to_integer<std::uint32_t>(count);
    if (taken > room) return false;
    room -= taken;
  }
  return true;
}

}  // namespace

Verdict JpegTables::define(std::uint8_t code, Bytes payload, std::uint64_t at) {
  lines_allowed_ = false;
  switch (code) {
    case code_dqt: return quantisation(payload, at);
    case code_dht: return huffman(payload, at);
    case code_dac: return conditioning(payload, at);
    case code_dri:
      if (payload.size() != 2) return wrong(at, "a restart interval of another length");
      interval_before_ = std::exchange(interval_, u16(payload, 0));
      return define_header(restart, at);
    case code_exp:
      if (!hierarchical_) return wrong(at, "an expansion in an image without a hierarchy");
      if (payload.size() != 1 || (u8(payload, 0) & 0xEEU) != 0) return wrong(at, "an expansion that is not valid");
      return define_header(expansion, at);
    default: return start_frame(code, payload, at);
  }
}

Verdict JpegTables::define_table(std::size_t kind, unsigned number, std::uint64_t at) {
  auto& pending = pending_.at(kind).at(number);
  if (pending != 0) return wrong(pending, "a table that is replaced before a scan uses it");
  pending = at;
  known_.numbers.at(kind) |= static_cast<std::uint16_t>(1U << number);
  return std::nullopt;
}

Verdict JpegTables::define_header(Header header, std::uint64_t at) {
  auto& pending = pending_headers_.at(header);
  if (pending != 0) return wrong(pending, "a header that is replaced before a scan uses it");
  pending = at;
  return std::nullopt;
}

Verdict JpegTables::quantisation(Bytes payload, std::uint64_t at) {
  if (payload.empty()) return wrong(at, "a segment without a table");
  for (std::size_t i = 0; i < payload.size();) {
    const unsigned precision = u8(payload, i) >> 4U;
    const unsigned number = u8(payload, i) & 0xFU;
    const std::size_t size = precision == 0 ? 65 : 129;
    if (precision > 1 || number > 3 || payload.size() - i < size)
      return wrong(at + i, "a quantisation table that is not valid");
    if (auto verdict = define_table(quantisation_kind, number, at + i)) return verdict;
    i += size;
  }
  return std::nullopt;
}

Verdict JpegTables::huffman(Bytes payload, std::uint64_t at) {
  constexpr std::size_t head = 17;
  constexpr unsigned most_values = 256;
  if (payload.empty()) return wrong(at, "a segment without a table");
  for (std::size_t i = 0; i < payload.size();) {
    const unsigned kind = u8(payload, i) >> 4U;
    const unsigned number = u8(payload, i) & 0xFU;
    if (kind > 1 || number > 3 || payload.size() - i < head) return wrong(at + i, "a Huffman table that is not valid");
    const auto counts = payload.subspan(i + 1, head - 1);
    std::size_t values = 0;
    for (const auto count : counts) values += std::to_integer<std::size_t>(count);
    if (values > most_values || payload.size() - i - head < values || !fits(counts))
      return wrong(at + i, "a Huffman table whose codes do not fit");
    const auto is_too_large = [](std::byte value) { return value > std::byte{16}; };
    if (kind == 0 && std::ranges::any_of(payload.subspan(i + head, values), is_too_large))
      return wrong(at + i, "a Huffman table of DC with values that are no numbers of bits");
    if (auto verdict = define_table(dc_huffman + kind, number, at + i)) return verdict;
    i += head + values;
  }
  return std::nullopt;
}

Verdict JpegTables::conditioning(Bytes payload, std::uint64_t at) {
  if (payload.empty() || payload.size() % 2 != 0) return wrong(at, "an arithmetic conditioning segment of no pairs");
  for (std::size_t i = 0; i < payload.size(); i += 2) {
    const unsigned kind = u8(payload, i) >> 4U;
    const unsigned value = u8(payload, i + 1);
    const bool valid = kind == 0 ? (value & 0xFU) <= value >> 4U : value <= 63;
    if (kind > 1 || !valid) return wrong(at + i, "an arithmetic conditioning table that is not valid");
    if (auto verdict = define_table(dc_conditioning + kind, u8(payload, i) & 0xFU, at + i)) return verdict;
  }
  return std::nullopt;
}

Verdict JpegTables::start_frame(std::uint8_t code, Bytes payload, std::uint64_t at) {
  constexpr std::size_t head = 6;
  constexpr unsigned most_components = 10;
  const bool is_whole = code == code_dhp;
  if (payload.size() < head || u8(payload, 5) == 0 || u8(payload, 5) > most_components ||
      payload.size() != head + 3 * std::size_t{u8(payload, 5)} || u16(payload, 3) == 0 || u8(payload, 0) < 2 ||
      u8(payload, 0) > 16)
    return wrong(at, "a frame header that is not valid");
  if (is_whole ? hierarchical_ || frame_ : frame_ && !hierarchical_) return wrong(at, "a second frame");
  hierarchical_ = hierarchical_ || is_whole;
  Frame read{code & 3U, code == 0xC0, code > 0xC8, u16(payload, 3), u16(payload, 1), 0, {}};
  const bool quantised = !is_whole && read.process != lossless;
  for (std::size_t i = head; i < payload.size(); i += 3) {
    const unsigned across = u8(payload, i + 1) >> 4U;
    const unsigned down = u8(payload, i + 1) & 0xFU;
    const unsigned number = u8(payload, i + 2);
    if (across < 1 || across > 4 || down < 1 || down > 4 || number > (quantised ? 3U : 0U))
      return wrong(at + i, "a component that is not valid");
    read.components.push_back({u8(payload, i), across, down, number, false});
  }
  if (!is_whole) frame_ = std::move(read);
  return define_header(is_whole ? hierarchy : frame, at);
}

Verdict JpegTables::begin_scan(Bytes payload, std::uint64_t at) {
  const std::size_t count = payload.empty() ? 0 : u8(payload, 0);
  if (count < 1 || count > 4 || payload.size() != 4 + 2 * count) return wrong(at, "a scan header that is not valid");
  if (!frame_) return wrong(at, "a scan without a frame");
  if (is_whole_) return wrong(at, "a scan behind one that has the whole picture");
  if (auto verdict = judge_restart(payload)) return verdict;
  if (auto verdict = judge_selection(payload, at)) return verdict;
  const unsigned first = u8(payload, payload.size() - 3);
  const unsigned high = u8(payload, payload.size() - 1) >> 4U;
  for (std::size_t i = 1; i <= 2 * count; i += 2) {
    if (!has_component(u8(payload, i))) return wrong(at + i, "a scan of a component that the frame does not have");
    use_component(u8(payload, i), u8(payload, i + 1) >> 4U, u8(payload, i + 1) & 0xFU, first, high);
  }
  pending_headers_ = {};
  if (auto verdict = unused()) return verdict;
  has_scan_ = true;
  const bool is_first = ++frame_->scans == 1;
  is_whole_ = is_first && !hierarchical_ && frame_->process != progressive && count == frame_->components.size();
  lines_allowed_ = is_first && frame_->height == 0;
  return std::nullopt;
}

// T.81 A.2. A block has eight lines of eight samples. In lossless frames it is one sample, and to libjpeg 8 in extended
// ones whose Se is not 63.
std::uint64_t JpegTables::units(Bytes payload) const {
  constexpr unsigned usual_last = 63;
  const bool usual =
      frame_->baseline || frame_->process == progressive || u8(payload, payload.size() - 2) == usual_last;
  const std::uint64_t side = frame_->process != lossless && usual ? 8 : 1;
  const std::uint64_t lines = frame_->height != 0 ? frame_->height : 0xFFFF;
  unsigned across = 0;
  unsigned down = 0;
  for (const auto& component : frame_->components) {
    across = std::max(across, component.across);
    down = std::max(down, component.down);
  }
  const auto parts = [](std::uint64_t whole, std::uint64_t part) { return whole / part + (whole % part == 0 ? 0 : 1); };
  if (u8(payload, 0) > 1) return parts(frame_->width, side * across) * parts(lines, side * down);
  for (const auto& component : frame_->components) {
    if (component.id != u8(payload, 1)) continue;
    const auto columns = parts(frame_->width * component.across, across);
    return parts(columns, side) * parts(parts(lines * component.down, down), side);
  }
  return 0;
}

// An interval of as many units as the scan has, or of more, has no effect. One is written if it has another effect than
// the one before it.
Verdict JpegTables::judge_restart(Bytes payload) const {
  const auto at = pending_headers_.at(restart);
  if (at == 0) return std::nullopt;
  const auto most = units(payload);
  const auto effect = [&](unsigned interval) { return interval >= most ? 0 : interval; };
  if (effect(interval_) != interval_) return wrong(at, "a restart interval that the scan does not reach");
  return effect(interval_before_) == interval_ ? wrong(at, "a restart interval that changes nothing") : Verdict{};
}

// The fields that the process does not read have one value (T.81 table B.3, G.1.1.1.1).
Verdict JpegTables::judge_selection(Bytes payload, std::uint64_t at) const {
  const auto end = payload.size();
  const unsigned first = u8(payload, end - 3);
  const unsigned last = u8(payload, end - 2);
  const unsigned high = u8(payload, end - 1) >> 4U;
  unsigned unread = 0;  // of the numbers of the entropy tables
  bool valid = true;
  if (frame_->process == lossless) {
    unread = 0x0F;
    valid = last == 0 && high == 0;
  } else if (frame_->process == progressive) {
    unread = first == 0 ? 0x0F : 0xF0;
    if (first == 0 && high != 0) unread = 0xFF;
  } else {
    valid = first == 0 && u8(payload, end - 1) == 0 && (!frame_->baseline || last == 63);
  }
  if (!valid) return wrong(at + end - 3, "a selection in a scan header that decoders do not read");
  for (std::size_t i = 2; i < end - 3; i += 2) {
    if ((u8(payload, i) & unread) != 0) return wrong(at + i, "a number of a table that the scan does not use");
  }
  return std::nullopt;
}

void JpegTables::use(std::size_t kind, unsigned number) {
  const auto bit = static_cast<std::uint16_t>(1U << number);
  pending_.at(kind).at(number) = 0;
  if ((known_.numbers.at(kind) & bit) == 0) missing_.numbers.at(kind) |= bit;
}

bool JpegTables::has_component(unsigned id) const {
  return std::ranges::any_of(frame_->components, [id](const auto& component) { return component.id == id; });
}

// A component takes its quantisation table from its first scan (T.81 B.2.4).
void JpegTables::use_component(unsigned id, unsigned dc, unsigned ac, unsigned first, unsigned high) {
  for (auto& component : frame_->components) {
    if (component.id != id || frame_->process == lossless) continue;
    if (!component.coded) use(quantisation_kind, component.quantisation);
    component.coded = true;
  }
  use_entropy(dc, ac, first, high);
}

void JpegTables::use_entropy(unsigned dc, unsigned ac, unsigned first, unsigned high) {
  const bool is_progressive = frame_->process == progressive;
  const bool codes_dc = !is_progressive || (first == 0 && high == 0);
  if (codes_dc) use(frame_->arithmetic ? dc_conditioning : dc_huffman, dc);
  const bool codes_ac = is_progressive ? first != 0 : frame_->process != lossless;
  if (!codes_ac) return;
  if (!frame_->arithmetic) use(ac_huffman, ac);
  if (frame_->arithmetic && high == 0) use(ac_conditioning, ac);
}

Verdict JpegTables::number_of_lines(Bytes payload, std::uint64_t at) {
  if (payload.size() != 2) return wrong(at, "a number of lines of another length");
  if (!lines_allowed_) return wrong(at, "a number of lines that no frame needs");
  lines_allowed_ = false;
  return std::nullopt;
}

Verdict JpegTables::unused() const {
  std::uint64_t first = 0;
  const auto look = [&](std::uint64_t at) {
    if (at != 0 && (first == 0 || at < first)) first = at;
  };
  for (const auto& kind : pending_) std::ranges::for_each(kind, look);
  std::ranges::for_each(pending_headers_, look);
  return first == 0 ? Verdict{} : wrong(first, "a table that the next scan does not use");
}

Verdict JpegTables::not_in(const JpegTableUse& use) const {
  JpegTables rest;
  rest.pending_headers_ = pending_headers_;
  for (std::size_t kind = 0; kind < numbered; ++kind) {
    for (std::size_t number = 0; number < numbers; ++number) {
      if ((use.numbers.at(kind) >> number & 1U) == 0) rest.pending_.at(kind).at(number) = pending_.at(kind).at(number);
    }
  }
  return rest.unused();
}

}  // namespace stripmeta::verify
