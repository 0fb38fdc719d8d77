#include "strip/metadata/icc.hpp"

#include <algorithm>
#include <utility>

#include "strip/base/known_profiles.hpp"
#include "strip/metadata/icc_element.hpp"
#include "strip/metadata/icc_header.hpp"
#include "strip/metadata/icc_source.hpp"

namespace stripmeta {

bool IccChunks::give_up() {
  inconsistent_ = true;
  for (auto& chunk : chunks_) chunk = {};
  return true;
}

bool IccChunks::add(Bytes payload) {
  seen_ = true;
  if (inconsistent_) return true;
  if (payload.size() <= icc_chunk_head) return give_up();
  const unsigned number = u8(payload, 12);
  const unsigned count = u8(payload, 13);
  if (count_ == 0) count_ = count;
  if (count != count_ || number == 0 || number > count_) return give_up();
  const auto data = payload.subspan(icc_chunk_head);
  auto& chunk = chunks_.at(number - 1);
  if (!chunk.empty()) return same_bytes(chunk, data) ? false : give_up();
  chunk.assign(data.begin(), data.end());
  return true;
}

void IccChunks::reset() {
  for (auto& chunk : chunks_) chunk.clear();
  count_ = 0;
  seen_ = false;
  inconsistent_ = false;
}

std::optional<std::vector<std::byte>> IccChunks::assemble() const {
  if (!seen_ || inconsistent_) return std::nullopt;
  std::vector<std::byte> profile;
  for (const auto& chunk : std::span{chunks_}.first(count_)) {
    if (chunk.empty()) return std::nullopt;
    put_bytes(profile, chunk);
  }
  return profile;
}

namespace {

constexpr std::size_t signature_at = 36;
constexpr std::size_t table_at = icc_header_size + 4;
constexpr std::size_t entry_size = 12;

struct TagEntry {
  std::uint32_t signature;
  std::uint32_t offset;
  std::uint32_t size;
};
using Table = std::vector<TagEntry>;

// In the order of their signatures. A signature may occur only once (ICC.1:2022 7.3.1); browsers use the first one.
void sort_by_signature(Table& table) {
  std::ranges::stable_sort(table, {}, &TagEntry::signature);
  const auto repeated = std::ranges::unique(table, {}, &TagEntry::signature);
  table.erase(repeated.begin(), repeated.end());
}

// What the header says, or what is there if that is less, as lcms reads it.
std::size_t declared_size(Bytes profile) {
  return std::min<std::size_t>(u32(profile, 0), profile.size());
}

// Sorted by signature. As in lcms, a tag whose element is empty, at 0 or not within the profile is not there. nullopt
// if the table does not fit.
std::optional<Table> read_table(Bytes profile) {
  const std::size_t declared = declared_size(profile);
  const std::size_t count = u32(profile, icc_header_size);
  if (declared < table_at || count > (declared - table_at) / entry_size) return std::nullopt;
  Table table;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = table_at + i * entry_size;
    const TagEntry entry{u32(profile, at), u32(profile, at + 4), u32(profile, at + 8)};
    const bool fits = entry.offset <= declared && entry.size <= declared - entry.offset;
    if (fits && entry.offset != 0 && entry.size != 0) table.push_back(entry);
  }
  sort_by_signature(table);
  return table;
}

bool is_from_device(IccForm form) {
  return form == IccForm::to_connection || form == IccForm::elements_to;
}
bool is_to_device(IccForm form) {
  return form == IccForm::from_connection || form == IccForm::elements_from || form == IccForm::gamut;
}

// Writes the tags of a table that show colour. Tags with equal elements share one.
class ProfileWriter {
 public:
  ProfileWriter(Bytes profile, const IccHeader& header) : profile_(profile), header_(header) {}

  // nullopt if a tag is broken without which the profile would show another colour, or if the elements overlap so that
  // the profile would grow.
  std::optional<std::vector<std::byte>> write(Table table) {
    remove_unused(table);
    while (!try_write(table)) {
      if (grows() || is_needed(*find_icc_rule(broken_, header_), table)) return std::nullopt;
      std::erase_if(table, [this](const auto& entry) { return entry.signature == broken_; });
      remove_unused(table);
    }
    return std::move(out_);
  }

 private:
  // Whether lcms shows another colour without this tag. It reads colorants and curves only if there is no A2B0.
  static bool is_needed(const IccTagRule& rule, const Table& table) {
    constexpr std::uint32_t a_to_b = 0x41324230;  // "A2B0"
    const bool by_table = std::ranges::find(table, a_to_b, &TagEntry::signature) != table.end();
    const bool is_unread = by_table && (rule.form == IccForm::colorant || rule.form == IccForm::curve);
    return rule.loss == IccLoss::harmful && !is_unread;
  }

  // Removes tags that show no colour, and tables that lead to the device if none leads from it: then colorants and
  // curves are the colour, in both directions.
  void remove_unused(Table& table) const {
    const auto rule = [this](const TagEntry& entry) { return find_icc_rule(entry.signature, header_); };
    std::erase_if(table, [&](const TagEntry& entry) { return rule(entry) == nullptr; });
    const auto leads_from_device = [&](const TagEntry& entry) { return is_from_device(rule(entry)->form); };
    if (std::ranges::any_of(table, leads_from_device)) return;
    std::erase_if(table, [&](const TagEntry& entry) { return is_to_device(rule(entry)->form); });
  }

  // False if the element of the tag broken_ is broken. Then the table becomes shorter, so that all moves.
  bool try_write(const Table& table) {
    out_.clear();
    placed_.clear();
    out_.reserve(profile_.size());
    put_clean_header(out_, profile_);
    put_u32(out_, static_cast<std::uint32_t>(table.size()));
    put_zeros(out_, table.size() * entry_size);
    std::size_t row = table_at;
    for (const auto& entry : table) {
      if (!place(entry) || grows()) return false;
      set_u32(out_, row, entry.signature);
      set_u32(out_, row + 4, placed_.back().offset);
      set_u32(out_, row + 8, placed_.back().size);
      row += entry_size;
    }
    put_aligned(out_);
    set_u32(out_, 0, static_cast<std::uint32_t>(out_.size()));
    return true;
  }

  bool grows() const { return out_.size() > profile_.size() + icc_growth; }

  // lcms reads as much as an element's own fields ask for, whatever size its tag has, but none of fewer than 8 bytes.
  IccSource element_at(const TagEntry& entry) const {
    constexpr std::size_t head_size = 8;
    const auto end = entry.size < head_size ? std::size_t{entry.offset} + entry.size : profile_.size();
    return {profile_, Range{entry.offset, end}};
  }

  bool place(const TagEntry& entry) {
    const std::size_t end = out_.size();
    put_aligned(out_);
    const std::size_t begin = out_.size();
    const auto form = find_icc_rule(entry.signature, header_)->form;
    broken_ = entry.signature;
    if (!put_icc_element(out_, form, element_at(entry), header_)) {
      out_.resize(end);
      return false;
    }
    const auto element = Bytes{out_}.subspan(begin);
    const auto same = std::ranges::find_if(placed_, [&](const TagEntry& earlier) {
      return same_bytes(Bytes{out_}.subspan(earlier.offset, earlier.size), element);
    });
    if (same == placed_.end()) {
      placed_.push_back(
          {entry.signature, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(element.size())});
    } else {
      const TagEntry shared{entry.signature, same->offset, same->size};
      out_.resize(end);
      placed_.push_back(shared);
    }
    return true;
  }

  Bytes profile_;
  const IccHeader& header_;
  std::vector<std::byte> out_;
  Table placed_;
  std::uint32_t broken_{0};
};

// Whether `out` has the header and the elements of `profile`, which holds nothing else but zeros.
bool is_mere_layout(Bytes profile, Bytes out) {
  const auto header = [](Bytes of) { return of.first(icc_header_size).subspan(sizeof(std::uint32_t)); };
  if (u32(profile, 0) > profile.size() || !same_bytes(header(profile), header(out))) return false;
  const auto from = read_table(profile);
  const auto to = read_table(out);
  const std::size_t count = u32(profile, icc_header_size);
  if (!from || !to || from->size() != count || to->size() != count) return false;
  std::vector<std::byte> rest{profile.begin(), profile.end()};
  std::ranges::fill(std::span{rest}.first(table_at + count * entry_size), std::byte{0});
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [signature, at, size] = from->at(i);
    const auto& [written, written_at, written_size] = to->at(i);
    if (signature != written || !same_bytes(profile.subspan(at, size), out.subspan(written_at, written_size))) {
      return false;
    }
    std::ranges::fill(std::span{rest}.subspan(at, size), std::byte{0});
  }
  return is_zero(rest);
}

std::vector<std::byte> with_known_header(Bytes profile) {
  std::vector<std::byte> out;
  out.reserve(profile.size());
  put_known_header(out, profile);
  put_bytes(out, profile.subspan(icc_header_size));
  return out;
}

std::optional<std::vector<std::byte>> reduced(Bytes profile) {
  if (profile.size() < table_at || !starts_with(profile.subspan(signature_at), "acsp")) return std::nullopt;
  if (declared_size(profile) < table_at) return std::nullopt;
  const auto whole = profile.first(declared_size(profile));
  switch (knowledge_of(whole)) {
    case Knowledge::published: return std::vector<std::byte>{whole.begin(), whole.end()};
    case Knowledge::colour: return with_known_header(whole);
    case Knowledge::unknown: break;
  }
  const auto header = read_icc_header(whole);
  const auto table = header ? read_table(whole) : std::nullopt;
  return table ? ProfileWriter{whole, *header}.write(*table) : std::nullopt;
}

}  // namespace

std::optional<ReducedProfile> reduce_icc(Bytes profile) {
  auto bytes = reduced(profile);
  if (!bytes) return std::nullopt;
  const bool changed = !same_bytes(*bytes, profile);
  const bool layout = changed && is_mere_layout(profile, *bytes);
  return ReducedProfile{std::move(*bytes), changed, layout};
}

}  // namespace stripmeta
