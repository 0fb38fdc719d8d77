// The coded data of an item or a sample: NAL units, each behind its length (ISO/IEC 14496-15 4.3.3), or OBUs.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"
#include "strip/coded/codec.hpp"
#include "strip/coded/parameter_sets.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::coded {

struct Stream {
  Codec codec{Codec::hevc};
  std::size_t length_size{4};  // bytes of a NAL unit's length, 1 to 4
  bool layers{false};          // units of further layers stay (lhvC)
  // HEVC, AVC: the data are one picture, and its configuration has the picture parameter sets of these numbers.
  // nullopt: others may come from other data.
  std::optional<std::set<unsigned>> picture_sets{};
  Bytes sequence{};  // AV1: the payload of an earlier sample's sequence header; empty if no sample before has one
};

// The codec of an item or a sample entry of this type; nullopt if this room does not read its coding.
std::optional<Codec> codec_of(std::string_view type);

// Whether the data are NAL units behind lengths of so many bytes, up to their end.
bool has_lengths(Bytes data, std::size_t size);

// Adds which parameter sets the data use.
void add_use(Bytes data, const Stream& stream, ParameterUse& use);

// `bytes` replace `range` of the data.
struct Change {
  Range range;
  std::vector<std::byte> bytes;
  Kind kind{Kind::slack};  // of what goes
};

// The changes that clean the data, in ascending order. Bytes behind the last unit that fits go. What is coded is not
// read, and no change covers it. If there are more than max_changes, the data are not read further.
inline constexpr std::size_t max_changes = std::size_t{1} << 19U;
std::vector<Change> clean_stream(Bytes data, const Stream& stream);

}  // namespace stripmeta::coded
