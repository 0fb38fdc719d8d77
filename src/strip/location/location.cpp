#include "strip/location/location.hpp"

#include "strip/location/checksum.hpp"
#include "strip/location/remains.hpp"

namespace stripmeta {
namespace {

std::unexpected<Error> position_shared_error() {
  return fail(ErrorKind::malformed, 0,
              "the position shares bytes with the picture or with another value, so it cannot be removed alone; use "
              "another policy");
}

void add_removed(const Report& from, Report& to) {
  for (const auto& row : from.rows) {
    if (row.fate == Fate::removed) to.rows.push_back(row);
  }
}

}  // namespace

LocationGrammar::LocationGrammar(Format format, MakeGrammar make, location::Rules rules, location::PatchFile patch_file)
    : detected_(format), format_(format), ordinary_(make(Policy{})), rules_(rules), patch_file_(patch_file) {}

void LocationGrammar::reset() {
  WholeGrammar::reset();
  format_ = detected_;
}

// The ordinary grammar may refuse the file early, under this policy as well. It also tells which of the container's
// formats the file has.
Status LocationGrammar::check_prefix(Bytes front) {
  ordinary_->reset();
  if (auto status = ordinary_->check_prefix(front); !status) return status;
  format_ = ordinary_->format();
  return {};
}

Status LocationGrammar::strip(Bytes input, Output& out) {
  const auto found = survey(input, out.policy());
  if (!found) return std::unexpected(found.error());
  return rules_.rewrite != nullptr ? rewrite(input, *found, out) : strip_in_place(input, *found, out);
}

std::expected<location::Survey, Error> LocationGrammar::survey(Bytes file, const Policy& policy) {
  ordinary_->reset();
  return location::survey(*ordinary_, file, {0, file.size()}, policy);
}

Status LocationGrammar::strip_in_place(Bytes input, const Survey& found, Output& out) {
  Patch patch{input, patch_file_};
  if (auto status = rules_.patch(patch, found); !status) return status;
  const bool is_settled = patch_remains(patch);
  make_checksums(patch);
  if (patch.is_exhausted()) {
    return fail(ErrorKind::malformed, 0, "the file's parts overlap so much that they are not followed");
  }
  if (patch.is_refused()) return position_shared_error();
  if (is_settled && !patch.changed()) return out.put(input, 0);
  if (!is_settled || !is_final(patch.assemble(), found, out.policy())) return position_shared_error();
  add_removed(patch.report(), out.report());
  return patch.emit(out);
}

// Whether `file` holds no position any more, and shows what the survey `before` saw.
bool LocationGrammar::is_final(Bytes file, const Survey& before, const Policy& policy) {
  const auto after = survey(file, policy);
  if (!after || !after->shows_the_same(before)) return false;
  Patch second{file, patch_file_};
  return rules_.patch(second, *after) && patch_remains(second) && !second.changed();
}

Status LocationGrammar::rewrite(Bytes input, const Survey& found, Output& out) {
  const auto once = rules_.rewrite(input, out.policy());
  if (!once) return std::unexpected(once.error());
  if (same_bytes(once->bytes, input)) return out.put(input, 0);
  const auto twice = rules_.rewrite(once->bytes, out.policy());
  const bool is_settled = twice && same_bytes(twice->bytes, once->bytes);
  const auto after = survey(once->bytes, out.policy());
  if (!is_settled || !after || !after->shows_the_same(found)) return position_shared_error();
  add_removed(once->report, out.report());
  return out.put(once->bytes, no_source_offset);
}

}  // namespace stripmeta
