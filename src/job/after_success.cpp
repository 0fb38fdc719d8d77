#include "job/after_success.hpp"

namespace stripmeta {

std::string loss_without_original(const Report& report) {
  const auto holds = report.removed_holds();
  const bool picture = holds.contains(Holds::picture);
  if (holds.contains(Holds::video)) return picture ? "it holds another picture and a video" : "it holds a video";
  if (picture) return "it holds another picture";
  return report.truncated ? "its end is missing" : "";
}

std::expected<std::string_view, Error> finish_original(Store& a, const AfterSuccess& action, const std::string& key,
                                                       const ObjectInfo& original, const Call& call) {
  if (action.kind == AfterSuccess::Kind::keep) return std::string_view{};
  const bool removes = action.kind == AfterSuccess::Kind::remove;
  const auto done = removes ? a.remove(key, original, call) : a.tag(key, original, action.tags, call);
  if (done) return removes ? "deleted" : "tagged";
  if (done.error().kind == ErrorKind::conflict) return "left";
  return std::unexpected(done.error());
}

}  // namespace stripmeta
