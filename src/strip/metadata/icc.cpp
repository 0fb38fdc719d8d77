#include "strip/metadata/icc.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

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

constexpr std::size_t header_size = 128;
constexpr std::size_t table_at = header_size + 4;
constexpr std::size_t entry_size = 12;
constexpr std::size_t alignment = 4;

// Header fields (ICC.1:2022 7.2).
constexpr std::size_t version_at = 8;
constexpr std::size_t date_at = 24;
constexpr std::size_t date_size = 12;
constexpr std::size_t signature_at = 36;
constexpr std::size_t creator_at = 80;
constexpr std::size_t id_at = 84;
constexpr std::size_t id_size = 16;
constexpr std::size_t reserved_at = 100;
constexpr std::size_t reserved_size = header_size - reserved_at;

constexpr std::array<std::string_view, 38> colour_tags{
    "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad", "chrm", "cicp", "lumi",
    "A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2", "D2B0", "D2B1", "D2B2", "D2B3", "B2D0", "B2D1", "B2D2",
    "B2D3", "gamt", "ncl2", "clrt", "clot", "view", "meas", "tech", "rig0", "rig2", "desc", "cprt"};
constexpr std::array<std::string_view, 2> maker_tags{"dmnd", "dmdd"};

struct TagEntry {
  std::uint32_t signature;
  std::uint32_t offset;
  std::uint32_t size;
};

constexpr std::uint32_t signature(std::string_view name) {
  std::uint32_t value = 0;
  for (const char c : name) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}
constexpr std::uint32_t desc_tag = signature("desc");
constexpr std::uint32_t cprt_tag = signature("cprt");

bool stays(std::uint32_t tag, bool share) {
  const auto is_tag = [tag](std::string_view name) { return signature(name) == tag; };
  return std::ranges::any_of(colour_tags, is_tag) || (!share && std::ranges::any_of(maker_tags, is_tag));
}

std::size_t aligned(std::size_t size) {
  return (size + alignment - 1) / alignment * alignment;
}

// A signature may occur only once (ICC.1:2022 7.3.1). So at most one tag stays for each listed signature.
bool repeats_a_signature(std::vector<TagEntry> table) {
  std::ranges::sort(table, {}, &TagEntry::signature);
  return std::ranges::adjacent_find(table, {}, &TagEntry::signature) != table.end();
}

// nullopt if the table or an element does not fit into the profile, or a signature repeats.
std::optional<std::vector<TagEntry>> read_table(Bytes profile) {
  if (profile.size() < table_at || !starts_with(profile.subspan(signature_at), "acsp")) return std::nullopt;
  const std::size_t declared = std::min<std::size_t>(u32(profile, 0), profile.size());  // as lcms reads it
  const std::size_t count = u32(profile, header_size);
  if (declared < table_at || count > (declared - table_at) / entry_size) return std::nullopt;
  const std::size_t data_at = table_at + count * entry_size;
  std::vector<TagEntry> table;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = table_at + i * entry_size;
    const TagEntry entry{u32(profile, at), u32(profile, at + 4), u32(profile, at + 8)};
    const bool fits = entry.offset >= data_at && entry.offset <= declared && entry.size <= declared - entry.offset;
    if (!fits || entry.size == 0) return std::nullopt;
    table.push_back(entry);
  }
  if (repeats_a_signature(table)) return std::nullopt;
  return table;
}

// Whether every byte behind the table belongs to a tag or is zero padding to the alignment.
bool is_gapless(Bytes profile, std::vector<TagEntry> table) {
  std::ranges::sort(table, {}, &TagEntry::offset);
  std::size_t covered = table_at + table.size() * entry_size;
  const auto is_padding = [&](std::size_t end) {
    const auto gap = profile.subspan(covered, end - covered);
    return gap.size() < alignment && is_zero(gap);
  };
  for (const auto& entry : table) {
    if (entry.offset > covered && !is_padding(entry.offset)) return false;
    covered = std::max<std::size_t>(covered, std::size_t{entry.offset} + entry.size);
  }
  return is_padding(profile.size());
}

// The description and the copyright that `share` writes. The type depends on the profile's version:
// multiLocalizedUnicodeType from version 4 on, textDescriptionType and textType before (ICC.1:2001-04 6.5.17, 6.5.18).
std::vector<std::byte> fixed_text(std::uint32_t tag, unsigned major_version) {
  constexpr std::string_view text = "RGB";
  std::vector<std::byte> out;
  if (major_version >= 4) {
    put_text(out, std::string_view("mluc\0\0\0\0", 8));
    put_u32(out, 1);
    put_u32(out, 12);
    put_text(out, "enUS");
    put_u32(out, 2 * text.size());
    put_u32(out, 28);
    for (const char c : text) put_u16(out, static_cast<unsigned char>(c));
  } else if (tag == desc_tag) {
    constexpr std::size_t unused_languages = 4 + 4 + 2 + 1 + 67;
    put_text(out, std::string_view("desc\0\0\0\0", 8));
    put_u32(out, text.size() + 1);
    put_text(out, text);
    out.resize(out.size() + 1 + unused_languages);
  } else {
    put_text(out, std::string_view("text\0\0\0\0", 8));
    put_text(out, text);
    put_u8(out, 0);
  }
  return out;
}

class ProfileWriter {
 public:
  ProfileWriter(Bytes profile, bool share) : profile_(profile), share_(share) {}

  std::vector<std::byte> write(std::vector<TagEntry> table) {
    std::erase_if(table, [this](const TagEntry& entry) { return !stays(entry.signature, share_); });
    put_bytes(out_, profile_.first(header_size));
    put_u32(out_, static_cast<std::uint32_t>(table.size()));
    out_.resize(table_at + table.size() * entry_size);
    for (const auto i : by_offset(table)) place(table.at(i), i);
    finish_header();
    return std::move(out_);
  }

 private:
  struct Placed {
    TagEntry source;
    std::uint32_t offset;
    std::uint32_t size;
  };

  static std::vector<std::size_t> by_offset(const std::vector<TagEntry>& table) {
    std::vector<std::size_t> order(table.size());
    for (std::size_t i = 0; i < order.size(); ++i) order.at(i) = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{table.at(i).offset, i}; });
    return order;
  }

  bool is_replaced(std::uint32_t tag) const { return share_ && (tag == desc_tag || tag == cprt_tag); }

  // The earlier tag with the same data; null if there is none. The three curves of a grey-balanced profile share
  // theirs.
  const Placed* find_placed(const TagEntry& entry) const {
    const auto same = std::ranges::find_if(placed_, [&](const Placed& p) {
      return p.source.offset == entry.offset && p.source.size == entry.size &&
             (is_replaced(entry.signature) ? p.source.signature == entry.signature : !is_replaced(p.source.signature));
    });
    return same == placed_.end() ? nullptr : &*same;
  }

  void place(const TagEntry& entry, std::size_t row) {
    const Placed* same = find_placed(entry);
    if (same == nullptr) {
      const auto offset = static_cast<std::uint32_t>(out_.size());
      if (is_replaced(entry.signature)) {
        put_bytes(out_, fixed_text(entry.signature, u8(profile_, version_at)));
      } else {
        put_bytes(out_, profile_.subspan(entry.offset, entry.size));
      }
      const auto size = static_cast<std::uint32_t>(out_.size()) - offset;
      out_.resize(aligned(out_.size()));
      placed_.push_back({entry, offset, size});
      same = &placed_.back();
    }
    const std::size_t at = table_at + row * entry_size;
    set_u32(out_, at, entry.signature);
    set_u32(out_, at + 4, same->offset);
    set_u32(out_, at + 8, same->size);
  }

  void finish_header() {
    set_u32(out_, 0, static_cast<std::uint32_t>(out_.size()));
    const auto zero = [this](std::size_t at, std::size_t size) {
      std::ranges::fill(std::span{out_}.subspan(at, size), std::byte{0});
    };
    zero(id_at, id_size);
    zero(reserved_at, reserved_size);
    if (!share_) return;
    zero(date_at, date_size);
    zero(creator_at, 4);
  }

  Bytes profile_;
  bool share_;
  std::vector<std::byte> out_;
  std::vector<Placed> placed_;
};

// Elements that overlap without being equal would be written twice. No known software writes them, and many of them
// could make a profile grow without bound.
bool overlaps(std::vector<TagEntry> table) {
  std::ranges::sort(table, {}, [](const TagEntry& e) { return std::pair{e.offset, e.size}; });
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& a = table.at(i - 1);
    const auto& b = table.at(i);
    if (std::pair{a.offset, a.size} != std::pair{b.offset, b.size} && b.offset < std::uint64_t{a.offset} + a.size)
      return true;
  }
  return false;
}

}  // namespace

std::optional<ReducedProfile> reduce_icc(Bytes profile, bool share) {
  const auto table = read_table(profile);
  if (!table || overlaps(*table)) return std::nullopt;
  const bool only_colour =
      std::ranges::all_of(*table, [share](const TagEntry& entry) { return stays(entry.signature, share); });
  const auto reserved = profile.subspan(reserved_at, reserved_size);
  const bool unused = is_zero(reserved);
  const bool exact = unused && u32(profile, 0) == profile.size() && is_gapless(profile, *table);
  if (!share && only_colour && exact) return ReducedProfile{{profile.begin(), profile.end()}, false};
  auto reduced = ProfileWriter{profile, share}.write(*table);
  const bool changed = !same_bytes(reduced, profile);
  return ReducedProfile{std::move(reduced), changed};
}

}  // namespace stripmeta
