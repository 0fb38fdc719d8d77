// NAL units of HEVC, AVC and VVC (H.265 7.3.1 and table 7-1, H.264 7.3.1 and table 7-1, H.266 7.3.1 and table 5).
//
// A unit is a head of two bytes (AVC: one) with its type, and its data, in which escaping keeps start codes out. Slices
// and parameter sets are coded data and stay as they are. SEI units stay with the messages that show (message.hpp).
// Ends of a sequence or of the bitstream stay, because the pictures behind them are decoded otherwise. All else goes:
// delimiters, filler, reserved and unspecified types, what only extensions for several layers use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/coded/codec.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::coded {

enum class NalUse : std::uint8_t { slice, parameters, message, suffix_message, end, delimiter, filler, none };

struct NalHead {
  NalUse use{NalUse::none};
  unsigned type{0};
  unsigned layer{0};    // nuh_layer_id; AVC: 0
  std::size_t size{0};  // bytes of the head
};
// NalUse::none if the unit is shorter than its head.
NalHead read_nal_head(Codec codec, Bytes unit);

// The messages of one picture that may stay. Of several of a type decoders take the last, so only that one stays. Count
// those of all its units first.
class LastMessages {
 public:
  void count(unsigned layer, std::uint64_t type) { ++left_[{layer, type}]; }
  // Whether no further one of the type comes. Call it for each message in turn.
  bool is_last(unsigned layer, std::uint64_t type) { return --left_[{layer, type}] == 0; }

 private:
  std::map<std::pair<unsigned, std::uint64_t>, std::size_t> left_;
};
// Counts those in this unit, if it has messages.
void count_messages(Codec codec, Bytes unit, LastMessages& messages);

// What becomes of a unit.
struct CleanNal {
  bool changed{false};
  std::vector<std::byte> bytes;  // if changed: the new unit; empty: it goes
  Kind kind{Kind::slack};        // if changed: of what goes
};
// `layers`: units of further layers stay, too. `messages`: those of the picture, counted.
CleanNal clean_nal(Codec codec, bool layers, Bytes unit, LastMessages& messages);

}  // namespace stripmeta::coded
