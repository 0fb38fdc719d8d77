#include "strip/tiff/data.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta::tiff {
namespace {

constexpr std::size_t max_ranges = 1U << 16U;  // allowed in a file of any size

struct Shifted {
  const Output& out;
  std::uint64_t by;
};

void report_shifted(void* caller, const Finding& finding) noexcept {
  const auto& shifted = *static_cast<const Shifted*>(caller);
  shifted.out.found(finding.kind, finding.payload, shifted.by + finding.source_offset);
}

bool starts_like(Bytes bytes, Form form) {
  constexpr std::size_t webp_at = 8;
  switch (form) {
    case Form::webp:
      return bytes.size() > webp_at && starts_with(bytes, "RIFF") && starts_with(bytes.subspan(webp_at), "WEBP");
    case Form::jp2:
      return starts_with(bytes, "\xFF\x4F\xFF\x51") || starts_with(bytes, std::string_view{"\0\0\0\x0CjP  ", 8});
    default: return starts_with(bytes, "\xFF\xD8");
  }
}

}  // namespace

Status Data::check_range(Placement source) const {
  if (source.at <= input_.size() && source.size <= input_.size() - source.at) return {};
  return fail(ErrorKind::truncated, input_.size(), "the input ends before a strip or tile does");
}

Status Data::charge_range(Placement source) {
  if (auto status = check_range(source); !status) return status;
  constexpr std::size_t bytes_per_range = 64;  // bounds the memory of written_
  if (written_.size() >= std::max<std::size_t>(max_ranges, input_.size() / bytes_per_range)) {
    return fail(ErrorKind::too_large, source.at, "the image has too many strips or tiles for its size");
  }
  const auto limit = input_.size() + max_growth;
  taken_ += source.size;
  if (taken_ > limit || source.size > limit - std::min<std::uint64_t>(limit, layout_.size())) {
    return fail(ErrorKind::malformed, source.at,
                "strips or tiles overlap, so that the output would be larger than the input");
  }
  return {};
}

std::expected<KeptProfile, Error> Data::keep_profile(std::uint64_t at, Bytes profile) {
  const std::pair<std::uint64_t, std::uint64_t> range{at, profile.size()};
  if (range != profile_at_) {
    if (auto status = charge_work(at, profile.size()); !status) return std::unexpected(status.error());
    auto kept = stripmeta::keep_profile(profile, at, out_.policy());
    if (!kept) return kept;
    profile_ = std::move(*kept);
    profile_at_ = range;
  }
  return profile_;
}

Status Data::charge_work(std::uint64_t at, std::uint64_t size) {
  constexpr std::uint64_t times = 4;
  worked_ += size;
  if (worked_ > times * input_.size()) return fail(ErrorKind::malformed, at, "too many pages share their values");
  return {};
}

std::expected<Placement, Error> Data::write(Placement source, Form form, const std::optional<Grid>& grid) {
  const Key key{source.at, source.size, form};
  if (const auto known = written_.find(key); known != written_.end()) {
    used_tables_.add(known->second.tables);
    known->second.grid = joined(known->second.grid, grid);
    return known->second.target;
  }
  if (auto status = charge_range(source); !status) return std::unexpected(status.error());
  used_.add(source.at, source.size);
  const auto bytes = input_.subspan(static_cast<std::size_t>(source.at), static_cast<std::size_t>(source.size));
  Written written{{layout_.size(), source.size}, {}, grid};
  if (form == Form::plain) {
    layout_.copy(source.at, source.size);
  } else {
    const auto stripped = strip_inner(source.at, bytes, form);
    if (!stripped) return std::unexpected(stripped.error());
    if (form == Form::jpeg) written.tables = image_.missing_tables();
    written.target.size = stripped->size();
    same_bytes(*stripped, bytes) ? layout_.copy(source.at, source.size) : layout_.make(*stripped);
  }
  used_tables_.add(written.tables);
  written_.emplace(key, written);
  return written.target;
}

void Data::clear_outside() {
  std::uint64_t changed = 0;
  for (const auto& [key, written] : written_) {
    if (!written.grid || !written.grid->has_outside(written.target.size)) continue;
    const auto before =
        input_.subspan(static_cast<std::size_t>(std::get<0>(key)), static_cast<std::size_t>(std::get<1>(key)));
    const auto after = written.grid->cleared(before);
    if (same_bytes(after, before)) continue;
    layout_.replace(written.target.at, after);
    for (std::size_t i = 0; i < after.size(); ++i) changed += after[i] != before[i] ? 1 : 0;
  }
  if (changed > 0) out_.report().add(Kind::slack, Fate::removed, changed);
}

std::expected<Placement, Error> Data::write_made(Placement source, Form form, Bytes bytes) {
  const Key key{source.at, source.size, form};
  if (const auto known = written_.find(key); known != written_.end()) return known->second.target;
  if (auto status = charge_range(source); !status) return std::unexpected(status.error());
  const auto before = input_.subspan(static_cast<std::size_t>(source.at), static_cast<std::size_t>(source.size));
  const bool is_same = same_bytes(bytes, before);
  const Placement target{is_same ? layout_.copy(source.at, source.size) : layout_.make(bytes), bytes.size()};
  written_.emplace(key, Written{target});
  return target;
}

std::expected<std::vector<std::byte>, Error> Data::strip_tables(std::uint64_t at, Bytes tables) {
  if (auto status = charge_work(at, tables.size()); !status) return std::unexpected(status.error());
  tables_.keep_tables(used_tables_);
  return strip_inner(at, tables, Form::jpeg_tables);
}

std::expected<Placement, Error> Data::write_tables(Placement source, Bytes bytes) {
  if (!same_bytes(bytes, last_tables_)) written_.erase(Key{source.at, source.size, Form::jpeg_tables});
  last_tables_.assign(bytes.begin(), bytes.end());
  return write_made(source, Form::jpeg_tables, bytes);
}

std::expected<Placement, Error> Data::write_packed(Placement source, const PackedEnd& end) {
  if (auto status = check_range(source); !status) return std::unexpected(status.error());
  const auto packed = input_.subspan(static_cast<std::size_t>(source.at), static_cast<std::size_t>(source.size));
  if (u8(packed, end.head) == end.last) return write(source, Form::plain);
  std::vector<std::byte> cut{packed.begin(), packed.end()};
  cut[end.head] = std::byte{end.last};
  used_.add(source.at, source.size);
  return write_made(source, Form::plain, cut);
}

Grammar& Data::grammar_of(Form form) {
  switch (form) {
    case Form::webp: return webp_;
    case Form::jp2: return jp2_;
    case Form::jpeg_tables: return tables_;
    default: return image_;
  }
}

// The directory gives colour, orientation and density; decoders do not look for them in strips and tiles.
std::expected<std::vector<std::byte>, Error> Data::strip_inner(std::uint64_t at, Bytes bytes, Form form) {
  if (!starts_like(bytes, form)) {
    return fail(ErrorKind::malformed, at,
                "a strip or tile does not start like the JPEG, WebP or JPEG 2000 that the directory announces");
  }
  Policy policy = out_.policy();
  policy.keep = {};
  Report report;
  std::vector<std::byte> stripped;
  Shifted shifted{out_, at};
  Output output{policy, report, append_slice, &stripped, report_shifted, &shifted};
  auto& grammar = grammar_of(form);
  grammar.reset();
  if (auto status = grammar.run(bytes, output); !status) {
    auto error = std::move(status.error());
    if (error.offset) *error.offset += at;
    return std::unexpected(std::move(error));
  }
  merge_report(report);
  return stripped;
}

void Data::merge_report(const Report& report) {
  for (const auto& row : report.rows) out_.report().add(row.kind, row.fate, row.bytes, row.holds);
  out_.report().truncated = out_.report().truncated || report.truncated;
}

}  // namespace stripmeta::tiff
