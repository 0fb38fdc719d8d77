#include "strip/heif/samples.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "strip/heif/jpeg2000.hpp"

namespace stripmeta::heif {
namespace {

// The chunks of a track. One that occurs several times, as when a picture is shown again, is among them once.
std::vector<const Chunk*> distinct_chunks(const Track& track) {
  const auto key = [](const Chunk* chunk) { return std::tuple{chunk->range, chunk->count, chunk->entry}; };
  // Of chunks with several samples, the sizes of these may differ.
  const auto same = [&](const Chunk* a, const Chunk* b) { return a->count == 1 && key(a) == key(b); };
  std::vector<const Chunk*> chunks;
  for (const auto& chunk : track.chunks) chunks.push_back(&chunk);
  std::ranges::sort(chunks, {}, key);
  const auto again = std::ranges::unique(chunks, same);
  chunks.erase(again.begin(), again.end());
  return chunks;
}

bool goes_whole(const std::vector<coded::Change>& changes, std::size_t size) {
  std::size_t gone = 0;
  for (const auto& change : changes) gone += change.bytes.empty() ? change.range.size() : 0;
  return gone == size;
}

// Adds the edits of one sample. A picture that is not coded in units is a JPEG 2000 codestream.
Status edit_sample(Bytes input, Range sample, const std::optional<coded::Stream>& stream, std::vector<Edit>& edits,
                   Output& out) {
  const auto data = input.subspan(sample.begin, sample.size());
  if (!stream) {
    auto stripped = strip_codestream(data, sample.begin, out);
    if (!stripped) return std::unexpected(stripped.error());
    if (!same_bytes(*stripped, data)) edits.push_back({sample, std::move(*stripped)});
    return {};
  }
  if (auto status = check_lengths(data, sample.begin, *stream); !status) return status;
  auto changes = coded::clean_stream(data, *stream);
  if (!data.empty() && goes_whole(changes, data.size())) {
    return fail(ErrorKind::malformed, sample.begin, "a picture of the sequence has no coded data of its own");
  }
  for (auto& edit : take_changes(data, sample.begin, std::move(changes), out)) {
    edit.range = {edit.range.begin + sample.begin, edit.range.end + sample.begin};
    edits.push_back(std::move(edit));
  }
  return {};
}

Status edit_chunk(Bytes input, const Track& track, const Chunk& chunk, std::vector<Edit>& edits, Output& out) {
  const auto& stream = track.streams.at(chunk.entry);
  Status status;
  track.visit_samples(chunk, [&](Range sample) {
    if (status && edits.size() <= max_edits) status = edit_sample(input, sample, stream, edits, out);
  });
  return status;
}

}  // namespace

Status edit_samples(Bytes input, const std::vector<Track>& tracks, std::vector<Edit>& edits, Agreement& agreement,
                    Output& out) {
  constexpr std::uint64_t most_times = 8;
  std::uint64_t budget = most_times * input.size();
  for (const auto& track : tracks) {
    if (track.kind) continue;
    for (const auto* chunk : distinct_chunks(track)) {
      const bool affordable = chunk->range.size() <= budget;
      if (affordable) budget -= chunk->range.size();
      const auto before = edits.size();
      if (affordable) {
        if (auto status = edit_chunk(input, track, *chunk, edits, out); !status) return status;
      }
      if (!affordable || edits.size() > max_edits) {
        return fail(ErrorKind::malformed, track.box.at, "the sequence's data overlap, or hold too much to remove");
      }
      agreement.add({&chunk->range, 1}, edits.size() - before);
    }
  }
  return {};
}

Status check_lengths(Bytes data, std::size_t at, const coded::Stream& stream) {
  constexpr std::size_t usual = 4;
  const bool is_other = stream.codec != coded::Codec::av1 && stream.length_size != usual;
  if (!is_other || !coded::has_lengths(data, usual)) return {};
  return fail(ErrorKind::malformed, at, "the picture's units have lengths of another size than its configuration says");
}

std::vector<Edit> take_changes(Bytes data, std::size_t at, std::vector<coded::Change> changes, Output& out) {
  std::vector<Edit> edits;
  for (auto& change : changes) {
    const auto old = data.subspan(change.range.begin, change.range.size());
    out.report().add(change.kind, Fate::removed, old.size() - std::min(old.size(), change.bytes.size()));
    if (change.kind != Kind::layout) out.found(change.kind, old, at + change.range.begin);
    edits.push_back({change.range, std::move(change.bytes)});
  }
  return edits;
}

}  // namespace stripmeta::heif
