// The provenance marker: which bytes of A, under which policy, an object of B was made from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/store.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

struct Marker {
  std::string source;  // the key, percent-encoded or, where that is long, in base64; ";"; ObjectInfo::source
  std::string policy;  // canonical()

  // Whether it names the same bytes and the same policy; the build is not asked: a new one alone redoes nothing.
  friend bool operator==(const Marker&, const Marker&) = default;

  // The key in `source`, as it is written there.
  std::string_view source_key() const;
};

// The marker of what a job is about to write.
Marker make_marker(std::string_view key, const ObjectInfo& source, const Policy& policy);

// The marker of the record that says why `image` was not made: equal to no image's.
Marker record_marker(const Marker& image);

// none: the object has no marker, so the project did not write it.
std::optional<Marker> marker_of(const ObjectInfo& object);

// As user metadata: stripmeta-source, stripmeta-policy, stripmeta-build (build()).
void add_marker(const Marker& marker, Attributes& attributes);

}  // namespace stripmeta
