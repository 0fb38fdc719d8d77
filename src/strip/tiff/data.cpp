#include "strip/tiff/data.hpp"

#include <algorithm>
#include <utility>

namespace stripmeta::tiff {
namespace {

constexpr std::size_t most_ranges = 1U << 16U;  // of any file

bool gather(void* caller, Slice slice) noexcept {
  put_bytes(*static_cast<std::vector<std::byte>*>(caller), slice.bytes);
  return true;
}

struct Shifted {
  const Output& out;
  std::uint64_t by;
};

void pass_on(void* caller, const Finding& finding) noexcept {
  const auto& shifted = *static_cast<const Shifted*>(caller);
  shifted.out.found(finding.kind, finding.payload, shifted.by + finding.source_offset);
}

}  // namespace

Status Data::afford(std::uint64_t at, std::uint64_t size) {
  if (at > input_.size() || size > input_.size() - at) {
    return fail(ErrorKind::truncated, input_.size(), "the input ends before a strip or tile does");
  }
  // What is kept of each takes memory: no more than the file does, twice.
  constexpr std::size_t bytes_a_range = 64;
  if (placed_.size() >= std::max<std::size_t>(most_ranges, input_.size() / bytes_a_range)) {
    return fail(ErrorKind::too_large, at, "an image has too many strips or tiles for its size");
  }
  const auto limit = input_.size() + most_growth;
  taken_ += size;
  if (taken_ > limit || size > limit - std::min<std::uint64_t>(limit, layout_.size())) {
    return fail(ErrorKind::malformed, at, "strips or tiles overlap, so that the output would be larger than the input");
  }
  return {};
}

std::expected<KeptProfile, Error> Data::keep_profile(std::uint64_t at, Bytes profile) {
  const std::pair<std::uint64_t, std::uint64_t> range{at, profile.size()};
  if (range != profile_at_) {
    if (auto status = work(at, profile.size()); !status) return std::unexpected(status.error());
    auto kept = stripmeta::keep_profile(profile, at, out_.policy());
    if (!kept) return kept;
    profile_ = std::move(*kept);
    profile_at_ = range;
  }
  return profile_;
}

Status Data::work(std::uint64_t at, std::uint64_t size) {
  constexpr std::uint64_t times = 4;
  worked_ += size;
  if (worked_ > times * input_.size()) return fail(ErrorKind::malformed, at, "too many pages share their values");
  return {};
}

std::expected<Place, Error> Data::place(std::uint64_t at, std::uint64_t size, Form form) {
  if (const auto known = placed_.find({at, size, form}); known != placed_.end()) return known->second;
  if (auto status = afford(at, size); !status) return std::unexpected(status.error());
  extents_.add(at, size);
  const auto bytes = input_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  Place place{layout_.size(), size};
  if (form == Form::plain) {
    layout_.copy(at, size);
  } else {
    const auto stripped = strip_jpeg(at, bytes, form);
    if (!stripped) return std::unexpected(stripped.error());
    place.size = stripped->size();
    same_bytes(*stripped, bytes) ? layout_.copy(at, size) : layout_.make(*stripped);
  }
  placed_.emplace(Key{at, size, form}, place);
  return place;
}

std::expected<Place, Error> Data::place_made(std::uint64_t at, std::uint64_t size, Form form, Bytes bytes) {
  if (const auto known = placed_.find({at, size, form}); known != placed_.end()) return known->second;
  if (auto status = afford(at, size); !status) return std::unexpected(status.error());
  const auto source = input_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  const Place place{same_bytes(bytes, source) ? layout_.copy(at, size) : layout_.make(bytes), bytes.size()};
  placed_.emplace(Key{at, size, form}, place);
  return place;
}

// Colour, orientation and density are said by the directory: in a strip or tile no decoder asks for them.
std::expected<std::vector<std::byte>, Error> Data::strip_jpeg(std::uint64_t at, Bytes bytes, Form form) {
  if (!starts_with(bytes, "\xFF\xD8"))
    return fail(ErrorKind::malformed, at, "a JPEG strip or tile does not start as one");
  Policy policy = out_.policy();
  policy.keep = {};
  Report report;
  std::vector<std::byte> stripped;
  Shifted shifted{out_, at};
  Output output{policy, report, gather, &stripped, pass_on, &shifted};
  auto& grammar = form == Form::jpeg_tables ? tables_ : image_;
  grammar.reset();
  auto status = grammar.feed(bytes, output);
  if (status) status = grammar.finish(output);
  if (!status) {
    auto error = std::move(status.error());
    if (error.offset) *error.offset += at;
    return std::unexpected(std::move(error));
  }
  merge(report);
  return stripped;
}

void Data::merge(const Report& report) {
  for (const auto& row : report.rows) out_.report().add(row.kind, row.fate, row.bytes, row.holds);
  out_.report().truncated = out_.report().truncated || report.truncated;
}

}  // namespace stripmeta::tiff
