#include "job/after_success.hpp"

namespace stripmeta {

std::expected<std::string_view, Error> settle_source(Store& a, const AfterSuccess& what, const std::string& key,
                                                     const ObjectInfo& original, const Call& call) {
  if (what.kind == AfterSuccess::Kind::keep) return std::string_view{};
  const bool removes = what.kind == AfterSuccess::Kind::remove;
  const auto done = removes ? a.remove(key, original, call) : a.tag(key, original, what.tags, call);
  if (done) return removes ? "deleted" : "tagged";
  if (done.error().kind == ErrorKind::conflict) return "left";
  return std::unexpected(done.error());
}

}  // namespace stripmeta
