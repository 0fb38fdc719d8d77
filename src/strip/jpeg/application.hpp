// What a JPEG's application segments and comments are.
#pragma once

#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/jpeg/segment.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::jpeg {

// By its first bytes; by its number if these are not known.
Kind application_kind(const Segment& segment);

// The sensitive data in the payload of a segment of this kind.
HoldSet application_holds(Kind kind, Bytes payload);

// Tells C2PA's boxes in APP11 (JPEG XT, T.801-5 D.2) from others. Only the first segment of a box instance has C2PA's
// label.
class BoxInstances {
 public:
  // Of a segment whose kind is jumbf.
  Kind name(const Segment& segment);

 private:
  std::vector<bool> c2pa_;  // for each instance; empty if none is C2PA
};

}  // namespace stripmeta::jpeg
