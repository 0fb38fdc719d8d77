#include "strip/witness.hpp"

namespace stripmeta {

Witness::Witness(const Grammar& grammar, verify::Rules rules, const Policy& policy)
    : grammar_(grammar), rules_(rules), policy_(policy) {
  if (rules.stream != nullptr) stream_ = rules.stream(policy);
}

// A grammar that is judged as a whole emits nothing before all of its input is held.
void Witness::see(Slice slice) {
  if (stream_) stream_->feed(slice.bytes);
  if (rules_.whole == nullptr) return;
  if (!recording_) recording_.emplace(grammar_.held());
  Recording::emit(&*recording_, slice);
}

verify::Verdict Witness::verdict() {
  if (stream_) return stream_->finish();
  if (rules_.whole == nullptr) return std::nullopt;
  verify::File file;
  if (recording_) {
    for (const auto& slice : recording_->slices()) file.add(slice.bytes);
  }
  return rules_.whole(file, policy_);
}

Status Witness::judge() {
  const auto unaccounted = verdict();
  if (!unaccounted) return {};
  return fail(ErrorKind::internal, unaccounted->offset,
              "the second reader cannot account for byte " + std::to_string(unaccounted->offset) + " of the output (" +
                  std::string{unaccounted->rule} + "), so the output is not used; please report this as a defect");
}

}  // namespace stripmeta
