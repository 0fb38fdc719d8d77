#include "strip/jpeg/frame.hpp"

#include <algorithm>

#include "strip/jpeg/marker.hpp"

namespace stripmeta::jpeg {
namespace {

// T.81 B.2.2: P, Y, X, Nf; then C, HV and Tq of each component.
constexpr std::size_t frame_head = 6;
constexpr std::size_t component_size = 3;
constexpr std::size_t quantisation_at = 2;

// The fields behind the components of a scan header (T.81 B.2.3).
struct Selection {
  explicit Selection(Bytes scan)
      : at(scan.size() - 3), first(u8(scan, at)), last(u8(scan, at + 1)), high(u8(scan, at + 2) >> 4U) {}

  std::size_t at;
  unsigned first;  // Ss: 0 in a progressive scan of DC
  unsigned last;   // Se
  unsigned high;   // Ah: not 0 in one that refines
  bool is_dc() const { return first == 0; }
  bool refines() const { return high != 0; }
};

}  // namespace

// The two low bits of SOFn's code say the process (T.81 table B.1).
Frame::Process Frame::process_of(std::uint8_t marker) {
  const unsigned code = marker & 0x3U;
  if (code == 3) return Process::lossless;
  return code == 2 ? Process::progressive : Process::sequential;
}

Frame::Frame(std::uint8_t marker, Bytes payload)
    : marker_(marker),
      process_(process_of(marker)),
      is_arithmetic_(marker > jpg),
      width_(u16(payload, 3)),
      height_(u16(payload, 1)),
      header_(payload.begin(), payload.end()) {
  for (std::size_t at = frame_head; at < payload.size(); at += component_size) {
    const unsigned sampling = u8(payload, at + 1);
    components_.push_back({u8(payload, at), sampling >> 4U, sampling & 0xFU, u8(payload, at + quantisation_at), false});
    if (marker == dhp || process_ == Process::lossless) header_[at + quantisation_at] = std::byte{0};
  }
}

// A block has eight lines of eight samples. In lossless frames it is one sample. libjpeg 8 and later read its size from
// Se in extended frames.
std::uint32_t Frame::most_block(Bytes scan) const {
  constexpr std::uint32_t side = 8;
  if (process_ == Process::lossless) return 1;
  const bool is_usual = marker_ == sof0 || process_ == Process::progressive || Selection{scan}.last == side * side - 1;
  return is_usual ? side : 1;
}

// T.81 A.2: a scan of one component has a unit for each of its blocks, others have one for each block of the component
// with the fewest samples.
Units Frame::units(Bytes scan) const {
  constexpr std::uint32_t most_lines = 0xFFFF;
  const std::uint64_t lines = height_ != 0 ? height_ : most_lines;
  const auto block = most_block(scan);
  const auto across = std::ranges::max(components_, {}, &Component::across).across;
  const auto down = std::ranges::max(components_, {}, &Component::down).down;
  const auto part = [](std::uint64_t all, std::uint64_t size) { return (all + size - 1) / size; };
  if (u8(scan, 0) != 1) return {part(width_, block * across), part(lines, block * down)};
  const auto& one = *std::ranges::find(components_, u8(scan, 1), &Component::id);
  return {part(part(std::uint64_t{width_} * one.across, across), block), part(part(lines * one.down, down), block)};
}

bool Frame::has_components_of(Bytes scan) const {
  for (std::size_t at = 1; at + 3 < scan.size(); at += 2) {
    if (std::ranges::find(components_, u8(scan, at), &Component::id) == components_.end()) return false;
  }
  return true;
}

TableSet Frame::begin_scan(Bytes scan) {
  ++scans_;
  TableSet used;
  for (std::size_t at = 1; at + 3 < scan.size(); at += 2) {
    use_quantisation(u8(scan, at), used);
    use_entropy(u8(scan, at + 1) >> 4U, u8(scan, at + 1) & 0xFU, scan, used);
  }
  return used;
}

void Frame::use_quantisation(unsigned id, TableSet& used) {
  if (process_ == Process::lossless) return;
  for (auto& component : components_) {
    if (component.id != id) continue;
    if (!component.is_coded) used.add(TableKind::quantisation, component.quantisation);
    component.is_coded = true;
  }
}

// Huffman tables: T.81 F.2.2, G.2, H.2. Conditioning: F.1.4.4.1.4 and F.1.4.4.2; a progressive scan that refines takes
// fixed probabilities for DC, and codes no magnitudes for AC (G.1.3.3).
void Frame::use_entropy(unsigned dc, unsigned ac, Bytes scan, TableSet& used) const {
  const Selection selection{scan};
  const bool is_progressive = process_ == Process::progressive;
  const bool uses_dc = !is_progressive || (selection.is_dc() && !selection.refines());
  const bool uses_ac = is_progressive ? !selection.is_dc() : process_ == Process::sequential;
  if (uses_dc) used.add(is_arithmetic_ ? TableKind::dc_conditioning : TableKind::dc_huffman, dc);
  if (!uses_ac) return;
  if (!is_arithmetic_) return used.add(TableKind::ac_huffman, ac);
  if (!selection.refines()) used.add(TableKind::ac_conditioning, ac);
}

std::vector<std::byte> Frame::scan_header(Bytes scan) const {
  constexpr std::byte dc_only{0xF0};
  constexpr std::byte ac_only{0x0F};
  constexpr std::byte last_coefficient{63};
  std::vector<std::byte> made(scan.begin(), scan.end());
  const Selection selection{scan};
  auto tables = std::byte{0xFF};
  if (process_ == Process::lossless) {
    tables = dc_only;
    made[selection.at + 1] = std::byte{0};
    made[selection.at + 2] &= std::byte{0x0F};
  } else if (process_ == Process::progressive) {
    tables = selection.is_dc() ? dc_only : ac_only;
    if (selection.is_dc() && selection.refines()) tables = std::byte{0};
  } else {
    made[selection.at] = made[selection.at + 2] = std::byte{0};
    // Of an extended scan, libjpeg 8 and later read the size of a block from Se.
    if (marker_ == sof0) made[selection.at + 1] = last_coefficient;
  }
  for (std::size_t at = 2; at < selection.at; at += 2) made[at] &= tables;
  return made;
}

}  // namespace stripmeta::jpeg
