// The elements of a colour profile that stay: which type each tag's element must have (ICC.1:2022 9.2; ICC.1:2001-04
// 6.4), and what of it is kept.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/metadata/icc_header.hpp"
#include "strip/metadata/icc_source.hpp"

namespace stripmeta {

enum class IccForm : std::uint8_t {
  colorant,         // XYZType
  white,            // XYZType, from 0 up to 2
  curve,            // curveType, parametricCurveType
  adaptation,       // s15Fixed16ArrayType: nine numbers between -4 and 4
  code_points,      // cicpType
  to_connection,    // lut8Type, lut16Type, lutAToBType
  from_connection,  // lut8Type, lut16Type, lutBToAType
  gamut,            // the same with one channel out
  elements_to,      // multiProcessElementsType
  elements_from,    // the same in the other direction
  description,      // becomes a neutral word
  copyright,        // becomes an empty text
};

// What a broken element means: without this tag, lcms shows the same under the intents perceptual and relative, or not.
enum class IccLoss : std::uint8_t { harmless, harmful };

struct IccTagRule {
  std::string_view signature;
  IccForm form;
  IccLoss loss;
};

// The rule of a tag that shows colour in a profile of this header; null for any other tag.
const IccTagRule* find_icc_rule(std::uint32_t signature, const IccHeader& header);

// Appends an element's kept form. False if the element is of a wrong type or too short; then `out` has an unfinished
// element at its end.
bool put_icc_element(std::vector<std::byte>& out, IccForm form, IccSource source, const IccHeader& header);

}  // namespace stripmeta
