#include "strip/tiff/page.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "strip/metadata/icc.hpp"
#include "strip/tiff/kept.hpp"

namespace stripmeta::tiff {
namespace {

constexpr std::uint64_t most_short = std::numeric_limits<std::uint16_t>::max();

}  // namespace

std::expected<Page::Written, Error> Page::write() {
  const auto shape = read_shape(directory_);
  if (!shape) return std::unexpected(shape.error());
  shape_ = *shape;
  extents_.add(directory_.at, directory_.size);
  if (auto status = take_sources(); !status) return std::unexpected(status.error());
  if (auto status = take_entries(); !status) return std::unexpected(status.error());

  layout_.align();
  const auto size = file_.count_size() + (fields_.size() + apart_.size()) * file_.entry_size() + file_.pointer_size();
  const auto table = layout_.reserve(size);
  reserve_values();
  if (auto status = place_apart(); !status) return std::unexpected(status.error());
  if (auto status = place_data(); !status) return std::unexpected(status.error());
  put_table(table.begin);
  return Written{table.at, table.begin + static_cast<std::size_t>(size) - file_.pointer_size()};
}

// Decoders take either tag for both: writers mix them up.
const Entry* Page::offsets_entry() const {
  const auto* tiles = directory_.find(tag_tile_offsets);
  return tiles != nullptr ? tiles : directory_.find(tag_strip_offsets);
}

const Entry* Page::counts_entry() const {
  const auto* own = directory_.find(shape_.tiled ? tag_tile_counts : tag_strip_counts);
  return own != nullptr ? own : directory_.find(shape_.tiled ? tag_strip_counts : tag_tile_counts);
}

// Of one strip that says less than its samples take, libtiff reads to their end all the same. None where it is not
// said.
std::optional<std::uint64_t> Page::size_of(std::uint64_t i, std::uint64_t at, const Entry* counts) const {
  const auto plain = shape_.compression == 1 ? shape_.plain_size(i) : std::nullopt;
  const auto count = counts == nullptr ? plain : counts->integer(i);
  if (!count) return std::nullopt;
  if (at == 0 && (counts == nullptr || *count == 0)) return 0;  // left out
  if (plain && shape_.extents == 1 && !shape_.tiled) return plain;
  if (*count == 0) return std::nullopt;
  return shape_.compression == 1 ? std::min(*count, shape_.most_size(i)) : *count;
}

Status Page::take_sources() {
  const auto* offsets = offsets_entry();
  const auto* counts = counts_entry();
  for (const auto* entry : {offsets, counts}) {
    if (entry == nullptr) continue;
    if (entry->is_lost())
      return fail(ErrorKind::truncated, directory_.at, "the input ends before a directory's values");
    if (entry->count < shape_.extents) {
      return fail(ErrorKind::malformed, directory_.at, "a page has fewer strips or tiles than its size asks for");
    }
    use(*entry, shape_.extents * type_size(entry->type));
  }
  sources_.reserve(static_cast<std::size_t>(shape_.extents));
  for (std::uint64_t i = 0; i < shape_.extents; ++i) {
    const auto at = offsets->integer(i);
    const auto size = at ? size_of(i, *at, counts) : std::nullopt;
    if (!size) return fail(ErrorKind::malformed, directory_.at, "a page does not say where its picture data are");
    if (*size > 0 && *at < file_.header_size())
      return fail(ErrorKind::malformed, directory_.at, "a strip or tile stands within the header");
    greatest_ = std::max(greatest_, *size);
    sources_.push_back({*size == 0 ? 0 : *at, *size});
  }
  return {};
}

Status Page::take_entries() {
  const auto* counts = counts_entry();
  for (const auto& entry : directory_.entries) {
    const auto* kept = find_kept(entry.tag);
    const bool is_data = kept != nullptr && (kept->rule == Rule::offsets || kept->rule == Rule::counts);
    if (is_data && (kept->rule == Rule::offsets || &entry == counts)) {
      keep_data(entry.tag, entry.type, kept->rule == Rule::offsets ? offset_unit() : count_unit());
      continue;
    }
    if (auto status = is_data ? removal_.drop(entry) : take(entry); !status) return status;
  }
  for (const auto& entry : directory_.repeated) {
    if (auto status = removal_.drop(entry); !status) return status;
  }
  if (counts == nullptr) {
    keep_data(shape_.tiled ? tag_tile_counts : tag_strip_counts, type_long, count_unit());
    std::ranges::sort(fields_, {}, &Field::tag);
  }
  return {};
}

// Curves and palettes count for some pictures alone; elsewhere they would be room for anything.
bool Page::applies(const Entry& entry) const {
  constexpr std::uint64_t palette = 3;
  switch (entry.tag) {
    case tag_gray_curve: return entry.type == type_short && shape_.photometric <= 1;
    case tag_transfer: return entry.type == type_short;
    case tag_palette:
      return entry.type == type_short && (shape_.photometric == palette || directory_.find(tag_indexed) != nullptr);
    default: return true;
  }
}

Status Page::take(const Entry& entry) {
  const auto* kept = find_kept(entry.tag);
  if (kept == nullptr) return take_rights(entry);
  if (entry.count == 0) return removal_.drop(entry);
  if (kept->rule == Rule::icc) return take_icc(entry);
  if (kept->rule == Rule::tables) return take_tables(entry);
  if (!is_number(entry.type) || !applies(entry)) return removal_.drop(entry);
  if (entry.is_lost() && kept->rule == Rule::density) return removal_.drop(entry);
  if (entry.is_lost()) return fail(ErrorKind::truncated, directory_.at, "the input ends before a directory's values");
  if (kept->rule == Rule::orientation) return take_by_policy(entry, Keep::orientation, Kind::orientation);
  if (kept->rule == Rule::density) return take_by_policy(entry, Keep::density, Kind::density);
  take_numbers(entry, shape_.most(kept->most));
  return {};
}

void Page::take_numbers(const Entry& entry, std::uint64_t most) {
  const auto count = std::min(entry.count, most);
  const auto values = entry.value.first(static_cast<std::size_t>(count * type_size(entry.type)));
  use(entry, values.size());
  fields_.push_back({entry.tag, entry.type, count, {values.begin(), values.end()}});
}

Status Page::take_by_policy(const Entry& entry, Keep part, Kind kind) {
  constexpr std::uint64_t most_orientation = 8;
  const auto side = entry.integer().value_or(0);
  const bool says_nothing = part == Keep::orientation && (side == 0 || side > most_orientation);
  if (says_nothing || !out_.policy().keeps(part)) return removal_.drop(entry);
  take_numbers(entry, 1);
  const auto& field = fields_.back();
  out_.report().add(kind, Fate::kept, file_.entry_size() + (is_within(field) ? 0 : field.bytes.size()));
  return {};
}

Status Page::take_rights(const Entry& entry) {
  auto kept = is_first_ ? keep_value(entry, out_.policy()) : std::nullopt;
  if (!kept || !claim(entry)) return removal_.drop(entry);
  if (kept->is(entry)) {
    use(entry, entry.value.size());
  } else if (auto status = removal_.drop(entry); !status) {
    return status;
  }
  const bool outside = kept->bytes.size() > file_.pointer_size();
  report_kept_value(*kept, file_.entry_size() + (outside ? kept->bytes.size() : 0), out_.report());
  const auto size = kept->bytes.size();
  fields_.push_back({entry.tag, kept->type, size, std::move(kept->bytes)});
  return {};
}

// Values that overlap would be written as often: the first of them counts.
bool Page::claim(const Entry& entry) {
  const auto end = entry.value_at + entry.value.size();
  const auto meets = [&](const Source& s) { return s.at < end && entry.value_at < s.at + s.size; };
  if (std::ranges::any_of(claimed_, meets)) return false;
  claimed_.push_back({entry.value_at, entry.value.size()});
  return true;
}

Status Page::take_icc(const Entry& entry) {
  const bool bytes = entry.type == type_byte || entry.type == type_undefined || entry.type == type_ascii;
  if (entry.is_lost() || !bytes || !out_.policy().keeps(Keep::icc)) return removal_.drop(entry);
  auto asked = data_.reduce(entry.value_at, entry.value);
  if (!asked) return std::unexpected(asked.error());
  auto& reduced = *asked;
  if (!reduced) {
    if (out_.policy().strict) return fail(ErrorKind::malformed, entry.value_at, "the colour profile is damaged");
    return removal_.drop(entry);
  }
  extents_.add(entry.value_at, entry.value.size());
  out_.found(Kind::icc, entry.value, entry.value_at);
  auto& report = out_.report();
  if (reduced->changed) {
    const auto before = entry.value.size();
    report.add(Kind::icc, Fate::removed, before - std::min(before, reduced->bytes.size()));
  }
  report.add(Kind::icc, Fate::kept, file_.entry_size() + reduced->bytes.size());
  keep_apart(entry, Form::icc, std::move(reduced->bytes));
  return {};
}

Status Page::take_tables(const Entry& entry) {
  if (shape_.compression != jpeg_compression) return removal_.drop(entry);
  if (entry.is_lost()) return fail(ErrorKind::truncated, directory_.at, "the input ends before a directory's values");
  if (auto status = data_.work(entry.value_at, entry.value.size()); !status) return status;
  auto stripped = data_.strip_jpeg(entry.value_at, entry.value, Form::jpeg_tables);
  if (!stripped) return std::unexpected(stripped.error());
  extents_.add(entry.value_at, entry.value.size());
  keep_apart(entry, Form::jpeg_tables, std::move(*stripped));
  return {};
}

// Bytes that fit into the entry itself stand there.
void Page::keep_apart(const Entry& entry, Form form, std::vector<std::byte> bytes) {
  if (bytes.size() <= file_.pointer_size()) {
    fields_.push_back({entry.tag, type_undefined, bytes.size(), std::move(bytes)});
  } else {
    apart_.push_back({entry.tag, form, {entry.value_at, entry.value.size()}, std::move(bytes)});
  }
}

// Offsets and sizes of the output may need more room than those of the input.
std::uint64_t Page::unit_for(std::uint64_t number) const {
  if (file_.is_big() && number > std::numeric_limits<std::uint32_t>::max()) return 8;
  return number > most_short ? 4 : 2;
}

std::uint64_t Page::offset_unit() const {
  return unit_for(file_.bytes().size() + most_growth);
}

std::uint64_t Page::count_unit() const {
  constexpr std::uint64_t end_marker = 2;  // of a JPEG that lacks it
  return unit_for(greatest_ + end_marker);
}

// Marks what is used of an entry's value; what else stands in the entry itself goes.
void Page::use(const Entry& entry, std::uint64_t bytes) {
  if (entry.value.size() > file_.pointer_size()) return extents_.add(entry.value_at, bytes);
  const auto cell = file_.bytes().subspan(static_cast<std::size_t>(entry.value_at), file_.pointer_size());
  const auto rest = cell.subspan(static_cast<std::size_t>(bytes));
  const auto is_set = [](std::byte b) { return b != std::byte{0}; };
  if (std::ranges::any_of(rest, is_set)) out_.report().add(Kind::slack, Fate::removed, rest.size());
}

void Page::keep_data(std::uint16_t tag, std::uint16_t type, std::uint64_t least_unit) {
  Field field{tag, type_long8, shape_.extents, {}};
  const auto unit = std::max(type_size(type), least_unit);
  if (unit == 1) field.type = type_byte;
  if (unit == 2) field.type = type_short;
  if (unit == 4) field.type = type_long;
  field.bytes.resize(static_cast<std::size_t>(unit * shape_.extents));
  fields_.push_back(std::move(field));
}

void Page::reserve_values() {
  for (auto& field : fields_) {
    if (is_within(field)) continue;
    layout_.align();
    const auto room = layout_.reserve(field.bytes.size());
    field.placed = room.at;
    field.room = room.begin;
  }
}

Status Page::place_apart() {
  for (auto& apart : apart_) {
    layout_.align();
    const auto place = data_.place_made(apart.source.at, apart.source.size, apart.form, apart.bytes);
    if (!place) return std::unexpected(place.error());
    apart.placed = place->at;
  }
  return {};
}

Status Page::place_data() {
  const auto form = shape_.compression == jpeg_compression ? Form::jpeg : Form::plain;
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint64_t> counts;
  for (const auto& source : sources_) {
    Place place{0, 0};  // of a tile that is left out
    if (source.size > 0) {
      const auto placed = data_.place(source.at, source.size, form);
      if (!placed) return std::unexpected(placed.error());
      place = *placed;
    }
    offsets.push_back(place.at);
    counts.push_back(place.size);
  }
  for (auto& field : fields_) {
    const auto* kept = find_kept(field.tag);  // none of rights
    if (kept != nullptr && kept->rule == Rule::offsets) set_numbers(field, offsets);
    if (kept != nullptr && kept->rule == Rule::counts) set_numbers(field, counts);
    if (!is_within(field)) layout_.overwrite(field.room, field.bytes);
  }
  return {};
}

void Page::set_numbers(Field& field, const std::vector<std::uint64_t>& numbers) const {
  field.bytes.clear();
  for (const auto number : numbers) put_number(field.bytes, number, type_size(field.type), file_.order());
}

void Page::put_table(std::size_t begin) {
  std::vector<std::byte> table;
  const auto pointer = file_.pointer_size();
  const auto order = file_.order();
  for (auto& apart : apart_) {
    fields_.push_back({apart.tag, type_undefined, apart.bytes.size(), std::move(apart.bytes), apart.placed});
  }
  std::ranges::sort(fields_, {}, &Field::tag);
  put_number(table, fields_.size(), file_.count_size(), order);
  for (const auto& field : fields_) {
    put_u16(table, field.tag, order);
    put_u16(table, field.type, order);
    put_number(table, field.count, pointer, order);
    if (is_within(field)) {
      put_bytes(table, field.bytes);
      table.resize(table.size() + pointer - field.bytes.size());
    } else {
      put_number(table, field.placed, pointer, order);
    }
  }
  layout_.overwrite(begin, table);
}

}  // namespace stripmeta::tiff
