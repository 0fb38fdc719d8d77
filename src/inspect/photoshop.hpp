// Photoshop image resources (Adobe Photoshop File Formats Specification) in APP13 segments.
#pragma once

#include <cstddef>
#include <vector>

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Adds resources: IPTC-IIM in group "iptc", XMP in group "xmp", all others in group "photoshop" with name and size, and
// with the value if it is of interest to people. Skips damaged bytes between resources. Resources under another
// signature than 8BIM have no name.
void add_resources(Bytes resources, ValueList& out);

// Gathers the APP13 segments of a file, because one sequence of resources can span several.
class Photoshop {
 public:
  // Takes a segment's payload with its signature. Once 64 MiB are held, further ones are dropped.
  void add_segment(Bytes payload);
  void add_values(ValueList& out) const { add_resources(resources_, out); }

 private:
  std::vector<std::byte> resources_;
};

}  // namespace stripmeta::inspection
