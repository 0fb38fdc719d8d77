#include "strip/coded/stream.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "strip/coded/nal.hpp"
#include "strip/coded/obu.hpp"
#include "strip/coded/temporal_unit.hpp"

namespace stripmeta::coded {
namespace {

std::uint64_t read_length(Bytes data, std::size_t size) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < size; ++i) length = length << 8U | u8(data, i);
  return length;
}

// A run of units of one kind that go is one change.
void add(std::vector<Change>& changes, Change change) {
  const bool joins = !changes.empty() && changes.back().bytes.empty() && change.bytes.empty() &&
                     changes.back().range.end == change.range.begin && changes.back().kind == change.kind;
  if (joins) {
    changes.back().range.end = change.range.end;
  } else {
    changes.push_back(std::move(change));
  }
}

void add_tail(std::vector<Change>& changes, Bytes data, std::size_t at) {
  if (at == data.size()) return;
  add(changes, {{at, data.size()}, {}, is_zero(data.subspan(at)) ? Kind::layout : Kind::slack});
}

std::vector<std::byte> with_length(const std::vector<std::byte>& unit, std::size_t length_size) {
  std::vector<std::byte> bytes;
  if (unit.empty()) return bytes;
  for (std::size_t i = length_size; i-- > 0;) put_u8(bytes, unit.size() >> 8U * i & 0xFFU);
  put_bytes(bytes, unit);
  return bytes;
}

// Calls visit(range, unit) for each unit, where `range` includes its length, as long as it returns true. Returns where
// the last one ends that fits in.
template <typename Visit>
std::size_t visit_units(Bytes data, std::size_t length_size, Visit visit) {
  std::size_t at = 0;
  while (data.size() - at >= length_size) {
    const auto begin = at + length_size;
    const auto length = read_length(data.subspan(at), length_size);
    if (length > data.size() - begin) break;
    const auto end = begin + static_cast<std::size_t>(length);
    const bool goes_on = visit(Range{at, end}, data.subspan(begin, end - begin));
    at = end;
    if (!goes_on) break;
  }
  return at;
}

// Which slices and parameter sets of a picture no decoder uses: slices that name a picture parameter set that there is
// not, such sets that no slice names, and any behind the last slice.
class NeedlessUnits {
 public:
  explicit NeedlessUnits(const Stream& stream)
      : stream_(stream), sets_(stream.picture_sets.value_or(std::set<unsigned>{})) {}

  // Call it for each unit in turn, then has().
  void add(Range place, Bytes unit) {
    if (const auto number = number_of_set(stream_.codec, unit)) sets_.insert(*number);
    if (const auto number = number_in_slice(stream_.codec, unit)) slices_.emplace_back(*number, place);
  }

  // Call it once, behind the last unit. Without a slice that can be shown, nothing is understood.
  void settle() {
    for (const auto& [number, place] : slices_) {
      if (!sets_.contains(number)) continue;
      used_.insert(number);
      last_ = place.begin;
    }
  }

  bool has(Range place, Bytes unit) const {
    if (!stream_.picture_sets || used_.empty()) return false;
    const auto in_slice = number_in_slice(stream_.codec, unit);
    if (in_slice) return !sets_.contains(*in_slice);
    const auto number = number_of_set(stream_.codec, unit);
    const bool is_set = read_nal_head(stream_.codec, unit).use == NalUse::parameters;
    return is_set && (place.begin > last_ || (number && !used_.contains(*number)));
  }

 private:
  const Stream& stream_;
  std::set<unsigned> sets_;
  std::set<unsigned> used_;
  std::vector<std::pair<unsigned, Range>> slices_;
  std::size_t last_{0};
};

std::vector<Change> clean_nals(Bytes data, const Stream& stream) {
  LastMessages messages;
  NeedlessUnits needless{stream};
  visit_units(data, stream.length_size, [&](Range range, Bytes unit) {
    count_messages(stream.codec, unit, messages);
    needless.add(range, unit);
    return true;
  });
  needless.settle();
  std::vector<Change> changes;
  const auto end = visit_units(data, stream.length_size, [&](Range range, Bytes unit) {
    const auto clean = needless.has(range, unit) ? CleanNal{.changed = true, .bytes = {}, .kind = Kind::slack}
                                                 : clean_nal(stream.codec, stream.layers, unit, messages);
    if (clean.changed) add(changes, {range, with_length(clean.bytes, stream.length_size), clean.kind});
    return changes.size() <= max_changes;
  });
  add_tail(changes, data, end);
  return changes;
}

// A second temporal delimiter is empty. A second sequence header may be another one.
Kind needless_kind(const Obu& obu) {
  return obu.type == temporal_delimiter ? Kind::layout : Kind::slack;
}

// Metadata that stay: of each type the last before a frame's data, which decoders take.
class LastMetadata {
 public:
  void add(Bytes data, const Obu& obu) {
    if (obu.type == frame || obu.type == tile_group) last_.clear();
    if (obu.type != metadata) return;
    const Range all{obu.head.begin, obu.payload.end};
    const auto [place, is_new] = last_.try_emplace(u8(data, obu.payload.begin) & 0x7FU, all);
    if (!is_new) superseded_.push_back(std::exchange(place->second, all));
  }

  // The changes, with those that take the others away.
  std::vector<Change> complete(const std::vector<Change>& changes) {
    if (superseded_.empty()) return changes;
    std::ranges::sort(superseded_);
    std::vector<Change> all;
    auto next = superseded_.begin();
    for (const auto& change : changes) {
      for (; next != superseded_.end() && next->end <= change.range.begin; ++next) drop(all, *next);
      const bool is_inside = next != superseded_.end() && next->begin <= change.range.begin;
      if (!is_inside) stripmeta::coded::add(all, change);
    }
    for (; next != superseded_.end(); ++next) drop(all, *next);
    return all;
  }

 private:
  static void drop(std::vector<Change>& all, Range range) {
    stripmeta::coded::add(all, {range, {}, Kind::encoder_note});
  }

  std::map<unsigned, Range> last_;
  std::vector<Range> superseded_;
};

// Up to the end of the one temporal unit that the data are.
std::vector<Change> clean_obus(Bytes data, Bytes sequence) {
  std::vector<Change> changes;
  TemporalUnit unit{sequence};
  LastMetadata last;
  std::size_t at = 0;
  while (changes.size() <= max_changes) {
    const auto obu = read_obu(data, at);
    const auto place = obu ? unit.place(data, *obu) : TemporalUnit::Place::behind;
    if (place == TemporalUnit::Place::behind) break;
    auto clean = clean_obu(data, *obu);
    const auto size = unit.repetition_size();
    if (size && *size < obu->payload.size()) clean = cut_obu(data, *obu, *size);
    if (place == TemporalUnit::Place::needless) {
      clean = {true, {at, obu->payload.end}, {}, clean.changed ? clean.kind : needless_kind(*obu)};
    }
    const bool goes = clean.changed && clean.bytes.empty();
    if (!goes) last.add(data, *obu);
    if (clean.changed) add(changes, {clean.range, std::move(clean.bytes), clean.kind});
    at = obu->payload.end;
  }
  add_tail(changes, data, at);
  return last.complete(changes);
}

}  // namespace

std::optional<Codec> codec_of(std::string_view type) {
  if (type == "hvc1" || type == "hev1") return Codec::hevc;
  if (type == "avc1" || type == "avc3") return Codec::avc;
  if (type == "vvc1" || type == "vvi1") return Codec::vvc;
  if (type == "av01") return Codec::av1;
  return std::nullopt;
}

bool has_lengths(Bytes data, std::size_t size) {
  std::size_t at = 0;
  while (data.size() - at > size) {
    const auto length = read_length(data.subspan(at), size);
    if (length == 0 || length > data.size() - at - size) return false;
    at += size + static_cast<std::size_t>(length);
  }
  return at == data.size() && at > 0;
}

void add_use(Bytes data, const Stream& stream, ParameterUse& use) {
  visit_units(data, stream.length_size, [&](Range /*range*/, Bytes unit) {
    use.add(stream.codec, unit);
    return true;
  });
}

std::vector<Change> clean_stream(Bytes data, const Stream& stream) {
  return stream.codec == Codec::av1 ? clean_obus(data, stream.sequence) : clean_nals(data, stream);
}

}  // namespace stripmeta::coded
