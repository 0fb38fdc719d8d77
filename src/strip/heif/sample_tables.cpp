#include "strip/heif/sample_tables.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta::heif {

using bmff::Box;
using bmff::Reader;
using bmff::type;

Status SampleTables::write(const Box& box) {
  const bool has_plain_sizes = track_.sizes.bits() == 32;
  switch (box.type) {
    case type("stts"): return write_runs(box, 0);
    case type("ctts"): return write_runs(box, 1);
    case type("stsc"): return write_chunk_runs(box);
    case type("stss"): return write_sync_samples(box);
    case type("stco"):
    case type("co64"): return write_chunks(box);
    case type("stsz"): return write_sizes(box);
    case type("stz2"): return has_plain_sizes ? rewriter_.drop(box) : write_compact_sizes(box);
    default: return rewriter_.drop(box);
  }
}

// Durations or offsets of runs of samples (8.6.1): as many as there are samples.
Status SampleTables::write_runs(const Box& box, unsigned max_version) {
  constexpr std::size_t head = 8;
  Reader reader{box.payload};
  const auto full = bmff::read_full(reader);
  const std::uint64_t rows = reader.u32();
  if (!reader.ok() || rows > reader.left() / 8) return Rewriter::cut_off(box);
  std::uint64_t left = track_.sample_count();
  std::vector<std::byte> kept;
  for (std::uint64_t i = 0; i < rows && left > 0; ++i) {
    const auto samples = std::min<std::uint64_t>(reader.u32(), left);
    const auto value = reader.u32();
    if (samples == 0) continue;
    left -= samples;
    put_u32(kept, static_cast<std::uint32_t>(samples));
    put_u32(kept, value);
  }
  std::vector<std::byte> payload;
  put_u32(payload, full.version == 1 && max_version == 1 ? 1U << 24U : 0);
  put_u32(payload, static_cast<std::uint32_t>(kept.size() / head));
  put_bytes(payload, kept);
  return rewriter_.put(box, payload);
}

// Whether each row of stsc says what is so of the chunk with which it begins.
bool SampleTables::all_runs_used(const Box& box) const {
  Reader reader{box.payload};
  bmff::read_full(reader);
  std::uint64_t last = 0;
  for (std::uint64_t rows = reader.u32(); rows > 0; --rows) {
    const std::uint64_t first = reader.u32();
    const auto samples = reader.u32();
    const auto entry = reader.u32();
    if (first <= last || first > track_.chunks.size()) return false;
    const auto& chunk = track_.chunks[static_cast<std::size_t>(first - 1)];
    if (chunk.count != samples || chunk.entry + 1 != entry) return false;
    last = first;
  }
  return reader.ok() && reader.left() == 0;
}

// How many samples each chunk has, and how they are coded (8.7.4).
Status SampleTables::write_chunk_runs(const Box& box) {
  constexpr std::uint64_t row = 12;
  if (!all_runs_used(box) || box.payload.size() < 4 || u32(box.payload, 0) != 0)
    rewriter_.report_slack(box, box.payload.size());
  bmff::BoxWriter rows;
  const auto places = track_.places();
  const Chunk* last = nullptr;
  for (const auto& chunk : track_.chunks) {
    const bool goes_on = last != nullptr && last->count == chunk.count && last->entry == chunk.entry;
    last = &chunk;
    if (goes_on) continue;
    rows.u32(static_cast<std::size_t>(&chunk - track_.chunks.data()) + 1);
    rows.u32(static_cast<std::size_t>(chunk.count));
    rows.u32(places.at(chunk.entry) + std::size_t{1});
  }
  const auto kept = rows.take();
  rewriter_.to().open_full(type("stsc"), 0, 0);
  rewriter_.to().u32(kept.size() / row);
  rewriter_.to().bytes(kept);
  rewriter_.to().close();
  return {};
}

// The samples at which decoding can begin, in ascending order (8.6.2).
Status SampleTables::write_sync_samples(const Box& box) {
  Reader reader{box.payload};
  bmff::read_full(reader);
  const std::uint64_t rows = reader.u32();
  if (!reader.ok() || rows > reader.left() / 4) return Rewriter::cut_off(box);
  std::vector<std::byte> payload(bmff::full_head);
  put_u32(payload, 0);
  std::uint32_t last = 0;
  for (std::uint64_t i = 0; i < rows; ++i) {
    const auto sample = reader.u32();
    if (sample <= last || sample > track_.sample_count()) continue;
    put_u32(payload, last = sample);
  }
  set_u32(payload, bmff::full_head, static_cast<std::uint32_t>(payload.size() / 4 - 2));
  return rewriter_.put(box, payload);
}

// Calls visit(size) for each sample, with its size in the output.
template <typename Visit>
void SampleTables::visit_sizes(Visit visit) const {
  for (const auto& chunk : track_.chunks) {
    track_.visit_samples(chunk, [&](Range sample) { visit(media_.locate(sample).size()); });
  }
}

bool SampleTables::all_sizes_equal(std::size_t& size) const {
  bool first = true;
  bool equal = true;
  visit_sizes([&](std::size_t next) {
    equal = equal && (std::exchange(first, false) || next == size);
    size = next;
  });
  return equal && size != 0;
}

// The sizes of all samples (8.7.3.2): one number if the input has one and it still holds, else a table.
Status SampleTables::write_sizes(const Box& box) {
  constexpr std::uint64_t head = 12;
  constexpr std::uint64_t most = 1U << 22U;
  const auto& sizes = track_.sizes;
  const auto count = track_.sample_count();
  if (sizes.bits() != 32) return rewriter_.drop(box);
  std::size_t size = 0;
  const bool fixed = sizes.fixed() && (count == 0 || all_sizes_equal(size));
  if (sizes.fixed() && !fixed && count > most) {
    return fail(ErrorKind::too_large, box.at, "the sequence has too many pictures of one size to give each its own");
  }
  rewriter_.report_rest(box, head + (sizes.fixed() ? 0 : 4 * count));
  if (sizes.count() != count) rewriter_.report_slack(box, box.payload.size());
  rewriter_.to().open_full(type("stsz"), 0, 0);
  rewriter_.to().u32(size * (fixed ? 1U : 0U));
  rewriter_.to().u32(static_cast<std::size_t>(count));
  if (!fixed) visit_sizes([this](std::size_t next) { rewriter_.to().u32(next); });
  rewriter_.to().close();
  return {};
}

// The same with sizes of 4, 8 or 16 bits (8.7.3.3).
Status SampleTables::write_compact_sizes(const Box& box) {
  constexpr std::uint64_t head = 12;
  const auto bits = track_.sizes.bits();
  const auto count = track_.sample_count();
  rewriter_.report_rest(box, head + (count * bits + 7) / 8);
  const bool has_more = u32(box.payload, bmff::full_head) != bits;  // in the reserved bytes
  if (has_more || track_.sizes.count() != count) rewriter_.report_slack(box, box.payload.size());
  rewriter_.to().open_full(type("stz2"), 0, 0);
  rewriter_.to().u32(bits);
  rewriter_.to().u32(static_cast<std::size_t>(count));
  unsigned half = 0;
  std::uint64_t done = 0;
  bool fits = true;
  visit_sizes([&](std::size_t size) {
    fits = fits && size >> bits == 0;
    if (bits == 16) rewriter_.to().u16(size);
    if (bits == 8) rewriter_.to().u8(static_cast<unsigned>(size));
    if (bits != 4) return;
    half = half << 4U | static_cast<unsigned>(size);
    if (++done % 2 == 0 || done == count) rewriter_.to().u8((done % 2 == 0 ? half : half << 4U) & 0xFFU);
  });
  rewriter_.to().close();
  // Only an end that had been missing can make a sample longer.
  if (!fits) return fail(ErrorKind::malformed, box.at, "a picture of the sequence is damaged");
  return {};
}

Status SampleTables::write_chunks(const Box& box) {
  rewriter_.report_rest(box, 8 + (box.type == type("co64") ? 8 : 4) * std::uint64_t{track_.chunks.size()});
  rewriter_.to().open_full(wide_ ? type("co64") : type("stco"), 0, 0);
  rewriter_.to().u32(track_.chunks.size());
  for (const auto& chunk : track_.chunks) rewriter_.to().offset(media_.locate(chunk.range).begin, wide_);
  rewriter_.to().close();
  return {};
}

}  // namespace stripmeta::heif
