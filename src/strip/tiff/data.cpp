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

}  // namespace

Status Data::charge_range(Placement source) {
  if (source.at > input_.size() || source.size > input_.size() - source.at) {
    return fail(ErrorKind::truncated, input_.size(), "the input ends before a strip or tile does");
  }
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

std::expected<Placement, Error> Data::write(Placement source, Form form) {
  const Key key{source.at, source.size, form};
  if (const auto known = written_.find(key); known != written_.end()) return known->second;
  if (auto status = charge_range(source); !status) return std::unexpected(status.error());
  used_.add(source.at, source.size);
  const auto bytes = input_.subspan(static_cast<std::size_t>(source.at), static_cast<std::size_t>(source.size));
  Placement target{layout_.size(), source.size};
  if (form == Form::plain) {
    layout_.copy(source.at, source.size);
  } else {
    const auto stripped = strip_jpeg(source.at, bytes, form);
    if (!stripped) return std::unexpected(stripped.error());
    target.size = stripped->size();
    same_bytes(*stripped, bytes) ? layout_.copy(source.at, source.size) : layout_.make(*stripped);
  }
  written_.emplace(key, target);
  return target;
}

std::expected<Placement, Error> Data::write_made(Placement source, Form form, Bytes bytes) {
  const Key key{source.at, source.size, form};
  if (const auto known = written_.find(key); known != written_.end()) return known->second;
  if (auto status = charge_range(source); !status) return std::unexpected(status.error());
  const auto before = input_.subspan(static_cast<std::size_t>(source.at), static_cast<std::size_t>(source.size));
  const bool is_same = same_bytes(bytes, before);
  const Placement target{is_same ? layout_.copy(source.at, source.size) : layout_.make(bytes), bytes.size()};
  written_.emplace(key, target);
  return target;
}

// The directory gives colour, orientation and density; decoders do not look for them in strips and tiles.
std::expected<std::vector<std::byte>, Error> Data::strip_jpeg(std::uint64_t at, Bytes bytes, Form form) {
  if (!starts_with(bytes, "\xFF\xD8"))
    return fail(ErrorKind::malformed, at, "a JPEG strip or tile does not start like a JPEG");
  Policy policy = out_.policy();
  policy.keep = {};
  Report report;
  std::vector<std::byte> stripped;
  Shifted shifted{out_, at};
  Output output{policy, report, append_slice, &stripped, report_shifted, &shifted};
  auto& grammar = form == Form::jpeg_tables ? tables_ : image_;
  grammar.reset();
  auto status = grammar.feed(bytes, output);
  if (status) status = grammar.finish(output);
  if (!status) {
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
