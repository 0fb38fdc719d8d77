// The provenance marker of an object in B: the bytes of A and the policy that it was made from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/store.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {

struct Marker {
  std::string source;  // the key (percent-encoded, or in base64 if that is too long), ";" and ObjectInfo::source
  std::string policy;  // canonical()

  // Compares bytes and policy but not the build: a new build alone is no reason to clean an image again.
  friend bool operator==(const Marker&, const Marker&) = default;

  // The key in `source`, still encoded.
  std::string_view source_key() const;
};

// The marker for the image that a job makes from `key`.
Marker make_marker(std::string_view key, const ObjectInfo& source, const Policy& policy);

// The marker for the quarantine record of `image`. It differs from every image's marker.
Marker record_marker(const Marker& image);

// If the object has no marker, stripmeta did not write it, and the result is nullopt.
std::optional<Marker> marker_of(const ObjectInfo& object);

// Adds the marker as user metadata: stripmeta-source, stripmeta-policy and stripmeta-build (build()).
void add_marker(const Marker& marker, Attributes& attributes);

}  // namespace stripmeta
