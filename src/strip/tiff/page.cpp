#include "strip/tiff/page.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "strip/metadata/exif.hpp"
#include "strip/metadata/iptc.hpp"
#include "strip/metadata/kept_xmp.hpp"
#include "strip/metadata/tiff_tags.hpp"

namespace stripmeta::tiff {
namespace {

constexpr std::uint64_t max_short = std::numeric_limits<std::uint16_t>::max();

// What the policy keeps of a tag that does not show the picture.
struct KeptValue {
  std::uint16_t type;
  std::vector<std::byte> bytes;  // the count of values, too: in all of these types a value is a byte
  KeptXmp xmp;                   // not empty if it is a packet

  bool is(const Entry& entry) const { return entry.type == type && same_bytes(entry.value, bytes); }
};

std::vector<std::byte> rights_text(const Entry& entry) {
  ExifRights rights;
  if (entry.type == type_ascii) rights.read(entry.tag, entry.value);
  std::vector<std::byte> bytes;
  put_text(bytes, rights.value(entry.tag));
  return bytes;
}

// What stays of Artist, Copyright, XMP and IPTC-IIM; nullopt for all other tags, and if nothing stays. Texts and IPTC
// are at most a zero byte longer than in the source; a packet grows by no more than xmp_growth.
std::optional<KeptValue> select_kept_value(const Entry& entry, const Policy& policy) {
  const bool rights = policy.keeps(Keep::copyright);
  std::optional<KeptValue> kept;
  switch (entry.tag) {
    case tag_artist:
    case tag_copyright:
      if (rights) kept = KeptValue{type_ascii, rights_text(entry), {}};
      break;
    case tag_iptc:
      if (rights) kept = KeptValue{type_undefined, kept_iptc(entry.value), {}};
      break;
    case tag_xmp: {
      auto xmp = keep_xmp(entry.value, policy);
      kept = KeptValue{type_byte, {xmp.bytes().begin(), xmp.bytes().end()}, std::move(xmp)};
      break;
    }
    default: break;
  }
  if (kept && kept->bytes.empty()) kept.reset();
  return kept;
}

// `bytes` is the size of the value and its entry.
void report_kept_value(const KeptValue& kept, std::uint64_t bytes, Report& report) {
  if (kept.xmp.empty()) return report.add(Kind::copyright, Fate::kept, bytes);
  report_kept_xmp(kept.xmp, bytes - kept.xmp.packet.size(), report);
}

}  // namespace

std::expected<Page::Written, Error> Page::write() {
  const auto shape = read_shape(directory_);
  if (!shape) return std::unexpected(shape.error());
  shape_ = *shape;
  used_.add(directory_.at, directory_.size);
  if (auto status = find_strips(); !status) return std::unexpected(status.error());
  if (auto status = take_entries(); !status) return std::unexpected(status.error());

  layout_.align();
  const auto entries = fields_.size() + blobs_.size() + (tables_ != nullptr ? 1 : 0);
  const auto size = file_.count_size() + entries * file_.entry_size() + file_.pointer_size();
  const auto table = layout_.reserve(size);
  reserve_values();
  if (auto status = write_blobs(); !status) return std::unexpected(status.error());
  if (auto status = write_strips(); !status) return std::unexpected(status.error());
  if (auto status = write_tables(); !status) return std::unexpected(status.error());
  write_table(table.begin);
  return Written{table.at, table.begin + static_cast<std::size_t>(size) - file_.pointer_size()};
}

// Writers mix up the tags of strips and of tiles, so decoders take both for the same.
const Entry* Page::offsets_entry() const {
  const auto* tiles = directory_.find(tag_tile_offsets);
  return tiles != nullptr ? tiles : directory_.find(tag_strip_offsets);
}

const Entry* Page::sizes_entry() const {
  const auto* own = directory_.find(shape_.tiled ? tag_tile_sizes : tag_strip_sizes);
  return own != nullptr ? own : directory_.find(shape_.tiled ? tag_strip_sizes : tag_tile_sizes);
}

// The size of strip `i`; nullopt if neither the directory nor the shape gives it. If a page has a single strip, libtiff
// reads all samples, even if the directory gives a smaller size.
std::optional<std::uint64_t> Page::strip_size(std::uint64_t i, std::uint64_t at, const Entry* sizes) const {
  const bool is_plain = shape_.compression == no_compression;
  const auto plain = is_plain ? shape_.plain_size(i) : std::nullopt;
  const auto count = sizes == nullptr ? plain : sizes->integer(i);
  if (!count) return std::nullopt;
  if (at == 0 && (sizes == nullptr || *count == 0)) return 0;  // a strip or tile that is left out
  if (plain && shape_.strip_count == 1 && !shape_.tiled) return plain;
  if (*count == 0) return std::nullopt;
  return is_plain ? shape_.used_size(i, *count) : *count;
}

Status Page::find_strips() {
  const auto* offsets = offsets_entry();
  const auto* sizes = sizes_entry();
  for (const auto* entry : {offsets, sizes}) {
    if (entry == nullptr) continue;
    if (entry->is_lost())
      return fail(ErrorKind::truncated, directory_.at, "the input ends before the values of a directory do");
    if (entry->count < shape_.strip_count) {
      return fail(ErrorKind::malformed, directory_.at,
                  "a page has fewer strips or tiles than its width and height need");
    }
    mark_used(*entry, shape_.strip_count * type_size(entry->type));
  }
  strips_.reserve(static_cast<std::size_t>(shape_.strip_count));
  for (std::uint64_t i = 0; i < shape_.strip_count; ++i) {
    const auto at = offsets->integer(i);
    const auto size = at ? strip_size(i, *at, sizes) : std::nullopt;
    if (!size)
      return fail(ErrorKind::malformed, directory_.at,
                  "a page does not give the place and size of its strips or tiles");
    if (*size > 0 && *at < file_.header_size())
      return fail(ErrorKind::malformed, directory_.at, "a strip or tile overlaps the header");
    strips_.push_back({*size == 0 ? 0 : *at, *size});
    if (auto status = cut_packed(strips_.back(), i); !status) return status;
    max_size_ = std::max(max_size_, strips_.back().size);
  }
  if (sizes != nullptr) removal_.remove_surplus(*offsets, *sizes, shape_.strip_count);
  return {};
}

// Cuts a strip in PackBits behind its last sample.
Status Page::cut_packed(Placement& strip, std::uint64_t i) {
  if (shape_.compression != packbits_compression) return {};
  PackedEnd end;
  if (strip.at <= file_.bytes().size() && strip.size <= file_.bytes().size() - strip.at) {
    if (auto status = data_.charge_work(strip.at, strip.size); !status) return status;
    const auto packed = file_.bytes().subspan(static_cast<std::size_t>(strip.at), static_cast<std::size_t>(strip.size));
    const auto all = shape_.plain_size(i);
    end = packed_end(packed, all.value_or(shape_.used_size(i, std::numeric_limits<std::uint64_t>::max())));
    strip.size = end.size;
  }
  ends_.push_back(end);
  return {};
}

Page::Samples Page::samples() const {
  Samples samples;
  if (shape_.compression != no_compression || shape_.tiled) return samples;
  for (const auto& strip : strips_) {
    samples.end = std::max(samples.end, strip.at + strip.size);
    samples.size += strip.size;
  }
  return samples;
}

Status Page::take_entries() {
  const auto* sizes = sizes_entry();
  for (const auto& entry : directory_.entries) {
    const auto* kept = find_kept(entry.tag);
    const bool is_strip_field = kept != nullptr && (kept->rule == Rule::offsets || kept->rule == Rule::sizes);
    if (is_strip_field && (kept->rule == Rule::offsets || &entry == sizes)) {
      add_strip_field(entry.tag, entry.type, kept->rule == Rule::offsets ? offset_unit() : size_unit());
      continue;
    }
    if (auto status = is_strip_field ? removal_.remove(entry) : take(entry); !status) return status;
  }
  for (const auto& entry : directory_.repeated) {
    if (auto status = removal_.remove(entry); !status) return status;
  }
  if (sizes == nullptr) {
    add_strip_field(shape_.tiled ? tag_tile_sizes : tag_strip_sizes, type_long, size_unit());
    std::ranges::sort(fields_, {}, &Field::tag);
  }
  return {};
}

Status Page::take(const Entry& entry) {
  const auto* kept = find_kept(entry.tag);
  if (kept == nullptr) return take_kept_value(entry);
  if (entry.count == 0 || !shape_.is(kept->where)) return removal_.remove(entry);
  if (kept->part && !out_.policy().keeps(*kept->part)) return removal_.remove(entry);
  if (kept->rule == Rule::icc) return take_icc(entry);
  if (kept->rule == Rule::tables) return take_tables(entry);
  if (!is_number(entry.type)) return removal_.remove(entry);
  if (entry.is_lost() && kept->part == Keep::density) return removal_.remove(entry);
  if (entry.is_lost())
    return fail(ErrorKind::truncated, directory_.at, "the input ends before the values of a directory do");
  return take_value(entry, *kept);
}

Status Page::take_value(const Entry& entry, const KeptTag& row) {
  auto value = written_value(entry, row, shape_);
  if (!value && shape_.needs(entry.tag)) {
    return fail(ErrorKind::malformed, directory_.at,
                entry.tag == tag_palette ? "a page's palette (ColorMap) has fewer colours than its samples can name"
                                         : "a page's Predictor is not one that decoders know");
  }
  if (!value) return removal_.remove(entry);
  mark_used(entry, std::min(value->count, entry.count) * type_size(entry.type));
  if (value->changed) out_.report().add(Kind::slack, Fate::removed, value->bytes.size());
  fields_.push_back({entry.tag, value->type, value->count, std::move(value->bytes)});
  if (!row.part) return {};
  const auto& field = fields_.back();
  const auto kind = *row.part == Keep::orientation ? Kind::orientation : Kind::density;
  out_.report().add(kind, Fate::kept, file_.entry_size() + (is_inline(field) ? 0 : field.bytes.size()));
  return {};
}

Status Page::take_kept_value(const Entry& entry) {
  auto kept = is_first_ ? select_kept_value(entry, out_.policy()) : std::nullopt;
  if (!kept || !claim_value(entry)) return removal_.remove(entry);
  if (kept->is(entry)) {
    mark_used(entry, entry.value.size());
  } else if (auto status = removal_.remove(entry); !status) {
    return status;
  }
  const auto size = kept->bytes.size();
  const bool is_apart = size > file_.pointer_size();
  report_kept_value(*kept, file_.entry_size() + (is_apart ? size : 0), out_.report());
  fields_.push_back({entry.tag, kept->type, size, std::move(kept->bytes)});
  return {};
}

// Claims the entry's value. False if it overlaps a claimed one: overlapping values would be written several times.
bool Page::claim_value(const Entry& entry) {
  const auto end = entry.value_at + entry.value.size();
  const auto overlaps = [&](const Placement& other) {
    return other.at < end && entry.value_at < other.at + other.size;
  };
  if (std::ranges::any_of(claimed_, overlaps)) return false;
  claimed_.push_back({entry.value_at, entry.value.size()});
  return true;
}

Status Page::take_icc(const Entry& entry) {
  const bool is_bytes = entry.type == type_byte || entry.type == type_undefined || entry.type == type_ascii;
  if (entry.is_lost() || !is_bytes || !out_.policy().keeps(Keep::icc)) return removal_.remove(entry);
  auto kept = data_.keep_profile(entry.value_at, entry.value);
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) return removal_.remove(entry);
  used_.add(entry.value_at, entry.value.size());
  out_.found(Kind::icc, entry.value, entry.value_at);
  report_reduced_profile(*kept, entry.value.size(), kept->bytes.size(), out_.report());
  out_.report().add(Kind::icc, Fate::kept, file_.entry_size() + kept->bytes.size());
  blobs_.push_back({entry.tag, {entry.value_at, entry.value.size()}, std::move(kept->bytes)});
  return {};
}

Status Page::take_tables(const Entry& entry) {
  if (shape_.compression != jpeg_compression) return removal_.remove(entry);
  if (entry.is_lost())
    return fail(ErrorKind::truncated, directory_.at, "the input ends before the values of a directory do");
  tables_ = &entry;
  return {};
}

// The bytes that a number needs. Offsets and sizes may need more in the output than in the input.
std::uint64_t Page::unit_for(std::uint64_t number) const {
  if (file_.is_big() && number > std::numeric_limits<std::uint32_t>::max()) return 8;
  return number > max_short ? 4 : 2;
}

std::uint64_t Page::offset_unit() const {
  return unit_for(file_.bytes().size() + max_growth);
}

std::uint64_t Page::size_unit() const {
  constexpr std::uint64_t end_marker = 2;  // bytes of an end that is missing: EOI, EOC, the padding of a chunk
  return unit_for(max_size_ + end_marker);
}

// Marks the first `bytes` of an entry's value as used. If the value is in the entry, the bytes behind it are removed.
void Page::mark_used(const Entry& entry, std::uint64_t bytes) {
  if (entry.value.size() > file_.pointer_size()) return used_.add(entry.value_at, bytes);
  const auto cell = file_.bytes().subspan(static_cast<std::size_t>(entry.value_at), file_.pointer_size());
  const auto rest = cell.subspan(static_cast<std::size_t>(bytes));
  const auto is_set = [](std::byte b) { return b != std::byte{0}; };
  if (std::ranges::any_of(rest, is_set)) out_.report().add(Kind::slack, Fate::removed, rest.size());
}

// The values' type stays if the tag may have it and the numbers fit.
void Page::add_strip_field(std::uint16_t tag, std::uint16_t type, std::uint64_t min_unit) {
  const bool is_known = type == type_short || type == type_long || (type == type_long8 && file_.is_big());
  const auto unit = std::max<std::uint64_t>(is_known ? type_size(type) : 4, min_unit);
  Field field{tag, unit == 8 ? type_long8 : type_long, shape_.strip_count, {}};
  if (unit == 2) field.type = type_short;
  field.bytes.resize(static_cast<std::size_t>(unit * shape_.strip_count));
  fields_.push_back(std::move(field));
}

void Page::reserve_values() {
  for (auto& field : fields_) {
    if (is_inline(field)) continue;
    layout_.align();
    const auto room = layout_.reserve(field.bytes.size());
    field.value_at = room.at;
    field.room = room.begin;
  }
}

Status Page::write_blobs() {
  for (auto& blob : blobs_) {
    layout_.align();
    const auto written = data_.write_made(blob.source, Form::icc, blob.bytes);
    if (!written) return std::unexpected(written.error());
    blob.value_at = written->at;
  }
  return {};
}

Form Page::strip_form() const {
  if (shape_.compression == jpeg_compression) return Form::jpeg;
  if (shape_.compression == webp_compression) return Form::webp;
  return is_jp2_compression(shape_.compression) ? Form::jp2 : Form::plain;
}

Status Page::write_strips() {
  const auto form = strip_form();
  data_.start_page();
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint64_t> sizes;
  for (std::size_t i = 0; i < strips_.size(); ++i) {
    Placement target{0, 0};  // of a tile that is left out
    if (strips_[i].size > 0) {
      const auto written =
          ends_.empty() ? data_.write(strips_[i], form, shape_.grid(i)) : data_.write_packed(strips_[i], ends_[i]);
      if (!written) return std::unexpected(written.error());
      target = *written;
    }
    offsets.push_back(target.at);
    sizes.push_back(target.size);
  }
  for (auto& field : fields_) {
    const auto* kept = find_kept(field.tag);  // nullptr for authorship and XMP
    if (kept != nullptr && kept->rule == Rule::offsets) set_numbers(field, offsets);
    if (kept != nullptr && kept->rule == Rule::sizes) set_numbers(field, sizes);
    if (!is_inline(field)) layout_.overwrite(field.room, field.bytes);
  }
  return {};
}

Status Page::write_tables() {
  if (tables_ == nullptr) return {};
  auto bytes = data_.strip_tables(tables_->value_at, tables_->value);
  if (!bytes) return std::unexpected(bytes.error());
  used_.add(tables_->value_at, tables_->value.size());
  Field field{tag_jpeg_tables, type_undefined, bytes->size(), std::move(*bytes)};
  if (!is_inline(field)) {
    layout_.align();
    const auto written = data_.write_tables({tables_->value_at, tables_->value.size()}, field.bytes);
    if (!written) return std::unexpected(written.error());
    field.value_at = written->at;
  }
  fields_.push_back(std::move(field));
  return {};
}

void Page::set_numbers(Field& field, const std::vector<std::uint64_t>& numbers) const {
  field.bytes.clear();
  for (const auto number : numbers) put_number(field.bytes, number, type_size(field.type), file_.order());
}

void Page::write_table(std::size_t begin) {
  std::vector<std::byte> table;
  const auto pointer = file_.pointer_size();
  const auto order = file_.order();
  for (auto& blob : blobs_) {
    fields_.push_back({blob.tag, type_undefined, blob.bytes.size(), std::move(blob.bytes), blob.value_at});
  }
  std::ranges::sort(fields_, {}, &Field::tag);
  put_number(table, fields_.size(), file_.count_size(), order);
  for (const auto& field : fields_) {
    put_u16(table, field.tag, order);
    put_u16(table, field.type, order);
    put_number(table, field.count, pointer, order);
    if (is_inline(field)) {
      put_bytes(table, field.bytes);
      table.resize(table.size() + pointer - field.bytes.size());
    } else {
      put_number(table, field.value_at, pointer, order);
    }
  }
  layout_.overwrite(begin, table);
}

}  // namespace stripmeta::tiff
